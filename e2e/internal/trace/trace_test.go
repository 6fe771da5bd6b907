package trace_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/clerkgo/clerk-go/e2e/internal/trace"
)

func TestTrace(t *testing.T) {
	t.Parallel()
	var way trace.Trace
	way.Name("http://localhost:1", "old name")
	way.Name("http://localhost:1", "app")
	way.Name("http://127.0.0.1:2", "clerk")
	way.Add("GET", "http://localhost:1/me?x=1", 307, http.Header{
		"Location": {"http://127.0.0.1:2/v1/client/handshake?redirect_url=http%3A%2F%2Flocalhost%3A1%2Fme%3F__clerk_db_jwt%3Ddvb_1&__session=eyJ&a=b"},
		"Set-Cookie": {
			"__clerk_redirect_count=2; SameSite=Lax; HttpOnly; Max-Age=2",
			"__client_uat_aB-_1234=1760000000; Path=/; Domain=localhost; Expires=Fri, 01 Jan 2100 00:00:00 GMT; SameSite=Strict",
			"__client_uat=0; Path=/; Domain=127.0.0.1",
			"__session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
		},
		"X-Clerk-Auth-Reason": {"dev-browser-sync"},
		"X-Clerk-Auth-Status": {"handshake"},
	})
	way.Add("POST", "http://127.0.0.1:2/sign-in", 200, http.Header{"Set-Cookie": {"x=yz"}})
	way.Add("POST", "http://127.0.0.1:2/v1/client/sessions/sess_zzVRPkXhNZFHLw5wltVDhIfUvYr/tokens", 200, nil)
	want := []string{
		"GET app/me 307 handshake dev-browser-sync",
		"  to clerk/v1/client/handshake?__session=…&a=b&redirect_url=app/me?__clerk_db_jwt=…",
		"  set __clerk_redirect_count=…; SameSite=Lax; HttpOnly; Max-Age=2",
		"  set __client_uat_*=…; Path=/; Domain=host; Expires=…; SameSite=Strict",
		"  set __client_uat=0; Path=/; Domain=127.0.0.1",
		"  set __session=; Path=/; Expires=past",
		"POST clerk/sign-in 200",
		"  set x=…",
		"POST clerk/v1/client/sessions/sess_…/tokens 200",
	}
	if diff := cmp.Diff(want, way.Take()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if again := way.Take(); again != nil {
		t.Errorf("taken twice: %q", again)
	}
}
