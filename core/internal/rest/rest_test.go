package rest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/google/go-cmp/cmp"
)

// setup returns a client of a server on loopback.
func setup(t *testing.T, handler http.HandlerFunc) *rest.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	base, err := rest.ParseBase(server.URL + "//proxy//")
	if err != nil {
		t.Fatal(err)
	}
	return rest.New(base, rest.Options{UserAgent: "agent/1"})
}

// answers returns a handler that sends one answer.
func answers(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

type thing struct {
	ID string `json:"id"`
}

func TestRequestOnTheWire(t *testing.T) {
	t.Parallel()
	headers := func(contentType string) map[string]string {
		return map[string]string{
			"Authorization":     "Bearer sk_test_1",
			"Clerk-Api-Version": "2026-05-12",
			"Content-Type":      contentType,
			"User-Agent":        "agent/1",
		}
	}
	for name, test := range map[string]struct {
		request rest.Request
		target  string
		headers map[string]string
		length  int64
		body    string
	}{
		"get": {
			rest.Request{Method: "GET", Path: "/v1/users", Key: "sk_test_1"},
			"/proxy/v1/users", headers("application/json"), 0, "",
		},
		"escaped": {
			rest.Request{Method: "GET", Path: "/v1/users/a%2520b", Query: url.Values{"q": {"+1"}}, Key: "sk_test_1"},
			"/proxy/v1/users/a%2520b?q=%2B1", headers("application/json"), 0, "",
		},
		"post": {
			rest.Request{Method: "POST", Path: "/v1/users", Body: []byte(`{"a":1}`), Key: "sk_test_1"},
			"/proxy/v1/users", headers("application/json"), 7, `{"a":1}`,
		},
		"post without body": {
			rest.Request{Method: "POST", Path: "/v1/testing_tokens", Key: "sk_test_1"},
			"/proxy/v1/testing_tokens", headers("application/json"), 0, "",
		},
		"multipart": {
			rest.Request{Method: "PUT", Path: "/logo", Body: []byte("--x"), ContentType: "multipart/form-data; boundary=x", Key: "sk_test_1"},
			"/proxy/logo", headers("multipart/form-data; boundary=x"), 3, "--x",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := setup(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				got := map[string]string{}
				for header := range test.headers {
					got[header] = strings.Join(r.Header[header], "|")
				}
				if diff := cmp.Diff(test.headers, got); diff != "" {
					t.Errorf("headers (-want +got):\n%s", diff)
				}
				if r.Method != test.request.Method || r.RequestURI != test.target {
					t.Errorf("got %s %s, want %s %s", r.Method, r.RequestURI, test.request.Method, test.target)
				}
				if string(body) != test.body || r.ContentLength != test.length {
					t.Errorf("body %q of length %d, want %q of %d", body, r.ContentLength, test.body, test.length)
				}
				w.WriteHeader(http.StatusNoContent)
			})
			if err := client.Do(t.Context(), test.request, nil); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestNoKeyNoAuthorization(t *testing.T) {
	t.Parallel()
	client := setup(t, func(w http.ResponseWriter, r *http.Request) {
		if _, ok := r.Header["Authorization"]; ok {
			t.Error("an Authorization header was sent")
		}
	})
	if err := client.Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, nil); err != nil {
		t.Error(err)
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	const ok = `{"id":"a"}`
	for name, test := range map[string]struct {
		status            int
		contentType, body string
		want              string // the ID
		failure           string // part of a ResponseError
	}{
		"json":                  {200, "application/json", ok, "a", ""},
		"created":               {201, "application/json", ok, "a", ""},
		"charset":               {200, "application/json; charset=utf-8", ok, "a", ""},
		"upper case":            {200, "Application/JSON", ok, "a", ""},
		"suffix":                {200, "application/jwk-set+json", ok, "a", ""},
		"malformed parameter":   {200, "application/json; charset", ok, "a", ""},
		"no content type":       {200, "", ok, "a", ""},
		"unknown member":        {200, "application/json", `{"new":{"x":[1]},"id":"a"}`, "a", ""},
		"duplicate member":      {200, "application/json", `{"id":"b","id":"a"}`, "a", ""},
		"invalid UTF-8":         {200, "application/json", "{\"id\":\"\xff\"}", "\ufffd", ""},
		"white space":           {200, "application/json", " \n" + ok + "\r\n", "a", ""},
		"accepted without body": {202, "", "", "", "empty"},
		"no content":            {204, "", "", "", "empty"},
		"empty":                 {200, "application/json", "", "", "empty"},
		"null":                  {200, "application/json", " null ", "", "empty"},
		"html":                  {200, "text/html", "<p>hello", "", `"text/html"`},
		"cut off":               {200, "application/json", `{"id":"hunter2`, "", "no valid JSON"},
		"two values":            {200, "application/json", ok + ok, "", "no valid JSON"},
		"another shape":         {200, "application/json", `{"id":["hunter2"]}`, "", "a JSON [ at /id does not fit string"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := setup(t, answers(test.status, test.contentType, test.body))
			var got thing
			err := client.Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, &got)
			if test.failure == "" {
				if err != nil || got.ID != test.want {
					t.Fatalf("got %+v, %v", got, err)
				}
				return
			}
			var failure *rest.ResponseError
			if !errors.As(err, &failure) || !strings.Contains(err.Error(), test.failure) || failure.Status != test.status {
				t.Fatalf("got %v, want a ResponseError with %q", err, test.failure)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error quotes the answer: %v", err)
			}
		})
	}
}

func TestWithoutResult(t *testing.T) {
	t.Parallel()
	for _, answer := range []http.HandlerFunc{
		answers(200, "", ""), answers(200, "text/html", "<p>"), answers(202, "", ""), answers(204, "", ""),
	} {
		if err := setup(t, answer).Do(t.Context(), rest.Request{Method: "POST", Path: "/x"}, nil); err != nil {
			t.Error(err)
		}
	}
	got := thing{ID: "before"}
	if err := setup(t, answers(204, "", "")).Do(t.Context(), rest.Request{Method: "POST", Path: "/x"}, &got); err != nil || got.ID != "before" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestRawAnswer(t *testing.T) {
	t.Parallel()
	const body = " {\"keys\": [1,\n{}]} \n"
	var got []byte
	err := setup(t, answers(200, "text/plain", body)).Do(t.Context(), rest.Request{Method: "GET", Path: "/jwks"}, &got)
	if err != nil || string(got) != body {
		t.Errorf("got %q, %v", got, err)
	}
}

// TestRawAnswerIsKept: the answers that follow do not write over it.
func TestRawAnswerIsKept(t *testing.T) {
	t.Parallel()
	n := 0
	client := setup(t, func(w http.ResponseWriter, _ *http.Request) {
		n++
		_, _ = fmt.Fprintf(w, "answer %03d", n)
	})
	var all [20][]byte
	for i := range all {
		if err := client.Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, &all[i]); err != nil {
			t.Fatal(err)
		}
	}
	for i, got := range all {
		if want := fmt.Sprintf("answer %03d", i+1); string(got) != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestStatusError(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status      int
		contentType string
		json        bool
	}{
		{400, "application/json", true},
		{422, "application/problem+json; charset=utf-8", true},
		{502, "text/html", false},
		{304, "", true},
	} {
		err := setup(t, answers(test.status, test.contentType, "")).Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, nil)
		var status *rest.StatusError
		if !errors.As(err, &status) || status.Status != test.status || status.JSON != test.json {
			t.Errorf("got %#v, want status %d", err, test.status)
		}
	}
}

func TestErrorBodyIsLimited(t *testing.T) {
	t.Parallel()
	body := strings.Repeat("x", rest.MaxErrorBody+1)
	err := setup(t, answers(500, "text/plain", body)).Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, nil)
	var status *rest.StatusError
	if !errors.As(err, &status) || len(status.Body) != rest.MaxErrorBody {
		t.Errorf("got %T with a body of %d bytes", err, len(status.Body))
	}
}

func TestAnswerIsLimited(t *testing.T) {
	t.Parallel()
	megabyte := bytes.Repeat([]byte(" "), 1<<20)
	var member bytes.Buffer // gzip members in a row are one stream
	z := gzip.NewWriter(&member)
	_, _ = z.Write(megabyte)
	_ = z.Close()
	flood := func(w io.Writer, chunk []byte) {
		for range rest.MaxResponse>>20 + 1 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}
	for name, handler := range map[string]http.HandlerFunc{
		"declared": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(rest.MaxResponse+1))
		},
		"streamed": func(w http.ResponseWriter, _ *http.Request) {
			flood(w, megabyte)
		},
		"compressed": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			flood(w, member.Bytes())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := setup(t, handler).Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, &thing{})
			var failure *rest.ResponseError
			if !errors.As(err, &failure) || !strings.Contains(err.Error(), "larger than") {
				t.Errorf("got %v, want a ResponseError about the size", err)
			}
		})
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("the redirect was followed, with Authorization %q", r.Header.Get("Authorization"))
	}))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		client := setup(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, status)
		})
		err := client.Do(t.Context(), rest.Request{Method: "GET", Path: "/x", Key: "k"}, &thing{})
		var failure *rest.StatusError
		if !errors.As(err, &failure) || failure.Status != status {
			t.Errorf("got %v, want status %d", err, status)
		}
	}
}

func TestCallersClientIsNotChanged(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(answers(204, "", ""))
	t.Cleanup(server.Close)
	base, _ := rest.ParseBase(server.URL)
	used := false
	mine := &http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		used = true
		return http.DefaultTransport.RoundTrip(r)
	})}
	if err := rest.New(base, rest.Options{HTTPClient: mine, UserAgent: "a"}).Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, nil); err != nil {
		t.Error(err)
	}
	if mine.CheckRedirect != nil || mine.Timeout != 0 || !used {
		t.Errorf("the client was changed or not used: %+v", mine)
	}
}

func TestTransportErrorHidesURL(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	base, _ := rest.ParseBase("https://clerk.test")
	client := rest.New(base, rest.Options{UserAgent: "a", HTTPClient: &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response, error) {
		return nil, boom
	})}})
	err := client.Do(t.Context(), rest.Request{Method: "GET", Path: "/x", Query: url.Values{"q": {"hunter2"}}}, nil)
	if !errors.Is(err, boom) || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("got %v", err)
	}
}

func TestCancelledMidBody(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 500} {
		ctx, cancel := context.WithCancel(t.Context())
		client := setup(t, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"id":`)
			_ = http.NewResponseController(w).Flush()
			cancel()
			<-r.Context().Done()
		})
		err := client.Do(ctx, rest.Request{Method: "GET", Path: "/x"}, &thing{})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("status %d: got %v, want context.Canceled", status, err)
		}
	}
}

func TestBrokenBody(t *testing.T) {
	t.Parallel()
	broken := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, `{"id":"a"`)
		}
	}
	err := setup(t, broken(200)).Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, &thing{})
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v, want io.ErrUnexpectedEOF", err)
	}
	err = setup(t, broken(503)).Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, &thing{})
	var status *rest.StatusError
	if !errors.As(err, &status) {
		t.Errorf("got %v, want the status", err)
	}
}

func TestNilContext(t *testing.T) {
	t.Parallel()
	var ctx context.Context
	if err := setup(t, answers(204, "", "")).Do(ctx, rest.Request{Method: "GET", Path: "/x"}, nil); err == nil {
		t.Error("no error")
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// A header that never ends is refused, not collected.
func TestHeaderIsBounded(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Long", strings.Repeat("x", 200<<10))
	}))
	t.Cleanup(server.Close)
	base, err := rest.ParseBase(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for name, own := range map[string]*http.Client{"no client": nil, "a client without a transport": {Timeout: time.Minute}} {
		client := rest.New(base, rest.Options{HTTPClient: own, Retry: rest.Retry{Attempts: 1}})
		if err := client.Do(t.Context(), rest.Request{Method: "GET", Path: "/"}, nil); err == nil {
			t.Errorf("%s: a header of 200 KB was read", name)
		}
	}
}

// Something that answers with what it received does not get the key into an error.
func TestErrorsQuoteNoKey(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"sk_test_marked", "marked of no known form"} {
		client := rest.New(&url.URL{Scheme: "http", Host: "127.0.0.1"}, rest.Options{
			HTTPClient: &http.Client{Transport: echoes{}}, Retry: rest.Retry{Attempts: 1},
		})
		err := client.Do(t.Context(), rest.Request{Method: "GET", Path: "/", Key: key}, nil)
		if err == nil || strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, errors.Unwrap(err)), "marked") {
			t.Errorf("got %v", err)
		}
	}
}

type echoes struct{}

func (echoes) RoundTrip(r *http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("malformed HTTP response %q", r.Header.Get("Authorization"))
}
