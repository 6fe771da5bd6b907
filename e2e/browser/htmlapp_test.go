package browser

import (
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// In an application of pages without JavaScript the URL says which organisation is
// active, and the application itself signs people out.
func TestHTMLApp(t *testing.T) {
	t.Parallel()
	for _, app := range []string{express, "htmlapp"} {
		for _, site := range hosts {
			t.Run(app+" on "+site.name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, app, site.host, "EXAMPLE=htmlapp")
				user := w.inst.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{{Role: "org:admin"}}})
				b := newTab(t, desktop)
				w.walk(b, []step{
					{"a stranger", func() { b.open(w.app + "/profile") }, "Pick a user", `
GET app/profile 307 handshake dev-browser-missing
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_hs_reason=dev-browser-missing&format=nonce&organization_id=&redirect_url=app/profile&suffixed_cookies=false
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/profile 307 signed-out session-token-missing
  to app/profile` + signedOutCookies + `
GET app/profile 303 signed-out session-token-and-uat-missing
  to clerk/sign-in?__clerk_db_jwt=…&redirect_url=app/profile
GET clerk/sign-in 200`},

					{"sign in by a click", func() { b.click(".choice") }, user.ID, `
POST clerk/sign-in 303
GET app/profile 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&format=nonce&organization_id=&redirect_url=app/profile&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/profile 307
  to app/profile` + signedInCookies + `
GET app/profile 200`},

					{"reload", b.reload, user.ID, `
GET app/profile 200`},

					{"save a form", func() { b.fill("motto", "Onwards"); b.click(`form[action="/profile"] button`) }, user.ID, `
POST app/profile 303
  to /profile
GET app/profile 200`},

					{"to the start", func() { b.click(`nav a[href="/"]`) }, "Example", `
GET app/ 200`},

					{"switch by the URL", func() { b.click(".cards a") }, "org:admin", `
GET app/orgs/example 307 handshake active-organization-mismatch
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=active-organization-mismatch&__session=…&format=nonce&organization_id=example&redirect_url=app/orgs/example&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/orgs/example 307
  to app/orgs/example` + signedInCookies + `
GET app/orgs/example 200`},

					{"reload", b.reload, "org:admin", `
GET app/orgs/example 200`},

					{"the token has expired", func() { b.age(w.inst, w.app); b.reload() }, "org:admin", `
POST clerk/bapi/v1/sessions/sess_…/refresh 200
GET app/orgs/example 200
  set __session=…; Path=/; SameSite=Lax
  set __session_*=…; Path=/; SameSite=Lax`},

					{"and cannot be refreshed", func() { b.age(w.inst, w.app); b.forget(w.app, "__refresh_"); b.reload() }, "org:admin", `
GET app/orgs/example 307 handshake session-token-expired-refresh-non-eligible-no-refresh-cookie
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=session-token-expired-refresh-non-eligible-no-refresh-cookie&__session=…&format=nonce&organization_id=example&redirect_url=app/orgs/example&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/orgs/example 307
  to app/orgs/example` + signedInCookies + `
GET app/orgs/example 200`},

					{"switch back by the URL", func() { b.click(`nav a[href="/profile"]`) }, user.ID, `
GET app/profile 307 handshake active-organization-mismatch
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=active-organization-mismatch&__session=…&format=nonce&organization_id=&redirect_url=app/profile&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET app/profile 307
  to app/profile` + signedInCookies + `
GET app/profile 200`},

					{"sign out", func() { b.click(`form[action="/sign-out"] button`) }, "", `
POST clerk/bapi/v1/sessions/sess_…/revoke 200
POST app/sign-out 303
  to /
  set __client_uat=; Path=/; Max-Age=0
  set __client_uat_*=; Path=/; Max-Age=0
  set __refresh_*=; Path=/; Max-Age=0
  set __session=; Path=/; Max-Age=0
  set __session_*=; Path=/; Max-Age=0
GET app/ 200 signed-out session-token-and-uat-missing`},

					{"a profile after that", func() { b.open(w.app + "/profile") }, "Pick a user", `
GET app/profile 303 signed-out session-token-and-uat-missing
  to clerk/sign-in?__clerk_db_jwt=…&redirect_url=app/profile
GET clerk/sign-in 200`},
				})
			})
		}
	}
}
