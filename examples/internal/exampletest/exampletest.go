// Package exampletest exercises the routes that the example of each framework
// has.
package exampletest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// Start starts a local Clerk and points the environment at it, as clerkdev does
// for a program. The test cannot run in parallel.
func Start(t *testing.T, options ...clerktest.Options) *clerktest.Instance {
	t.Helper()
	inst := clerktest.Start(t, options...)
	for _, variable := range inst.Env() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	return inst
}

// Client returns a client of a local Clerk, as an example builds one from the
// environment.
func Client(t *testing.T, inst *clerktest.Instance) *core.Client {
	t.Helper()
	client, err := core.NewClient(inst.Options())
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// Serve serves a handler until the test ends, and returns its URL.
func Serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// Routes requests each route as a stranger, as a member and as an admin, and as a
// browser that signs in.
func Routes(t *testing.T, inst *clerktest.Instance, url string) {
	t.Helper()
	user := inst.CreateUser(clerktest.UserParams{FirstName: "Ada"})
	member := inst.Token(user, clerktest.TokenOptions{Role: "org:member"})
	admin := inst.Token(user, clerktest.TokenOptions{Role: "org:admin"})
	other := clerktest.Start(t)
	t.Run("browser", func(t *testing.T) { browse(t, inst, url) })
	for _, test := range []struct {
		name, path, token string
		status            int
		body              string
	}{
		{"stranger", "/", "", 200, "Hello stranger"},
		{"garbage", "/", "garbage", 200, "Hello stranger"},
		{"member", "/", member, 200, "Hello " + user.ID},
		{"stranger", "/admin", "", 401, `"code":"dev-browser-missing"`},
		{"admin", "/admin", admin, 200, "Hello admin"},
		{"member", "/admin", member, 403, `"code":"forbidden"`},
		{"stranger", "/me", "", 401, `"code":"dev-browser-missing"`},
		{"member", "/me", member, 200, `"userId":"` + user.ID + `"`},
		{"stranger", "/profile", "", 401, `"code":"dev-browser-missing"`},
		{"member", "/profile", member, 200, "Signed in as " + user.ID},
		{"stranger", "/sessions", "", 401, `"code":"dev-browser-missing"`},
		{"member", "/sessions", member, 200, `"user_id":"` + user.ID + `"`},
		{"member", "/users", member, 403, `"code":"forbidden"`},
		{"admin", "/users", admin, 200, `"first_name":"Ada"`},
		{"stranger", "/user", "", 401, `"code":"dev-browser-missing"`},
		{"member", "/user", member, 200, `"first_name":"Ada"`},
		{"expired", "/user", inst.Token(user, clerktest.TokenOptions{Fault: clerktest.Expired}), 401, `"code":"session-token-expired-refresh-non-eligible-no-refresh-cookie"`},
		{"changed", "/user", inst.Token(user, clerktest.TokenOptions{Fault: clerktest.Tampered}), 401, `"code":"token-invalid-signature"`},
		{"other instance", "/user", other.Token(user, clerktest.TokenOptions{}), 401, `"code":"jwk-kid-mismatch"`},
		{"machine", "/user", inst.M2MToken(), 401, `"code":"token-type-mismatch"`},
	} {
		t.Run(test.name+" "+test.path, func(t *testing.T) {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+test.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if test.token != "" {
				request.Header.Set("Authorization", "Bearer "+test.token)
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			body, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != test.status || !strings.Contains(string(body), test.body) {
				t.Errorf("got %d %s, %v; want %d %s", response.StatusCode, body, err, test.status, test.body)
			}
			if challenge := response.Header.Get("WWW-Authenticate"); (challenge != "") != (test.status == 401) {
				t.Errorf("status %d with the challenge %q", test.status, challenge)
			}
		})
	}
}

// browse signs a person in on the page that asks for it, which brings them back.
func browse(t *testing.T, inst *clerktest.Instance, url string) {
	browser := inst.Browser()
	user := inst.CreateUser(clerktest.UserParams{})
	response, err := browser.Get(url + "/profile")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	back := response.Request.URL.Query().Get("redirect_url")
	if page := response.Request.URL.Path; page != "/sign-in" || back != url+"/profile" {
		t.Fatalf("a stranger is on %s, which leads to %q", page, back)
	}
	response, err = browser.SignIn(user, back)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.Request.URL.String() != url+"/profile" || string(body) != "Signed in as "+user.ID+"\n" {
		t.Errorf("after sign-in on %s: %s, %v", response.Request.URL, body, err)
	}
}
