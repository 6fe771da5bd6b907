// Package program builds and runs the programs that tests visit: examples, clerkdev and
// an application on @clerk/express.
package program

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// patience is how long a program may take to listen, and to end.
const patience = 2 * time.Minute

// Addr returns an address of this machine that nothing listens on. Systems give ports
// from 32768 on to those who ask for any: nobody takes a lower one before the program
// that it is meant for.
func Addr(t testing.TB) string {
	t.Helper()
	for range 100 {
		addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(20_000+rand.IntN(12_000)))
		if listener, err := net.Listen("tcp", addr); err == nil {
			_ = listener.Close()
			return addr
		}
	}
	t.Fatal("no port is free")
	return ""
}

// Build builds commands into a folder, by the folder of their module and their packages
// in it.
func Build(ctx context.Context, folder, module string, packages ...string) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, "go", slices.Concat([]string{"build", "-race=false", "-o", folder + string(filepath.Separator)}, packages)...)
	command.Dir = module
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("go build in %s: %w\n%s", module, err, output)
	}
	return nil
}

// Command returns a command that ends with the test, by an interrupt. Its output is the
// test's. Of the variables of the test it has those that are not Clerk's, and env.
func Command(t testing.TB, env []string, path string, args ...string) *exec.Cmd {
	command := exec.CommandContext(t.Context(), path, args...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	inherited := slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "CLERK_") })
	command.Env = slices.Concat(inherited, env)
	command.Stdout, command.Stderr = t.Output(), t.Output()
	command.WaitDelay = patience
	return command
}

// A Process is a program that has been started.
type Process struct {
	command *exec.Cmd
	ended   chan struct{}
}

// Start starts a command and waits until it listens on an address.
func Start(t testing.TB, command *exec.Cmd, addr string) *Process {
	t.Helper()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	p := &Process{command, make(chan struct{})}
	go func() {
		defer close(p.ended)
		_ = command.Wait() // its status is in the state
	}()
	t.Cleanup(func() { <-p.ended })
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for {
		connection, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err == nil {
			_ = connection.Close()
			return p
		}
		select {
		case <-p.ended:
			t.Fatalf("%s does not listen on %s: %s", command, addr, command.ProcessState)
		case <-ctx.Done():
			t.Fatalf("%s does not listen on %s: %v", command, addr, err)
		case <-again.C:
		}
	}
}

// Interrupt ends the program as Ctrl-C does, and returns its exit status, -1 if the
// signal ended it.
func (p *Process) Interrupt(t testing.TB) int {
	t.Helper()
	if err := p.command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	<-p.ended
	return p.command.ProcessState.ExitCode()
}
