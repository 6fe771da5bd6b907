package clerkdev

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/e2e/internal/program"
)

// patience is how long what is not waited for otherwise may take on a slow machine.
const patience = 2 * time.Minute

// A caller is who requests.
type caller string

const (
	admin    caller = "an admin"
	machine  caller = "a machine"
	reader   caller = "an API key that reads"
	script   caller = "nobody, by a script"
	stranger caller = "nobody, by a browser"
	user     caller = "a user"
	writer   caller = "an API key that writes"
)

// A request is one to an example, and what the answer has to be. Redirects are followed.
type request struct {
	line   string // method and URL; without a host that of ADDR
	from   caller
	status int
	body   string // a part of it
}

// A server is an example that runs under clerkdev.
type server struct {
	addr     string
	clerk    string // address of the local Clerk
	client   *http.Client
	clerkdev string // the program
	process  *program.Process
	t        *testing.T
	tokens   map[caller]string
}

// start starts an example by clerkdev with flags. It listens on an address.
func start(t *testing.T, folder, name, addr string, flags ...string) *server {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{addr: addr, clerk: program.Addr(t), client: &http.Client{Jar: jar}, clerkdev: filepath.Join(folder, "clerkdev"), t: t, tokens: map[caller]string{}}
	env := []string{"ADDR=" + addr, "PRIMARY=" + s.primary(), "SATELLITE=" + addr}
	command := program.Command(t, env, s.clerkdev, slices.Concat([]string{"-addr", s.clerk}, flags, []string{"--", filepath.Join(folder, name)})...)
	command.Dir = t.TempDir() // where webhook keeps its database
	s.process = program.Start(t, command, addr)
	return s
}

// end ends the example as Ctrl-C does, and makes sure of the exit status of clerkdev.
func (s *server) end(want int) {
	s.t.Helper()
	if status := s.process.Interrupt(s.t); status != want {
		s.t.Errorf("ends with status %d, want %d", status, want)
	}
	if connection, err := new(net.Dialer).DialContext(s.t.Context(), "tcp", s.addr); err == nil {
		_ = connection.Close()
		s.t.Error("something was left behind that listens")
	}
}

// primary is the address by another name, which to a browser is another site.
func (s *server) primary() string { return strings.Replace(s.addr, "127.0.0.1", "localhost", 1) }

// wait asks for a page again and again, until it has a text.
func (s *server) wait(page, text string) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		response, err := s.client.Get("http://" + s.addr + page)
		if err != nil {
			s.t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil {
			s.t.Fatal(err)
		}
		if strings.Contains(string(body), text) {
			return
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			s.t.Fatalf("%s: no %q in %s", page, text, body)
		}
	}
}

// try sends a request.
func (s *server) try(one request) {
	s.t.Helper()
	method, url, _ := strings.Cut(strings.Replace(one.line, "http://primary", "http://"+s.primary(), 1), " ")
	if strings.HasPrefix(url, "/") {
		url = "http://" + s.addr + url
	}
	page, form, _ := strings.Cut(url, "?")
	r, err := http.NewRequestWithContext(s.t.Context(), method, page, strings.NewReader(form))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := &http.Client{}
	switch one.from {
	case script:
	case stranger:
		client = s.client // with cookies
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Sec-Fetch-Dest", "document")
	default:
		r.Header.Set("Authorization", "Bearer "+s.token(one.from))
	}
	response, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != one.status || !strings.Contains(string(body), one.body) {
		s.t.Errorf("%s for %s: %d %v, want %d with %q:\n%s", one.line, one.from, response.StatusCode, err, one.status, one.body, body)
	}
}

// run returns what clerkdev prints about the one that runs.
func (s *server) run(subcommand string, args ...string) string {
	s.t.Helper()
	command := program.Command(s.t, nil, s.clerkdev, append([]string{subcommand, "-addr", s.clerk}, args...)...)
	command.Stdout = nil
	output, err := command.Output()
	if err != nil {
		s.t.Fatalf("clerkdev %s: %v", subcommand, err)
	}
	return strings.TrimSpace(string(output))
}

// token returns what a caller shows.
func (s *server) token(of caller) string {
	s.t.Helper()
	if s.tokens[of] == "" {
		s.tokens[of] = s.newToken(of)
	}
	return s.tokens[of]
}

func (s *server) newToken(of caller) string {
	s.t.Helper()
	switch of {
	case admin:
		return s.run("token", "-ttl", "10m", "-role", "admin")
	case reader:
		return s.run("token", "-kind", "api_key", "-scopes", "invoices:read")
	case user:
		return s.run("token", "-ttl", "10m")
	case writer:
		return s.run("token", "-kind", "api_key", "-scopes", "invoices:write")
	}
	client, err := backend.NewClient(s.options()) // there is no machine yet
	if err != nil {
		s.t.Fatal(err)
	}
	made, err := client.Machines.Create(s.t.Context(), backend.MachineCreateParams{Name: "Billing"})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.run("token", "-kind", "m2m", "-machine", made.ID)
}

// options are those of a client of the local Clerk, from what clerkdev prints for a
// shell.
func (s *server) options() backend.Options {
	s.t.Helper()
	variables := map[string]string{}
	for line := range strings.Lines(s.run("env")) {
		name, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		variables[name] = strings.Trim(value, "'")
	}
	return backend.Options{APIURL: variables["CLERK_API_URL"], SecretKey: variables["CLERK_SECRET_KEY"]}
}
