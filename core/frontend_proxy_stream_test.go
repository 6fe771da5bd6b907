package core_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
)

func TestFrontendProxyBodies(t *testing.T) {
	t.Parallel()
	application := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Length", http.StatusText(http.StatusOK))
		if r.ContentLength != int64(len(body)) {
			w.Header().Set("X-Length", "unknown")
		}
		_, _ = io.WriteString(w, r.Method+" "+string(body))
	})
	for _, method := range []string{"DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"} {
		for _, sized := range []bool{true, false} {
			body, length := io.Reader(strings.NewReader("payload")), "OK"
			if !sized {
				body, length = struct{ io.Reader }{body}, "unknown"
			}
			response, got := visit(t, method, application+"/__clerk/v1", body, nil)
			if got != method+" payload" || response.Header.Get("X-Length") != length {
				t.Errorf("%s, sized %v: got %q, length %s", method, sized, got, response.Header.Get("X-Length"))
			}
		}
		if response, got := visit(t, method, application+"/__clerk/v1", nil, nil); got != method+" " || response.Header.Get("X-Length") != "OK" {
			t.Errorf("%s without a body: got %q, length %s", method, got, response.Header.Get("X-Length"))
		}
	}
}

// TestFrontendProxyStreams has both sides wait for each other, so that it ends
// only if nothing is held back: neither headers, nor a chunk in either direction.
func TestFrontendProxyStreams(t *testing.T) {
	t.Parallel()
	application := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		controller := http.NewResponseController(w)
		if err := controller.EnableFullDuplex(); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusOK)
		_ = controller.Flush()
		lines := bufio.NewReader(r.Body)
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			_, _ = io.WriteString(w, "got "+line)
			_ = controller.Flush()
		}
	})
	body, say := io.Pipe()
	request, err := http.NewRequestWithContext(t.Context(), "POST", application+"/__clerk/v1", body)
	if err != nil {
		t.Fatal(err)
	}
	response, err := visitor(t).Do(request) // the headers come before any byte is sent
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answers := bufio.NewReader(response.Body)
	for _, line := range []string{"one\n", "two\n", "three\n"} {
		if _, err := io.WriteString(say, line); err != nil {
			t.Fatal(err)
		}
		if got, err := answers.ReadString('\n'); err != nil || got != "got "+line {
			t.Fatalf("got %q, %v", got, err)
		}
	}
	say.Close()
	if rest, err := io.ReadAll(answers); err != nil || len(rest) != 0 {
		t.Errorf("got %q, %v at the end", rest, err)
	}
}

// TestFrontendProxyAnswersEarly: an answer must not wait for the rest of a body
// that nobody wants. The visitor sends the first byte of it only.
func TestFrontendProxyAnswersEarly(t *testing.T) {
	t.Parallel()
	application := proxied(t, func(w http.ResponseWriter, _ *http.Request) {
		if err := http.NewResponseController(w).EnableFullDuplex(); err != nil {
			t.Error(err)
		}
		w.Header().Set("Connection", "close")
		http.Error(w, "too large", http.StatusRequestEntityTooLarge)
	})
	response, body := visitRaw(t, application, "POST /__clerk/v1 HTTP/1.1\r\nHost: a.example\r\nContent-Length: 1000000\r\n\r\nx")
	if response.StatusCode != http.StatusRequestEntityTooLarge || body != "too large\n" {
		t.Errorf("got %d %q", response.StatusCode, body)
	}
}

// TestFrontendProxyExpectContinue: a visitor who asks before sending a body is
// answered by the Frontend API.
func TestFrontendProxyExpectContinue(t *testing.T) {
	t.Parallel()
	application := proxied(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	response, body := visitRaw(t, application, "POST /__clerk/v1 HTTP/1.1\r\nHost: a.example\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("got %d %q", response.StatusCode, body)
	}
}

// TestFrontendProxyVisitorLeaves: a visitor who leaves ends the request upstream,
// before and after the answer has begun.
func TestFrontendProxyVisitorLeaves(t *testing.T) {
	t.Parallel()
	for name, begun := range map[string]bool{"before the answer": false, "within the answer": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			arrived, ended := make(chan struct{}), make(chan struct{})
			application := proxied(t, func(w http.ResponseWriter, r *http.Request) {
				if begun {
					_, _ = io.WriteString(w, "x")
					_ = http.NewResponseController(w).Flush()
				}
				close(arrived)
				<-r.Context().Done()
				close(ended)
			})
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			request, err := http.NewRequestWithContext(ctx, "GET", application+"/__clerk/v1", nil)
			if err != nil {
				t.Fatal(err)
			}
			go func() {
				<-arrived
				leave()
			}()
			response, err := visitor(t).Do(request)
			if err == nil {
				_, err = io.Copy(io.Discard, response.Body)
				response.Body.Close()
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			<-ended
		})
	}
}

// TestFrontendProxyCutShort: an answer that breaks off must not look whole, and
// must not be a panic that other middleware sees.
func TestFrontendProxyCutShort(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		http2  bool
		header string
	}{
		"HTTP/1":       {false, "Content-Length"},
		"HTTP/2":       {true, "Content-Length"},
		"broken gzip":  {false, "Content-Encoding"},
		"broken gzip2": {true, "Content-Encoding"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set(test.header, map[string]string{"Content-Length": "1000", "Content-Encoding": "gzip"}[test.header])
				_, _ = io.WriteString(w, "not all of it")
			}))
			t.Cleanup(upstream.Close)
			proxy := newProxy(t, proxyOptions(upstream.URL), core.FrontendProxyOptions{})
			application := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				defer func() {
					if fault := recover(); fault != nil {
						t.Errorf("panic: %v", fault)
					}
				}()
				proxy.ServeHTTP(w, r)
			}))
			application.EnableHTTP2 = test.http2
			application.StartTLS()
			t.Cleanup(application.Close)
			response, err := application.Client().Get(application.URL + "/__clerk/v1")
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if response.ProtoAtLeast(2, 0) != test.http2 {
				t.Errorf("protocol %s", response.Proto)
			}
			if body, err := io.ReadAll(response.Body); err == nil {
				t.Errorf("the answer looks whole: %q", body)
			}
		})
	}
}

// hiding is a writer that keeps its connection to itself.
type hiding struct{ http.ResponseWriter }

// TestFrontendProxyCutShortWithoutAConnection: net/http is left by the panic that
// it asks for; whatever else runs the handler is not.
func TestFrontendProxyCutShortWithoutAConnection(t *testing.T) {
	t.Parallel()
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, "not all of it")
	}))
	t.Cleanup(upstream.Close)
	proxy := newProxy(t, proxyOptions(upstream.URL), core.FrontendProxyOptions{})
	application := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		proxy.ServeHTTP(hiding{w}, r)
	}))
	t.Cleanup(application.Close)
	response, err := visitor(t).Get(application.URL + "/__clerk/v1")
	if err == nil {
		_, err = io.ReadAll(response.Body)
		response.Body.Close()
	}
	if err == nil {
		t.Error("the answer looks whole")
	}
	recorder := httptest.NewRecorder()
	proxy.ServeHTTP(recorder, httptest.NewRequest("GET", "/__clerk/v1", nil))
	if recorder.Code != http.StatusOK {
		t.Errorf("status %d", recorder.Code)
	}
}

// TestFrontendProxyLargeBodies counts what is allocated while large bodies pass
// in both directions. It does not run in parallel, so that nobody else counts.
func TestFrontendProxyLargeBodies(t *testing.T) {
	const size, limit = 128 << 20, 16 << 20
	application := proxied(t, func(w http.ResponseWriter, r *http.Request) {
		if n, err := io.Copy(io.Discard, r.Body); n != size || err != nil {
			t.Errorf("received %d bytes, %v", n, err)
		}
		_, _ = io.CopyN(w, zeros{}, size)
	})
	request, err := http.NewRequestWithContext(t.Context(), "POST", application+"/__clerk/v1", io.LimitReader(zeros{}, size))
	if err != nil {
		t.Fatal(err)
	}
	request.ContentLength = size
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	response, err := visitor(t).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if n, err := io.Copy(io.Discard, response.Body); n != size || err != nil {
		t.Errorf("answered %d bytes, %v", n, err)
	}
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > limit {
		t.Errorf("%d bytes allocated for two bodies of %d", allocated, size)
	}
}

// zeros reads as zero bytes without end.
type zeros struct{}

// Read implements [io.Reader].
func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
