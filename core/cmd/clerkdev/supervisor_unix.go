//go:build unix

package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// supervisorName is the supervisor's argument 0. Its other arguments are the
// path of the program and the program's own arguments from 0 on.
const supervisorName = "clerkdev-supervisor"

// The files that the supervisor inherits besides the standard ones.
const (
	lifelineFD = 3 // reads EOF when clerkdev is gone
	reportFD   = 4 // takes the ID of the program's group
)

const (
	pollInterval = 10 * time.Millisecond
	afterKill    = time.Second // what SIGKILL has not ended by then, nothing will
)

// supervising reports whether this process is the supervisor.
func supervising() bool { return os.Args[0] == supervisorName }

// A supervisor runs a program in a process group of its own and does not end
// before the group is empty. Only a process that has left the group, as a
// daemon does, escapes it.
type supervisor struct {
	changes  chan unix.WaitStatus // of the program: stopped, then ended
	group    int                  // ID of the program and of its group
	orphaned chan struct{}        // closed when clerkdev is gone
	signals  chan os.Signal
	terminal *terminal // nil: not the program's

	deadline <-chan time.Time // SIGKILL follows
	ending   bool             // the group has been told to end
	giveUp   <-chan time.Time
}

// supervise runs a program and returns its exit status, 128+n if signal n
// ended it.
func supervise(args []string) int {
	// Held open by the program, they would not tell of anybody's end.
	unix.CloseOnExec(lifelineFD)
	unix.CloseOnExec(reportFD)
	if len(args) < 2 {
		fmt.Fprintln(os.Stderr, "clerkdev: the supervisor is started by clerkdev only")
		return statusUsage
	}
	s := &supervisor{
		changes:  make(chan unix.WaitStatus),
		orphaned: make(chan struct{}),
		signals:  make(chan os.Signal, 16),
		terminal: findTerminal(),
	}
	// Before the program starts: a signal in between waits in the channel. What
	// is caught here, and not ignored, is back to its default in the program.
	signal.Notify(s.signals, append(endSignals(), unix.SIGCONT)...)
	go func() {
		_, _ = io.Copy(io.Discard, os.NewFile(lifelineFD, "lifeline"))
		close(s.orphaned)
	}()
	if err := s.start(args[0], args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "clerkdev: %s: cannot be executed: %v\n", args[1], err)
		return statusNotExecutable
	}
	go s.wait()
	return s.run()
}

func (s *supervisor) start(path string, command []string) error {
	pid, err := syscall.ForkExec(path, command, &syscall.ProcAttr{
		Env:   os.Environ(),
		Files: []uintptr{0, 1, 2},
		Sys:   &syscall.SysProcAttr{Setpgid: true, Foreground: s.terminal != nil, Ctty: 0},
	})
	if err != nil {
		return err
	}
	s.group = pid
	report := os.NewFile(reportFD, "report")
	fmt.Fprintln(report, pid)
	_ = report.Close()
	if s.terminal != nil {
		// From the background only who ignores this may hand a terminal on.
		signal.Ignore(unix.SIGTTOU)
	}
	return nil
}

// wait delivers what becomes of the program, up to its end.
func (s *supervisor) wait() {
	for {
		var change unix.WaitStatus
		_, err := unix.Wait4(s.group, &change, unix.WUNTRACED, nil)
		if err == unix.EINTR {
			continue
		}
		s.changes <- change
		if err != nil || !change.Stopped() {
			return
		}
	}
}

// run answers events until the group is empty.
func (s *supervisor) run() int {
	status, ended := 0, false
	poll := time.NewTicker(pollInterval)
	defer poll.Stop()
	poll.Stop() // until the program has ended
	for !ended || s.alive() {
		select {
		case <-poll.C:
		case received := <-s.signals:
			if received == unix.SIGCONT {
				s.resume()
				continue
			}
			s.end(received.(syscall.Signal))
		case <-s.orphaned:
			s.orphaned = nil
			s.end(unix.SIGTERM)
		case change := <-s.changes:
			if change.Stopped() {
				s.suspend()
				continue
			}
			status, ended = exitStatus(change), true
			s.terminal.pass(s.group, s.terminal.owner())
			// Members that know of the end already are not told again: for many
			// programs a second signal means at once.
			if !s.ending {
				s.end(unix.SIGTERM)
			}
			poll.Reset(pollInterval)
		case <-s.deadline:
			s.kill(unix.SIGKILL)
			s.giveUp = time.After(afterKill)
		case <-s.giveUp:
			return status
		}
	}
	return status
}

// end tells the group to end, and sets the time until it has to.
func (s *supervisor) end(sig syscall.Signal) {
	s.kill(sig)
	s.kill(unix.SIGCONT) // a stopped process takes no signal but this
	if !s.ending {
		s.ending = true
		s.deadline = time.After(grace())
	}
}

func (s *supervisor) alive() bool { return unix.Kill(-s.group, 0) == nil }

func (s *supervisor) kill(sig syscall.Signal) { _ = unix.Kill(-s.group, sig) }

// suspend follows the program when Ctrl-Z has stopped it: the terminal goes
// back, and clerkdev's group stops too, which is what the shell waits for.
func (s *supervisor) suspend() {
	if s.terminal == nil || s.ending {
		return
	}
	s.terminal.pass(s.group, s.terminal.group)
	_ = unix.Kill(-s.terminal.group, unix.SIGTSTP)
}

// resume lets the program go on, in the foreground if that is where the shell
// has put clerkdev.
func (s *supervisor) resume() {
	s.terminal.pass(s.terminal.owner(), s.group)
	s.kill(unix.SIGCONT)
}

func exitStatus(change unix.WaitStatus) int {
	if change.Signaled() {
		return statusSignal + int(change.Signal())
	}
	return change.ExitStatus()
}
