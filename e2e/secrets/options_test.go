package secrets

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/clerkgo/clerk-go/core/webhook"
)

// shapes are secrets as people put them into the wrong place.
var shapes = map[string]string{
	"a secret key":         "sk_test_" + mark,
	"a live secret key":    "sk_live_" + mark,
	"a machine secret key": "ak_" + mark,
	"a signing secret":     "whsec_" + mark,
	"a password in a URL":  "https://user:" + mark + "@clerk.example.com/x",
	"a broken URL":         "https://user:" + mark + "@[::1/%zz",
	"a PEM":                "-----BEGIN RSA PRIVATE KEY-----\n" + mark + "\n-----END RSA PRIVATE KEY-----",
	"a word":               mark,
}

// TestOptions puts a secret into each option that holds text, the right one or a wrong
// one, and makes everything that takes the options.
func TestOptions(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	for what, secret := range shapes {
		for _, option := range options {
			base := option.base(inst)
			for field := range base.Type().Fields() {
				switch {
				case !field.IsExported():
					continue
				case field.Name == "APIVersion": // a part of paths, which answers repeat
					continue
				case what == "a word" && !strings.Contains(field.Name, "Secret"): // and nothing tells that it is one
					continue
				}
				value := reflect.New(base.Type()).Elem()
				value.Set(base)
				var log journal
				if logger := value.FieldByName("Logger"); logger.IsValid() {
					logger.Set(reflect.ValueOf(log.logger()))
				}
				if !set(value.FieldByName(field.Name), secret) {
					continue
				}
				t.Run(fmt.Sprintf("%s.%s is %s", base.Type(), field.Name, what), func(t *testing.T) {
					t.Parallel()
					if _, ok := value.Interface().(fmt.Formatter); ok { // TestTypes has the others
						check(t, "the options", value.Interface())
					}
					check(t, "what takes them", option.use(t, inst, value.Interface())...)
					check(t, "the log", log.String())
				})
			}
		}
	}
}

// options are those that people write.
var options = []struct {
	base func(*clerktest.Instance) reflect.Value
	use  func(*testing.T, *clerktest.Instance, any) []any
}{
	{func(i *clerktest.Instance) reflect.Value { return reflect.ValueOf(i.Options()) }, useClient},
	{func(*clerktest.Instance) reflect.Value { return reflect.ValueOf(core.AuthenticateOptions{}) }, useAuthenticator},
	{func(*clerktest.Instance) reflect.Value { return reflect.ValueOf(core.FrontendProxyOptions{}) }, useProxy},
	{func(i *clerktest.Instance) reflect.Value {
		return reflect.ValueOf(backend.Options{APIURL: i.APIURL(), SecretKey: i.SecretKey()})
	}, useBackend},
	{func(*clerktest.Instance) reflect.Value { return reflect.ValueOf(backend.CallOptions{}) }, useCall},
	{func(*clerktest.Instance) reflect.Value { return reflect.ValueOf(token.Options{}) }, useToken},
	{func(i *clerktest.Instance) reflect.Value {
		return reflect.ValueOf(webhook.Options{Secrets: []string{i.WebhookSigningSecret()}})
	}, useWebhook},
}

func useClient(t *testing.T, _ *clerktest.Instance, options any) []any {
	o := options.(core.Options)
	client, err := core.NewClient(o)
	if err != nil {
		return []any{err}
	}
	results := []any{client, *client}
	_, err = client.Users.Count(t.Context(), backend.UserCountParams{})
	results = append(results, err, client.Ready(t.Context()))
	for _, finding := range core.Diagnose(t.Context(), o, core.DiagnoseOptions{}) {
		results = append(results, finding)
	}
	proxy, err := client.NewFrontendProxy(core.FrontendProxyOptions{})
	results = append(results, proxy, err)
	middleware, err := core.NewMiddleware(core.MiddlewareOptions[int]{Client: client})
	results = append(results, middleware, client.NewAuthenticators(), err)
	return append(results, authenticate(t, client, core.AuthenticateOptions{})...)
}

func useAuthenticator(t *testing.T, inst *clerktest.Instance, options any) []any {
	client, err := core.NewClient(quiet(inst.Options()))
	if err != nil {
		return []any{err}
	}
	return authenticate(t, client, options.(core.AuthenticateOptions))
}

// authenticate authenticates a page without and with a token, and asks for sign-in.
func authenticate(t *testing.T, client *core.Client, options core.AuthenticateOptions) []any {
	authenticator, err := client.NewAuthenticator(options)
	if err != nil {
		return []any{err}
	}
	results := []any{authenticator}
	for _, authorization := range []string{"", "Bearer garbage", "Bearer ak_unknown"} {
		r := httptest.NewRequest(http.MethodGet, "/page", nil)
		r.Header.Set("Sec-Fetch-Dest", "document")
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		results = append(results, outcome(t, authenticator, r)...)
	}
	return results
}

// outcome is everything that comes out of the authentication of a request.
func outcome(t *testing.T, authenticator *core.Authenticator, r *http.Request) []any {
	state, err := authenticator.Authenticate(t.Context(), core.FromHTTP(r))
	results := []any{state, err, state.Auth(), string(state.Reason()), state.Message()}
	for name, value := range state.Headers() {
		results = append(results, name+": "+value)
	}
	gate := core.NewGate("hint")
	ctx := state.WithAuth(t.Context())
	_, err = gate.Admit(ctx)
	results = append(results, err)
	if err != nil {
		authErr := core.AsAuthError(err)
		recorder := httptest.NewRecorder()
		authErr.WriteTo(recorder)
		results = append(results, string(authErr.Body()), fmt.Sprint(recorder.Header()), recorder.Body.String())
	}
	return results
}

func useProxy(t *testing.T, inst *clerktest.Instance, options any) []any {
	client, err := core.NewClient(quiet(inst.Options()))
	if err != nil {
		return []any{err}
	}
	proxy, err := client.NewFrontendProxy(options.(core.FrontendProxyOptions))
	return []any{proxy, err}
}

func useBackend(t *testing.T, _ *clerktest.Instance, options any) []any {
	client, err := backend.NewClient(options.(backend.Options))
	if err != nil {
		return []any{err}
	}
	_, err = client.Users.Count(t.Context(), backend.UserCountParams{})
	return []any{client, *client, err}
}

func useCall(t *testing.T, inst *clerktest.Instance, options any) []any {
	client, err := backend.NewClient(backend.Options{APIURL: inst.APIURL(), SecretKey: inst.SecretKey()})
	if err != nil {
		return []any{err}
	}
	with := client.With(options.(backend.CallOptions))
	_, err = with.M2MTokens.Verify(t.Context(), backend.M2MTokenVerifyParams{Token: "mt_1"})
	return []any{with, err}
}

func useToken(t *testing.T, inst *clerktest.Instance, options any) []any {
	client, err := core.NewClient(quiet(inst.Options()))
	if err != nil {
		return []any{err}
	}
	jwt := inst.Token(inst.CreateUser(clerktest.UserParams{}), clerktest.TokenOptions{})
	_, err = client.VerifyToken(t.Context(), jwt, options.(token.Options))
	return []any{err}
}

func useWebhook(_ *testing.T, inst *clerktest.Instance, options any) []any {
	o := options.(webhook.Options)
	verifier, err := webhook.NewVerifier(o)
	if err != nil {
		return []any{err}
	}
	mux, muxErr := webhook.NewMux(webhook.MuxOptions{Options: o, Logger: slog.New(slog.DiscardHandler)})
	request := inst.SignWebhook("http://localhost/", []byte("{}"))
	_, err = verifier.Verify(request.Header, []byte("{}"))
	return []any{verifier, mux, muxErr, err}
}

func quiet(options core.Options) core.Options {
	options.Logger = slog.New(slog.DiscardHandler)
	return options
}

// journal keeps what is logged, as text and as JSON.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(line)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) logger() *slog.Logger {
	all := &slog.HandlerOptions{Level: slog.LevelDebug - 8}
	return slog.New(slog.NewMultiHandler(slog.NewTextHandler(j, all), slog.NewJSONHandler(j, all)))
}
