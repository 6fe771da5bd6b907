//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// runCommand runs a program until it and everything in its process group have
// ended, and returns its exit status.
//
// Between clerkdev and the program stands a supervisor, clerkdev itself once
// more, because a process that is killed cannot clean up. clerkdev holds one
// end of a pipe, the lifeline; when it dies in whatever way the system closes
// that end, and the supervisor, which reads the other, ends the group.
func runCommand(path string, command, env []string, signals <-chan os.Signal) (int, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, fmt.Errorf("find clerkdev's own program: %w", err)
	}
	lifelineRead, lifeline, err := os.Pipe()
	if err != nil {
		return 0, err
	}
	defer lifeline.Close()
	report, reportWrite, err := os.Pipe()
	if err != nil {
		_ = lifelineRead.Close()
		return 0, err
	}
	defer report.Close()

	supervisor := &exec.Cmd{
		Args:       append([]string{supervisorName, path}, command...),
		Env:        env,
		ExtraFiles: []*os.File{lifelineRead, reportWrite}, // lifelineFD, reportFD
		Path:       self,
		Stdin:      os.Stdin,
		Stdout:     os.Stdout,
		Stderr:     os.Stderr,
		// A group of its own, so that no signal meant for clerkdev's group,
		// SIGKILL for one, takes both away.
		SysProcAttr: &syscall.SysProcAttr{Setpgid: true},
	}
	resumed := make(chan os.Signal, 1)
	signal.Notify(resumed, unix.SIGCONT)
	defer signal.Stop(resumed)

	err = supervisor.Start()
	_ = lifelineRead.Close()
	_ = reportWrite.Close()
	if err != nil {
		return 0, fmt.Errorf("start the supervisor: %w", err)
	}
	// From the background, with the terminal set to stop who writes, a line for a request
	// would stop clerkdev. Not before the start: COMMAND would inherit it.
	signal.Ignore(unix.SIGTTOU)
	ended := make(chan error, 1)
	go func() { ended <- supervisor.Wait() }()
	for {
		select {
		case s := <-resumed:
			_ = supervisor.Process.Signal(s)
		case s := <-signals:
			_ = supervisor.Process.Signal(s)
		case err := <-ended:
			return supervisorStatus(err, report)
		}
	}
}

// supervisorStatus returns COMMAND's status, which is the supervisor's. If the
// supervisor was killed, clerkdev ends the group in its place.
func supervisorStatus(err error, report io.Reader) (int, error) {
	if err == nil {
		return 0, nil
	}
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok {
		return 0, fmt.Errorf("wait for the supervisor: %w", err)
	}
	if exit.Exited() {
		return exit.ExitCode(), nil
	}
	text, _ := io.ReadAll(io.LimitReader(report, 20))
	if group, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && group > 1 {
		takeTerminalBack(group)
		_ = unix.Kill(-group, unix.SIGKILL)
	}
	return statusSignal + int(exit.Sys().(syscall.WaitStatus).Signal()), nil
}
