// Package exampletest exercises the routes that the example of each framework
// has.
package exampletest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// Start starts a local Clerk and points the environment at it, as clerkdev does
// for a program. The test cannot run in parallel.
func Start(t *testing.T) *clerktest.Instance {
	t.Helper()
	inst := clerktest.Start(t)
	for _, variable := range inst.Env() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	return inst
}

// Serve serves a handler until the test ends, and returns its URL.
func Serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// Routes requests each route as a stranger, as a member and as an admin.
func Routes(t *testing.T, inst *clerktest.Instance, url string) {
	t.Helper()
	user := inst.CreateUser(clerktest.UserParams{FirstName: "Ada"})
	member := inst.Token(user, clerktest.TokenOptions{Role: "org:member"})
	admin := inst.Token(user, clerktest.TokenOptions{Role: "org:admin"})
	other := clerktest.Start(t)
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
