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
	"time"

	"github.com/clerkgo/clerk-go/core/internal/version"
)

// DefaultTimeout bounds one call, its body included, when the caller brings no
// HTTP client.
const DefaultTimeout = 30 * time.Second

const jsonType = "application/json"

// Client sends requests to one API root. It is immutable and safe for
// concurrent use. Build it by [New].
type Client struct {
	base      string
	http      http.Client
	userAgent string
}

// New returns a client of the API at base, which has passed [ParseBase]. A nil
// httpClient means one with [DefaultTimeout]. The client given is copied, never
// changed. Redirects are not followed: the API has none, and following one
// could carry the Authorization header elsewhere.
func New(base *url.URL, httpClient *http.Client, userAgent string) *Client {
	c := &Client{base: base.String(), userAgent: userAgent}
	if httpClient != nil {
		c.http = *httpClient
	} else {
		c.http.Timeout = DefaultTimeout
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
}

// Do sends a request and decodes the answer into into: a pointer for JSON, a
// *[]byte for the body as it came, nil for nothing. The statuses 202 and 204 leave
// it alone.
//
// The error is a [*StatusError] when the API answered with anything but 2xx, a
// [*ResponseError] when a 2xx answer could not be used, the context's error
// when the context ended, and otherwise the transport's. None of them names
// the query or the key.
func (c *Client) Do(ctx context.Context, r Request, into any) error {
	err := c.attempt(ctx, r, into)
	var status *StatusError
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
		return withoutURL(err)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return withoutURL(err)
	}
	defer response.Body.Close()
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return readStatus(ctx, response)
	}
	return read(response, into)
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

// withoutURL strips what net/http wraps around an error, which is the whole URL:
// its query may hold what must not reach a log.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
