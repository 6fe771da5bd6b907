package faults

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// epoch is when clocks begin.
var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// patience is how long a client waits for the API where a fault hangs.
const patience = 300 * time.Millisecond

// longLife is how long tokens live that are to survive every clock.
const longLife = 30 * 24 * time.Hour

// A world is an application and the API it depends on.
type world struct {
	*api
	app       string // its URL
	handle    http.Handler
	client    *core.Client
	clock     *clerktest.Clock
	key       *signer
	transport *http.Transport // from the application to the API
	visitor   *http.Client    // from a visitor to the application

	sessions
}

// sessions are session tokens of user_1.
type sessions struct {
	good    string
	expired string
	forged  string // by another key under the ID of the right one
	unknown string // by a key that is not published
}

// minted are made once: signing takes long.
var minted = sync.OnceValue(func() sessions {
	key, other := newSigner("ins_1", 0), newSigner("ins_elsewhere", 1)
	issued := epoch.Add(-48 * time.Hour)
	return sessions{
		good:    key.session("user_1", issued, longLife),
		expired: key.session("user_1", epoch.Add(-time.Hour), time.Minute),
		forged:  other.under(key).session("user_1", issued, longLife),
		unknown: other.session("user_1", issued, longLife),
	}
})

// newWorld builds a world without any traffic so far.
func newWorld(t testing.TB, change func(*core.Options)) *world {
	t.Helper()
	key := newSigner("ins_1", 0)
	w := &world{
		api:       newAPI(t, key),
		clock:     clerktest.NewClock(epoch),
		key:       key,
		transport: http.DefaultTransport.(*http.Transport).Clone(),
		sessions:  minted(),
	}
	w.fresh[sessionOf("user_1")], w.fresh["nonce_1"] = w.good, w.good
	w.knows("ak_good", "user_1")
	w.knows("mt_good", "mch_1")
	w.knows("oat_good", "user_1")
	options := core.Options{
		APIURL:         w.url,
		FAPIURL:        w.url + strings.TrimSuffix(frontendPath, "/"),
		HTTPClient:     &http.Client{Transport: impatient{w.transport, w.api}},
		Logger:         slog.New(slog.NewTextHandler(watched(t), nil)),
		Now:            w.clock.Now,
		PublishableKey: publishableKey,
		Retry:          backend.RetryOptions{MaxWait: time.Millisecond}, // no real seconds
		SecretKey:      secretKey,
	}
	if change != nil {
		change(&options)
	}
	w.client = newClient(t, options)
	w.serve(t, w.handler())
	return w
}

func newClient(t testing.TB, options core.Options) *core.Client {
	t.Helper()
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// impatient gives up where a fault hangs, as the Timeout of an [http.Client] does, but
// leaves an API that is well all the time that a slow machine needs.
type impatient struct {
	*http.Transport
	api *api
}

// RoundTrip implements [http.RoundTripper].
func (i impatient) RoundTrip(r *http.Request) (*http.Response, error) {
	if !i.api.hangs() || strings.HasPrefix(r.URL.Path, frontendPath) { // who asked the proxy gives up
		return i.Transport.RoundTrip(r)
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	response, err := i.Transport.RoundTrip(r.WithContext(ctx))
	if err != nil {
		cancel()
		return nil, err
	}
	response.Body = closing{response.Body, cancel}
	return response, nil
}

// closing ends a context with a body.
type closing struct {
	io.ReadCloser
	end context.CancelFunc
}

// Close implements [io.Closer].
func (c closing) Close() error {
	defer c.end()
	return c.ReadCloser.Close()
}

// breaks is that of the API, whose connections of before are not used again.
func (w *world) breaks(f *fault) {
	w.transport.CloseIdleConnections()
	w.api.breaks(f)
}

// serve starts the application.
func (w *world) serve(t testing.TB, handler http.Handler) {
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = log.New(watched(t), "", 0)
	server.Start()
	w.handle = handler
	w.app = server.URL
	w.visitor = visitor()
	t.Cleanup(func() {
		w.visitor.CloseIdleConnections()
		server.Close()
		w.transport.CloseIdleConnections()
	})
}

// visitor returns an HTTP client that follows no redirects.
func visitor() *http.Client {
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true},
	}
}

// handler is the application, for requests without a network too.
func (w *world) handler() http.Handler {
	mux := http.NewServeMux()
	handler := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, subject := who(r.Context(), chiclerk.GetAuth(r, anyCaller))
		_, _ = io.WriteString(rw, subject)
	})
	mux.Handle("/me", chiclerk.RequireAuth(anyCaller)(handler))
	mux.Handle("/page", chiclerk.RequireSignIn()(handler))
	return chiclerk.Middleware(chiclerk.Options{Client: w.client, FrontendProxy: &core.FrontendProxyOptions{}})(mux)
}

// A reply is what a visitor got.
type reply struct {
	status int
	header http.Header
	body   string
	cut    error // the body ended early
}

// String names what tells replies apart.
func (r reply) String() string {
	return fmt.Sprintf("%d, reason %q, Retry-After %q, body %.100q, cut %v", r.status, r.reason(), r.header.Get("Retry-After"), r.body, r.cut)
}

// reason returns why the application refused.
func (r reply) reason() string {
	var body struct{ Errors []struct{ Code string } }
	if json.Unmarshal([]byte(r.body), &body) == nil && len(body.Errors) > 0 {
		return body.Errors[0].Code
	}
	return r.header.Get("X-Clerk-Auth-Reason")
}

// is reports whether a reply has a status, is whole, and holds no secret.
func (r reply) is(status int) bool {
	whole := r.cut == nil && !r.leaks()
	if status == http.StatusServiceUnavailable {
		whole = whole && r.header.Get("Retry-After") != "" && r.reason() != ""
	}
	return whole && r.status == status
}

// leaks reports whether a reply holds the secret key.
func (r reply) leaks() bool {
	for _, lines := range r.header {
		for _, line := range lines {
			if strings.Contains(line, secretKey) {
				return true
			}
		}
	}
	return strings.Contains(r.body, secretKey)
}

// bearer asks who the application thinks a token is of.
func (w *world) bearer(t testing.TB, token string) reply {
	t.Helper()
	request := newRequest(t.Context(), http.MethodGet, w.app+"/me", nil)
	request.Header.Set("Authorization", "Bearer "+token)
	return send(t, w.visitor, request)
}

// page loads a page as a browser does, with cookies.
func (w *world) page(t testing.TB, target string, cookies ...string) reply {
	t.Helper()
	request := newRequest(t.Context(), http.MethodGet, w.app+target, nil)
	request.Header.Set("Accept", "text/html")
	request.Header.Set("Sec-Fetch-Dest", "document")
	request.Header.Set("Cookie", strings.Join(cookies, "; "))
	return send(t, w.visitor, request)
}

// Cookies of a browser that is signed in.
const (
	devBrowser = "__clerk_db_jwt=dvb_1"
	signedIn   = "__client_uat=1"
)

func newRequest(ctx context.Context, method, target string, body io.Reader) *http.Request {
	request, err := http.NewRequestWithContext(ctx, method, target, body)
	if err != nil {
		panic(err)
	}
	return request
}

// send sends a request to the application, which has to answer.
func send(t testing.TB, client *http.Client, request *http.Request) reply {
	t.Helper()
	response, err := client.Do(request)
	if err != nil {
		t.Errorf("the application gave no answer: %v", err)
		return reply{header: http.Header{}}
	}
	return read(response)
}

func read(response *http.Response) reply {
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20)) // some faults never end
	response.Body.Close()
	return reply{response.StatusCode, response.Header, string(body), err}
}

// want holds a reply against a status.
func want(t testing.TB, what string, got reply, status int) {
	t.Helper()
	if !got.is(status) {
		t.Errorf("%s: got %v; want %d", what, got, status)
	}
}

// warm loads the keys.
func (w *world) warm(t testing.TB) {
	t.Helper()
	if got := w.bearer(t, w.good); !got.is(http.StatusOK) || got.body != "user_1" {
		t.Fatalf("before the fault: %v", got)
	}
}

// watched returns a log in which neither the secret key nor a panic may stand.
func watched(t testing.TB) io.Writer {
	log := &watchedLog{}
	t.Cleanup(func() {
		if line := log.line.Load(); line != nil {
			t.Errorf("a log says %s", *line)
		}
	})
	return log
}

type watchedLog struct{ line atomic.Pointer[string] }

// Write implements [io.Writer].
func (w *watchedLog) Write(line []byte) (int, error) {
	text := string(line)
	switch {
	case strings.Contains(text, secretKey):
		hidden := strings.ReplaceAll(text, secretKey, "[the secret key]")
		w.line.Store(&hidden)
	case strings.Contains(text, "panic"):
		w.line.Store(&text)
	}
	return len(line), nil
}

// quiet is the log of servers that things are done to.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
