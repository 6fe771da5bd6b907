package core_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/google/go-cmp/cmp"
)

// echo is a Frontend API that keeps the requests it gets.
func echo(received chan<- *http.Request) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		received <- r
		w.WriteHeader(http.StatusNoContent)
	}
}

func TestFrontendProxyRequestHeaders(t *testing.T) {
	t.Parallel()
	// Lines as a visitor sends them to app.example.com, and what arrives. Of
	// headers that are not named, nothing is said.
	for name, test := range map[string]struct {
		sent []string
		want map[string][]string // nil for a header that does not arrive
	}{
		"what is always set": {
			nil,
			map[string][]string{
				"Accept-Encoding":   {"identity"},
				"Clerk-Proxy-Url":   {"http://app.example.com/__clerk"},
				"Clerk-Secret-Key":  {proxySecret},
				"User-Agent":        nil,
				"X-Forwarded-For":   nil,
				"X-Forwarded-Host":  {"app.example.com"},
				"X-Forwarded-Proto": {"http"},
			},
		},
		"credentials and the rest pass": {
			[]string{"Authorization: Bearer x", "Cookie: a=1; b=2", "Origin: https://app.example.com", "User-Agent: browser", "X-Two: 1", "X-Two: 2", "Content-Type: text/plain"},
			map[string][]string{
				"Authorization": {"Bearer x"}, "Cookie": {"a=1; b=2"}, "Origin": {"https://app.example.com"}, "User-Agent": {"browser"}, "X-Two": {"1", "2"}, "Content-Type": {"text/plain"},
			},
		},
		"what the visitor may not say": {
			[]string{"Accept-Encoding: br", "Clerk-Proxy-Url: https://evil.test", "Clerk-Secret-Key: sk_evil", "clerk-secret-key: sk_evil2"},
			map[string][]string{"Accept-Encoding": {"identity"}, "Clerk-Proxy-Url": {"http://app.example.com/__clerk"}, "Clerk-Secret-Key": {proxySecret}},
		},
		"hop-by-hop headers stay": {
			[]string{"Keep-Alive: 5", "Proxy-Authenticate: x", "Proxy-Authorization: x", "Proxy-Connection: x", "TE: trailers", "Trailer: X-T", "Upgrade: h2c"},
			map[string][]string{"Keep-Alive": nil, "Proxy-Authenticate": nil, "Proxy-Authorization": nil, "Proxy-Connection": nil, "Te": nil, "Trailer": nil, "Upgrade": nil, "Connection": nil},
		},
		"headers that Connection names stay": {
			[]string{"Connection: keep-alive, X-One", "Connection: x-two ,,", "X-One: 1", "X-Two: 2", "X-Three: 3"},
			map[string][]string{"Connection": nil, "X-One": nil, "X-Two": nil, "X-Three": {"3"}},
		},
		"Connection cannot take away what is set": {
			[]string{"Connection: Clerk-Secret-Key, Clerk-Proxy-Url, X-Forwarded-Host, X-Forwarded-Proto, Host, Accept-Encoding"},
			map[string][]string{
				"Accept-Encoding": {"identity"}, "Clerk-Proxy-Url": {"http://app.example.com/__clerk"}, "Clerk-Secret-Key": {proxySecret},
				"X-Forwarded-Host": {"app.example.com"}, "X-Forwarded-Proto": {"http"},
			},
		},
		"forwarded origin": {
			[]string{"X-Forwarded-Host: www.example.com , inner", "X-Forwarded-Proto: https, http"},
			map[string][]string{"Clerk-Proxy-Url": {"https://www.example.com/__clerk"}, "X-Forwarded-Host": {"www.example.com , inner"}, "X-Forwarded-Proto": {"https, http"}},
		},
		"forwarded origin with port": {
			[]string{"X-Forwarded-Host: localhost:3000", "X-Forwarded-Proto: http"},
			map[string][]string{"Clerk-Proxy-Url": {"http://localhost:3000/__clerk"}},
		},
		"forwarded host alone": {
			[]string{"X-Forwarded-Host: www.example.com"},
			map[string][]string{"Clerk-Proxy-Url": {"http://app.example.com/__clerk"}, "X-Forwarded-Host": {"www.example.com"}, "X-Forwarded-Proto": {"http"}},
		},
		"forwarded scheme alone": {
			[]string{"X-Forwarded-Proto: https"},
			map[string][]string{"Clerk-Proxy-Url": {"http://app.example.com/__clerk"}, "X-Forwarded-Host": {"app.example.com"}, "X-Forwarded-Proto": {"https"}},
		},
		"forwarded host empty": {
			[]string{"X-Forwarded-Host: , www.example.com", "X-Forwarded-Proto: https"},
			map[string][]string{"Clerk-Proxy-Url": {"http://app.example.com/__clerk"}},
		},
		"forwarded origin that is none": {
			[]string{"X-Forwarded-Host: evil.test/x?", "X-Forwarded-Proto: javascript"},
			map[string][]string{"Clerk-Proxy-Url": {"http://app.example.com/__clerk"}},
		},
		"visitor by Cloudflare": {
			[]string{"CF-Connecting-IP: 192.0.2.1", "X-Real-IP: 192.0.2.2", "X-Forwarded-For: 192.0.2.3"},
			map[string][]string{"X-Forwarded-For": {"192.0.2.1"}},
		},
		"visitor by X-Real-IP": {
			[]string{"X-Real-IP: 192.0.2.2", "X-Forwarded-For: 192.0.2.3, 192.0.2.4"},
			map[string][]string{"X-Forwarded-For": {"192.0.2.2"}},
		},
		"visitor by the first item": {
			[]string{"X-Forwarded-For: 192.0.2.3 , 192.0.2.4", "X-Forwarded-For: 192.0.2.5"},
			map[string][]string{"X-Forwarded-For": {"192.0.2.3"}},
		},
		"visitor unknown": {
			[]string{"X-Forwarded-For: , 192.0.2.4"},
			map[string][]string{"X-Forwarded-For": nil},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			received := make(chan *http.Request, 1)
			application := proxied(t, echo(received))
			lines := append([]string{"GET /__clerk/v1/client HTTP/1.1", "Host: app.example.com"}, test.sent...)
			response, body := visitRaw(t, application, strings.Join(lines, "\r\n")+"\r\n\r\n")
			if response.StatusCode != http.StatusNoContent {
				t.Fatalf("status %d %s", response.StatusCode, body)
			}
			got := <-received
			for name, want := range test.want {
				if diff := cmp.Diff(want, got.Header[name]); diff != "" {
					t.Errorf("%s: %s", name, diff)
				}
			}
			if !strings.HasPrefix(got.Host, "127.0.0.1:") {
				t.Errorf("Host is %s, not that of the Frontend API", got.Host)
			}
		})
	}
}

// TestFrontendProxyOverTLS holds that https is what visitors are told.
func TestFrontendProxyOverTLS(t *testing.T) {
	t.Parallel()
	received := make(chan *http.Request, 1)
	upstream := httptest.NewServer(echo(received))
	t.Cleanup(upstream.Close)
	application := httptest.NewTLSServer(newProxy(t, proxyOptions(upstream.URL), core.FrontendProxyOptions{}))
	t.Cleanup(application.Close)
	response, err := application.Client().Get(application.URL + "/__clerk/v1")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if got, want := (<-received).Header.Get("Clerk-Proxy-Url"), application.URL+"/__clerk"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFrontendProxyResponseHeaders(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answered http.Header
		want     map[string][]string // nil for a header that does not arrive
	}{
		"most pass": {
			http.Header{"Cache-Control": {"public, max-age=60"}, "Content-Type": {"text/javascript"}, "Etag": {`"x"`}, "X-Two": {"1", "2"}},
			map[string][]string{"Cache-Control": {"public, max-age=60"}, "Content-Type": {"text/javascript"}, "Etag": {`"x"`}, "X-Two": {"1", "2"}},
		},
		"every Set-Cookie (clerk/javascript#8162)": {
			http.Header{"Set-Cookie": {"a=1; Path=/; HttpOnly", "b=2; Domain=example.com", "c=3; Expires=Thu, 01 Jan 2026 00:00:00 GMT"}},
			map[string][]string{"Set-Cookie": {"a=1; Path=/; HttpOnly", "b=2; Domain=example.com", "c=3; Expires=Thu, 01 Jan 2026 00:00:00 GMT"}},
		},
		"length and identity encoding stay (clerk/javascript#8159)": {
			http.Header{"Content-Encoding": {"identity"}, "Content-Length": {"2"}},
			map[string][]string{"Content-Encoding": nil, "Content-Length": nil},
		},
		"an encoding that is not undone is told": {
			http.Header{"Content-Encoding": {"br"}},
			map[string][]string{"Content-Encoding": {"br"}},
		},
		"hop-by-hop headers stay": {
			http.Header{"Keep-Alive": {"timeout=5"}, "Proxy-Authenticate": {"x"}, "Proxy-Authorization": {"x"}, "Proxy-Connection": {"x"}, "Te": {"x"}, "Trailer": {"X-T"}, "Upgrade": {"h2c"}},
			map[string][]string{"Keep-Alive": nil, "Proxy-Authenticate": nil, "Proxy-Authorization": nil, "Proxy-Connection": nil, "Te": nil, "Trailer": nil, "Upgrade": nil},
		},
		"headers that Connection names stay": {
			http.Header{"Connection": {"X-One, x-two"}, "X-One": {"1"}, "X-Two": {"2"}, "X-Three": {"3"}},
			map[string][]string{"Connection": nil, "X-One": nil, "X-Two": nil, "X-Three": {"3"}},
		},
		"the secret key does not return": {
			http.Header{"Clerk-Secret-Key": {"other"}, "X-Debug": {"key=" + proxySecret}, "Location": {"/?key=" + proxySecret}},
			map[string][]string{"Clerk-Secret-Key": nil, "X-Debug": nil, "Location": nil},
		},
		"no content type is guessed": {
			http.Header{"Content-Type": nil},
			map[string][]string{"Content-Type": nil},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			application := proxied(t, func(w http.ResponseWriter, _ *http.Request) {
				for name, lines := range test.answered {
					w.Header()[name] = lines
				}
				w.WriteHeader(http.StatusTeapot)
				_, _ = io.WriteString(w, "ok")
			})
			response, body := visit(t, "GET", application+"/__clerk/v1", nil, nil)
			if response.StatusCode != http.StatusTeapot || body != "ok" {
				t.Errorf("got %d %q", response.StatusCode, body)
			}
			for name, want := range test.want {
				if diff := cmp.Diff(want, response.Header[name]); diff != "" {
					t.Errorf("%s: %s", name, diff)
				}
			}
		})
	}
}

// TestFrontendProxyJoinsOtherMiddleware holds which headers of middleware around
// the proxy count.
func TestFrontendProxyJoinsOtherMiddleware(t *testing.T) {
	t.Parallel()
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for _, name := range []string{"Access-Control-Allow-Origin", "Set-Cookie", "Vary"} {
			w.Header().Set(name, "inner")
		}
	}))
	t.Cleanup(upstream.Close)
	proxy := newProxy(t, proxyOptions(upstream.URL), core.FrontendProxyOptions{})
	application := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, name := range []string{"Access-Control-Allow-Origin", "Set-Cookie", "Vary", "X-Frame-Options"} {
			w.Header().Set(name, "outer")
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(application.Close)
	response, _ := visit(t, "GET", application.URL+"/__clerk/v1", nil, nil)
	for name, want := range map[string][]string{
		"Access-Control-Allow-Origin": {"inner"}, "Set-Cookie": {"outer", "inner"}, "Vary": {"outer", "inner"}, "X-Frame-Options": {"outer"},
	} {
		if diff := cmp.Diff(want, response.Header[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestFrontendProxyUndoesGzip: a server that encodes unasked must not leave
// visitors with bytes that no header explains (clerk/javascript#8159).
func TestFrontendProxyUndoesGzip(t *testing.T) {
	t.Parallel()
	var encoded bytes.Buffer
	writer := gzip.NewWriter(&encoded)
	if _, err := io.WriteString(writer, "hello"); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	application := proxied(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(encoded.Bytes())
	})
	for method, want := range map[string]string{"GET": "hello", "HEAD": ""} {
		response, body := visit(t, method, application+"/__clerk/v1", nil, nil)
		if body != want || response.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: got %q %q", method, body, response.Header)
		}
	}
}

// TestFrontendProxyRedirects holds that redirects reach the visitor
// (clerk/javascript#8186), and where they lead.
func TestFrontendProxyRedirects(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ location, want string }{
		"path":                    {"/v1/next?a=b#c", "PROXY/v1/next?a=b#c"},
		"relative path":           {"next", "PROXY/next"},
		"query":                   {"?a", "PROXY/?a"},
		"root":                    {"/", "PROXY/"},
		"absolute, same host":     {"FAPI/v1/next?a=b#c", "PROXY/v1/next?a=b#c"},
		"without scheme":          {"//FAPIHOST/v1", "PROXY/v1"},
		"path with two slashes":   {"FAPI//evil.test", "PROXY//evil.test"},
		"other host":              {"https://app.example.com/x?y#z", "https://app.example.com/x?y#z"},
		"other host, no scheme":   {"//app.example.com/x", "//app.example.com/x"},
		"other port":              {"http://127.0.0.1:1/x", "http://127.0.0.1:1/x"},
		"other scheme":            {"myapp://callback?x=1", "myapp://callback?x=1"},
		"other scheme, same host": {"ftp://FAPIHOST/x", "ftp://FAPIHOST/x"},
		"unparsable":              {"http://[/", "http://[/"},
		"dot segments":            {"/../../x", "PROXY/x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			calls := make(chan string, 2)
			upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				calls <- r.URL.Path
				w.Header().Set("Location", strings.NewReplacer("FAPIHOST", r.Host, "FAPI", "http://"+r.Host).Replace(test.location))
				w.WriteHeader(http.StatusSeeOther)
			}))
			t.Cleanup(upstream.Close)
			application := applicationAt(t, upstream.URL)
			response, _ := visit(t, "GET", application+"/__clerk/v1/oauth_callback", nil, nil)
			want := strings.NewReplacer("FAPIHOST", strings.TrimPrefix(upstream.URL, "http://"), "PROXY", application+"/__clerk").Replace(test.want)
			if got := response.Header.Get("Location"); response.StatusCode != http.StatusSeeOther || got != want {
				t.Errorf("got %d %q, want %q", response.StatusCode, got, want)
			}
			if len(calls) != 1 {
				t.Errorf("%d requests to the Frontend API; redirects are the visitor's", len(calls))
			}
		})
	}
}

// TestFrontendProxyRedirectBelowAPrefix: a base with a path must not be told to
// the visitor, who would send it back doubled.
func TestFrontendProxyRedirectBelowAPrefix(t *testing.T) {
	t.Parallel()
	upstream := httptest.NewServer(http.RedirectHandler("/base/v1/next", http.StatusFound))
	t.Cleanup(upstream.Close)
	application := applicationAt(t, upstream.URL+"/base/")
	response, _ := visit(t, "GET", application+"/__clerk/v1", nil, nil)
	if got, want := response.Header.Get("Location"), application+"/__clerk/v1/next"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
