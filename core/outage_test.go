package core_test

import (
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core"
)

// TestOutageIsNoVerdict has a row for each credential that only Clerk can vouch for:
// while it cannot be asked, the answer is 503, not 401. What needs no Clerk is judged.
func TestOutageIsNoVerdict(t *testing.T) {
	t.Parallel()
	m := newMint()
	handshake := m.token(object{"handshake": []string{"__session=" + m.token(nil, nil)}}, nil)
	const url = "https://app.example.com/"
	for name, test := range map[string]struct {
		request *http.Request
		status  int
	}{
		"session token":             {bearer(m.token(nil, nil)), 503},
		"session cookie":            {page(url, "Cookie", "__client_uat=1; __session="+m.token(nil, nil)), 503},
		"API key":                   {bearer("ak_1"), 503},
		"M2M token":                 {bearer("mt_1"), 503},
		"OAuth token":               {bearer("oat_1"), 503},
		"M2M token, JWT":            {bearer(m.token(object{"sub": "mch_1"}, nil)), 503},
		"OAuth token, JWT":          {bearer(m.token(nil, object{"typ": "at+jwt"})), 503},
		"handshake in a cookie":     {page(url, "Cookie", "__clerk_handshake="+handshake), 503},
		"handshake in the URL":      {page(url + "?__clerk_handshake=" + handshake), 503},
		"handshake by nonce":        {page(url + "?__clerk_handshake_nonce=n"), 503},
		"nobody":                    {page(url), 401},
		"garbage":                   {bearer("garbage"), 401},
		"a forged algorithm's":      {bearer(m.token(nil, object{"alg": "none"})), 503}, // whose key is unknown yet
		"handshake that is garbage": {page(url, "Cookie", "__clerk_handshake=garbage"), 401},
	} {
		for mode, disturb := range map[string]func(*core.Options){
			"out of reach": func(o *core.Options) { o.HTTPClient = &http.Client{Transport: unreachable{}} },
			"502": func(o *core.Options) {
				o.HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return answerJSON(502, `{}`), nil })}
			},
			"HTML of a proxy": func(o *core.Options) {
				o.HTTPClient = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
					return &http.Response{StatusCode: 404, Header: http.Header{"Content-Type": {"text/html"}}, Body: http.NoBody}, nil
				})}
			},
		} {
			t.Run(name+"/"+mode, func(t *testing.T) {
				t.Parallel()
				client := m.client(t, func(o *core.Options) {
					disturb(o)
					o.Retry.MaxAttempts = 1
				})
				state := authenticateBy(t, client, core.AuthenticateOptions{AcceptsToken: []core.TokenType{core.AnyToken}}, test.request)
				if state.IsAuthenticated() {
					t.Fatal("signed in")
				}
				_, err := core.NewGate("Middleware()", core.Accept(core.AnyToken)).Admit(state.WithAuth(t.Context()))
				if e := core.AsAuthError(err); e.Status != test.status || (e.RetryAfter > 0) != (test.status == 503) || e.Reason == "" {
					t.Errorf("%d %s, Retry-After %v, want %d", e.Status, e.Reason, e.RetryAfter, test.status)
				}
			})
		}
	}
}

// unreachable is a network that is not there.
type unreachable struct{}

func (unreachable) RoundTrip(*http.Request) (*http.Response, error) { return nil, http.ErrServerClosed }
