package clerktest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/google/go-cmp/cmp"
)

// An application that proxies the Frontend API below a path of its own: the browser
// speaks to the application alone, but for the hosted page.
func TestFrontendProxied(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	mux := http.NewServeMux()
	app := httptest.NewServer(mux)
	t.Cleanup(app.Close)
	options := inst.Options()
	options.ProxyURL = app.URL + "/__clerk"
	c, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	authenticator, err := c.NewAuthenticator(core.AuthenticateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	proxy, err := c.NewFrontendProxy(core.FrontendProxyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle("/__clerk/", proxy)
	mux.HandleFunc("/me", func(w http.ResponseWriter, r *http.Request) {
		state, err := authenticator.Authenticate(r.Context(), core.FromHTTP(r))
		if err != nil {
			core.AsAuthError(err).WriteTo(w)
			return
		}
		state.WriteHeaders(w.Header())
		if status, ok := state.Redirect(); ok {
			w.WriteHeader(status)
			return
		}
		fmt.Fprint(w, state.Auth().UserID)
	})
	browser := inst.Browser()
	log := &hops{next: browser.Transport, clerk: inst.URL()}
	browser.Transport = log
	response, err := browser.SignIn(user, app.URL+"/me")
	if page := read(t, response, err); page != user.ID {
		t.Errorf("signed in: %s", page)
	}
	var lines []string
	for _, line := range log.lines {
		if !strings.HasPrefix(line, " ") {
			lines = append(lines, line)
		}
	}
	want := []string{"clerk POST /sign-in 303", "app GET /me 307", "app GET /__clerk/v1/client/handshake 307", "app GET /me 307", "app GET /me 200"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
