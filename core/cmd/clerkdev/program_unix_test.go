//go:build unix

package main

import (
	"bufio"
	"errors"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const anyPort = "127.0.0.1:0"

// within bounds every wait of these tests. Nothing waits for it to pass.
const within = time.Minute

// A program is a running process and all that it starts. They share one pipe
// for their output, so the end of the output is the end of the last of them.
type program struct {
	*exec.Cmd
	t      *testing.T
	ended  chan struct{} // closed at the end of the output
	waited func() error

	mu    sync.Mutex
	more  *sync.Cond
	lines []string
}

// start runs a program with more variables. It is killed with the test.
func start(t *testing.T, env []string, name string, args ...string) *program {
	t.Helper()
	return startWith(t, func(c *exec.Cmd) { c.Env = append(c.Env, env...) }, name, args...)
}

func startWith(t *testing.T, prepare func(*exec.Cmd), name string, args ...string) *program {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p := &program{Cmd: exec.CommandContext(t.Context(), name, args...), t: t, ended: make(chan struct{})}
	p.more = sync.NewCond(&p.mu)
	p.waited = sync.OnceValue(p.Cmd.Wait)
	p.Env = os.Environ()
	p.Stdout, p.Stderr = write, write
	prepare(p.Cmd)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	_ = write.Close()
	go p.read(read)
	t.Cleanup(func() {
		_ = p.Process.Kill()
		_ = p.waited()
		p.gone()
		if t.Failed() {
			t.Logf("output:\n%s", strings.Join(p.output(), "\n"))
		}
	})
	return p
}

func (p *program) read(output *os.File) {
	defer close(p.ended)
	defer output.Close()
	scanner := bufio.NewScanner(output)
	for scanner.Scan() {
		p.mu.Lock()
		p.lines = append(p.lines, scanner.Text())
		p.mu.Unlock()
		p.more.Broadcast()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = append(p.lines, "EOF")
	p.more.Broadcast()
}

func (p *program) output() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.lines)
}

// await returns the rest of the first line that begins with a text.
func (p *program) await(text string) string {
	p.t.Helper()
	late := time.AfterFunc(within, p.more.Broadcast)
	defer late.Stop()
	begun := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		for _, line := range p.lines {
			if rest, ok := strings.CutPrefix(line, text); ok {
				return rest
			}
			if line == "EOF" || time.Since(begun) >= within {
				p.t.Fatalf("no line begins with %q in\n%s", text, strings.Join(p.lines, "\n"))
			}
		}
		p.more.Wait()
	}
}

// gone fails the test unless every process that shares the output ends.
func (p *program) gone() {
	p.t.Helper()
	select {
	case <-p.ended:
	case <-time.After(within):
		p.t.Errorf("something is still running; output:\n%s", strings.Join(p.output(), "\n"))
	}
}

// status waits for the program itself.
func (p *program) status() int {
	p.t.Helper()
	err := p.waited()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return 0
}

// addr waits for clerkdev to say where it listens.
func (p *program) addr() string {
	p.t.Helper()
	return p.await("clerkdev: a local Clerk for development at http://")
}

// free fails the test if an address is still taken.
func free(t *testing.T, addr string) {
	t.Helper()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatalf("the port is still taken: %v", err)
	}
	_ = listener.Close()
}
