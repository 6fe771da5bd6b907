package core_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// FuzzHandshakePayload gives authentication payloads of handshakes that Clerk
// signed, or sent for a nonce, of any content: it must not panic, and what it
// hands to the browser must be whole header lines and no other site.
func FuzzHandshakePayload(f *testing.F) {
	m := newMint()
	session := m.token(nil, nil)
	for _, seed := range []string{
		`["__session=` + session + `; Path=/","__client_uat=1; Path=/"]`,
		`["__session=a=b=c","__session_x="]`,
		`["a=1\r\nLocation: https://evil.example"]`,
		`["=;=", ";", "", "__session"]`,
		`null`, `{}`, `"x"`, `[1]`, `[[]]`,
	} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, directives string, byNonce bool) {
		if !jsontext.Value(directives).IsValid() {
			t.Skip("a payload that is no JSON never gets past its signature")
		}
		m := newMint()
		var handshake any
		if err := json.Unmarshal([]byte(directives), &handshake); err != nil {
			t.Skip(err)
		}
		m.answer = func(*http.Request) *http.Response { return answerJSON(200, `{"directives":`+directives+`}`) }
		target := "https://app.example.com/a?__clerk_handshake_nonce=n"
		if !byNonce {
			target = "https://app.example.com/a?__clerk_handshake=" + m.token(object{"handshake": handshake}, nil)
		}
		for _, key := range []string{productionKey, developmentKey} {
			client := m.client(t, func(o *core.Options) { o.PublishableKey = key })
			authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{})
			if err != nil {
				t.Fatal(err)
			}
			state, err := authenticator.Authenticate(t.Context(), core.FromHTTP(page(target)))
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range state.Headers() {
				if strings.ContainsAny(value, "\r\n\x00") {
					t.Errorf("%s holds the end of a line: %q", name, value)
				}
				if name == "Location" && !strings.HasPrefix(value, "https://app.example.com/") && !isFrontendAPI(value) {
					t.Errorf("sent to %s", value)
				}
			}
		}
	})
}

// isFrontendAPI reports whether a URL is the handshake of one of the two
// instances.
func isFrontendAPI(location string) bool {
	return strings.HasPrefix(location, "https://clerk.example.com/v1/client/handshake?") ||
		strings.HasPrefix(location, "https://happy-otter-1.clerk.accounts.dev/v1/client/handshake?")
}

// TestHandshake follows a browser through a handshake in production and in
// development, by token and by nonce.
func TestHandshake(t *testing.T) {
	t.Parallel()
	m := newMint()
	session := m.token(nil, nil)
	directives := []string{"__client_uat=1; Path=/", "__session=" + session + "; Path=/"}
	encoded, err := json.Marshal(object{"directives": directives})
	if err != nil {
		t.Fatal(err)
	}
	m.answer = func(r *http.Request) *http.Response {
		if r.URL.Path != "/v1/clients/handshake_payload" || r.URL.Query().Get("nonce") != "n" {
			t.Errorf("asked for %s", r.URL)
		}
		return answerJSON(200, string(encoded))
	}
	for name, test := range map[string]struct {
		key, query string
		redirect   bool
	}{
		"production, token":  {productionKey, "__clerk_handshake=" + m.token(object{"handshake": directives}, nil), false},
		"production, nonce":  {productionKey, "__clerk_handshake_nonce=n", false},
		"development, token": {developmentKey, "__clerk_handshake=" + m.token(object{"handshake": directives}, nil), true},
		"development, nonce": {developmentKey, "__clerk_handshake_nonce=n", true},
	} {
		client := m.client(t, func(o *core.Options) { o.PublishableKey = test.key })
		state := authenticateBy(t, client, core.AuthenticateOptions{}, page("https://app.example.com/a?b=c&"+test.query))
		if !state.IsAuthenticated() || state.Token() != session {
			t.Errorf("%s: %s %s", name, state.Status(), state.Reason())
		}
		var cookies []string
		location := ""
		for header, value := range state.Headers() {
			switch header {
			case "Set-Cookie":
				cookies = append(cookies, value)
			case "Location":
				location = value
			}
		}
		if strings.Join(cookies, "\n") != strings.Join(directives, "\n") {
			t.Errorf("%s: sets %q", name, cookies)
		}
		if _, redirect := state.Redirect(); redirect != test.redirect || (redirect && location != "https://app.example.com/a?b=c") {
			t.Errorf("%s: redirect %t to %q", name, redirect, location)
		}
	}
}

// TestForgedHandshakeInDevelopmentIsAnError holds that a browser is not sent round
// in circles where the keys are wrong.
func TestForgedHandshakeInDevelopmentIsAnError(t *testing.T) {
	t.Parallel()
	m := newMint()
	forged := tamper(m.token(object{"handshake": []string{}}, nil))
	for key, fails := range map[string]bool{productionKey: false, developmentKey: true} {
		client := m.client(t, func(o *core.Options) { o.PublishableKey = key })
		authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = authenticator.Authenticate(t.Context(), core.FromHTTP(page("https://app.example.com/?__clerk_handshake="+forged)))
		if (err != nil) != fails {
			t.Errorf("%s: %v", key, err)
		}
		if err != nil && strings.Contains(err.Error(), forged[len(forged)-20:]) {
			t.Error("the error holds the token")
		}
	}
}

// TestHandshakeThatIsNoListSetsNothing holds that what was read of a list up to a value
// that is no text sets no cookie, not even an empty one.
func TestHandshakeThatIsNoListSetsNothing(t *testing.T) {
	t.Parallel()
	m := newMint()
	for _, directives := range []any{"a=1", []any{1, "a=1"}, []any{"a=1", 1}, []any{[]string{"a=1"}}, object{"a": "1"}} {
		handshake := m.token(object{"handshake": directives}, nil)
		state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, page("https://app.example.com/?__clerk_handshake="+handshake))
		for name, value := range state.Headers() {
			if name == "Set-Cookie" {
				t.Errorf("%v sets %q", directives, value)
			}
		}
	}
}
