//go:build unix

package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// command starts clerkdev with a role of this test binary as COMMAND.
func command(t *testing.T, role string, env ...string) *program {
	t.Helper()
	return start(t, append(env, "CLERKDEV_TEST_ROLE="+role), clerkdev, "-addr", anyPort, "--", os.Args[0])
}

func (p *program) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// COMMAND has the local Clerk's variables, no other of Clerk's, and the rest.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	inherited := []string{"CLERK_DOMAIN=left.example", "CLERK_SECRET_KEY=sk_live_left", "OTHER=kept"}
	p := start(t, inherited, clerkdev, "-addr", anyPort, "--", "env")
	addr := p.addr()
	p.gone()
	got := map[string]string{}
	for _, line := range p.output() {
		if name, value, ok := strings.Cut(line, "="); ok && (name == "OTHER" || strings.HasPrefix(name, "CLERK_")) {
			got[name] = value
		}
	}
	for name, prefix := range map[string]string{
		"CLERK_PUBLISHABLE_KEY":        "pk_test_",
		"CLERK_SECRET_KEY":             "sk_test_",
		"CLERK_WEBHOOK_SIGNING_SECRET": "whsec_",
	} {
		if rest, ok := strings.CutPrefix(got[name], prefix); !ok || rest == "" {
			t.Errorf("%s does not begin with %s", name, prefix)
		}
		delete(got, name)
	}
	want := map[string]string{
		"CLERK_API_URL":            "http://" + addr + "/bapi",
		"CLERK_FAPI_URL":           "http://" + addr,
		"CLERK_JWT_KEY":            "",
		"CLERK_PROXY_URL":          "http://" + addr,
		"CLERK_SIGN_IN_URL":        "http://" + addr + "/sign-in",
		"CLERK_SIGN_UP_URL":        "http://" + addr + "/sign-up",
		"CLERK_TELEMETRY_DISABLED": "1",
		"OTHER":                    "kept",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("variables (-want +got):\n%s", diff)
	}
}

func TestExitStatus(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	plain := filepath.Join(directory, "plain")
	if err := os.WriteFile(plain, []byte("text\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	odd := filepath.Join(directory, "odd")
	if err := os.WriteFile(odd, []byte("neither a script nor a program\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		command []string
		want    int
		line    string
	}{
		{"a directory", []string{directory}, 126, "clerkdev: " + directory + ": cannot be executed: is a directory"},
		{"fails", []string{"sh", "-c", "exit 3"}, 3, ""},
		{"killed", []string{"sh", "-c", "kill -KILL $$"}, 137, "clerkdev: sh was ended by signal 9: killed"},
		{"no program", []string{odd}, 126, "clerkdev: " + odd + ": cannot be executed: exec format error"},
		{"not executable", []string{plain}, 126, "clerkdev: " + plain + ": cannot be executed: permission denied"},
		{"not found", []string{"clerkdev-no-such-program"}, 127, "clerkdev: clerkdev-no-such-program: command not found"},
		{"succeeds", []string{"sh", "-c", "exit 0"}, 0, ""},
		{"terminated", []string{"sh", "-c", "kill -TERM $$"}, 143, "clerkdev: sh was ended by signal 15: terminated"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, nil, clerkdev, append([]string{"-addr", anyPort, "--"}, test.command...)...)
			if got := p.status(); got != test.want {
				t.Errorf("status %d, want %d", got, test.want)
			}
			p.gone()
			if output := strings.Join(p.output(), "\n"); !strings.Contains(output, test.line) {
				t.Errorf("output\n%s\nlacks %q", output, test.line)
			}
		})
	}
}

func TestSignalReachesTheGroup(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			if signal.Ignored(s) {
				t.Skipf("SKIPPED: this test was started with %s ignored, as by nohup, and so are its children", s)
			}
			p := command(t, "parent")
			addr := p.addr()
			p.await("parent: ready")
			p.await("child: ready")
			p.signal(s)
			if got := p.status(); got != 7 {
				t.Errorf("status %d, want COMMAND's own, 7", got)
			}
			p.gone()
			p.await("parent: got " + s.String())
			p.await("child: got " + s.String())
			free(t, addr)
		})
	}
}

// The group is killed when it takes too long, and no sooner than it has been
// asked.
func TestGrace(t *testing.T) {
	t.Parallel()
	for _, role := range []string{"parent of stubborn", "stubborn"} {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			p := command(t, role, "CLERKDEV_GRACE=200ms")
			addr := p.addr()
			p.await("stubborn: ready")
			if role != "stubborn" {
				p.await(role + ": ready")
			}
			p.signal(syscall.SIGTERM)
			p.await("stubborn: got terminated")
			if got := p.status(); got != 137 {
				t.Errorf("status %d, want 137", got)
			}
			p.gone()
			free(t, addr)
		})
	}
}

// What COMMAND leaves behind ends with it, and its own status stays.
func TestLeftBehind(t *testing.T) {
	t.Parallel()
	for role, child := range map[string]string{"leaver": "child", "leaver of stubborn": "stubborn"} {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			p := command(t, role, "CLERKDEV_GRACE=200ms")
			if got := p.status(); got != 3 {
				t.Errorf("status %d, want COMMAND's own, 3", got)
			}
			p.gone()
			p.await("left " + child + ": ready")
			p.await(child + ": got terminated")
		})
	}
}

// A killed clerkdev cleans up nothing itself.
func TestKilled(t *testing.T) {
	t.Parallel()
	for role, child := range map[string]string{"parent": "child", "parent of stubborn": "stubborn"} {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			p := command(t, role, "CLERKDEV_GRACE=200ms")
			addr := p.addr()
			p.await(role + ": ready")
			p.await(child + ": ready")
			p.signal(syscall.SIGKILL)
			p.gone()
			p.await(role + ": got terminated")
			p.await(child + ": got terminated")
			free(t, addr)
		})
	}
}

func TestSupervisorKilled(t *testing.T) {
	t.Parallel()
	p := command(t, "stubborn")
	addr := p.addr()
	supervisor, err := strconv.Atoi(p.await("stubborn: ready under "))
	if err != nil || supervisor < 2 || supervisor == p.Process.Pid {
		t.Fatalf("the supervisor's ID is %d: %v", supervisor, err)
	}
	if err := syscall.Kill(supervisor, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if got := p.status(); got != 137 {
		t.Errorf("status %d, want 137", got)
	}
	p.gone()
	free(t, addr)
}

// go run does not pass a signal on, and does not end by SIGINT alone.
func TestGoRun(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM} {
		for _, role := range []string{"", "parent"} {
			t.Run(fmt.Sprint(s, role), func(t *testing.T) {
				t.Parallel()
				args := []string{"run", ".", "-addr", anyPort}
				if role != "" {
					args = append(args, "--", os.Args[0])
				}
				p := start(t, []string{"CLERKDEV_TEST_ROLE=" + role}, "go", args...)
				addr := p.addr()
				if role != "" {
					p.await("parent: ready")
					p.await("child: ready")
				}
				p.signal(s)
				p.gone()
				if role != "" {
					p.await("parent: got terminated")
					p.await("child: got terminated")
				}
				free(t, addr)
			})
		}
	}
}

// Whoever started clerkdev, it ends with them: here a shell, which waits for it
// because another command follows.
func TestParentDies(t *testing.T) {
	t.Parallel()
	line := fmt.Sprintf("%q -addr %s -- %q; true", clerkdev, anyPort, os.Args[0])
	p := start(t, []string{"CLERKDEV_TEST_ROLE=parent"}, "sh", "-c", line)
	addr := p.addr()
	p.await("parent: ready")
	p.await("child: ready")
	p.signal(syscall.SIGKILL)
	p.gone()
	p.await("parent: got terminated")
	p.await("child: got terminated")
	free(t, addr)
}

// COMMAND may be go run itself: both it and the program that it runs end.
func TestCommandIsGoRun(t *testing.T) {
	t.Parallel()
	p := start(t, nil, clerkdev, "-addr", anyPort, "--", "go", "run", ".", "-addr", anyPort)
	addr := p.addr()
	p.await("clerkdev: stop  Ctrl-C")
	p.signal(syscall.SIGINT)
	p.gone()
	free(t, addr)
}
