package core_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/google/go-cmp/cmp"
)

// told is what hooks were told, line by line.
type told struct {
	mu    sync.Mutex
	lines []string
}

func (t *told) add(words ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lines = append(t.lines, strings.Join(words, " "))
}

func (t *told) take() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := t.lines
	t.lines = nil
	return lines
}

type insideKey struct{}

// hooks tell t. Each puts its name into the context that the work goes on in.
func (t *told) hooks() core.Hooks {
	begin := func(ctx context.Context, words ...string) context.Context {
		if outer, ok := ctx.Value(insideKey{}).(string); ok {
			words = append(words, "in", outer)
		}
		t.add(words...)
		return context.WithValue(ctx, insideKey{}, words[0])
	}
	return core.Hooks{
		Authenticate: func(ctx context.Context) (context.Context, func(core.Authentication)) {
			return begin(ctx, "authenticate"), func(a core.Authentication) {
				t.add("authenticated", string(a.Status), string(a.Reason), string(a.TokenType), code(a.Err))
			}
		},
		Call: func(ctx context.Context, call backend.Call) (context.Context, func(backend.CallResult)) {
			return begin(ctx, "call", call.Method, call.Path), func(r backend.CallResult) {
				t.add("called", strings.Repeat("I", r.Attempts), code(r.Err))
			}
		},
		LoadKeys: func(ctx context.Context, host string) (context.Context, func(error)) {
			return begin(ctx, "load", host), func(err error) { t.add("loaded", code(err)) }
		},
	}
}

func code(err error) string {
	switch e := err.(type) {
	case nil:
		return "ok"
	case *backend.Error:
		return e.Code
	case *token.Error:
		return string(e.Reason)
	}
	return "error"
}

// TestHooks holds what hooks are told, and that contexts of theirs reach the work within.
func TestHooks(t *testing.T) {
	t.Parallel()
	m := newMint()
	m.answer = func(r *http.Request) *http.Response {
		if strings.HasPrefix(r.URL.Path, "/api_keys") {
			return answerJSON(503, `{}`)
		}
		return answerJSON(404, `{"errors":[{"code":"resource_not_found","message":"not found"}]}`)
	}
	var heard told
	client := m.client(t, func(o *core.Options) {
		o.Hooks = heard.hooks()
		o.Retry.MaxAttempts = 1
	})
	authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{AcceptsToken: []core.TokenType{core.AnyToken}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		do   func()
		want []string
	}{
		{"first token", func() { _, _ = authenticator.Authenticate(t.Context(), core.FromHTTP(bearer(m.token(nil, nil)))) }, []string{
			"authenticate", "load clerk.example.com", "call GET /jwks in load", "called I ok", "loaded ok", "authenticated signed-in  session_token ok",
		}},
		{"expired", func() {
			_, _ = authenticator.Authenticate(t.Context(), core.FromHTTP(bearer(m.token(object{"exp": 1}, nil))))
		}, []string{
			"authenticate", "authenticated signed-out session-token-expired-refresh-non-eligible-no-refresh-cookie session_token ok",
		}},
		{"API key in an outage", func() { _, _ = authenticator.Authenticate(t.Context(), core.FromHTTP(bearer("ak_marked"))) }, []string{
			"authenticate", "call POST /api_keys/verify", "called I api_response_error", "authenticated signed-out unexpected-error api_key ok",
		}},
		{"call", func() { _, _ = client.Users.Get(t.Context(), "user_marked") }, []string{
			"call GET /users/{}", "called I api_response_error",
		}},
		{"refused before a request", func() { _, _ = client.Users.Get(t.Context(), "") }, nil},
	} {
		test.do()
		if diff := cmp.Diff(test.want, heard.take()); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", test.name, diff)
		}
	}
}

// A hook may have nothing to say of the end.
func TestHooksWithoutAnEnd(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	options := inst.Options()
	options.Hooks = core.Hooks{
		Authenticate: func(ctx context.Context) (context.Context, func(core.Authentication)) { return ctx, nil },
		Call: func(ctx context.Context, _ backend.Call) (context.Context, func(backend.CallResult)) {
			return ctx, nil
		},
		LoadKeys: func(ctx context.Context, _ string) (context.Context, func(error)) { return ctx, nil },
	}
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	state := authenticateBy(t, client, core.AuthenticateOptions{}, bearer(inst.Token(user, clerktest.TokenOptions{})))
	if !state.IsAuthenticated() {
		t.Error(state.Reason())
	}
}

// Retries are one call, which says how often it was sent.
func TestHooksCountAttempts(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	inst.Disrupt("GET /bapi/v1/users/{id}", clerktest.Disruption{Status: 502, Times: 1})
	user := inst.CreateUser(clerktest.UserParams{})
	var heard told
	options := inst.Options()
	options.Hooks = heard.hooks()
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Users.Get(t.Context(), user.ID); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"call GET /users/{}", "called II ok"}, heard.take()); diff != "" {
		t.Error(diff)
	}
}
