// Package rest makes one HTTP round trip to the Backend API: it builds the URL,
// sends the headers every operation shares, limits what it reads and decodes
// the answer. It knows no operation and no resource.
package rest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/redact"
	"github.com/clerkgo/clerk-go/core/internal/version"
)

// DefaultTimeout bounds each attempt of a call, its body included, when the caller brings
// no HTTP client.
const DefaultTimeout = 30 * time.Second

const jsonType = "application/json"

// Client sends requests to one API root. It is immutable and safe for
// concurrent use. Build it by [New].
type Client struct {
	base      string
	budget    *budget
	http      http.Client
	now       func() time.Time
	retry     Retry
	userAgent string
	wait      func(context.Context, time.Duration) bool
}

// Options configure a [Client]. The zero value of each field is its default.
type Options struct {
	HTTPClient *http.Client     // copied, never changed; nil is one with [DefaultTimeout]; without a Transport it has connections
	Now        func() time.Time // for a Retry-After that is a date; nil is [time.Now]
	Retry      Retry
	UserAgent  string
}

// New returns a client of the API at base, which has passed [ParseBase]. Redirects
// are not followed: the API has none, and following one could carry the Authorization
// header elsewhere.
func New(base *url.URL, options Options) *Client {
	c := &Client{base: base.String(), budget: new(budget), now: options.Now, retry: options.Retry, userAgent: options.UserAgent, wait: wait}
	if c.now == nil {
		c.now = time.Now
	}
	if options.HTTPClient != nil {
		c.http = *options.HTTPClient
	} else {
		c.http.Timeout = DefaultTimeout
	}
	if c.http.Transport == nil {
		c.http.Transport = connections
	}
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}
	return c
}

// Request is one request. Its body is held in memory, so that it can be sent
// again.
type Request struct {
	Method      string
	Path        string      // escaped and beginning with a slash: see [Path]
	Query       url.Values  // see [Query]
	Header      http.Header // besides those of every request; in canonical form
	Body        []byte      // nil sends none
	ContentType string      // of Body; empty means JSON
	Key         string      // the bearer credential; empty sends none
	Idempotent  bool        // whatever the method, sending it twice does no harm
	Retry       Retry       // in place of the client's, where it is set
	Attempts    *int        // set to how often it was sent, if not nil
}

// Do sends a request, again if that may help, and decodes the answer into into: a pointer for JSON, a
// *[]byte for the body as it came, nil for nothing. The statuses 202 and 204 leave
// it alone, unless it was to be read by GET.
//
// The error is a [*StatusError] when the API answered with anything but 2xx, a
// [*ResponseError] when a 2xx answer could not be used, the context's error
// when the context ended, and otherwise the transport's. None of them names
// the query or the key.
func (c *Client) Do(ctx context.Context, r Request, into any) error {
	attempts := 1
	err := c.attempt(ctx, r, into)
	if err != nil {
		for retries := c.retries(&r); err != nil && retries.again(ctx, err); {
			attempts++
			err = c.attempt(ctx, r, into)
		}
	}
	if r.Attempts != nil {
		*r.Attempts = attempts
	}
	var status *StatusError
	if err == nil || errors.As(err, &status) && !slices.Contains(passing, status.Status) {
		c.budget.earn()
	}
	if err == nil || ctx == nil || errors.As(err, &status) {
		return err
	}
	if ended := ctx.Err(); ended != nil {
		return ended
	}
	return err
}

// attempt is one round trip.
func (c *Client) attempt(ctx context.Context, r Request, into any) error {
	request, err := c.request(ctx, r)
	if err != nil {
		return quiet(err, r.Key)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return quiet(err, r.Key)
	}
	defer response.Body.Close()
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return readStatus(ctx, response)
	}
	return read(response, r.Method, into)
}

func (c *Client) request(ctx context.Context, r Request) (*http.Request, error) {
	target := c.base + r.Path
	if len(r.Query) > 0 {
		target += "?" + r.Query.Encode()
	}
	var body io.Reader
	if r.Body != nil {
		body = bytes.NewReader(r.Body)
	}
	request, err := http.NewRequestWithContext(ctx, r.Method, target, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", c.userAgent)
	maps.Copy(request.Header, r.Header)
	contentType := r.ContentType
	if contentType == "" {
		contentType = jsonType
	}
	// The reference sends a content type with every request, body or not.
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Clerk-API-Version", version.API)
	if r.Key != "" {
		request.Header.Set("Authorization", "Bearer "+r.Key)
	}
	return request, nil
}

// quiet strips what net/http wraps around an error, which is the whole URL: its query
// may hold what must not reach a log. An error that quotes a secret, as where something
// answers with what it received, is replaced by its text without the secret.
func quiet(err error, key string) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	text := err.Error()
	shown := redact.Text(text)
	if key != "" {
		shown = strings.ReplaceAll(shown, key, "[redacted]")
	}
	if shown != text {
		return errors.New(shown)
	}
	return err
}
