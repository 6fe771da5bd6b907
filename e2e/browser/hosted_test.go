package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// A step is what a person does, the page that it leads to, and the way there.
type step struct {
	name string
	do   func()
	page string
	way  string
}

// walk takes steps. Another hop on the way, or another attribute of a cookie, fails the
// test.
func (w *world) walk(b *tab, steps []step) {
	w.t.Helper()
	for _, step := range steps {
		for _, site := range hosts {
			b.forget("http://"+site.host, "__clerk_redirect_count") // as two seconds later
		}
		step.do()
		if diff := cmp.Diff(strings.Split(step.way, "\n")[1:], w.way.Take()); diff != "" {
			w.t.Errorf("%s: -want +got:\n%s", step.name, diff)
		}
		if page := b.text(); !strings.Contains(page, step.page) {
			w.t.Fatalf("%s led to %s, no %q in:\n%s", step.name, b.location(), step.page, page)
		}
	}
}

// The cookies that a handshake sets.
const (
	signedInCookies = `
  set __clerk_db_jwt=…; Path=/; Expires=…; SameSite=Lax
  set __client_uat=…; Path=/; Domain=host; Expires=…; SameSite=Lax
  set __session=…; Path=/; Expires=…; SameSite=Lax
  set __clerk_db_jwt_*=…; Path=/; Expires=…; SameSite=Lax
  set __client_uat_*=…; Path=/; Domain=host; Expires=…; SameSite=Lax
  set __session_*=…; Path=/; Expires=…; SameSite=Lax
  set __refresh_*=…; Path=/; Expires=…; HttpOnly; SameSite=Lax`
	signedOutCookies = `
  set __clerk_db_jwt=…; Path=/; Expires=…; SameSite=Lax
  set __client_uat=0; Path=/; Domain=host; Expires=…; SameSite=Lax
  set __session=; Path=/; Expires=past; SameSite=Lax
  set __clerk_db_jwt_*=…; Path=/; Expires=…; SameSite=Lax
  set __client_uat_*=0; Path=/; Domain=host; Expires=…; SameSite=Lax
  set __session_*=; Path=/; Expires=past; SameSite=Lax
  set __refresh_*=; Path=/; Expires=past; HttpOnly; SameSite=Lax`
)

// Somebody signs in, stays, switches the organisation and leaves. The example of each
// framework sends them the way that @clerk/express does, with the same cookies.
func TestHostedPages(t *testing.T) {
	t.Parallel()
	for _, app := range []string{express, "chi", "echo", "fiber", "gin", "nethttp"} {
		for _, site := range hosts {
			t.Run(app+" on "+site.name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, app, site.host)
				user := w.inst.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{{Role: "org:admin"}}})
				signedIn := "Signed in as " + user.ID
				b := newTab(t, desktop)
				back := "?redirect_url=" + w.app + "/profile"
				w.walk(b, []step{
					{"a stranger", func() { b.open(w.app + "/profile") }, "Pick a user", `
GET app/profile 307 handshake dev-browser-missing
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_hs_reason=dev-browser-missing&format=nonce&redirect_url=app/profile&suffixed_cookies=false
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/profile 307 signed-out session-token-missing
  to app/profile` + signedOutCookies + `
GET app/profile 303 signed-out session-token-and-uat-missing
  to clerk/sign-in?__clerk_db_jwt=…&redirect_url=app/profile
GET clerk/sign-in 200`},

					{"sign in by a click", func() { b.click(".choice") }, signedIn, `
POST clerk/sign-in 303
GET app/profile 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&format=nonce&redirect_url=app/profile&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/profile 307
  to app/profile` + signedInCookies + `
GET app/profile 200`},

					{"a script of the page", func() { b.isIn("example") }, signedIn, `
GET app/me 200`},

					{"reload", b.reload, signedIn, `
GET app/profile 200`},

					{"the token has expired", func() { b.age(w.inst, w.app); b.reload() }, signedIn, `
POST clerk/bapi/v1/sessions/sess_…/refresh 200
GET app/profile 200
  set __session=…; Path=/; SameSite=Lax
  set __session_*=…; Path=/; SameSite=Lax`},

					{"and cannot be refreshed", func() { b.age(w.inst, w.app); b.forget(w.app, "__refresh_"); b.reload() }, signedIn, `
GET app/profile 307 handshake session-token-expired-refresh-non-eligible-no-refresh-cookie
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=session-token-expired-refresh-non-eligible-no-refresh-cookie&__session=…&format=nonce&redirect_url=app/profile&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/profile 307
  to app/profile` + signedInCookies + `
GET app/profile 200`},

					{"to the organisations", func() { b.open(w.inst.URL() + "/organization" + back) }, "Personal account", `
GET clerk/organization 200`},

					{"switch to none", func() { b.click(".choice:not([aria-current])") }, signedIn, `
POST clerk/organization 303
GET app/profile 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&__session=…&format=nonce&redirect_url=app/profile&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/profile 307
  to app/profile` + signedInCookies + `
GET app/profile 200`},

					{"a script of the page", func() { b.isIn("none") }, signedIn, `
GET app/me 200`},

					{"to the way out", func() { b.open(w.inst.URL() + "/sign-out" + back) }, "Sign out?", `
GET clerk/sign-out 200`},

					{"sign out", func() { b.click(".primary") }, "Pick a user", `
POST clerk/sign-out 303
GET app/profile 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&__session=…&format=nonce&redirect_url=app/profile&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/profile 307 signed-out session-token-missing
  to app/profile` + signedOutCookies + `
GET app/profile 303 signed-out session-token-and-uat-missing
  to clerk/sign-in?__clerk_db_jwt=…&redirect_url=app/profile
GET clerk/sign-in 200`},
				})
			})
		}
	}
}

// isIn makes sure in which organisation the server sees a script of the page, "none" for
// none.
func (b *tab) isIn(slug string) {
	b.t.Helper()
	if got, err := ask(b, await(`fetch("/me").then(r => r.json()).then(auth => auth.orgSlug ?? "none")`)); err != nil || got != slug {
		b.t.Errorf("a script is in %s, %v; want %s", got, err, slug)
	}
}

// await returns a step that waits for what a promise yields.
func await(script string) chromedp.Action[string] {
	return chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise)
}
