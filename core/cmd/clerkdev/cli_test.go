package main

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// output runs clerkdev to its end.
func output(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	command := exec.CommandContext(t.Context(), clerkdev, args...)
	command.Stdout, command.Stderr = &out, &errs
	if err := command.Run(); err != nil && command.ProcessState == nil {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), out.String(), errs.String()
}

// A mistake costs one line and, if it is in the arguments, status 2.
func TestMistakes(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	addr := inst.Addr()
	closed, err := clerktest.New()
	if err != nil {
		t.Fatal(err)
	}
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	const loopback = `want a loopback address and a port, such as "127.0.0.1:0"`
	for _, test := range []struct {
		args   string
		status int
		want   string
	}{
		{"-addr", 2, "flag needs an argument: -addr; see clerkdev -h"},
		{"-addr " + addr, 1, addr + " is in use; give another port, such as -addr 127.0.0.1:4401"},
		{"-addr 0.0.0.0:4400", 2, `-addr "0.0.0.0:4400": ` + loopback},
		{"-addr 127.0.0.1:http-no-such", 1, ""},
		{"-addr 4400 sh", 2, `-addr "4400": ` + loopback},
		{"-port 1", 2, "flag provided but not defined: -port; see clerkdev -h"},
		{"env -addr 10.0.0.1:4400", 2, `-addr "10.0.0.1:4400": ` + loopback},
		{"env x", 2, `clerkdev env takes flags only, got "x"; a COMMAND of this name comes after --`},
		{"token -addr " + addr, 1, "The local Clerk has no users."},
		{"token -addr " + closed.Addr(), 1, "no local Clerk answers at " + closed.Addr() + "; start one with: clerkdev -addr " + closed.Addr()},
		{"token -ttl 0s", 2, "-ttl 0s: want a second or more"},
		{"token -ttl x", 2, `invalid value "x" for flag -ttl: parse error; see clerkdev -h`},
		{"token -addr " + addr + " -kind m2m", 1, "The local Clerk has no machines."},
		{"token -addr " + addr + " -user a@example.com", 1, `No user has the email address "a@example.com".`},
		{"token -kind jwt", 2, `-kind "jwt": want one of session, api_key, m2m, oauth`},
		{"-webhooks http://example.com/ sh", 2, `-webhooks "http://example.com/": want an http URL of this machine, such as http://localhost:8080/webhooks`},
		{"-webhooks http://localhost/ webhook list", 2, "-webhooks is no flag of clerkdev webhook; see clerkdev -h"},
		{"webhook", 2, "want one of: webhook trigger TYPE, webhook list, webhook replay ID; see clerkdev -h"},
		{"webhook -data list", 2, "-data is a flag of webhook trigger"},
		{"webhook -addr " + addr + " trigger user.created", 1, "The local Clerk knows no receiver of webhooks."},
		{"webhook -addr " + addr + " replay msg_1", 1, `No event was found with ID "msg_1".`},
		{"-quiet token", 2, "-quiet is no flag of clerkdev token; see clerkdev -h"},
		{"-seed x env", 2, "-seed is no flag of clerkdev env; see clerkdev -h"},
		{"-packages /nonexistent", 2, "-packages /nonexistent: has no @clerk/clerk-js; run npm install @clerk/clerk-js beside it"},
		{"token x", 2, `clerkdev token takes flags only, got "x"; a COMMAND of this name comes after --`},
	} {
		status, stdout, stderr := output(t, strings.Fields(test.args)...)
		if status != test.status || stdout != "" || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: status %d, output %q, %q", test.args, status, stdout, stderr)
		}
		if test.want != "" && stderr != "clerkdev: "+test.want+"\n" {
			t.Errorf("%s:\n%swant\nclerkdev: %s", test.args, stderr, test.want)
		}
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-h"}, {"--help"}, {"token", "-h"}, {"env", "-h"}} {
		if status, stdout, stderr := output(t, args...); status != 0 || stdout != usage || stderr != "" {
			t.Errorf("%s: %d %q %q", args, status, stdout, stderr)
		}
	}
}

// A shell that reads what env prints has the variables.
func TestEnv(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	status, stdout, stderr := output(t, "env", "-addr", inst.Addr())
	if status != 0 || stderr != "" {
		t.Fatalf("%d %s", status, stderr)
	}
	var want strings.Builder
	for _, variable := range inst.Env() {
		name, value, _ := strings.Cut(variable, "=")
		fmt.Fprintf(&want, "export %s='%s'\n", name, value)
	}
	if diff := cmp.Diff(want.String(), stdout); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":         `''`,
		"$(a) `b`": "'$(a) `b`'",
		"it's":     `'it'\''s'`,
		"plain":    `'plain'`,
	} {
		if got := quote(text); got != want {
			t.Errorf("quote(%q) = %s, want %s", text, got, want)
		}
	}
}
