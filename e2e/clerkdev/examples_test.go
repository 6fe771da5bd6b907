package clerkdev

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/e2e/internal/need"
	"github.com/clerkgo/clerk-go/e2e/internal/program"
)

// examples is the folder of their module.
const examples = "../../examples"

// interrupted is the exit status of clerkdev when an interrupt ends its command.
const interrupted = 130

// A framework's routes are those of the example of each framework.
var framework = []request{
	{"GET /", stranger, 200, "Hello stranger"},
	{"GET /", user, 200, "Hello user_"},
	{"GET /admin", admin, 200, "Hello admin"},
	{"GET /admin", user, 403, `"code":"forbidden"`},
	{"GET /me", script, 401, `"code":"dev-browser-missing"`},
	{"GET /me", user, 200, `"userId":"user_`},
	{"GET /profile", stranger, 200, "Pick a user"},
	{"GET /profile", user, 200, "Signed in as user_"},
	{"GET /sessions", user, 200, `"user_id":"user_`},
	{"GET /user", script, 401, `"code":"dev-browser-missing"`},
	{"GET /user", user, 200, "@example.com"},
	{"GET /users", admin, 200, "@example.com"},
	{"GET /users", user, 403, `"code":"forbidden"`},
}

// servers are the examples that listen.
var servers = []struct {
	name     string
	requests []request
	status   int // of clerkdev, after an interrupt
}{
	{"chi", framework, 0},
	{"echo", framework, 0},
	{"fiber", framework, 0},
	{"gin", framework, 0},
	{"hello", []request{
		{"GET /me", script, 401, `"code":"dev-browser-missing"`},
		{"GET /me", user, 200, `{"user":"user_`},
	}, interrupted},
	{"htmlapp", []request{
		{"GET /", stranger, 200, "A motto for everybody"},
		{"GET /", user, 200, `href="/orgs/example"`},
		{"GET /orgs/example", admin, 200, "org:admin"},
		{"GET /orgs/nowhere", admin, 403, "no member"},
		{"GET /profile", stranger, 200, "Pick a user"},
		{"GET /profile", user, 200, "@example.com"},
		{"GET /sign-in", stranger, 200, "Pick a user"},
		{"GET /style.css", stranger, 200, "color-scheme"},
		{"POST /profile?motto=Onwards", user, 200, "<blockquote>Onwards</blockquote>"},
		{"POST /profile?motto=", user, 422, "needs a word"},
		{"POST /sign-out", user, 200, ""},
	}, interrupted},
	{"machine", []request{
		{"GET /export", script, 401, ""},
		{"GET /export", machine, 200, "machine mch_"},
		{"GET /export", reader, 200, `scopes ["invoices:read"]`},
		{"GET /export", user, 200, "user user_"},
		{"POST /invoices", machine, 401, ""},
		{"POST /invoices", reader, 403, ""},
		{"POST /invoices", user, 401, ""},
		{"POST /invoices", writer, 201, ""},
	}, interrupted},
	{"multidomain", []request{
		{"GET /", stranger, 200, "Nobody is signed in on 127.0.0.1"},
		{"GET /profile", user, 200, "on 127.0.0.1"},
		{"GET http://primary/", stranger, 200, "Nobody is signed in on localhost"},
		{"GET http://primary/profile", user, 200, "on localhost"},
		{"GET /profile", stranger, 200, "Pick a user"},
	}, interrupted},
	{"nethttp", framework, 0},
}

// Every example does under clerkdev what the list of examples says.
func TestExamples(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	var packages []string
	for _, name := range names() {
		packages = append(packages, "./"+name)
	}
	err := errors.Join(
		program.Build(t.Context(), folder, "../../core", "./cmd/clerkdev"),
		program.Build(t.Context(), folder, examples, packages...),
	)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("backend", func(t *testing.T) {
		t.Parallel()
		command := program.Command(t, nil, filepath.Join(folder, "clerkdev"), "-addr", "127.0.0.1:0", "--", filepath.Join(folder, "backend"))
		command.Stdout = nil
		output, err := command.Output()
		for _, line := range []string{"2 users, the first 2:\n", "@example.com\n", "status 404, code resource_not_found\n"} {
			if err != nil || !strings.Contains(string(output), line) {
				t.Errorf("%v, no %q in:\n%s", err, line, output)
			}
		}
	})
	for _, server := range servers {
		t.Run(server.name, func(t *testing.T) {
			t.Parallel()
			addr := program.Addr(t)
			if server.name == "hello" { // which reads no ADDR
				addr = "localhost:8080"
				need.Free(t, addr)
			}
			s := start(t, folder, server.name, addr)
			for _, request := range server.requests {
				s.try(request)
			}
			s.end(server.status)
		})
	}
	t.Run("webhook", func(t *testing.T) {
		t.Parallel()
		addr := program.Addr(t)
		s := start(t, folder, "webhook", addr, "-webhooks", "http://"+addr+"/webhooks")
		s.run("webhook", "trigger", "user.created")
		s.wait("/users", "@example.com")
		s.end(interrupted)
	})
}

// There is no example without a row.
func TestEveryExample(t *testing.T) {
	t.Parallel()
	mains, err := filepath.Glob(filepath.Join(examples, "*", "main.go"))
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, main := range mains {
		there = append(there, filepath.Base(filepath.Dir(main)))
	}
	if tried := names(); !slices.Equal(there, tried) {
		t.Errorf("there are %q, tried are %q", there, tried)
	}
}

// names returns those of all examples that are tried.
func names() []string {
	all := []string{"backend", "webhook"}
	for _, server := range servers {
		all = append(all, server.name)
	}
	slices.Sort(all)
	return all
}
