package core_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFrontendProxySmuggling sends what two servers could read differently. One
// request arrives, with one framing, or none.
func TestFrontendProxySmuggling(t *testing.T) {
	t.Parallel()
	const start = "POST /__clerk/v1 HTTP/1.1\r\nHost: app.example.com\r\n"
	type seen struct {
		target, body string
		framing      []string
		length       int64
	}
	for name, test := range map[string]struct {
		raw    string
		status int
		want   []seen
	}{
		"Transfer-Encoding and Content-Length": {
			start + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 200,
			[]seen{{"/v1", "hello", []string{"chunked"}, -1}},
		},
		"Connection: Content-Length": {
			start + "Connection: Content-Length, Transfer-Encoding\r\nContent-Length: 5\r\n\r\nhello", 200,
			[]seen{{"/v1", "hello", nil, 5}},
		},
		"a request in a body": {
			start + "Content-Length: 40\r\n\r\nGET /admin HTTP/1.1\r\nHost: evil.test\r\n\r\n", 200,
			[]seen{{"/v1", "GET /admin HTTP/1.1\r\nHost: evil.test\r\n\r\n", nil, 40}},
		},
		"trailers": {
			start + "Trailer: X-T\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nClerk-Secret-Key: sk_evil\r\n\r\n", 200,
			[]seen{{"/v1", "hello", []string{"chunked"}, -1}},
		},
		"escaped line breaks in the target": {
			strings.Replace(start, "/v1", "/v1%0d%0aX:%20y", 1) + "\r\n", 200,
			[]seen{{"/v1%0d%0aX:%20y", "", nil, 0}},
		},
		"two lengths":           {start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400, nil},
		"two encodings":         {start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 501, nil},
		"obfuscated encoding":   {start + "Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\nhello", 501, nil},
		"encoding with a blank": {start + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400, nil},
		"line break in value":   {start + "X-A: b\nX-C\x00: d\r\n\r\n", 400, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			received := make(chan seen, 2)
			application := proxied(t, func(_ http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				received <- seen{r.RequestURI, string(body), r.TransferEncoding, r.ContentLength}
				if len(r.Trailer) != 0 {
					t.Errorf("trailers %v", r.Trailer)
				}
			})
			response, body := visitRaw(t, application, test.raw)
			close(received)
			var got []seen
			for request := range received {
				got = append(got, request)
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(seen{})); diff != "" || response.StatusCode != test.status {
				t.Errorf("status %d %s: %s", response.StatusCode, body, diff)
			}
		})
	}
}

// TestFrontendProxyRefuses has a row for each request that the proxy answers
// itself.
func TestFrontendProxyRefuses(t *testing.T) {
	t.Parallel()
	application := proxied(t, func(http.ResponseWriter, *http.Request) {
		t.Error("the request reached the Frontend API")
	})
	for name, test := range map[string]struct{ raw, code string }{
		"dot segments":        {"GET /__clerk/../v1 HTTP/1.1\r\nHost: a.example\r\n\r\n", "proxy_path_mismatch"},
		"path":                {"GET /v1 HTTP/1.1\r\nHost: a.example\r\n\r\n", "proxy_path_mismatch"},
		"path as a prefix":    {"GET /__clerk-admin HTTP/1.1\r\nHost: a.example\r\n\r\n", "proxy_path_mismatch"},
		"CONNECT":             {"CONNECT /__clerk/v1 HTTP/1.1\r\nHost: a.example\r\n\r\n", "proxy_request_unsupported"},
		"TRACE in lower case": {"trace /__clerk/v1 HTTP/1.1\r\nHost: a.example\r\n\r\n", "proxy_request_unsupported"},
		"TRACE":               {"TRACE /__clerk/v1 HTTP/1.1\r\nHost: a.example\r\n\r\n", "proxy_request_unsupported"},
		"TRACK":               {"TRACK /__clerk/v1 HTTP/1.1\r\nHost: a.example\r\n\r\n", "proxy_request_unsupported"},
		"WebSocket":           {"GET /__clerk/v1 HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: h2c, WebSocket\r\n\r\n", "proxy_request_unsupported"},
		"host":                {"GET /__clerk/v1 HTTP/1.1\r\nHost: a.example:99999\r\n\r\n", "proxy_request_unsupported"},
		"no host":             {"GET /__clerk/v1 HTTP/1.0\r\n\r\n", "proxy_request_unsupported"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response, body := visitRaw(t, application, test.raw)
			checkProxyError(t, response, body, http.StatusBadRequest, test.code)
		})
	}
}

func checkProxyError(t *testing.T, response *http.Response, body string, status int, code string) {
	t.Helper()
	if response.StatusCode != status || !strings.HasPrefix(body, `{"errors":[{"code":"`+code+`","message":"`) {
		t.Errorf("got %d %s", response.StatusCode, body)
	}
	if response.Header.Get("Content-Type") != "application/json" || response.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", response.Header)
	}
	if strings.Contains(body, proxySecret) {
		t.Errorf("%s holds the secret key", body)
	}
}

// TestFrontendProxySurvivesAFaultyFrontendAPI has a row for each answer that is
// none (clerk/javascript#8163).
func TestFrontendProxySurvivesAFaultyFrontendAPI(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"closes":             "",
		"garbage":            "hello " + proxySecret + "\r\n\r\n",
		"headers too large":  "HTTP/1.1 200 OK\r\nX-A: " + strings.Repeat("a", 1<<20) + "\r\n\r\n",
		"malformed headers":  "HTTP/1.1 200 OK\r\n" + proxySecret + "\r\n\r\n",
		"no status":          "HTTP/1.1 000 x\r\nContent-Length: 0\r\n\r\n",
		"switches protocols": "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
		"too much early":     strings.Repeat("HTTP/1.1 103 Early Hints\r\nX-A: "+strings.Repeat("a", 1<<10)+"\r\n\r\n", 1<<10),
		"two lengths":        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			application := applicationAt(t, answering(t, answer))
			response, body := visit(t, "POST", application+"/__clerk/v1", strings.NewReader("x"), nil)
			checkProxyError(t, response, body, http.StatusBadGateway, "proxy_request_failed")
		})
	}
	t.Run("unreachable", func(t *testing.T) {
		t.Parallel()
		upstream := httptest.NewServer(nil)
		upstream.Close()
		response, body := visit(t, "GET", applicationAt(t, upstream.URL)+"/__clerk/v1", nil, nil)
		checkProxyError(t, response, body, http.StatusBadGateway, "proxy_request_failed")
	})
}

// TestFrontendProxyKeepsEarlyHintsToItself: headers of an informational answer
// would reach the visitor unfiltered.
func TestFrontendProxyKeepsEarlyHintsToItself(t *testing.T) {
	t.Parallel()
	upstream := answering(t, "HTTP/1.1 103 Early Hints\r\nClerk-Secret-Key: "+proxySecret+"\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
	response, body := visitRaw(t, applicationAt(t, upstream), "GET /__clerk/v1 HTTP/1.1\r\nHost: a.example\r\n\r\n")
	if response.StatusCode != http.StatusOK || body != "ok" || response.Header["Clerk-Secret-Key"] != nil {
		t.Errorf("got %d %v %q", response.StatusCode, response.Header, body)
	}
}

// answering starts a server that answers each connection by these bytes, closes
// it, and returns its URL.
func answering(t *testing.T, answer string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			if request, err := http.ReadRequest(bufio.NewReader(connection)); err == nil {
				_, _ = io.Copy(io.Discard, request.Body)
				_, _ = io.WriteString(connection, answer)
			}
			connection.Close()
		}
	}()
	t.Cleanup(func() {
		listener.Close()
		<-done
	})
	return "http://" + listener.Addr().String()
}
