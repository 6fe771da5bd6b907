package attack

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/e2e/internal/apps"
)

// A site is an application of one kind, the same with every adapter.
type site struct {
	name    string
	of      func() *instance
	options func(*core.Options) // changes
	proxied bool                // has a proxy of the Frontend API
	// lawful is where a browser may be sent. What follows must belong to it.
	lawful []string
	// anyReturn says that the visitor may choose where Clerk sends the browser back to.
	anyReturn bool
}

// Where sites send browsers to besides their own pages.
const (
	primarySignIn     = "https://primary.example.com/sign-in?"
	productionPortal  = "https://accounts.example.com/sign-in?"
	developmentPortal = "https://happy-otter-1.accounts.dev/sign-in?"
	pendingTasks      = "https://accounts.example.com/sign-in/tasks?"
	handshakePath     = "/v1/client/handshake?"
)

func production() *instance  { return instances().production }
func development() *instance { return instances().development }

// The sites.
var (
	onProduction = &site{name: "production", of: production,
		lawful: []string{"https://clerk.example.com" + handshakePath, productionPortal, pendingTasks}}
	onDevelopment = &site{name: "development", of: development,
		lawful: []string{"https://happy-otter-1.clerk.accounts.dev" + handshakePath, developmentPortal, origin + "/"}}
	onSatellite = &site{name: "satellite", of: production,
		options: func(o *core.Options) {
			o.Domain, o.IsSatellite, o.SatelliteAutoSync, o.SignInURL = appHost, true, true, strings.TrimSuffix(primarySignIn, "?")
		},
		lawful: []string{"https://clerk." + appHost + handshakePath, primarySignIn}}
	onDevelopmentSatellite = &site{name: "development satellite", of: development,
		options: func(o *core.Options) {
			o.Domain, o.IsSatellite, o.SatelliteAutoSync, o.SignInURL = appHost, true, true, strings.TrimSuffix(primarySignIn, "?")
		},
		lawful: []string{"https://happy-otter-1.clerk.accounts.dev" + handshakePath, primarySignIn, origin + "/"}}
	onProxied = &site{name: "proxied", of: development, proxied: true,
		lawful: []string{origin + "/__clerk" + handshakePath, developmentPortal, origin + "/"}}
)

// An app is a site that runs with one adapter.
type app struct {
	*site
	adapter  string
	address  string
	clerk    *clerk
	client   *core.Client
	frontend *frontend // nil if the site has no proxy
	log      *watchedLog
}

// newApp starts a site.
func newApp(t testing.TB, s *site, adapter string) *app {
	t.Helper()
	a := &app{site: s, adapter: adapter, clerk: newClerk(t), log: &watchedLog{}}
	options := core.Options{
		HTTPClient:       &http.Client{Transport: a.clerk},
		Logger:           slog.New(slog.NewJSONHandler(a.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		MachineSecretKey: machineSecret,
		Now:              func() time.Time { return epoch },
		PublishableKey:   s.of().publishableKey,
		Retry:            backend.RetryOptions{MaxWait: time.Millisecond}, // no real seconds
		SecretKey:        s.of().secretKey,
	}
	with := apps.Settings{Authenticate: core.AuthenticateOptions{AuthorizedParties: []string{origin}}, Log: a.log, Routes: routes}
	if s.proxied {
		a.frontend = newFrontend(t)
		with.Proxy = &core.FrontendProxyOptions{}
		options.FAPIURL = a.frontend.url
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.DisableCompression = true
		t.Cleanup(transport.CloseIdleConnections)
		options.HTTPClient.Transport = split{a.clerk, transport, strings.TrimPrefix(a.frontend.url, "http://")}
	}
	if s.options != nil {
		s.options(&options)
	}
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	a.client, with.Client = client, client
	a.address = apps.Start(t, apps.Builders[adapter](with))
	return a
}

// split sends requests to the Frontend API or to the Backend API.
type split struct {
	backend  http.RoundTripper
	frontend http.RoundTripper
	base     string // of the Frontend API
}

// RoundTrip implements [http.RoundTripper].
func (s split) RoundTrip(r *http.Request) (*http.Response, error) {
	if host, _, _ := strings.Cut(s.base, "/"); r.URL.Host == host {
		return s.frontend.RoundTrip(r)
	}
	return s.backend.RoundTrip(r)
}

// secrets are what no answer and no log may hold: keys, and credentials that are valid.
// An attacker does not know them, so what holds one was told by somebody else.
var secrets = sync.OnceValue(func() []string {
	all := []string{apiKey, developmentSecret, machineSecret, machineToken, oauthToken, productionSecret, refreshToken}
	for _, i := range []*instance{production(), development()} {
		all = append(all, i.session(), i.handshake(), i.machine(), i.oauth())
	}
	return all
})

// leaked returns a secret that a text holds, shortened, "" if there is none.
func leaked(text string) string {
	for _, secret := range secrets() {
		if strings.Contains(text, secret) {
			return secret[:min(len(secret), 12)] + "…"
		}
	}
	return ""
}

// A watchedLog finds what must not be in a log.
type watchedLog struct {
	mu    sync.Mutex
	found []string
}

// Write implements [io.Writer].
func (w *watchedLog) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if secret := leaked(string(line)); secret != "" {
		w.found = append(w.found, "the log holds "+secret)
	}
	if bytes.Contains(line, []byte("panic")) {
		w.found = append(w.found, "a handler panicked: "+quoted(string(line)))
	}
	return len(line), nil
}

// take returns what was found since it was called last.
func (w *watchedLog) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := w.found
	w.found = nil
	return found
}

func quietLog() *slog.Logger { return slog.New(slog.DiscardHandler) }
