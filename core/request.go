package core

import (
	"iter"
	"net/http"
	"strings"
)

// Request is what authentication reads of an inbound request. A framework that
// is not net/http implements it by a struct of one pointer, which costs no
// allocation. Strings need to live only until [Authenticator.Authenticate]
// returns: what is kept is copied. The body is never read.
type Request interface {
	// Method returns the method.
	Method() string
	// Scheme returns http or https, as this server was reached.
	Scheme() string
	// Host returns the Host header (RFC 9110, section 7.2).
	Host() string
	// RequestURI returns path and query exactly as they were received.
	RequestURI() string
	// Header returns a header by its canonical name, and whether it was sent.
	// Of repeated lines, Authorization, Referer and User-Agent count the first;
	// Cookie lines are joined by "; ", others by ", ".
	Header(name string) (value string, ok bool)
	// Headers yields every header line, Host included. It is used only when a
	// session is refreshed.
	Headers() iter.Seq2[string, string]
}

// FromHTTP returns the [Request] of a net/http request. It does not allocate.
func FromHTTP(r *http.Request) Request { return httpRequest{r} }

// httpRequest implements [Request].
type httpRequest struct{ *http.Request }

// Method implements [Request].
func (r httpRequest) Method() string { return r.Request.Method }

// Scheme implements [Request].
func (r httpRequest) Scheme() string {
	if r.TLS != nil {
		return "https"
	}
	return "http"
}

// Host implements [Request].
func (r httpRequest) Host() string { return r.Request.Host }

// RequestURI implements [Request]. Of a target in absolute form (RFC 9112,
// section 3.2.2) net/http has put the authority into Host.
func (r httpRequest) RequestURI() string {
	if strings.HasPrefix(r.Request.RequestURI, "/") || r.URL == nil {
		return r.Request.RequestURI
	}
	return r.URL.RequestURI()
}

// Header implements [Request].
func (r httpRequest) Header(name string) (string, bool) {
	if name == "Host" {
		return r.Request.Host, r.Request.Host != ""
	}
	lines := r.Request.Header[name]
	switch {
	case len(lines) == 0:
		return "", false
	case len(lines) == 1 || firstLine[name]:
		return lines[0], true
	case name == "Cookie":
		return strings.Join(lines, "; "), true
	}
	return strings.Join(lines, ", "), true
}

// firstLine holds the headers that may stand in a request only once.
var firstLine = map[string]bool{"Authorization": true, "Referer": true, "User-Agent": true}

// Headers implements [Request].
func (r httpRequest) Headers() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		if r.Request.Host != "" && !yield("Host", r.Request.Host) {
			return
		}
		for name, lines := range r.Request.Header {
			for _, line := range lines {
				if !yield(name, line) {
					return
				}
			}
		}
	}
}
