package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

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

// The way of a browser through an application and the hosted pages. Another hop, or
// another attribute of a cookie, fails this test.
func TestHostedPages(t *testing.T) {
	t.Parallel()
	for _, site := range hosts {
		t.Run(site.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, site.host)
			user := w.inst.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{{Role: "org:admin"}}})
			member, personal := says(user.ID, "example"), says(user.ID, "")
			b := newTab(t, desktop)
			back := "?redirect_url=" + w.app + "/private"
			for _, step := range []struct {
				name string
				do   func()
				page string
				way  string
			}{
				{"a stranger", func() { b.open(w.app + "/private") }, "Pick a user", `
GET app/private 307 handshake dev-browser-missing
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_hs_reason=dev-browser-missing&format=nonce&redirect_url=app/private&suffixed_cookies=false
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/private 307 signed-out session-token-missing
  to app/private` + signedOutCookies + `
GET app/private 303 signed-out session-token-and-uat-missing
  to clerk/sign-in?__clerk_db_jwt=…&redirect_url=app/private
GET clerk/sign-in 200`},

				{"sign in by a click", func() { b.click(".choice") }, member, `
POST clerk/sign-in 303
GET app/private 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&format=nonce&redirect_url=app/private&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/private 307
  to app/private` + signedInCookies + `
GET app/private 200`},

				{"reload", b.reload, member, `
GET app/private 200`},

				{"the token has expired", func() { w.clock.Advance(90 * time.Second); b.reload() }, member, `
POST clerk/bapi/v1/sessions/sess_…/refresh 200
GET app/private 200
  set __session=…; Path=/; SameSite=Lax
  set __session_*=…; Path=/; SameSite=Lax`},

				{"and cannot be refreshed", func() { w.clock.Advance(90 * time.Second); b.forget(w.app, "__refresh_"); b.reload() }, member, `
GET app/private 307 handshake session-token-expired-refresh-non-eligible-no-refresh-cookie
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=session-token-expired-refresh-non-eligible-no-refresh-cookie&__session=…&format=nonce&redirect_url=app/private&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/private 307
  to app/private` + signedInCookies + `
GET app/private 200`},

				{"to the organisations", func() { b.open(w.inst.URL() + "/organization" + back) }, "Personal account", `
GET clerk/organization 200`},

				{"switch to none", func() { b.click(".choice:not([aria-current])") }, personal, `
POST clerk/organization 303
GET app/private 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&__session=…&format=nonce&redirect_url=app/private&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/private 307
  to app/private` + signedInCookies + `
GET app/private 200`},

				{"to the way out", func() { b.open(w.inst.URL() + "/sign-out" + back) }, "Sign out?", `
GET clerk/sign-out 200`},

				{"sign out", func() { b.click(".primary") }, "Pick a user", `
POST clerk/sign-out 303
GET app/private 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&__session=…&format=nonce&redirect_url=app/private&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/private 307 signed-out session-token-missing
  to app/private` + signedOutCookies + `
GET app/private 303 signed-out session-token-and-uat-missing
  to clerk/sign-in?__clerk_db_jwt=…&redirect_url=app/private
GET clerk/sign-in 200`},
			} {
				b.forget(w.app, "__clerk_redirect_count") // as two seconds later
				step.do()
				if diff := cmp.Diff(strings.Split(step.way, "\n")[1:], w.way.Take()); diff != "" {
					t.Errorf("%s: -want +got:\n%s", step.name, diff)
				}
				if page := b.text(); !strings.Contains(page, step.page) {
					t.Fatalf("%s led to %s, no %q in:\n%s", step.name, b.location(), step.page, page)
				}
			}
		})
	}
}
