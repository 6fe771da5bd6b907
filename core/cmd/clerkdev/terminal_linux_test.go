package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// newTerminal returns the two ends of a new terminal: what a person has, and what a
// program has.
func newTerminal(t *testing.T) (keyboard, screen *os.File) {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keyboard.Close() })
	if err := unix.IoctlSetPointerInt(int(keyboard.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(keyboard.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	screen, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return keyboard, screen
}

// on starts a program as a session of its own on a new terminal, with its
// output in a pipe, and returns the keyboard.
func on(t *testing.T, env []string, name string, args ...string) (*program, *os.File) {
	t.Helper()
	keyboard, screen := newTerminal(t)
	defer screen.Close()
	p := startWith(t, func(c *exec.Cmd) {
		c.Env = append(c.Env, env...)
		c.Stdin = screen
		c.SysProcAttr = &syscall.SysProcAttr{Setctty: true, Setsid: true}
	}, name, args...)
	return p, keyboard
}

func press(t *testing.T, keyboard *os.File, keys string) {
	t.Helper()
	if _, err := keyboard.WriteString(keys); err != nil {
		t.Fatal(err)
	}
}

const (
	ctrlC = "\x03"
	ctrlZ = "\x1a"
)

// In a group without the terminal, read would stop the script.
func TestCommandReadsTheTerminal(t *testing.T) {
	t.Parallel()
	p, keyboard := on(t, nil, clerkdev, "-addr", anyPort, "--", "sh", "-c", "echo ready; read line; echo got $line")
	p.await("ready")
	press(t, keyboard, "words\n")
	p.await("got words")
	if got := p.status(); got != 0 {
		t.Errorf("status %d, want 0", got)
	}
	p.gone()
}

func TestCtrlCIsForCommand(t *testing.T) {
	t.Parallel()
	p, keyboard := on(t, []string{"CLERKDEV_TEST_ROLE=parent"}, clerkdev, "-addr", anyPort, "--", os.Args[0])
	p.await("parent: ready")
	p.await("child: ready")
	press(t, keyboard, ctrlC)
	p.await("parent: got interrupt")
	p.await("child: got interrupt")
	if got := p.status(); got != 7 {
		t.Errorf("status %d, want COMMAND's own, 7", got)
	}
	p.gone()
}

// A shell with job control stops and continues clerkdev as any other program,
// and has the terminal again in between and at the end.
func TestCtrlZ(t *testing.T) {
	t.Parallel()
	script := strings.Join([]string{
		"set -m",
		`"$@"`,
		"echo stopped",
		"read first; echo the shell got $first",
		"fg >/dev/null",
		"echo ended",
		"read last; echo the shell got $last",
	}, "\n")
	p, keyboard := on(t, nil, "sh", "-c", script, "sh",
		clerkdev, "-addr", anyPort, "--", "sh", "-c", "echo ready; read line; echo COMMAND got $line; exit 0")
	p.await("ready")
	press(t, keyboard, ctrlZ)
	p.await("stopped")
	press(t, keyboard, "one\n")
	p.await("the shell got one")
	press(t, keyboard, "two\n")
	p.await("COMMAND got two")
	p.await("ended")
	press(t, keyboard, "three\n")
	p.await("the shell got three")
	if got := p.status(); got != 0 {
		t.Errorf("status %d, want 0", got)
	}
	p.gone()
}

// A clerkdev in the background leaves the terminal to the shell.
func TestBackgroundLeavesTheTerminal(t *testing.T) {
	t.Parallel()
	script := strings.Join([]string{
		"set -m",
		`"$@" &`,
		"read line; echo the shell got $line",
		"kill $!; wait $!; echo status $?",
	}, "\n")
	p, keyboard := on(t, nil, "sh", "-c", script, "sh", clerkdev, "-addr", anyPort, "--", "sh", "-c", "echo ready; exec sleep 600")
	p.await("ready")
	press(t, keyboard, "words\n")
	p.await("the shell got words")
	p.await("status 143")
	p.gone()
}

// A terminal that stops who writes from the background does not stop clerkdev, which has
// a line to write for each request of COMMAND.
func TestLinesFromTheBackground(t *testing.T) {
	t.Parallel()
	script := strings.Join([]string{
		"set -m",
		"stty tostop",
		`"$@" 2>/dev/tty`,
		"echo status $?",
	}, "\n")
	p, _ := on(t, []string{"CLERKDEV_TEST_ROLE=creator"}, "sh", "-c", script, "sh", clerkdev, "-addr", anyPort, "--", os.Args[0])
	if got := p.await("status "); got != "3" {
		t.Errorf("status %s, want COMMAND's own, 3", got)
	}
}

// Colours are for terminals, and for who wants them.
func TestColours(t *testing.T) {
	t.Parallel()
	for env, want := range map[string]bool{"NO_COLOR=": true, "NO_COLOR=1": false, "TERM=": false, "TERM=dumb": false} {
		keyboard, screen := newTerminal(t)
		p := startWith(t, func(c *exec.Cmd) {
			c.Env = append(c.Env, "NO_COLOR=", "TERM=xterm", env)
			c.Stderr = screen
		}, clerkdev, "-addr", anyPort)
		_ = screen.Close()
		shown := bufio.NewScanner(keyboard)
		for shown.Scan() {
			line := shown.Text()
			if strings.Contains(line, "\x1b") != want {
				t.Errorf("%s: %q", env, line)
			}
			if strings.HasSuffix(strings.TrimSpace(line), "Ctrl-C") {
				break
			}
		}
		p.signal(syscall.SIGINT)
		if got := p.status(); got != 0 {
			t.Errorf("%s: status %d", env, got)
		}
	}
}
