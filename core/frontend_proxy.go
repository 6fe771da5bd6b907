package core

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/internal/redact"
	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/clerkgo/clerk-go/core/internal/weburl"
)

// FrontendProxyOptions configure a [FrontendProxy]. The zero value is the
// default.
type FrontendProxyOptions struct {
	// Path is where the proxy stands in this application. It begins with a
	// slash; slashes at its end do not count. Empty is /__clerk.
	Path string
}

const defaultProxyPath = "/__clerk"

// FrontendProxy is the Frontend API below a path of this application, for where
// it has no domain of its own or browsers do not reach that. It answers what is
// below its path and authenticates nobody: route that path to it before any
// guard. It is safe for concurrent use. Build it by [Client.NewFrontendProxy].
//
// Bodies are streamed in both directions, and a visitor who leaves ends the
// request to the Frontend API. There is no limit on how long an answer takes,
// nor on sizes of bodies: set those of the server.
//
// The Frontend API is told the address of the visitor as CF-Connecting-IP,
// X-Real-IP or the first item of X-Forwarded-For has it, and the origin of this
// application as X-Forwarded-Proto and X-Forwarded-Host have it. Have the server
// in front of this one set these headers, so that visitors cannot.
//
// See https://clerk.com/docs/guides/dashboard/dns-domains/proxy-fapi.
type FrontendProxy struct {
	base      weburl.URL // of the Frontend API; no slash at the end of its path
	client    *Client    // has the secret key, which printing a proxy must not show
	path      string
	transport http.RoundTripper
}

// NewFrontendProxy returns a proxy of the client's Frontend API. It needs the
// client's PublishableKey and SecretKey, and forwards to its FAPIURL. If the
// client's HTTPClient has a Transport, requests go through it; its Timeout does
// not count. The error names the option that is wrong.
func (c *Client) NewFrontendProxy(options FrontendProxyOptions) (*FrontendProxy, error) {
	switch {
	case c.err != nil:
		return nil, c.err
	case c.options.PublishableKey == "":
		return nil, errNoPublishableKey
	case c.options.SecretKey == "":
		return nil, errNoSecretKey
	}
	path, err := parseProxyPath(options.Path)
	if err != nil {
		return nil, err
	}
	base, err := parseFAPIURL(first(c.options.FAPIURL, pubkey.ProxyTarget(c.instance.FrontendAPI)), c.instance.Production)
	if err != nil {
		return nil, err
	}
	p := &FrontendProxy{base: base, client: c, path: path, transport: frontendTransport}
	if own := c.options.HTTPClient; own != nil && own.Transport != nil {
		p.transport = own.Transport
	}
	return p, nil
}

// parseProxyPath refuses a path that no request would match.
func parseProxyPath(path string) (string, error) {
	path = first(strings.TrimRight(path, "/"), defaultProxyPath)
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || path != targetPath(path) {
		return "", fmt.Errorf("clerk: FrontendProxyOptions.Path %q is not a plain path; begin it with one slash and use letters, digits, - and _, for example %s", redact.Text(path), defaultProxyPath)
	}
	return path, nil
}

// parseFAPIURL refuses a URL that the secret key must not be sent to, or that
// paths cannot be appended to. The error does not quote it, because it may hold
// a password.
func parseFAPIURL(raw string, production bool) (weburl.URL, error) {
	base, err := weburl.Parse(raw)
	problem := ""
	switch {
	case err != nil || !base.IsHTTP():
		problem = "is not an absolute https URL"
	case base.Userinfo != "":
		problem = "holds credentials, which are never sent; leave them out"
	case strings.ContainsAny(raw, "?#"):
		problem = "has a query or a fragment; give scheme, host and path only"
	case base.Scheme == "http" && (production || !rest.Loopback(&url.URL{Host: base.Host()})):
		problem = "is plain http, which is accepted for a loopback host and a development instance only"
	}
	if problem != "" {
		return weburl.URL{}, errors.New("clerk: FAPIURL (CLERK_FAPI_URL) " + problem + "; leave it empty to use Clerk's own")
	}
	base.Path = strings.TrimRight(base.Path, "/")
	return base, nil
}

// Path returns where the proxy stands, without a slash at the end. It is the
// ProxyURL of an application that has set none.
func (p *FrontendProxy) Path() string { return p.path }

// Matches reports whether a request is for the proxy, given its target as it was
// received: what [Request.RequestURI] returns, or its path. Dot segments and
// backslashes count as a browser reads them. It does not allocate for a target
// in normal form.
func (p *FrontendProxy) Matches(target string) bool {
	_, ok := cutPath(targetPath(target), p.path)
	return ok
}

// targetPath returns the path of a target in normal form.
func targetPath(target string) string {
	u, _ := weburl.FromRequest("http", "localhost", target, weburl.Forwarded{})
	return u.Path
}

// cutPath returns what follows the segments of prefix in a path: empty, or
// beginning with a slash.
func cutPath(path, prefix string) (rest string, ok bool) {
	rest, ok = strings.CutPrefix(path, prefix)
	return rest, ok && (rest == "" || rest[0] == '/')
}

// addedHeaders are those of an answer that join what other middleware has set.
// All others replace it: two lines would break CORS, for one.
var addedHeaders = map[string]bool{headerSetCookie: true, headerVary: true}

// ServeHTTP answers a request below the proxy's path, and any other by 400. The
// prefix may have been stripped from the request's URL.
//
// httputil.ReverseProxy is not used: it passes on headers of 1xx answers and
// trailers without a chance to filter them, switches protocols, gives up by a
// panic that frameworks report as a fault, and Fiber has no request for it.
func (p *FrontendProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	controller := http.NewResponseController(w)
	// Without this HTTP/1 would read the rest of the body before it sends an
	// answer. Servers that cannot do it do just that.
	_ = controller.EnableFullDuplex()
	body := &watchedBody{Reader: r.Body}
	response := p.Forward(r.Context(), FromHTTP(r), body, r.ContentLength)
	defer func() { _ = response.Body.Close() }()

	header := w.Header()
	for name, lines := range response.Header {
		if addedHeaders[name] {
			lines = append(header[name], lines...)
		}
		header[name] = lines
	}
	if r.ProtoMajor == 1 && r.ContentLength != 0 && !body.ended.Load() {
		header.Set("Connection", "close") // in full duplex net/http panics over the rest
	}
	w.WriteHeader(response.StatusCode)
	if response.Body == http.NoBody {
		return
	}
	// The first bytes of the body can be long in coming. This also keeps net/http
	// from guessing a Content-Type by them.
	out := flushingWriter{w, controller}
	if err := out.flush(); err == nil {
		_, err = io.Copy(out, response.Body)
		if err != nil {
			cutShort(controller, r)
		}
	}
}

// watchedBody remembers that its end was read.
type watchedBody struct {
	io.Reader
	ended atomic.Bool
}

// Read implements [io.Reader].
func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF {
		b.ended.Store(true)
	}
	return n, err
}

// flushingWriter sends each chunk at once.
type flushingWriter struct {
	io.Writer
	controller *http.ResponseController
}

// Write implements [io.Writer].
func (w flushingWriter) Write(chunk []byte) (int, error) {
	n, err := w.Writer.Write(chunk)
	if err == nil {
		err = w.flush()
	}
	return n, err
}

func (w flushingWriter) flush() error {
	if err := w.controller.Flush(); !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}

// cutShort ends an answer such that the visitor sees that it is not whole. A
// panic with [http.ErrAbortHandler] does too, but is kept for writers that hide
// their connection, and for net/http, which takes it: elsewhere it could end the
// process.
func cutShort(controller *http.ResponseController, r *http.Request) {
	if controller.SetWriteDeadline(time.Unix(1, 0)) == nil {
		return
	}
	if r.Context().Value(http.ServerContextKey) != nil {
		panic(http.ErrAbortHandler)
	}
}
