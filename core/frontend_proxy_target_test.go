package core_test

import (
	"bufio"
	"bytes"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
)

// capture is a transport that keeps what it was to send.
type capture struct{ request *http.Request }

// RoundTrip implements [http.RoundTripper].
func (c *capture) RoundTrip(r *http.Request) (*http.Response, error) {
	c.request = r
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody}, nil
}

// plainRequest is a [core.Request] that no server has looked at, as another
// framework may hand it in.
type plainRequest struct {
	method, scheme, host, target string
	header                       http.Header
}

func (r plainRequest) Method() string     { return r.method }
func (r plainRequest) Scheme() string     { return r.scheme }
func (r plainRequest) Host() string       { return r.host }
func (r plainRequest) RequestURI() string { return r.target }
func (r plainRequest) Header(name string) (string, bool) {
	return strings.Join(r.header[name], ", "), r.header[name] != nil
}
func (r plainRequest) Headers() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for name, lines := range r.header {
			for _, line := range lines {
				if !yield(name, line) {
					return
				}
			}
		}
	}
}

// get is a request for a target without headers.
func get(target string) plainRequest {
	return plainRequest{method: "GET", scheme: "https", host: "app.example.com", target: target, header: http.Header{}}
}

// onTheWire returns request line and Host of a request as a server reads them.
func onTheWire(t testing.TB, r *http.Request) (target, host string) {
	t.Helper()
	var wire bytes.Buffer
	if err := r.Write(&wire); err != nil {
		t.Fatalf("%q cannot be sent: %v", r.URL, err)
	}
	received, err := http.ReadRequest(bufio.NewReader(&wire))
	if err != nil {
		t.Fatalf("%q cannot be received: %v", r.URL, err)
	}
	return received.RequestURI, received.Host
}

func TestFrontendProxyTarget(t *testing.T) {
	t.Parallel()
	const clerk, prefixed = "https://frontend-api.clerk.dev", "https://fapi.example.com:8443/base//"
	for _, test := range []struct{ base, path, target, want string }{
		{clerk, "", "/__clerk", "/"},
		{clerk, "", "/__clerk/", "/"},
		{clerk, "", "/__clerk?a=1", "/?a=1"},
		{clerk, "", "/__clerk?", "/"},
		{clerk, "", "/__clerk/v1/client?__clerk_api_version=2026-05-12&x=a+b%20c", "/v1/client?__clerk_api_version=2026-05-12&x=a+b%20c"},
		{clerk, "", "/__clerk/v1?a;b&%zz&=&redirect=https://x/?y#z", "/v1?a;b&%zz&=&redirect=https://x/?y"},
		{clerk, "", "/__clerk/v1?a b\"<>'", "/v1?a%20b%22%3C%3E%27"},
		{clerk, "", "/__clerk/__clerk/v1", "/__clerk/v1"},
		{clerk, "/api/fapi/", "/api/fapi/v1/client", "/v1/client"},
		{"", "", "/__clerk/v1", "/v1"},
		{prefixed, "", "/__clerk/v1/client", "/base/v1/client"},
		{prefixed, "", "/__clerk", "/base/"},
		{prefixed, "", "/__clerk/a/../../__clerk/b", "/base/b"},
		// What would lead to another host if it were resolved.
		{clerk, "", "/__clerk//evil.test/x", "//evil.test/x"},
		{clerk, "", "/__clerk/\\evil.test/x", "//evil.test/x"},
		{clerk, "", "/__clerk\\\\evil.test", "//evil.test"},
		{clerk, "", "/__clerk/https://evil.test/", "/https://evil.test/"},
		{clerk, "", "/__clerk/@evil.test/", "/@evil.test/"},
		{clerk, "", "/__clerk/:80@evil.test/", "/:80@evil.test/"},
		{clerk, "", "/__clerk/.evil.test", "/.evil.test"},
		{clerk, "", "/__clerk/./a/..//%2e/v1", "//v1"},
		// Bytes that have to arrive as they were, or as an escape of the same.
		{clerk, "", "/__clerk/a%2Fb", "/a%2Fb"},
		{clerk, "", "/__clerk/a%2fb|^c", "/a%2fb%7C%5Ec"},
		{clerk, "", "/__clerk/..%2f..%2fadmin", "/..%2f..%2fadmin"},
		{clerk, "", "/__clerk/%zz/%", "/%25zz/%25"},
		{clerk, "", "/__clerk/a b\x00c", "/a%20b%00c"},
		{clerk, "", "/__clerk/\xe9?\xe9", "/%C3%A9?%C3%A9"},
		{clerk, "", "/__clerk/x HTTP/1.1\r\nHost: evil.test\r\n\r\n", "/x%20HTTP/1.1Host:%20evil.test"},
		{clerk, "", "/__clerk/x?a HTTP/1.1\r\nHost: evil.test", "/x?a%20HTTP/1.1Host:%20evil.test"},
	} {
		t.Run(test.target, func(t *testing.T) {
			t.Parallel()
			var sent capture
			options := proxyOptions(test.base)
			options.HTTPClient = &http.Client{Transport: &sent}
			response := newProxy(t, options, core.FrontendProxyOptions{Path: test.path}).Forward(t.Context(), get(test.target), nil, 0)
			if response.StatusCode != 200 {
				t.Fatalf("status %d", response.StatusCode)
			}
			target, host := onTheWire(t, sent.request)
			base, err := url.Parse(test.base)
			if err != nil {
				t.Fatal(err)
			}
			if test.base == "" {
				base.Host = "frontend-api.clerk.dev" // where Clerk serves this instance
			}
			if target != test.want || host != base.Host || sent.request.URL.Host != base.Host {
				t.Errorf("got %q of %q, want %q of %q", target, host, test.want, base.Host)
			}
		})
	}
}

// FuzzFrontendProxyTarget holds that no target leads anywhere but below the
// Frontend API, nor changes the request around it.
func FuzzFrontendProxyTarget(f *testing.F) {
	for _, seed := range []string{
		"", "/", "//evil.test/x", "/\\evil.test", "@evil.test/", ":80@evil.test/", ".evil.test", "/../../x", "/%2e%2e/x", "/%252e%252e/x", "/..%2f..%2fx",
		"/x HTTP/1.1\r\nHost: evil.test\r\n\r\n", "/%0d%0aHost:%20evil.test", "/%zz", "/a|b%2Fc", "?a b", "?\\", "#x", "/\xff\xc3", "/https://evil.test/",
	} {
		f.Add(seed)
	}
	var sent capture
	options := proxyOptions("https://fapi.example.com/base")
	options.HTTPClient = &http.Client{Transport: &sent}
	proxy := newProxy(f, options, core.FrontendProxyOptions{})
	f.Fuzz(func(t *testing.T, rest string) {
		sent.request = nil
		response := proxy.Forward(t.Context(), get("/__clerk"+rest), nil, 0)
		if proxy.Matches("/__clerk"+rest) != (sent.request != nil) {
			t.Fatal("Matches and Forward do not agree")
		}
		if sent.request == nil {
			if response.StatusCode != 400 {
				t.Fatalf("status %d", response.StatusCode)
			}
			return
		}
		target, host := onTheWire(t, sent.request)
		if host != "fapi.example.com" || sent.request.URL.Host != host || sent.request.URL.Scheme != "https" || sent.request.URL.User != nil {
			t.Errorf("%q leads to %q", rest, sent.request.URL)
		}
		path, _, _ := strings.Cut(target, "?")
		if !strings.HasPrefix(path, "/base/") || strings.Contains(path, `\`) || strings.ContainsAny(target, " \r\n\t#") {
			t.Errorf("%q is requested as %q", rest, target)
		}
		for segment := range strings.SplitSeq(path, "/") {
			if plain, err := url.PathUnescape(segment); err != nil || plain == "." || plain == ".." {
				t.Errorf("%q is requested as %q", rest, target)
			}
		}
	})
}
