//go:build unix

package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

// client returns a client of the local Clerk that a program serves.
func (p *program) client() *backend.Client {
	p.t.Helper()
	var answer struct {
		Variables []string `json:"variables"`
	}
	if err := ask(p.addr(), "GET", "/clerkdev/env", nil, &answer); err != nil {
		p.t.Fatal(err)
	}
	options := backend.Options{HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	for _, variable := range answer.Variables {
		switch name, value, _ := strings.Cut(variable, "="); name {
		case "CLERK_API_URL":
			options.APIURL = value
		case "CLERK_SECRET_KEY":
			options.SecretKey = value
		}
	}
	client, err := backend.NewClient(options)
	if err != nil {
		p.t.Fatal(err)
	}
	return client
}

// addresses lists the users of a local Clerk.
func (p *program) addresses() map[string]*backend.User {
	p.t.Helper()
	all := map[string]*backend.User{}
	for user, err := range p.client().Users.All(p.t.Context(), backend.UserListParams{}) {
		if err != nil {
			p.t.Fatal(err)
		}
		all[user.PrimaryEmailAddress().EmailAddress] = user
	}
	return all
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestSeed(t *testing.T) {
	t.Parallel()
	p := start(t, nil, clerkdev, "-addr", anyPort, "-seed", filepath.Join("testdata", "seed.json"))
	p.await("clerkdev: user  ada@example.com (org:admin of acme, org_")
	p.await("clerkdev: user  grace+clerk_test@example.com (org:member of acme, org_")
	users := p.addresses()
	if len(users) != 2 || users["ada@example.com"] == nil || users["ada@example.com"].ID != "user_ada" {
		t.Errorf("users: %v", users)
	}
	status, stdout, stderr := output(t, "token", "-addr", p.addr(), "-org", "initech")
	if status != 0 {
		t.Fatalf("token: %d %s", status, stderr)
	}
	claims := read(t, strings.TrimSpace(stdout))
	o, _ := claims["o"].(map[string]any)
	if claims["sub"] != "user_ada" || o["slg"] != "initech" || o["rol"] != "billing" || o["per"] != "create" {
		t.Errorf("claims: %v", claims)
	}
}

// Many users are named a few at a time, and all of them are there.
func TestSeedOfMany(t *testing.T) {
	t.Parallel()
	const count = 10_000
	var text strings.Builder
	text.WriteString(`{"users": [`)
	for k := range count {
		fmt.Fprintf(&text, "%s{\"email_address\": [\"user%05d@example.com\"]}", map[bool]string{true: ",\n"}[k > 0], k)
	}
	text.WriteString(`]}`)
	seed := filepath.Join(t.TempDir(), "seed.json")
	write(t, seed, text.String())
	p := start(t, nil, clerkdev, "-addr", anyPort, "-quiet", "-seed", seed)
	p.await("clerkdev: user  user00004@example.com")
	p.await("clerkdev: user  and 9995 more")
	if users := p.addresses(); len(users) != count {
		t.Errorf("%d users, want %d", len(users), count)
	}
}

// Whatever ends clerkdev but SIGKILL, what was there is there again. The keys are not.
func TestState(t *testing.T) {
	t.Parallel()
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			state := filepath.Join(t.TempDir(), "state.json")
			args := []string{"-addr", anyPort, "-quiet", "-state", state, "-seed", filepath.Join("testdata", "seed.json")}
			one := start(t, nil, clerkdev, args...)
			created, err := one.client().Users.Create(t.Context(), backend.UserCreateParams{
				EmailAddress: []string{"new@example.com"}, Password: backend.Value("correct horse"), PublicMetadata: backend.MetadataOf(map[string]any{"a": 1}),
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := one.client().Users.Delete(t.Context(), "user_ada"); err != nil {
				t.Fatal(err)
			}
			key, err := one.client().APIKeys.Create(t.Context(), backend.APIKeyCreateParams{Name: "script", Subject: created.ID})
			if err != nil {
				t.Fatal(err)
			}
			one.signal(s)
			if got := one.status(); got != 0 {
				t.Fatalf("status %d", got)
			}
			one.gone()
			info, err := os.Stat(state)
			if err != nil || info.Mode() != 0o600 {
				t.Errorf("mode of the file: %v %v", info.Mode(), err)
			}
			text, err := os.ReadFile(state)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range []string{"sk_test", "whsec_", "correct horse", "PRIVATE", key.Secret} {
				if strings.Contains(string(text), secret) {
					t.Errorf("the file has %q", secret)
				}
			}

			two := start(t, nil, clerkdev, args...)
			users := two.addresses()
			again := users["new@example.com"]
			if len(users) != 2 || again == nil || again.ID != created.ID || again.PublicMetadata.String() != `{"a":1}` || !again.CreatedAt.Equal(created.CreatedAt.Time) {
				t.Errorf("users: %v", users)
			}
			if _, err := two.client().Users.VerifyPassword(t.Context(), created.ID, backend.UserPasswordVerifyParams{Password: "correct horse"}); err != nil {
				t.Error(err)
			}
			if _, err := two.client().APIKeys.Verify(t.Context(), backend.APIKeyVerifyParams{Secret: key.Secret}); err != nil {
				t.Error(err)
			}
			files, err := os.ReadDir(filepath.Dir(state))
			if err != nil || len(files) != 1 {
				t.Errorf("files beside the state: %v %v", files, err)
			}
		})
	}
}

// A state is written when COMMAND ends too, and its status stays.
func TestStateWhenCommandEnds(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state.json")
	p := start(t, []string{"CLERKDEV_TEST_ROLE=creator"}, clerkdev, "-addr", anyPort, "-state", state, "--", os.Args[0])
	if got := p.status(); got != 3 {
		t.Errorf("status %d, want COMMAND's own, 3", got)
	}
	text, err := os.ReadFile(state)
	if err != nil || !strings.Contains(string(text), "new@example.com") || !strings.Contains(string(text), adminEmail) {
		t.Errorf("%v: %s", err, text)
	}
}

// A file that is no state is somebody's data: it stays.
func TestDamagedState(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	state := filepath.Join(directory, "state.json")
	const end = "; mend the file or move it away, clerkdev leaves it as it is\n"
	for text, want := range map[string]string{
		"":                            "is empty: want a JSON object, such as {}",
		`{"users": [{"id": "user_1"}`: "is cut short: the JSON does not end",
		`{"users": [{"id": "x"}]}`:    `users[0].id: "x" is no ID of this kind: want "user_" and letters, digits, - or _, or leave it out`,
	} {
		write(t, state, text)
		status, stdout, stderr := output(t, "-addr", anyPort, "-state", state, "true")
		if want := "clerkdev: state " + state + ": " + want + end; status != 1 || stdout != "" || stderr != want {
			t.Errorf("%q: status %d, output %q, %q, want %q", text, status, stdout, stderr, want)
		}
		if left, err := os.ReadFile(state); err != nil || string(left) != text {
			t.Errorf("%q: became %q, %v", text, left, err)
		}
	}
	for path, want := range map[string]string{
		directory:                                "is a directory" + end,
		filepath.Join(directory, "none", "file"): "no such file or directory\n",
	} {
		status, stdout, stderr := output(t, "-addr", anyPort, "-state", path, "true")
		if status != 1 || stdout != "" || !strings.HasPrefix(stderr, "clerkdev: state "+path+": ") || !strings.HasSuffix(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: status %d, output %q, %q", path, status, stdout, stderr)
		}
	}
}

// What cannot be written at the end is said, and is a failure if COMMAND was none.
func TestUnwritableState(t *testing.T) {
	t.Parallel()
	for command, want := range map[string]int{"exit 0": 1, "exit 3": 3} {
		state := filepath.Join(t.TempDir(), "in", "state.json")
		if err := os.Mkdir(filepath.Dir(state), 0o700); err != nil {
			t.Fatal(err)
		}
		status, _, stderr := output(t, "-addr", anyPort, "-state", state, "--", "sh", "-c", "rm -r "+filepath.Dir(state)+"; "+command)
		if last := "clerkdev: state " + state + ": no such file or directory\n"; status != want || !strings.HasSuffix(stderr, last) {
			t.Errorf("%s: status %d, want %d; output %q", command, status, want, stderr)
		}
	}
}

func TestBadSeed(t *testing.T) {
	t.Parallel()
	seed := filepath.Join(t.TempDir(), "seed.json")
	write(t, seed, `{"users": [{}, {"email_address": ["x"]}]}`)
	for path, want := range map[string]string{
		seed:           `users[1].email_address[0]: "x" is no email address; want one such as "ada@example.com"`,
		seed + ".none": "no such file or directory",
	} {
		status, stdout, stderr := output(t, "-addr", anyPort, "-seed", path, "true")
		if want := "clerkdev: seed " + path + ": " + want + "\n"; status != 2 || stdout != "" || stderr != want {
			t.Errorf("status %d, output %q, %q, want %q", status, stdout, stderr, want)
		}
	}
}

// Requests and codes are lines, which no request can break.
func TestRequestLines(t *testing.T) {
	t.Parallel()
	for _, quiet := range []bool{false, true} {
		p := start(t, nil, clerkdev, "-addr", anyPort, fmt.Sprintf("-quiet=%t", quiet), "-seed", filepath.Join("testdata", "seed.json"))
		site := "http://" + p.addr()
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		for _, line := range []string{"GET /sign-in?__clerk_hs_reason=%1b%5b2J%0aclerkdev: x", "GET /bapi/v1/users", "POST /sign-in"} {
			method, path, _ := strings.Cut(line, " ")
			request, err := http.NewRequestWithContext(t.Context(), method, site+strings.ReplaceAll(path, " ", "%20"), strings.NewReader("identifier=ada@example.com&strategy=email_code"))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			request.Header.Set("Origin", site)
			response, err := client.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
		}
		if code := p.await("clerkdev: code  "); len(code) < 6 || code[6:] != " for ada@example.com" {
			t.Errorf("the line of a code ends %q", code)
		}
		p.signal(syscall.SIGINT)
		p.gone()
		var got []string
		for _, line := range p.output() {
			if fields := strings.Fields(line); len(fields) > 3 && strings.Count(fields[1], ":") == 2 {
				fields = append(fields[2:5], fields[6:]...) // without the time and the duration
				got = append(got, strings.Join(fields, " "))
			}
		}
		want := []string{`GET /sign-in 200 \x1b[2J\nclerkdev: x`, "GET /bapi/v1/users 401 clerk_key_invalid", "POST /sign-in 303"}
		if quiet {
			want = nil
		}
		// The browser follows the form to the page that asks for the code.
		if got := got[:min(len(got), len(want))]; strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("quiet %t: lines\n%s\nwant\n%s", quiet, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if quiet && len(got) > 0 {
			t.Errorf("quiet prints %q", got)
		}
	}
}
