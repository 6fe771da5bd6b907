package clients

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/e2e/internal/program"
	"github.com/clerkgo/clerk-go/e2e/internal/trace"
)

// An application on @clerk/express and one on this project send a browser the same
// way, with the same cookies.
func TestExpress(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{{Role: "org:admin"}}})
	theirs, ours := program.Addr(t), serveGo(t, inst)
	program.Start(t, program.Express(t, inst, "ADDR="+theirs), theirs)
	// To a browser the first is the site of the local Clerk, the second is another.
	for _, host := range []string{"127.0.0.1", "localhost"} {
		t.Run(host, func(t *testing.T) {
			want, got := newVisitor(t, inst, user, host, theirs).walk(), newVisitor(t, inst, user, host, ours).walk()
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("-express +ours:\n%s", diff)
			}
		})
	}
}

// serveGo starts the same application on this project, and returns its address.
func serveGo(t *testing.T, inst *clerktest.Instance) string {
	t.Helper()
	client, err := chiclerk.NewClient(inst.Options())
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /profile", func(w http.ResponseWriter, r *http.Request) {
		auth := chiclerk.GetAuth(r)
		if !auth.IsAuthenticated() {
			page, err := chiclerk.SignInURL(r, "") // for scripts too, which RequireSignIn answers 401
			if err != nil {
				t.Error(err)
			}
			http.Redirect(w, r, page, http.StatusSeeOther)
			return
		}
		fmt.Fprintf(w, "Signed in as %s of %s", auth.UserID, cmp.Or(auth.OrgSlug, "none"))
	})
	server := httptest.NewServer(chiclerk.Middleware(chiclerk.Options{Client: client})(mux))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// A visitor is a browser on its way through an application.
type visitor struct {
	*clerktest.Browser
	app       *url.URL
	inst      *clerktest.Instance
	neighbour string // a server on the host of the application, which shares its cookies
	t         *testing.T
	user      *backend.User
	way       trace.Trace
}

func newVisitor(t *testing.T, inst *clerktest.Instance, user *backend.User, host, addr string) *visitor {
	t.Helper()
	neighbour := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Set-Cookie"] = r.URL.Query()["cookie"]
	}))
	t.Cleanup(neighbour.Close)
	at := func(address string) string { return strings.Replace(address, "127.0.0.1", host, 1) }
	v := &visitor{
		Browser: inst.Browser(), app: &url.URL{Scheme: "http", Host: at(addr), Path: "/profile"}, inst: inst,
		neighbour: at(neighbour.URL), t: t, user: user,
	}
	v.way.Name(v.app.Scheme+"://"+v.app.Host, "app")
	v.way.Name(inst.URL(), "clerk")
	v.Transport = v.way.Transport(v.Transport)
	return v
}

// set changes cookies of the application.
func (v *visitor) set(lines ...string) {
	v.t.Helper()
	response, err := v.Get(v.neighbour + "?" + url.Values{"cookie": lines}.Encode())
	if err != nil {
		v.t.Fatal(err)
	}
	_ = response.Body.Close()
	v.way.Take()
}

// age makes the cookies those of somebody who signed in two minutes ago.
func (v *visitor) age() {
	v.t.Helper()
	then := time.Now().Add(-2 * time.Minute).Unix()
	token := v.inst.Token(v.user, clerktest.TokenOptions{Claims: map[string]any{"exp": then + 60, "iat": then, "nbf": then}})
	var lines []string
	for _, cookie := range v.Cookies(v.app) {
		switch {
		case strings.HasPrefix(cookie.Name, "__client_uat"):
			lines = append(lines, fmt.Sprint(cookie.Name, "=", then, "; Path=/"))
		case strings.HasPrefix(cookie.Name, "__session"):
			lines = append(lines, cookie.Name+"="+token+"; Path=/")
		}
	}
	v.set(lines...)
}

// forget removes cookies, by the start of their names.
func (v *visitor) forget(prefix string) {
	v.t.Helper()
	var lines []string
	for _, cookie := range v.Cookies(v.app) {
		if strings.HasPrefix(cookie.Name, prefix) {
			lines = append(lines, cookie.Name+"=; Path=/; Max-Age=0")
		}
	}
	v.set(lines...)
}

// open loads the page of the application.
func (v *visitor) open() (*http.Response, error) { return v.Get(v.app.String()) }

// fetch asks for it as scripts do.
func (v *visitor) fetch() (*http.Response, error) {
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.app.String(), nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "*/*")
	r.Header.Set("Sec-Fetch-Dest", "empty")
	return v.Do(r)
}

// A step is what somebody does, and the way on which that leads their browser.
type step struct {
	Name string
	Way  []string
}

// walk goes through an application.
func (v *visitor) walk() []step {
	v.t.Helper()
	const signIn = "Pick a user"
	member, personal := fmt.Sprintf("Signed in as %s of example", v.user.ID), fmt.Sprintf("Signed in as %s of none", v.user.ID)
	var steps []step
	for _, one := range []struct {
		name string
		do   func() (*http.Response, error)
		page string
	}{
		{"a stranger's script", v.fetch, signIn},
		{"a stranger", v.open, signIn},
		{"sign in", func() (*http.Response, error) { return v.SignIn(v.user, v.app.String()) }, member},
		{"reload", v.open, member},
		{"the token has expired", func() (*http.Response, error) { v.age(); return v.open() }, member},
		{"and cannot be refreshed", func() (*http.Response, error) { v.age(); v.forget("__refresh_"); return v.open() }, member},
		{"not for a script either", func() (*http.Response, error) { v.age(); v.forget("__refresh_"); return v.fetch() }, signIn},
		{"a page can", v.open, member},
		{"no token", func() (*http.Response, error) { v.forget("__session"); return v.open() }, member},
		{"no age of the session", func() (*http.Response, error) { v.forget("__client_uat"); return v.open() }, member},
		{"switch to no organisation", func() (*http.Response, error) { return v.SwitchOrganization("", v.app.String()) }, personal},
		{"sign out", func() (*http.Response, error) { return v.SignOut(v.app.String()) }, signIn},
		{"reload", v.open, signIn},
	} {
		v.forget("__clerk_redirect_count") // as two seconds later
		response, err := one.do()
		if err != nil {
			v.t.Fatalf("%s: %v", one.name, err)
		}
		page, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || !strings.Contains(string(page), one.page) {
			v.t.Errorf("%s: %v, no %q in %s", one.name, err, one.page, page)
		}
		steps = append(steps, step{one.name, v.way.Take()})
	}
	return steps
}
