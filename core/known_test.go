package core_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// Authenticators of one client remember tokens together, and judge each request by
// their own options and the time.
func TestRememberedTokensAreJudgedAnew(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	client, err := core.NewClient(inst.Options())
	if err != nil {
		t.Fatal(err)
	}
	user := inst.CreateUser(clerktest.UserParams{})
	jwt := inst.Token(user, clerktest.TokenOptions{AuthorizedParty: "https://one.example.com"})
	authenticate := func(party string) func() core.RequestState {
		authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{AuthorizedParties: []string{party}})
		if err != nil {
			t.Fatal(err)
		}
		return func() core.RequestState {
			request := httptest.NewRequest("GET", "/", nil)
			request.Header.Set("Authorization", "Bearer "+jwt)
			state, err := authenticator.Authenticate(t.Context(), core.FromHTTP(request))
			if err != nil {
				t.Fatal(err)
			}
			return state
		}
	}
	one := authenticate("https://one.example.com")
	two := authenticate("https://two.example.com")
	again := authenticate("https://one.example.com")
	var seen []*core.Auth
	for range 3 {
		state := one()
		if seen = append(seen, state.Auth()); !state.IsAuthenticated() || state.Auth().UserID != user.ID {
			t.Fatalf("not signed in: %v", state)
		}
	}
	if seen[1] != seen[2] {
		t.Error("the Auth is made anew for a token that is remembered")
	}
	for range 3 {
		if state := two(); state.IsAuthenticated() || state.Reason() != "token-invalid-authorized-parties" {
			t.Errorf("the token of another party: %v", state)
		}
	}
	if state := again(); state.Auth() == seen[2] || !state.IsAuthenticated() {
		t.Error("two authenticators share an Auth")
	}
	if state := one(); state.Auth() == nil || !state.IsAuthenticated() {
		t.Errorf("not signed in any more: %v", state)
	}
	clock.Advance(2 * time.Minute)
	if state := one(); state.IsAuthenticated() {
		t.Error("signed in by a token that has expired")
	}
}

// Without a cache every request is verified in full.
func TestTokenCacheSwitchedOff(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	options := inst.Options()
	options.TokenCacheSize = -1
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequest("GET", "/", nil)
	inst.SignIn(request, inst.CreateUser(clerktest.UserParams{}))
	var last *core.Auth
	for range 3 {
		state, err := authenticator.Authenticate(t.Context(), core.FromHTTP(request))
		if err != nil || !state.IsAuthenticated() {
			t.Fatalf("%v, error %v", state, err)
		}
		if state.Auth() == last {
			t.Error("an Auth was remembered")
		}
		last = state.Auth()
	}
}
