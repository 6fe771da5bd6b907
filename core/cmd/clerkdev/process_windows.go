package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// runCommand runs a program and returns its exit status.
//
// clerkdev and all it starts are in one job object that ends with its last
// handle. Only clerkdev has a handle, so when clerkdev ends in whatever way,
// the system ends the rest. Ctrl-C reaches every program of the console; what
// has not ended in time is ended with clerkdev.
func runCommand(path string, command, env []string, signals <-chan os.Signal) (int, error) {
	if err := joinJob(); err != nil {
		return 0, fmt.Errorf("make a job object: %w", err)
	}
	program := &exec.Cmd{Path: path, Args: command, Env: env, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	if err := program.Start(); err != nil {
		return 0, &exitError{statusNotExecutable, fmt.Errorf("%s: cannot be executed: %w", command[0], err)}
	}
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	var deadline <-chan time.Time
	for {
		select {
		case <-signals:
			if deadline == nil {
				deadline = time.After(grace())
			}
		case <-deadline:
			_ = program.Process.Kill()
		case err := <-ended:
			if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
				return 0, err
			}
			return program.ProcessState.ExitCode(), nil
		}
	}
}

// joinJob puts clerkdev into a new job object. The handle is not closed: that
// would end clerkdev.
func joinJob() error {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return err
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{
			LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
		},
	}
	_, err = windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)))
	if err != nil {
		return err
	}
	return windows.AssignProcessToJobObject(job, windows.CurrentProcess())
}

// supervising is always false: the job object does the supervisor's work.
func supervising() bool { return false }

func supervise([]string) int { return statusUsage }

// parentGone waits until the process that started clerkdev has died, and reports
// whether it has.
func parentGone(parent int, done <-chan struct{}) bool {
	const interval = 100 // milliseconds
	process, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(parent))
	if err != nil {
		<-done
		return false
	}
	defer windows.CloseHandle(process)
	for {
		select {
		case <-done:
			return false
		default:
			if event, err := windows.WaitForSingleObject(process, interval); err != nil || event == windows.WAIT_OBJECT_0 {
				return err == nil
			}
		}
	}
}

// isTerminal is false: consoles understand colours only after a change that outlives
// the program.
func isTerminal(*os.File) bool { return false }
