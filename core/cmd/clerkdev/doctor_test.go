package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

func TestDoctor(t *testing.T) {
	inst := clerktest.Start(t)
	for _, variable := range inst.Env() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	call := func(stdin string, args ...string) (string, error) {
		var stdout strings.Builder
		err := doctor(args, strings.NewReader(stdin), &stdout)
		return stdout.String(), err
	}
	jwt := inst.Token(inst.CreateUser(clerktest.UserParams{}), clerktest.TokenOptions{AuthorizedParty: "https://app.example.com"})
	request := "GET / HTTP/1.1\r\nHost: app.example.com\r\nAuthorization: Bearer " + jwt + "\r\n"
	file := filepath.Join(t.TempDir(), "request.txt")
	if err := os.WriteFile(file, []byte(request), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, stdin string
		args        []string
		says        string
		err         string // "" if there is no problem
	}{
		{"all is well", "", []string{"-authorized-parties", "https://app.example.com,https://www.example.com"}, "fine     instance", ""},
		{"Fiber as it comes", "", []string{"-header-limit", "4096"}, "problem  header limit", "one problem"},
		{"a request", request, []string{"-request", "-", "-authorized-parties", "https://app.example.com"}, "fine     request", ""},
		{"a request in a file", "", []string{"-request", file, "-authorized-parties", "https://www.example.com"}, "problem  authorized parties", "one problem"},
		{"no request", "hello", []string{"-request", "-"}, "", "no HTTP request"},
		{"no file", "", []string{"-request", file + "x"}, "", "no such file"},
		{"too large", "GET / HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", maxRequest), []string{"-request", "-"}, "", "larger"},
		{"an argument", "", []string{"now"}, "", "flags only"},
	} {
		stdout, err := call(test.stdin, test.args...)
		if !strings.Contains(stdout, test.says) {
			t.Errorf("%s: want %q in\n%s", test.name, test.says, stdout)
		}
		if (err != nil) != (test.err != "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: error %v, want %q", test.name, err, test.err)
		}
		if strings.Contains(stdout, jwt) || strings.Contains(stdout, inst.SecretKey()) {
			t.Errorf("%s: a secret is printed", test.name)
		}
	}

	t.Setenv("CLERK_SECRET_KEY", "sk_test_marked")
	if stdout, err := call(""); err == nil || !strings.Contains(stdout, "problem  backend API") || strings.Contains(stdout, "marked") {
		t.Errorf("a secret key that was replaced: %v\n%s", err, stdout)
	}
}
