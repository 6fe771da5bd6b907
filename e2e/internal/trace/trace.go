// Package trace writes down how a browser gets from page to page: each answer on the
// way, where it leads and which cookies it sets, without what differs from run to run.
package trace

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A Trace is the way of one browser. It is safe for concurrent use. The zero value is
// empty.
type Trace struct {
	mu    sync.Mutex
	lines []string
	names []string // pairs of URL and name
}

// Name makes lines call a base URL by a name, in place of one that it has.
func (t *Trace) Name(url, name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.names = append([]string{url, name}, t.names...) // of two names for one the first counts
}

// Add writes an answer down: one line for it, one for where it leads, and one for each
// cookie that it sets, in the order of the answer.
func (t *Trace) Add(method, page string, status int, header http.Header) {
	u, err := url.Parse(page)
	if err != nil {
		u = &url.URL{Path: page}
	}
	host := u.Hostname()
	u.RawQuery = "" // where the last answer led
	line := method + " " + u.String() + " " + strconv.Itoa(status)
	for _, name := range []string{"X-Clerk-Auth-Status", "X-Clerk-Auth-Reason"} {
		if value := header.Get(name); value != "" {
			line += " " + value
		}
	}
	lines := []string{line}
	if location := header.Get("Location"); location != "" {
		lines = append(lines, "  to "+Mask(location))
	}
	for _, cookie := range header.Values("Set-Cookie") {
		lines = append(lines, "  set "+strings.ReplaceAll(Cookie(cookie), "Domain="+host, "Domain=host"))
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	names := strings.NewReplacer(t.names...)
	for _, line := range lines {
		t.lines = append(t.lines, id.ReplaceAllString(names.Replace(line), "${1}_…"))
	}
}

// Take returns the lines since it was last called.
func (t *Trace) Take() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	taken := t.lines
	t.lines = nil
	return taken
}

// Transport writes down what a transport receives.
func (t *Trace) Transport(next http.RoundTripper) http.RoundTripper { return &transport{next, t} }

type transport struct {
	next  http.RoundTripper
	trace *Trace
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(r)
	if err == nil {
		t.trace.Add(r.Method, r.URL.String(), response.StatusCode, response.Header)
	}
	return response, err
}

// secrets are the parameters of URLs whose values differ from run to run.
var secrets = []string{"__clerk_db_jwt", "__clerk_handshake", "__clerk_handshake_nonce", "__session"}

// Mask returns a URL with its parameters in order and readable, without the values of
// secrets.
func Mask(raw string) string {
	base, query, found := strings.Cut(raw, "?")
	if !found {
		return raw
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return raw
	}
	var shown []string
	for name, all := range values {
		for _, value := range all {
			switch {
			case slices.Contains(secrets, name):
				value = "…"
			case name == "redirect_url":
				value = Mask(value)
			}
			shown = append(shown, name+"="+value)
		}
	}
	slices.Sort(shown)
	return base + "?" + strings.Join(shown, "&")
}

var (
	expires = regexp.MustCompile(`Expires=[^;]*`)
	id      = regexp.MustCompile(`\b(org|sess|sia|sua|user)_\w{27}\b`)
	suffix  = regexp.MustCompile(`^(__[a-z_]+)_[\w-]{8}=`)
)

// Cookie returns a Set-Cookie header without what differs from run to run: its value,
// unless it is empty or one digit, the suffix of its name, and when it expires, unless
// that is past.
func Cookie(line string) string {
	pair, attributes, _ := strings.Cut(line, ";")
	name, value, _ := strings.Cut(suffix.ReplaceAllString(pair, "${1}_*="), "=")
	if len(value) > 1 || name == "__clerk_redirect_count" { // which counts for two seconds
		value = "…"
	}
	attributes = expires.ReplaceAllStringFunc(attributes, func(when string) string {
		if strings.Contains(when, " 1970 ") {
			return "Expires=past"
		}
		return "Expires=…"
	})
	if attributes != "" {
		attributes = ";" + attributes
	}
	return name + "=" + value + attributes
}
