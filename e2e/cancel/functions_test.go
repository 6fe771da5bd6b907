package cancel

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/clerkgo/clerk-go/core/webhook"
)

// functions are those of core, core/token and core/webhook.
func functions() []function {
	return []function{
		{name: "core.(*Auth).Token", ready: func(t *testing.T, w *world) func(context.Context) error {
			state := w.authenticate(t, clerktest.TokenOptions{})
			auth := state.Auth()
			return func(ctx context.Context) error {
				_, err := auth.Token(ctx, core.TokenOptions{Template: "template"})
				return err
			}
		}},
		authenticate("keys", nil, func(w *world, r *http.Request) { w.inst.SignIn(r, w.user) }),
		authenticate("an API key", nil, bearer("ak_1")),
		authenticate("an M2M token", nil, bearer("mt_1")),
		authenticate("an OAuth token", nil, bearer("oat_1")),
		authenticate("a nonce", nil, func(_ *world, r *http.Request) {
			r.AddCookie(&http.Cookie{Name: "__clerk_handshake_nonce", Value: "nonce"})
		}),
		authenticate("a refresh", (*world).warm, func(w *world, r *http.Request) {
			expired := w.inst.Token(w.user, clerktest.TokenOptions{Fault: clerktest.Expired})
			for name, value := range map[string]string{"__client_uat": "1", "__session": expired, "__refresh": "refresh", "__clerk_db_jwt": "browser"} {
				r.AddCookie(&http.Cookie{Name: name + w.suffix(), Value: value})
			}
		}),
		{name: "core.(*Client).Ready", ready: func(t *testing.T, w *world) func(context.Context) error { return w.client(t).Ready }},
		{name: "core.(*Client).VerifyToken", ready: func(t *testing.T, w *world) func(context.Context) error {
			client, jwt := w.client(t), w.inst.Token(w.user, clerktest.TokenOptions{})
			return func(ctx context.Context) error {
				_, err := client.VerifyToken(ctx, jwt, token.Options{})
				return err
			}
		}},
		{name: "core.(*FrontendProxy).Forward", answers: "a visitor who left gets an answer with status 502",
			ready: func(t *testing.T, w *world) func(context.Context) error {
				proxy, err := w.client(t).NewFrontendProxy(core.FrontendProxyOptions{})
				if err != nil {
					t.Fatal(err)
				}
				request := core.FromHTTP(httptest.NewRequest(http.MethodGet, "/__clerk/v1/client", nil))
				return func(ctx context.Context) error {
					response := proxy.Forward(ctx, request, nil, 0)
					if response.StatusCode != http.StatusBadGateway {
						return errors.New(response.Status)
					}
					return response.Body.Close()
				}
			}},
		{name: "core.(*Gate).AdmitOrSignIn", answers: asSignIn, ready: func(t *testing.T, w *world) func(context.Context) error {
			state := w.authenticate(t, clerktest.TokenOptions{Status: "pending"})
			gate := core.NewGate("hint")
			return func(ctx context.Context) error {
				_, _, err := gate.AdmitOrSignIn(state.WithAuth(ctx), core.FromHTTP(page()))
				return err
			}
		}},
		{name: "core.(*Middleware).Authenticate", ready: func(t *testing.T, w *world) func(context.Context) error {
			middleware, err := core.NewMiddleware(core.MiddlewareOptions[int]{Client: w.client(t)})
			if err != nil {
				t.Fatal(err)
			}
			request := page()
			w.inst.SignIn(request, w.user)
			return func(ctx context.Context) error {
				_, err := middleware.Authenticate(ctx, 0, core.FromHTTP(request))
				return err
			}
		}},
		signInURL("core.(*RequestState).SignInURL", func(ctx context.Context, state core.RequestState) (string, error) { return state.SignInURL(ctx, "") }),
		signInURL("core.(*RequestState).SignUpURL", func(ctx context.Context, state core.RequestState) (string, error) { return state.SignUpURL(ctx, "") }),
		signInURL("core.SignInURL", func(ctx context.Context, state core.RequestState) (string, error) {
			return core.SignInURL(state.WithAuth(ctx), core.FromHTTP(page()), "")
		}),
		signInURL("core.SignUpURL", func(ctx context.Context, state core.RequestState) (string, error) {
			return core.SignUpURL(state.WithAuth(ctx), core.FromHTTP(page()), "")
		}),
		{name: "core.Diagnose", answers: "what it could not find out is a finding", ready: func(t *testing.T, w *world) func(context.Context) error {
			return func(ctx context.Context) error {
				if len(core.Diagnose(ctx, w.options(), core.DiagnoseOptions{})) == 0 {
					return errors.New("no finding")
				}
				return nil
			}
		}},
		keys("token.(*KeySet).Key", func(ctx context.Context, set *token.KeySet, _ string) error {
			_, err := set.Key(ctx, "ins_1")
			return err
		}),
		keys("token.(*KeySet).Ready", func(ctx context.Context, set *token.KeySet, _ string) error { return set.Ready(ctx) }),
		keys("token.(*Verifier).Verify", func(ctx context.Context, set *token.KeySet, jwt string) error {
			_, err := token.NewVerifier(token.Options{Keys: set}).Verify(ctx, jwt)
			return err
		}),
		keys("token.(*Verifier).VerifyDecoded", func(ctx context.Context, set *token.KeySet, jwt string) error {
			decoded, err := token.Decode(jwt)
			if err == nil {
				_, err = token.NewVerifier(token.Options{Keys: set}).VerifyDecoded(ctx, decoded)
			}
			return err
		}),
		keys("token.(*Verifier).VerifySignature", func(ctx context.Context, set *token.KeySet, jwt string) error {
			decoded, err := token.Decode(jwt)
			if err == nil {
				err = token.NewVerifier(token.Options{Keys: set}).VerifySignature(ctx, decoded)
			}
			return err
		}),
		keys("token.Verify", func(ctx context.Context, set *token.KeySet, jwt string) error {
			_, err := token.Verify(ctx, jwt, token.Options{Keys: set})
			return err
		}),
		{name: "webhook.(*Memory).Claim", ready: func(t *testing.T, w *world) func(context.Context) error {
			memory, message := webhook.NewMemory(0), message()
			if _, err := memory.Claim(t.Context(), message); err != nil {
				t.Fatal(err)
			}
			return func(ctx context.Context) error {
				_, err := memory.Claim(watched{ctx, w}, message)
				return err
			}
		}},
		deliver("a handler", nil),
		deliver("a claim", webhook.NewMemory),
	}
}

// asSignIn is why URLs of pages are there whatever Clerk says.
const asSignIn = "without an answer of Clerk's the page is the one that finds out the task itself"

// page returns a request of a browser for a page.
func page() *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/page", nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Sec-Fetch-Dest", "document")
	return r
}

func bearer(token string) func(*world, *http.Request) {
	return func(_ *world, r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

// authenticator returns an authenticator for every kind of token.
func (w *world) authenticator(t *testing.T) *core.Authenticator {
	t.Helper()
	authenticator, err := w.client(t).NewAuthenticator(core.AuthenticateOptions{AcceptsToken: []core.TokenType{core.AnyToken}})
	if err != nil {
		t.Fatal(err)
	}
	return authenticator
}

// authenticate returns the state of a request with a token, which Clerk has verified.
func (w *world) authenticate(t *testing.T, options clerktest.TokenOptions) core.RequestState {
	t.Helper()
	request := page()
	request.Header.Set("Authorization", "Bearer "+w.inst.Token(w.user, options))
	state, err := w.authenticator(t).Authenticate(t.Context(), core.FromHTTP(request))
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// warm has an authenticator load its keys.
func (w *world) warm(t *testing.T, a *core.Authenticator) {
	t.Helper()
	request := page()
	w.inst.SignIn(request, w.user)
	state, err := a.Authenticate(t.Context(), core.FromHTTP(request))
	if err != nil || !state.Auth().IsAuthenticated() {
		t.Fatalf("got %v, %v", state, err)
	}
}

// authenticate is the call of Authenticate for a request that needs an answer of Clerk's.
func authenticate(why string, warm func(*world, *testing.T, *core.Authenticator), sign func(*world, *http.Request)) function {
	return function{name: "core.(*Authenticator).Authenticate, " + why, ready: func(t *testing.T, w *world) func(context.Context) error {
		authenticator := w.authenticator(t)
		if warm != nil {
			warm(w, t, authenticator)
		}
		request := page()
		sign(w, request)
		return func(ctx context.Context) error {
			_, err := authenticator.Authenticate(ctx, core.FromHTTP(request))
			return err
		}
	}}
}

// signInURL is a call that asks for the task of a pending session.
func signInURL(name string, url func(context.Context, core.RequestState) (string, error)) function {
	return function{name: name, answers: asSignIn, ready: func(t *testing.T, w *world) func(context.Context) error {
		state := w.authenticate(t, clerktest.TokenOptions{Status: "pending"})
		return func(ctx context.Context) error {
			_, err := url(ctx, state)
			return err
		}
	}}
}

// keys is a call that needs keys.
func keys(name string, call func(ctx context.Context, set *token.KeySet, jwt string) error) function {
	return function{name: name, ready: func(t *testing.T, w *world) func(context.Context) error {
		set := token.NewKeySet(token.KeySetOptions{Load: func(ctx context.Context) ([]byte, error) {
			w.wait()
			<-ctx.Done()
			return nil, ctx.Err()
		}})
		jwt := w.inst.Token(w.user, clerktest.TokenOptions{})
		return func(ctx context.Context) error { return call(ctx, set, jwt) }
	}}
}

// message returns a delivery that has been verified.
func message() *webhook.Message { return &webhook.Message{ID: "msg_1", Type: "user.created"} }

// deliver is a call of Deliver that waits for its handler, or for the claim of another if
// there is a store.
func deliver(why string, store func(int) *webhook.Memory) function {
	return function{name: "webhook.(*Mux).Deliver, " + why, ready: func(t *testing.T, w *world) func(context.Context) error {
		options := webhook.MuxOptions{Options: webhook.Options{Secrets: []string{w.inst.WebhookSigningSecret()}}}
		if store != nil {
			memory := store(0)
			if _, err := memory.Claim(t.Context(), message()); err != nil {
				t.Fatal(err)
			}
			options.Store = memory
		}
		mux, err := webhook.NewMux(options)
		if err != nil {
			t.Fatal(err)
		}
		webhook.OnOther(mux, func(ctx context.Context, _ *webhook.Message) error {
			w.wait()
			<-ctx.Done()
			return ctx.Err()
		})
		body := []byte(`{"object":"event","type":"user.created","data":{"id":"user_1"},"timestamp":1767225600000}`)
		header := w.inst.SignWebhookAs("msg_1", "http://localhost/", body).Header
		return func(ctx context.Context) error { return mux.Deliver(watched{ctx, w}, header, body) }
	}}
}

// watched is a context that tells when somebody waits for it.
type watched struct {
	context.Context
	w *world
}

func (c watched) Done() <-chan struct{} {
	c.w.wait()
	return c.Context.Done()
}
