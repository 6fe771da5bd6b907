package core_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
)

// TestGate has a row for each answer of a gate.
func TestGate(t *testing.T) {
	t.Parallel()
	m := newMint()
	client := m.client(t, nil)
	member := bearer(m.token(object{"org_id": "org_1", "org_role": "org:member"}, nil))
	any := core.AuthenticateOptions{AcceptsToken: []core.TokenType{core.AnyToken}}
	for name, test := range map[string]struct {
		request      *http.Request
		requirements []core.Requirement
		status       int
		body         string
		challenge    string
	}{
		"signed in":         {request: member, status: 200},
		"role held":         {request: member, requirements: []core.Requirement{core.Role("member")}, status: 200},
		"role missing":      {request: member, requirements: []core.Requirement{core.Role("admin")}, status: 403, body: `"code":"forbidden"`},
		"not reverified":    {request: member, requirements: []core.Requirement{core.Reverified(core.Strict)}, status: 403, body: `{"clerk_error":{"type":"forbidden","reason":"reverification-error","metadata":{"reverification":"strict"}}}`},
		"no token":          {request: httptest.NewRequest("GET", "/", nil), status: 401, body: `"code":"session-token-and-uat-missing"`, challenge: "Bearer"},
		"garbage":           {request: bearer("x"), status: 401, body: `"code":"token-invalid"`, challenge: `Bearer error="invalid_token", error_description="token-invalid"`},
		"expired":           {request: bearer(m.token(object{"exp": 1}, nil)), status: 401, body: `"code":"session-token-expired-refresh-non-eligible-no-refresh-cookie"`, challenge: `Bearer error="invalid_token", error_description="session-token-expired-refresh-non-eligible-no-refresh-cookie"`},
		"machine":           {request: bearer(m.token(object{"sub": "mch_1"}, nil)), status: 401, body: `"code":"token-type-mismatch"`, challenge: `Bearer error="invalid_token", error_description="token-type-mismatch"`},
		"machine accepted":  {request: bearer(m.token(object{"sub": "mch_1", "scopes": "mch_2"}, nil)), requirements: []core.Requirement{core.Accept(core.M2MToken), core.Scope("mch_2")}, status: 200},
		"machine and scope": {request: bearer(m.token(object{"sub": "mch_1", "scopes": "mch_2"}, nil)), requirements: []core.Requirement{core.Accept(core.M2MToken), core.Scope("mch_3")}, status: 403, body: `"code":"forbidden"`},
		"pending":           {request: bearer(m.token(object{"sts": "pending"}, nil)), status: 401, body: `"code":"session-pending"`, challenge: `Bearer error="invalid_token", error_description="session-pending"`},
		"pending allowed":   {request: bearer(m.token(object{"sts": "pending"}, nil)), requirements: []core.Requirement{core.AllowPending()}, status: 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := authenticateBy(t, client, any, test.request)
			auth, err := core.NewGate("…", test.requirements...).Admit(state.WithAuth(t.Context()))
			if test.status == 200 {
				if err != nil || !auth.IsAuthenticated() {
					t.Errorf("got %v, %v", auth, err)
				}
				return
			}
			if auth != nil {
				t.Error("a refused request has an Auth")
			}
			w := httptest.NewRecorder()
			core.AsAuthError(err).WriteTo(w)
			if w.Code != test.status || !strings.Contains(w.Body.String(), test.body) || w.Header().Get("WWW-Authenticate") != test.challenge {
				t.Errorf("got %d %s, challenge %q", w.Code, w.Body, w.Header().Get("WWW-Authenticate"))
			}
			if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Content-Type") != "application/json" {
				t.Errorf("got %v", w.Header())
			}
		})
	}
}

func TestGateWithoutMiddlewareNamesTheLineToAdd(t *testing.T) {
	t.Parallel()
	_, err := core.NewGate("r.Use(x.Middleware())").Admit(t.Context())
	if e := core.AsAuthError(err); e.Status != 500 || e.Reason != core.ReasonMiddlewareMissing || !strings.Contains(string(e.Body()), "r.Use(x.Middleware())") {
		t.Errorf("got %d %s %s", e.Status, e.Reason, e.Body())
	}
}

// TestSignInOrRefuse holds that pages are sent to sign-in and programs are not.
func TestSignInOrRefuse(t *testing.T) {
	t.Parallel()
	m := newMint()
	client := m.client(t, nil)
	gate := core.NewGate("…", core.Role("admin"))
	for name, test := range map[string]struct {
		request *http.Request
		signIn  string
		status  int
	}{
		"page":               {page("https://app.example.com/a?b=c"), "https://accounts.example.com/sign-in?redirect_url=https%3A%2F%2Fapp.example.com%2Fa%3Fb%3Dc", 0},
		"program":            {httptest.NewRequest("GET", "https://app.example.com/a", nil), "", 401},
		"signed in, no role": {bearer(m.token(nil, nil)), "", 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := authenticateBy(t, client, core.AuthenticateOptions{}, test.request)
			_, signIn, err := gate.AdmitOrSignIn(state.WithAuth(t.Context()), core.FromHTTP(test.request))
			if signIn != test.signIn {
				t.Errorf("sign-in at %q", signIn)
			}
			if test.status != 0 && core.AsAuthError(err).Status != test.status {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestTaskURL holds that a session with a task is sent to the page of the task.
func TestTaskURL(t *testing.T) {
	t.Parallel()
	m := newMint()
	m.answer = func(r *http.Request) *http.Response {
		return answerJSON(200, `{"id":"sess_1","object":"session","status":"pending","tasks":[{"key":"choose-organization"}]}`)
	}
	request := page("https://app.example.com/a")
	request.Header.Set("Authorization", "Bearer "+m.token(object{"sts": "pending"}, nil))
	for name, test := range map[string]struct {
		tasks map[string]string
		want  string
	}{
		"no pages":       {nil, "https://accounts.example.com/sign-in/tasks?"},
		"page of task":   {map[string]string{"choose-organization": "/choose"}, "https://app.example.com/choose?"},
		"another's page": {map[string]string{"reset-password": "/reset"}, "https://accounts.example.com/sign-in/tasks?"},
	} {
		client := m.client(t, func(o *core.Options) { o.TaskURLs = test.tasks })
		state := authenticateBy(t, client, core.AuthenticateOptions{}, request)
		got, err := state.SignInURL(t.Context(), "")
		if err != nil || got != test.want+"redirect_url=https%3A%2F%2Fapp.example.com%2Fa" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestToken holds when Clerk is asked for a token.
func TestToken(t *testing.T) {
	t.Parallel()
	m := newMint()
	var path string
	m.answer = func(r *http.Request) *http.Response {
		path = r.URL.Path
		return answerJSON(200, `{"object":"token","jwt":"made"}`)
	}
	jwt := m.token(nil, nil)
	state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, bearer(jwt))
	auth := state.Auth()
	for _, test := range []struct {
		options    core.TokenOptions
		want, path string
	}{
		{core.TokenOptions{}, jwt, ""},
		{core.TokenOptions{Template: "hasura"}, "made", "/v1/sessions/sess_1/tokens/hasura"},
		{core.TokenOptions{ExpiresIn: 90e9}, "made", "/v1/sessions/sess_1/tokens"},
	} {
		path = ""
		if got, err := auth.Token(t.Context(), test.options); err != nil || got != test.want || path != test.path {
			t.Errorf("%v: %q by %q, %v", test.options, got, path, err)
		}
	}
	signedOut := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, bearer("x"))
	if got, err := signedOut.Auth().Token(t.Context(), core.TokenOptions{}); got != "" || err != nil {
		t.Errorf("signed out: %q, %v", got, err)
	}
}

// TestAuthenticatorsAreKept holds that equal options share an authenticator, that
// others do not, and that their number is bounded.
func TestAuthenticatorsAreKept(t *testing.T) {
	t.Parallel()
	m := newMint()
	set := m.client(t, nil).NewAuthenticators()
	get := func(options core.AuthenticateOptions) *core.Authenticator {
		t.Helper()
		a, err := set.For(options)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	party := core.AuthenticateOptions{AuthorizedParties: []string{"https://a.example"}}
	if get(party) != get(core.AuthenticateOptions{AuthorizedParties: []string{"https://a.example"}}) {
		t.Error("equal options do not share")
	}
	if get(party) == get(core.AuthenticateOptions{AuthorizedParties: []string{"https://b.example"}}) || get(party) == get(core.AuthenticateOptions{}) {
		t.Error("other options share")
	}
	before := get(party)
	for i := range 64 {
		get(core.AuthenticateOptions{SignInURL: "/" + strings.Repeat("x", i)})
	}
	if get(party) == before {
		t.Error("the oldest was not let go")
	}
	if _, err := set.For(core.AuthenticateOptions{AcceptsToken: []core.TokenType{"x"}}); err == nil {
		t.Error("wrong options are no error")
	}
}
