package browser

import (
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// Somebody signs in on a satellite, by way of the primary domain, and is signed in on
// both.
func TestMultidomain(t *testing.T) {
	t.Parallel()
	for _, app := range []string{express, "multidomain"} {
		t.Run(app, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, app, "127.0.0.1", "EXAMPLE=multidomain")
			satellite, primary := w.app, strings.Replace(w.app, "127.0.0.1", "localhost", 1)
			w.way.Name(primary, "primary")
			w.way.Name(satellite, "satellite")
			user := w.inst.CreateUser(clerktest.UserParams{})
			b := newTab(t, desktop)
			w.walk(b, []step{
				{"a stranger", func() { b.open(satellite + "/profile") }, "Pick a user", `
GET satellite/profile 307 handshake satellite-needs-syncing
  to primary/sign-in?__clerk_redirect_url=satellite/profile
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET primary/sign-in 307 handshake primary-responds-to-syncing
  to satellite/profile?__clerk_synced=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET satellite/profile 307 handshake dev-browser-missing
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_hs_reason=dev-browser-missing&format=nonce&redirect_url=satellite/profile?__clerk_synced=true&suffixed_cookies=false
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET satellite/profile 307 signed-out session-token-missing
  to satellite/profile?__clerk_synced=true` + signedOutCookies + `
GET satellite/profile 303 signed-out session-token-and-uat-missing
  to primary/sign-in?__clerk_db_jwt=…&redirect_url=satellite/profile?__clerk_synced=false
GET primary/sign-in 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&format=nonce&redirect_url=primary/sign-in?redirect_url=satellite/profile?__clerk_synced=false&suffixed_cookies=false
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET primary/sign-in 307 signed-out session-token-missing
  to primary/sign-in?redirect_url=satellite/profile?__clerk_synced=false` + signedOutCookies + `
GET primary/sign-in 303 signed-out session-token-and-uat-missing
  to clerk/sign-in?__clerk_db_jwt=…&redirect_url=primary/sign-in?redirect_url=satellite/profile?__clerk_synced=false
GET clerk/sign-in 200`},

				{"sign in by a click", func() { b.click(".choice") }, user.ID, `
POST clerk/sign-in 303
GET primary/sign-in 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&format=nonce&redirect_url=primary/sign-in?redirect_url=satellite/profile?__clerk_synced=false&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET primary/sign-in 307
  to primary/sign-in?redirect_url=satellite/profile?__clerk_synced=false` + signedInCookies + `
GET primary/sign-in 303
  to satellite/profile?__clerk_synced=false
GET satellite/profile 307 handshake satellite-needs-syncing
  to primary/sign-in?__clerk_redirect_url=satellite/profile?__clerk_synced=false
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET primary/sign-in 307 handshake primary-responds-to-syncing
  to satellite/profile?__clerk_db_jwt=…&__clerk_synced=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET satellite/profile 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&format=nonce&redirect_url=satellite/profile?__clerk_synced=true&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET satellite/profile 307
  to satellite/profile?__clerk_synced=true` + signedInCookies + `
GET satellite/profile 200`},

				{"reload", b.reload, user.ID, `
GET satellite/profile 200`},

				{"the primary domain", func() { b.open(primary + "/") }, user.ID, `
GET primary/ 200`},

				{"the satellite", func() { b.open(satellite + "/") }, user.ID, `
GET satellite/ 200`},

				{"the token has expired", func() { b.age(w.inst, satellite); b.reload() }, user.ID, `
POST clerk/bapi/v1/sessions/sess_…/refresh 200
GET satellite/ 200
  set __session=…; Path=/; SameSite=Lax
  set __session_*=…; Path=/; SameSite=Lax`},

				{"and cannot be refreshed", func() { b.age(w.inst, satellite); b.forget(satellite, "__refresh_"); b.reload() }, user.ID, `
GET satellite/ 307 handshake session-token-expired-refresh-non-eligible-no-refresh-cookie
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=session-token-expired-refresh-non-eligible-no-refresh-cookie&__session=…&format=nonce&redirect_url=satellite/&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET satellite/ 307
  to satellite/` + signedInCookies + `
GET satellite/ 200`},

				{"sign out", func() {
					b.open(w.inst.URL() + "/sign-out?redirect_url=" + satellite + "/")
					b.click(".primary")
				}, "Nobody is signed in", `
GET clerk/sign-out 200
POST clerk/sign-out 303
GET satellite/ 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&__session=…&format=nonce&redirect_url=satellite/&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET satellite/ 307 signed-out session-token-missing
  to satellite/` + signedOutCookies + `
GET satellite/ 307 handshake satellite-needs-syncing
  to primary/sign-in?__clerk_redirect_url=satellite/
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET primary/sign-in 307 handshake primary-responds-to-syncing
  to satellite/?__clerk_db_jwt=…&__clerk_synced=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET satellite/ 307 handshake dev-browser-sync
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=dev-browser-sync&format=nonce&redirect_url=satellite/?__clerk_synced=true&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET satellite/ 307 signed-out session-token-missing
  to satellite/?__clerk_synced=true` + signedOutCookies + `
GET satellite/ 200 signed-out session-token-and-uat-missing`},

				{"the primary domain, for a minute", func() { b.open(primary + "/") }, user.ID, `
GET primary/ 200`},

				{"and no longer", func() { b.age(w.inst, primary); b.reload() }, "Nobody is signed in", `
POST clerk/bapi/v1/sessions/sess_…/refresh 401
GET primary/ 307 handshake session-token-expired-refresh-session_refresh_denied
  to clerk/v1/client/handshake?__clerk_api_version=2026-05-12&__clerk_db_jwt=…&__clerk_hs_reason=session-token-expired-refresh-session_refresh_denied&__session=…&format=nonce&redirect_url=primary/&suffixed_cookies=true
  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2
GET clerk/v1/client/handshake 307
GET clerk/bapi/v1/clients/handshake_payload 200
GET primary/ 307 signed-out session-token-missing
  to primary/` + signedOutCookies + `
GET primary/ 200 signed-out session-token-and-uat-missing`},
			})
		})
	}
}
