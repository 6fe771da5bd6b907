package ginclerk_test

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

func TestPerRequestKeepsInstancesApart(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t), newWorld(t)
	// One API URL serves both instances, as Clerk's does.
	options := w.Options()
	options.HTTPClient = &http.Client{Transport: byKey{other.SecretKey(): other.APIURL()}}
	var err error
	if w.client, err = ginclerk.NewClient(options); err != nil {
		t.Fatal(err)
	}
	w.use(ginclerk.Options{PerRequest: func(c *gin.Context) (core.AuthenticateOptions, error) {
		if c.GetHeader("Tenant") == "other" {
			return core.AuthenticateOptions{PublishableKey: other.PublishableKey(), SecretKey: other.SecretKey()}, nil
		}
		return core.AuthenticateOptions{}, nil
	}})
	w.engine.GET("/", ginclerk.RequireAuth(), hello)
	ours, theirs := w.bearer(clerktest.TokenOptions{}), other.bearer(clerktest.TokenOptions{})
	for name, test := range map[string]struct {
		header []string
		status int
	}{
		"ours":             {ours, 200},
		"theirs":           {slices.Concat(theirs, []string{"Tenant", "other"}), 200},
		"ours with theirs": {theirs, 401},
		"theirs with ours": {slices.Concat(ours, []string{"Tenant", "other"}), 401},
	} {
		if got := w.do(t, "GET", "/", test.header...); got.StatusCode != test.status {
			t.Errorf("%s: got %d %s", name, got.StatusCode, text(got))
		}
	}
}

// byKey sends requests with a secret key to another server.
type byKey map[string]string

func (b byKey) RoundTrip(r *http.Request) (*http.Response, error) {
	key := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if to, ok := b[key]; ok {
		r = r.Clone(r.Context())
		r.URL.Host = strings.TrimPrefix(to, "http://")
		r.URL.Host, _, _ = strings.Cut(r.URL.Host, "/")
		r.Host = r.URL.Host
	}
	defer http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	return http.DefaultTransport.RoundTrip(r)
}

// Not parallel: it sets environment variables.
func TestMiddlewareOfWrongConfigurationPanics(t *testing.T) {
	for _, variable := range []string{"CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"} {
		t.Setenv(variable, "")
	}
	inst := clerktest.Start(t)
	client := func(publishableKey string) *core.Client {
		options := inst.Options()
		options.PublishableKey = publishableKey
		client, err := ginclerk.NewClient(options)
		if err != nil {
			t.Fatal(err)
		}
		return client
	}
	whole := client(inst.PublishableKey())
	for name, test := range map[string]struct {
		options []ginclerk.Options
		want    string
	}{
		"environment":     {nil, "CLERK_SECRET_KEY"},
		"publishable key": {[]ginclerk.Options{{Client: client("")}}, "CLERK_PUBLISHABLE_KEY"},
		"two options":     {[]ginclerk.Options{{Client: whole}, {Client: whole}}, "at most one"},
		"proxy URL":       {[]ginclerk.Options{{Client: whole, Authenticate: core.AuthenticateOptions{ProxyURL: "clerk"}}}, "CLERK_PROXY_URL"},
	} {
		got := panicOf(func() { ginclerk.Middleware(test.options...) })
		if err, ok := got.(error); !ok || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "ginclerk.Middleware: ") {
			t.Errorf("%s: got %v, want it to name %s", name, got, test.want)
		}
	}
	if got := panicOf(func() { ginclerk.Middleware(ginclerk.Options{Client: whole}) }); got != nil {
		t.Errorf("right options: %v", got)
	}
}

// panicOf returns what f panics with.
func panicOf(f func()) (cause any) {
	defer func() { cause = recover() }()
	f()
	return nil
}

// Not parallel: it sets an environment variable.
func TestClientWithoutKeysNamesTheVariable(t *testing.T) {
	t.Setenv("CLERK_SECRET_KEY", "")
	if _, err := ginclerk.Client().Users.Get(t.Context(), "user_1"); err == nil || !strings.Contains(err.Error(), "CLERK_SECRET_KEY") {
		t.Errorf("got %v", err)
	}
}

func TestNewClientNamesThePackage(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	for name, test := range map[string]struct {
		metadata core.SDKMetadata
		want     string
	}{
		"default": {core.SDKMetadata{}, "clerk-go/ginclerk@" + core.Version},
		"own":     {core.SDKMetadata{Name: "app", Version: "1"}, "app@1"},
	} {
		options := inst.Options()
		options.SDKMetadata = test.metadata
		var agent atomic.Value
		options.HTTPClient = &http.Client{Transport: recorder{&agent}}
		client, err := ginclerk.NewClient(options)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Users.Get(t.Context(), user.ID); err != nil {
			t.Fatal(err)
		}
		if got := agent.Load(); got != test.want {
			t.Errorf("%s: got User-Agent %v, want %s", name, got, test.want)
		}
	}
}

// recorder keeps the User-Agent of requests.
type recorder struct{ agent *atomic.Value }

func (r recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	r.agent.Store(request.Header.Get("User-Agent"))
	defer http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	return http.DefaultTransport.RoundTrip(request)
}
