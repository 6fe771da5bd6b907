//go:build unix

package main

import (
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// A terminal is the controlling terminal, when it is standard input and
// clerkdev's group has the foreground. The foreground is then COMMAND's:
// without it COMMAND would be stopped when it reads, and Ctrl-C would not be
// COMMAND's to handle. The methods of a nil terminal do nothing.
type terminal struct {
	group int // clerkdev's, which gets the foreground back
}

// findTerminal returns the terminal that the supervisor's parent may lend.
func findTerminal() *terminal {
	group, err := unix.Getpgid(os.Getppid())
	if err != nil || foreground() != group {
		return nil
	}
	return &terminal{group: group}
}

// owner returns the group that lent the terminal.
func (t *terminal) owner() int {
	if t == nil {
		return 0
	}
	return t.group
}

// pass hands the foreground from one group to another. Who does not have it,
// because a shell has taken it, does not hand it on.
func (t *terminal) pass(from, to int) {
	if t != nil && foreground() == from {
		_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, to)
	}
}

// takeTerminalBack gets the foreground from a group without a supervisor.
func takeTerminalBack(group int) {
	signal.Ignore(unix.SIGTTOU)
	t := &terminal{group: unix.Getpgrp()}
	t.pass(group, t.group)
}

// foreground returns the group that has the terminal, -1 if standard input is
// not the controlling terminal.
func foreground() int {
	group, err := unix.IoctlGetInt(0, unix.TIOCGPGRP)
	if err != nil {
		return -1
	}
	return group
}

// isTerminal reports whether a file is a terminal, which alone has a size.
func isTerminal(file *os.File) bool {
	_, err := unix.IoctlGetWinsize(int(file.Fd()), unix.TIOCGWINSZ)
	return err == nil
}
