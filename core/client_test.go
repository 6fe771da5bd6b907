package core_test

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/token"
)

// TestWrongOptions holds that each wrong option is an error when something is
// built, and that the error names the option, its variable and a way out.
func TestWrongOptions(t *testing.T) {
	t.Parallel()
	valid := core.Options{SecretKey: "sk_test_secretvalue", PublishableKey: developmentKey}
	for name, test := range map[string]struct {
		change func(*core.Options, *core.AuthenticateOptions)
		want   []string
	}{
		"no secret key":         {func(o *core.Options, _ *core.AuthenticateOptions) { o.SecretKey = "" }, []string{"SecretKey", "CLERK_SECRET_KEY", "dashboard"}},
		"secret key with space": {func(o *core.Options, _ *core.AuthenticateOptions) { o.SecretKey += " x" }, []string{"SecretKey", "CLERK_SECRET_KEY", "dashboard"}},
		"no publishable key":    {func(o *core.Options, _ *core.AuthenticateOptions) { o.PublishableKey = "" }, []string{"PublishableKey", "CLERK_PUBLISHABLE_KEY", "dashboard"}},
		"malformed key":         {func(o *core.Options, _ *core.AuthenticateOptions) { o.PublishableKey = "pk_test_x" }, []string{"CLERK_PUBLISHABLE_KEY", "dashboard"}},
		"secret as publishable": {func(o *core.Options, _ *core.AuthenticateOptions) { o.PublishableKey = "sk_test_secretvalue" }, []string{"CLERK_PUBLISHABLE_KEY", "dashboard"}},
		"garbage JWT key":       {func(o *core.Options, _ *core.AuthenticateOptions) { o.JWTKey = "garbage" }, []string{"JWTKey", "CLERK_JWT_KEY", "dashboard"}},
		"API URL over http":     {func(o *core.Options, _ *core.AuthenticateOptions) { o.APIURL = "http://api.example.com" }, []string{"APIURL", "CLERK_API_URL"}},
		"proxy URL over http":   {func(o *core.Options, _ *core.AuthenticateOptions) { o.ProxyURL = "http://app.example.com/__clerk" }, []string{"ProxyURL", "CLERK_PROXY_URL"}},
		"proxy URL of another scheme": {func(o *core.Options, _ *core.AuthenticateOptions) { o.ProxyURL = "javascript:alert(1)" },
			[]string{"ProxyURL", "CLERK_PROXY_URL"}},
		"proxy URL without host": {func(o *core.Options, _ *core.AuthenticateOptions) { o.ProxyURL = "//evil.example" }, []string{"ProxyURL", "CLERK_PROXY_URL"}},
		"satellite without place": {func(o *core.Options, _ *core.AuthenticateOptions) {
			o.IsSatellite, o.SignInURL = true, "https://x.example"
		}, []string{"Domain", "CLERK_DOMAIN", "CLERK_PROXY_URL"}},
		"satellite without page": {func(o *core.Options, _ *core.AuthenticateOptions) { o.IsSatellite, o.Domain = true, "x.example" }, []string{"SignInURL", "CLERK_SIGN_IN_URL"}},
		"unknown kind of token":  {func(_ *core.Options, o *core.AuthenticateOptions) { o.AcceptsToken = []core.TokenType{"x"} }, []string{"AcceptsToken"}},
		"pattern": {func(_ *core.Options, o *core.AuthenticateOptions) {
			o.OrganizationSync.OrganizationPatterns = []string{"/("}
		}, []string{"OrganizationPatterns"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options, authenticate := valid, core.AuthenticateOptions{}
			test.change(&options, &authenticate)
			client, err := core.NewClient(options)
			if err == nil {
				_, err = client.NewAuthenticator(authenticate)
			}
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not name %s", err, want)
				}
			}
			if strings.Contains(err.Error(), "secretvalue") {
				t.Errorf("%q holds a key", err)
			}
		})
	}
}

// TestDefaultIsNeverNil changes the environment, so it cannot run in parallel.
func TestDefaultIsNeverNil(t *testing.T) {
	t.Setenv("CLERK_SECRET_KEY", "")
	t.Setenv("CLERK_PUBLISHABLE_KEY", "")
	client := core.Default()
	_, callErr := client.Users.Get(t.Context(), "user_1")
	_, verifyErr := client.VerifyToken(t.Context(), "x", token.Options{})
	_, buildErr := client.NewAuthenticator(core.AuthenticateOptions{})
	_, proxyErr := client.NewFrontendProxy(core.FrontendProxyOptions{})
	for _, err := range []error{client.Err(), callErr, verifyErr, buildErr, proxyErr} {
		if err == nil || !strings.Contains(err.Error(), "CLERK_SECRET_KEY") {
			t.Errorf("got %v", err)
		}
	}
	// The variable may be set later, as by a library that reads files.
	t.Setenv("CLERK_SECRET_KEY", "sk_test_secretvalue")
	if err := core.Default().Err(); err != nil {
		t.Error(err)
	}
	if first, second := core.Default(), core.Default(); first != second {
		t.Error("the default client is built more than once")
	}
}

// TestOptionsFromEnv sets every variable that clerktest knows of an instance.
func TestOptionsFromEnv(t *testing.T) {
	inst := clerktest.Start(t)
	for _, variable := range inst.Env() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	t.Setenv("CLERK_IS_SATELLITE", "TRUE")
	t.Setenv("CLERK_DOMAIN", " example.com ")
	t.Setenv("CLERK_API_VERSION", "v2")
	options, want := core.OptionsFromEnv(), inst.Options()
	for _, field := range []struct{ name, got, want string }{
		{"APIURL", options.APIURL, want.APIURL},
		{"APIVersion", options.APIVersion, "v2"},
		{"Domain", options.Domain, "example.com"},
		{"FAPIURL", options.FAPIURL, want.FAPIURL},
		{"ProxyURL", options.ProxyURL, want.ProxyURL},
		{"PublishableKey", options.PublishableKey, want.PublishableKey},
		{"SecretKey", options.SecretKey, want.SecretKey},
		{"SignInURL", options.SignInURL, want.SignInURL},
		{"SignUpURL", options.SignUpURL, want.SignUpURL},
	} {
		if field.got != field.want || field.got == "" {
			t.Errorf("%s: got %q, want %q", field.name, field.got, field.want)
		}
	}
	for value, want := range map[string]bool{"true": true, "1": true, "2x": true, "false": false, "0": false, "yes": false, "": false, "-1": false} {
		t.Setenv("CLERK_IS_SATELLITE", value)
		if got := core.OptionsFromEnv().IsSatellite; got != want {
			t.Errorf("CLERK_IS_SATELLITE=%q is %t", value, got)
		}
	}
}

// TestClientShadowsNoService holds that no field or method of core.Client hides a
// service of the Backend API, and that its documentation lists them all.
func TestClientShadowsNoService(t *testing.T) {
	t.Parallel()
	doc := docOf(t, "client.go", "Client")
	inner := reflect.TypeFor[backend.Client]()
	outer := reflect.TypeFor[core.Client]()
	for i := range inner.NumField() {
		service := inner.Field(i)
		if !service.IsExported() {
			continue
		}
		if field, ok := outer.FieldByName(service.Name); !ok || len(field.Index) != 2 {
			t.Errorf("core.Client hides %s", service.Name)
		}
		if _, ok := reflect.PointerTo(outer).MethodByName(service.Name); ok {
			t.Errorf("a method of core.Client hides %s", service.Name)
		}
		if !strings.Contains(doc, "  - "+service.Name+": ") {
			t.Errorf("the documentation of core.Client does not list %s", service.Name)
		}
	}
}

// TestNothingPrintsASecret prints what holds keys and tokens with every verb.
func TestNothingPrintsASecret(t *testing.T) {
	t.Parallel()
	m := newMint()
	const marked = "secretvalue"
	options := core.Options{
		HTTPClient: &http.Client{Transport: m}, Logger: quiet, MachineSecretKey: "ak_" + marked,
		Now: func() time.Time { return m.now }, PublishableKey: productionKey, SecretKey: "sk_live_" + marked,
	}
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{SecretKey: "sk_live_2" + marked})
	if err != nil {
		t.Fatal(err)
	}
	jwt := m.token(nil, nil)
	state, err := authenticator.Authenticate(t.Context(), core.FromHTTP(bearer(jwt)))
	if err != nil || !state.IsAuthenticated() {
		t.Fatal(err, state.Reason())
	}
	refused, err := authenticator.Authenticate(t.Context(), core.FromHTTP(bearer(tamper(jwt))))
	if err != nil {
		t.Fatal(err)
	}
	signature := jwt[strings.LastIndexByte(jwt, '.')+1:]
	for name, value := range map[string]any{
		"Options": options, "*Options": &options, "Client": client, "Authenticator": authenticator,
		"AuthenticateOptions": core.AuthenticateOptions{SecretKey: marked, MachineSecretKey: marked},
		"state":               state, "*state": &state, "refused": refused, "Auth": state.Auth(), "Auth value": *state.Auth(),
		"struct": struct{ A *core.Auth }{state.Auth()}, "message": refused.Message(),
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			printed := fmt.Sprintf(verb, value)
			if strings.Contains(printed, marked) || strings.Contains(printed, signature) || strings.Contains(printed, fmt.Sprintf("%x", marked)) {
				t.Errorf("%s of %s prints a secret", verb, name)
			}
		}
		var log strings.Builder
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "value", value)
		if strings.Contains(log.String(), marked) || strings.Contains(log.String(), signature) {
			t.Errorf("logging %s shows a secret", name)
		}
	}
	for name, value := range refused.Headers() {
		if strings.Contains(value, signature) {
			t.Errorf("the header %s holds a token", name)
		}
	}
}

// TestThousandFirstRequests holds that any number of requests share the first
// load of keys, over TCP.
func TestThousandFirstRequests(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	client, err := core.NewClient(inst.Options())
	if err != nil {
		t.Fatal(err)
	}
	authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	jwt := inst.Token(inst.CreateUser(clerktest.UserParams{}), clerktest.TokenOptions{})
	var failed sync.Map
	var all sync.WaitGroup
	for range 1000 {
		all.Go(func() {
			state, err := authenticator.Authenticate(t.Context(), core.FromHTTP(bearer(jwt)))
			if err != nil || !state.IsAuthenticated() {
				failed.Store(fmt.Sprint(state.Reason(), err), true)
			}
		})
	}
	all.Wait()
	failed.Range(func(why, _ any) bool { t.Error(why); return true })
	if loads := inst.Requests()["GET /bapi/v1/jwks"]; loads != 1 {
		t.Errorf("%d loads of keys", loads)
	}
}

// TestOutageIsNotARefusal holds that where Clerk cannot be asked the answer is
// to try again, and that a refusal is not.
func TestOutageIsNotARefusal(t *testing.T) {
	t.Parallel()
	m := newMint()
	m.down.Store(true)
	state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, bearer(m.token(nil, nil)))
	_, err := core.NewGate("…").Admit(state.WithAuth(t.Context()))
	if e := core.AsAuthError(err); e.Status != http.StatusServiceUnavailable || e.RetryAfter <= 0 {
		t.Errorf("got %d %s, retry after %s", e.Status, e.Reason, e.RetryAfter)
	}
	m.down.Store(false)
	state = authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, bearer(tamper(m.token(nil, nil))))
	_, err = core.NewGate("…").Admit(state.WithAuth(t.Context()))
	if e := core.AsAuthError(err); e.Status != http.StatusUnauthorized || e.Reason != token.ReasonInvalidSignature {
		t.Errorf("got %d %s", e.Status, e.Reason)
	}
}

// TestErrorsAreReadable holds that the error types of the packages below are
// found under their names here.
func TestErrorsAreReadable(t *testing.T) {
	t.Parallel()
	m := newMint()
	client := m.client(t, nil)
	_, err := client.Users.Get(t.Context(), "user_unknown")
	var apiErr *core.Error
	if !errors.As(err, &apiErr) || apiErr.Status != http.StatusNotFound {
		t.Errorf("got %v", err)
	}
	_, err = client.VerifyToken(t.Context(), "x", token.Options{})
	var tokenErr *core.TokenError
	if !errors.As(err, &tokenErr) || tokenErr.Reason != token.ReasonInvalid {
		t.Errorf("got %v", err)
	}
}

// TestProxyOfTheHost changes the environment, so it cannot run in parallel.
func TestProxyOfTheHost(t *testing.T) {
	for _, test := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"on Vercel", nil, "/__clerk"},
		{"with scheme", map[string]string{"VERCEL_PROJECT_PRODUCTION_URL": "https://x.vercel.app/"}, "/__clerk"},
		{"own domain", map[string]string{"VERCEL_PROJECT_PRODUCTION_URL": "example.com"}, ""},
		{"look-alike", map[string]string{"VERCEL_PROJECT_PRODUCTION_URL": "x.vercel.app.evil.example"}, ""},
		{"preview", map[string]string{"VERCEL_TARGET_ENV": "preview"}, ""},
		{"development", map[string]string{"CLERK_PUBLISHABLE_KEY": developmentKey}, ""},
		{"domain", map[string]string{"CLERK_DOMAIN": "example.com"}, ""},
		{"own proxy", map[string]string{"CLERK_PROXY_URL": "/p"}, "/p"},
		{"switched off", map[string]string{"CLERK_DISABLE_AUTO_PROXY": "1"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("CLERK_PUBLISHABLE_KEY", productionKey)
			t.Setenv("VERCEL_TARGET_ENV", "production")
			t.Setenv("VERCEL_PROJECT_PRODUCTION_URL", "x.vercel.app")
			for name, value := range test.env {
				t.Setenv(name, value)
			}
			if got := core.OptionsFromEnv().ProxyURL; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
