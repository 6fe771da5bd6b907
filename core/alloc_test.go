package core_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
)

// What a request costs whose token was seen before: nothing but the context that
// carries the Auth. The test is not parallel: what others allocate would count.
func TestAllocationsOfAuthenticate(t *testing.T) {
	if raced {
		t.Skip("NOT TESTED: the race detector allocates by itself; run without -race")
	}
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	client, err := core.NewClient(inst.Options())
	if err != nil {
		t.Fatal(err)
	}
	authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{AcceptsToken: []core.TokenType{core.AnyToken}})
	if err != nil {
		t.Fatal(err)
	}
	suffix := pubkey.CookieSuffix(inst.PublishableKey())
	jwt := inst.Token(user, clerktest.TokenOptions{Role: "org:admin", TTL: time.Hour})
	bearer := httptest.NewRequest("GET", "/", nil)
	bearer.Header.Set("Authorization", "Bearer "+jwt)
	cookies := httptest.NewRequest("GET", "/orders?page=2", nil)
	cookies.Header.Set("Cookie", "theme=dark; __session="+jwt+"; __client_uat=1; __clerk_db_jwt=dvb_1; __session_"+suffix+"="+jwt+
		"; __client_uat_"+suffix+"=1; __clerk_db_jwt_"+suffix+"=dvb_1")
	cookies.Header.Set("Sec-Fetch-Dest", "document")
	for name, request := range map[string]*http.Request{"header": bearer, "cookies": cookies} {
		ctx := t.Context()
		got := testing.AllocsPerRun(200, func() {
			state, err := authenticator.Authenticate(ctx, core.FromHTTP(request))
			if err != nil || !state.IsAuthenticated() {
				t.Errorf("%s: %v, error %v", name, state, err)
			}
		})
		if got != 0 {
			t.Errorf("%s: %.0f allocations", name, got)
		}
	}
}
