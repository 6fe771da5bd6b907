package clerktest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/google/go-cmp/cmp"
)

// protected starts an application that sends visitors to the hosted page of sign-in,
// and tells those who are signed in who they are. It returns its address by a host.
func protected(t *testing.T, inst *clerktest.Instance, host string) string {
	t.Helper()
	c, err := core.NewClient(inst.Options())
	if err != nil {
		t.Fatal(err)
	}
	authenticator, err := c.NewAuthenticator(core.AuthenticateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		state, err := authenticator.Authenticate(r.Context(), core.FromHTTP(r))
		if err != nil {
			core.AsAuthError(err).WriteTo(w)
			return
		}
		state.WriteHeaders(w.Header())
		auth := state.Auth()
		if status, ok := state.Redirect(); ok {
			w.WriteHeader(status)
		} else if auth.UserID == "" {
			page := url.Values{"redirect_url": {"http://" + r.Host + r.URL.Path}}
			http.Redirect(w, r, inst.URL()+"/sign-in?"+page.Encode(), http.StatusSeeOther)
		} else {
			fmt.Fprintf(w, "%s %s", auth.UserID, auth.OrgID)
		}
	}))
	t.Cleanup(app.Close)
	return strings.Replace(app.URL, "127.0.0.1", host, 1)
}

// hops writes down what a browser is answered.
type hops struct {
	next  http.RoundTripper
	clerk string
	lines []string
}

func (h *hops) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := h.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	site := "app"
	if strings.HasPrefix(r.URL.String(), h.clerk) {
		site = "clerk"
	}
	h.lines = append(h.lines, fmt.Sprint(site, " ", r.Method, " ", r.URL.Path, " ", response.StatusCode))
	for _, line := range response.Header.Values("Set-Cookie") {
		h.lines = append(h.lines, "  "+cookieShape(line))
	}
	return response, nil
}

// read returns what a page says.
func read(t *testing.T, response *http.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(body))
}

// The cookies that a handshake leaves with an application when somebody is signed in,
// with the host of the application as HOST.
var signedInCookies = []string{
	"  __clerk_db_jwt=…; Path=/; Expires=…; SameSite=Lax",
	"  __client_uat=…; Path=/; Domain=HOST; Expires=…; SameSite=Lax",
	"  __session=…; Path=/; Expires=…; SameSite=Lax",
	"  __clerk_db_jwt_*=…; Path=/; Expires=…; SameSite=Lax",
	"  __client_uat_*=…; Path=/; Domain=HOST; Expires=…; SameSite=Lax",
	"  __session_*=…; Path=/; Expires=…; SameSite=Lax",
	"  __refresh_*=…; Path=/; Expires=…; HttpOnly; SameSite=Lax",
}

// The same when nobody is.
var signedOutCookies = []string{
	"  __clerk_db_jwt=…; Path=/; Expires=…; SameSite=Lax",
	"  __client_uat=0; Path=/; Domain=HOST; Expires=…; SameSite=Lax",
	"  __session=; Path=/; Expires=past; SameSite=Lax",
	"  __clerk_db_jwt_*=…; Path=/; Expires=…; SameSite=Lax",
	"  __client_uat_*=0; Path=/; Domain=HOST; Expires=…; SameSite=Lax",
	"  __session_*=; Path=/; Expires=past; SameSite=Lax",
	"  __refresh_*=; Path=/; Expires=past; HttpOnly; SameSite=Lax",
}

// handshake is the way of a browser that an application has to learn about.
func handshake(cookies []string) []string {
	lines := append([]string{
		"app GET /me 307",
		"  __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2",
		"clerk GET /v1/client/handshake 307",
		"  __clerk_db_jwt=…; Path=/; Expires=…; SameSite=Lax",
		"app GET /me 307",
	}, cookies...)
	return lines
}

// A whole visit, on the same site as the local Clerk and on another: a browser keeps
// Strict cookies back on the way from one to the other. A change of a hop or of an
// attribute of a cookie fails it.
func TestBrowserVisit(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"127.0.0.1", "localhost"} {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			clock := clerktest.NewClock(time.Now())
			inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
			organization := inst.CreateOrganization(clerktest.OrganizationParams{Name: "Other"})
			user := inst.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{
				{Role: "org:admin"}, {Organization: clerktest.Organization{ID: organization.ID}, Role: "org:member"},
			}})
			page := protected(t, inst, host) + "/me"
			browser := inst.Browser()
			log := &hops{next: browser.Transport, clerk: inst.URL()}
			browser.Transport = log
			first, second := user.ID+" "+inst.Organization().ID, user.ID+" "+organization.ID

			for _, step := range []struct {
				name string
				do   func() (*http.Response, error)
				says string // contains
				hops [][]string
			}{
				{
					"a new browser", func() (*http.Response, error) { return browser.Get(page) }, "Pick a user",
					[][]string{handshake(signedOutCookies), {"app GET /me 303", "clerk GET /sign-in 200"}},
				},
				{
					"signed in", func() (*http.Response, error) { return browser.SignIn(user, page) }, first,
					[][]string{{"clerk POST /sign-in 303"}, handshake(signedInCookies), {"app GET /me 200"}},
				},
				{"reloaded", func() (*http.Response, error) { return browser.Get(page) }, first, [][]string{{"app GET /me 200"}}},
				{
					"after the token has expired", func() (*http.Response, error) {
						clock.Advance(10 * time.Minute)
						return browser.Get(page)
					}, first, [][]string{{"app GET /me 200", "  __session=…; Path=/; SameSite=Lax", "  __session_*=…; Path=/; SameSite=Lax"}},
				},
				{
					"in the other organisation", func() (*http.Response, error) { return browser.SwitchOrganization("other", page) }, second,
					[][]string{{"clerk POST /organization 303"}, handshake(signedInCookies), {"app GET /me 200"}},
				},
				{
					"signed out", func() (*http.Response, error) {
						clock.Advance(3 * time.Second) // or the application takes so many handshakes for a loop
						return browser.SignOut(page)
					}, "Pick a user",
					[][]string{{"clerk POST /sign-out 303"}, handshake(signedOutCookies), {"app GET /me 303", "clerk GET /sign-in 200"}},
				},
			} {
				log.lines = nil
				response, err := step.do()
				if says := read(t, response, err); !strings.Contains(says, step.says) {
					t.Errorf("%s: %s\nwant %s", step.name, says, step.says)
				}
				var want []string
				for _, lines := range step.hops {
					for _, line := range lines {
						want = append(want, strings.ReplaceAll(line, "HOST", host))
					}
				}
				if diff := cmp.Diff(want, log.lines); diff != "" {
					t.Errorf("%s: -want +got:\n%s", step.name, diff)
				}
			}
		})
	}
}

func TestBrowserRefusals(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	page := protected(t, inst, "localhost")
	browser := inst.Browser()
	if _, err := browser.SignIn(nil, page); err == nil {
		t.Error("nobody signed in")
	}
	if _, err := browser.SignIn(user, "https://example.com/"); err == nil || !strings.Contains(err.Error(), "of this machine") {
		t.Errorf("a page elsewhere: %v", err)
	}
	if _, err := browser.SwitchOrganization("example", page); err == nil || !strings.Contains(err.Error(), "/organization led to /sign-in") {
		t.Errorf("an organisation without a user: %v", err)
	}
	unknown := *user
	unknown.ID = "user_unknown"
	if _, err := browser.SignIn(&unknown, page); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("an unknown user: %v", err)
	}
}

// A page of another site gets no Strict cookie along, nor does a redirect by way of
// one.
func TestBrowserHoldsStrictCookiesBack(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/set":
			http.SetCookie(w, &http.Cookie{Name: "strict", Path: "/", SameSite: http.SameSiteStrictMode, Value: "1"})
			http.SetCookie(w, &http.Cookie{Name: "lax", Path: "/", SameSite: http.SameSiteLaxMode, Value: "1"})
		case "/go":
			http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusSeeOther)
		default:
			for _, cookie := range r.Cookies() {
				fmt.Fprint(w, cookie.Name, " ")
			}
		}
	}))
	t.Cleanup(site.Close)
	here, there := site.URL, strings.Replace(site.URL, "127.0.0.1", "localhost", 1)
	browser := inst.Browser()
	for _, step := range []struct{ page, want string }{
		{here + "/set", ""},
		{here + "/", "strict lax"},
		{here + "/go?to=" + here + "/", "strict lax"},
		{there + "/", ""},
		{there + "/go?to=" + here + "/", "lax"},
		{here + "/go?to=" + url.QueryEscape(there+"/go?to="+here+"/"), "lax"},
	} {
		response, err := browser.Get(step.page)
		if got := read(t, response, err); got != step.want {
			t.Errorf("%s: %q, want %q", step.page, got, step.want)
		}
	}
}

func ExampleInstance_Browser() {
	inst, err := clerktest.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	c, err := core.NewClient(inst.Options())
	if err != nil {
		fmt.Println(err)
		return
	}
	authenticator, err := c.NewAuthenticator(core.AuthenticateOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
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
		fmt.Fprint(w, "hello, ", state.Auth().UserID)
	}))
	defer app.Close()

	user := inst.CreateUser(clerktest.UserParams{ID: "user_2example"})
	response, err := inst.Browser().SignIn(user, app.URL) // handshakes and all
	if err != nil {
		fmt.Println(err)
		return
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	fmt.Println(string(body), err)
	// Output: hello, user_2example <nil>
}
