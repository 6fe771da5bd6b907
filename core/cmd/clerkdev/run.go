package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// The users that a local Clerk begins with unless a seed has others. Addresses with
// +clerk_test are the ones that Clerk reserves for tests.
const (
	adminEmail  = "admin+clerk_test@example.com"
	memberEmail = "member+clerk_test@example.com"
)

// settings are what the flags of clerkdev say.
type settings struct {
	addr     string
	packages string // folder of ClerkJS
	quiet    bool   // no line for each request
	seed     string // file
	state    string // file
	webhooks string // URL of who receives them
}

// run serves a local Clerk for as long as command runs, or until a signal if
// there is none.
func run(s settings, command []string) (err error) {
	path, err := lookup(command)
	if err != nil {
		return err
	}
	if err := s.checkPackages(); err != nil {
		return err
	}
	begin, err := s.beginning()
	if err != nil {
		return err
	}
	signals, stop := listenForEnd()
	defer stop()
	options := clerktest.Options{Addr: s.addr, Code: tellCode(os.Stderr), Packages: s.packages}
	if !s.quiet {
		options.Request = tellRequest(os.Stderr)
	}
	instance, err := clerktest.New(options)
	if err != nil {
		return explain(s.addr, err)
	}
	defer instance.Close()
	if err := begin(instance); err != nil {
		return err
	}
	if s.webhooks != "" {
		if err := instance.SendWebhooks(s.webhooks); err != nil {
			return &exitError{statusUsage, fmt.Errorf("-webhooks %q: want an http URL of this machine, such as http://localhost:8080/webhooks", s.webhooks)}
		}
	}
	if s.state != "" {
		// Once now, for what cannot be written is better known before the work.
		if err := writeState(s.state, instance); err != nil {
			return err
		}
		defer func() {
			_ = instance.Close() // nothing changes any more
			err = withFailure(err, writeState(s.state, instance))
		}()
	}
	introduce(os.Stderr, instance, s, command)
	if len(command) == 0 {
		<-signals
		return nil
	}
	code, err := runCommand(path, command, environment(os.Environ(), instance.Env()), signals)
	if err != nil {
		return err
	}
	if code != 0 {
		return &exitError{code, killed(command[0], code)}
	}
	return nil
}

// killed tells of the signal that ended COMMAND, as shells do, unless it was Ctrl-C. A
// program that fails says why itself.
func killed(command string, code int) error {
	const last = 64
	signal := syscall.Signal(code - statusSignal)
	if signal < 1 || signal > last || signal == syscall.SIGINT {
		return nil
	}
	return fmt.Errorf("%s was ended by signal %d: %v", command, signal, signal)
}

// checkPackages refuses a folder without ClerkJS, which browsers would ask for in vain.
func (s settings) checkPackages() error {
	if s.packages == "" {
		return nil
	}
	if _, err := os.Stat(filepath.Join(s.packages, "@clerk", "clerk-js")); err != nil {
		return &exitError{statusUsage, fmt.Errorf("-packages %s: has no @clerk/clerk-js; run npm install @clerk/clerk-js beside it", s.packages)}
	}
	return nil
}

// withFailure returns the error of an end that failed too: the status is COMMAND's if
// it failed.
func withFailure(err, failure error) error {
	if exit, ok := errors.AsType[*exitError](err); ok && failure != nil {
		return &exitError{exit.status, failure}
	}
	if failure != nil {
		return failure
	}
	return err
}

// lookup finds the program before anything is started, and fails as a shell
// does.
func lookup(command []string) (string, error) {
	if len(command) == 0 {
		return "", nil
	}
	path, err := exec.LookPath(command[0])
	switch {
	case err == nil:
		return path, nil
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return "", &exitError{statusNotFound, fmt.Errorf("%s: command not found", command[0])}
	default:
		return "", &exitError{statusNotExecutable, fmt.Errorf("%s: cannot be executed: %w", command[0], errors.Unwrap(err))}
	}
}

// explain says how to get past an address that cannot be had.
func explain(addr string, err error) error {
	switch {
	case errors.Is(err, clerktest.ErrAddr):
		return &exitError{statusUsage, fmt.Errorf("-addr %q: %w", addr, clerktest.ErrAddr)}
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use; give another port, such as -addr 127.0.0.1:4401", addr)
	}
	return err
}
