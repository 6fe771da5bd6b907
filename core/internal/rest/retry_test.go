package rest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/google/go-cmp/cmp"
)

// now is the time by which dates in Retry-After are read.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// flaky is an API that fails a few times: each failure is a status with a Retry-After,
// or 0 to cut the connection.
type flaky struct {
	failures []failure

	mu     sync.Mutex
	bodies []string
}

type failure struct {
	status     int
	retryAfter string
}

func (f *flaky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	f.mu.Lock()
	n := len(f.bodies)
	f.bodies = append(f.bodies, string(body))
	f.mu.Unlock()
	if n >= len(f.failures) {
		_, _ = io.WriteString(w, `{"id":"x"}`)
		return
	}
	if f.failures[n].status == 0 {
		panic(http.ErrAbortHandler)
	}
	if f.failures[n].retryAfter != "" {
		w.Header().Set("Retry-After", f.failures[n].retryAfter)
	}
	w.WriteHeader(f.failures[n].status)
}

// sent returns the bodies of the requests so far.
func (f *flaky) sent() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.bodies)
}

// fail makes the next requests fail, and those after them succeed.
func (f *flaky) fail(next ...failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.bodies, f.failures = nil, next
}

// waits collects how long a client waits, without waiting.
type waits struct {
	mu  sync.Mutex
	all []time.Duration
}

func (w *waits) wait(ctx context.Context, d time.Duration) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, d)
	return ctx.Err() == nil
}

func flakyClient(t *testing.T, api http.Handler, retry rest.Retry) (*rest.Client, *waits) {
	t.Helper()
	server := httptest.NewUnstartedServer(api)
	server.Config.ErrorLog = nil
	server.Start()
	t.Cleanup(server.Close)
	base, err := rest.ParseBase(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := rest.New(base, rest.Options{
		HTTPClient: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, Now: func() time.Time { return now }, Retry: retry,
	})
	slept := new(waits)
	client.SetWait(slept.wait)
	return client, slept
}

func TestRetry(t *testing.T) {
	t.Parallel()
	down := failure{status: 503}
	cut := failure{}
	for name, test := range map[string]struct {
		method   string
		failures []failure
		request  rest.Request
		retry    rest.Retry
		sent     int
		status   int // of the error; 0 for none, 1 for one of the connection
	}{
		"a connection cut":              {"GET", []failure{cut, cut}, rest.Request{}, rest.Retry{}, 3, 0},
		"as often as asked for":         {"GET", []failure{down, down, down, down}, rest.Request{}, rest.Retry{Attempts: 5}, 5, 0},
		"as often as the call asks for": {"GET", []failure{down, down}, rest.Request{Retry: rest.Retry{Attempts: 2}}, rest.Retry{}, 2, 503},
		"bad gateway":                   {"GET", []failure{{status: 502}}, rest.Request{}, rest.Retry{}, 2, 0},
		"bad request":                   {"GET", []failure{{status: 400}}, rest.Request{}, rest.Retry{}, 1, 400},
		"delete":                        {"DELETE", []failure{down}, rest.Request{}, rest.Retry{}, 2, 0},
		"gateway timeout":               {"GET", []failure{{status: 504}}, rest.Request{}, rest.Retry{}, 2, 0},
		"gone":                          {"GET", []failure{{status: 404}}, rest.Request{}, rest.Retry{}, 1, 404},
		"no time left":                  {"GET", []failure{down}, rest.Request{}, rest.Retry{Elapsed: time.Nanosecond}, 1, 503},
		"patch":                         {"PATCH", []failure{down}, rest.Request{Body: []byte("{}")}, rest.Retry{}, 1, 503},
		"post":                          {"POST", []failure{down}, rest.Request{Body: []byte("{}")}, rest.Retry{}, 1, 503},
		"post that was cut":             {"POST", []failure{cut}, rest.Request{Body: []byte("{}")}, rest.Retry{}, 1, 1},
		"post that changes nothing":     {"POST", []failure{down, cut}, rest.Request{Body: []byte("{}"), Idempotent: true}, rest.Retry{}, 3, 0},
		"put":                           {"PUT", []failure{down}, rest.Request{Body: []byte(`{"a":1}`)}, rest.Retry{}, 2, 0},
		"server error":                  {"GET", []failure{{status: 500}}, rest.Request{}, rest.Retry{}, 1, 500},
		"switched off":                  {"GET", []failure{down}, rest.Request{}, rest.Retry{Attempts: -1}, 1, 503},
		"three in all":                  {"GET", []failure{down, down, down}, rest.Request{}, rest.Retry{}, 3, 503},
		"too many requests":             {"GET", []failure{{429, "2"}}, rest.Request{}, rest.Retry{}, 2, 0},
		"too many, a longer wait":       {"GET", []failure{{429, "30"}}, rest.Request{}, rest.Retry{Elapsed: time.Minute, MaxWait: time.Minute}, 2, 0},
		"too many, too long":            {"GET", []failure{{429, "6"}}, rest.Request{}, rest.Retry{}, 1, 429},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := &flaky{failures: test.failures}
			client, _ := flakyClient(t, api, test.retry)
			request := test.request
			request.Method, request.Path = test.method, "/x"
			err := client.Do(t.Context(), request, nil)
			var status *rest.StatusError
			got := 0
			if errors.As(err, &status) {
				got = status.Status
			} else if err != nil {
				got = 1
			}
			if got != test.status || len(api.sent()) != test.sent {
				t.Errorf("sent %d times, error %v; want %d times, status %d", len(api.sent()), err, test.sent, test.status)
			}
			for _, body := range api.sent() {
				if body != string(request.Body) {
					t.Errorf("the body was %q", body)
				}
			}
		})
	}
}

func TestRetryWaits(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		failures []failure
		least    []time.Duration
		most     []time.Duration
	}{
		"longer each time":     {[]failure{{status: 503}, {status: 503}}, []time.Duration{100 * time.Millisecond, 200 * time.Millisecond}, []time.Duration{300 * time.Millisecond, 600 * time.Millisecond}},
		"seconds":              {[]failure{{429, "3"}}, []time.Duration{3 * time.Second}, []time.Duration{3 * time.Second}},
		"a date":               {[]failure{{503, now.Add(4 * time.Second).Format(http.TimeFormat)}}, []time.Duration{4 * time.Second}, []time.Duration{4 * time.Second}},
		"a date that has been": {[]failure{{503, now.Add(-time.Hour).Format(http.TimeFormat)}}, []time.Duration{100 * time.Millisecond}, []time.Duration{300 * time.Millisecond}},
		"nonsense":             {[]failure{{503, "soon"}}, []time.Duration{100 * time.Millisecond}, []time.Duration{300 * time.Millisecond}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, slept := flakyClient(t, &flaky{failures: test.failures}, rest.Retry{})
			if err := client.Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, nil); err != nil {
				t.Fatal(err)
			}
			if len(slept.all) != len(test.least) {
				t.Fatalf("waited %v", slept.all)
			}
			for k, d := range slept.all {
				if d < test.least[k] || d > test.most[k] {
					t.Errorf("wait %d took %v, want %v to %v", k, d, test.least[k], test.most[k])
				}
			}
		})
	}
}

// What never left this machine may be sent again, whatever it is.
func TestRetryWithoutConnection(t *testing.T) {
	t.Parallel()
	tries := 0
	transport := &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		tries++
		return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("refused")}
	}}
	base, err := rest.ParseBase("https://clerk.test")
	if err != nil {
		t.Fatal(err)
	}
	client := rest.New(base, rest.Options{HTTPClient: &http.Client{Transport: transport}})
	client.SetWait(new(waits).wait)
	if err := client.Do(t.Context(), rest.Request{Method: "POST", Path: "/x", Body: []byte("{}")}, nil); err == nil || tries != rest.DefaultAttempts {
		t.Errorf("%d tries, error %v", tries, err)
	}
}

// A context that would end during the pause ends the call before it.
func TestRetryRespectsTheContext(t *testing.T) {
	t.Parallel()
	api := &flaky{failures: []failure{{429, "4"}}}
	client, slept := flakyClient(t, api, rest.Retry{})
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	err := client.Do(ctx, rest.Request{Method: "GET", Path: "/x"}, nil)
	var status *rest.StatusError
	if !errors.As(err, &status) || len(slept.all) != 0 || len(api.sent()) != 1 {
		t.Errorf("error %v after %d requests, waited %v", err, len(api.sent()), slept.all)
	}

	ctx, cancel = context.WithCancel(t.Context())
	client.SetWait(func(ctx context.Context, _ time.Duration) bool { cancel(); return ctx.Err() == nil })
	api.fail(failure{status: 503}, failure{status: 503})
	if err := client.Do(ctx, rest.Request{Method: "GET", Path: "/x"}, nil); err == nil || len(api.sent()) != 1 {
		t.Errorf("error %v after %d requests", err, len(api.sent()))
	}
}

// An outage is not doubled: a client has a few retries, and earns others by success.
func TestRetryBudget(t *testing.T) {
	t.Parallel()
	api := new(flaky)
	client, _ := flakyClient(t, api, rest.Retry{})
	call := func(times int) (failed int) {
		for range times {
			if client.Do(t.Context(), rest.Request{Method: "GET", Path: "/x"}, nil) != nil {
				failed++
			}
		}
		return failed
	}
	outage := slices.Repeat([]failure{{status: 503}}, 1000)
	api.fail(outage...)
	if failed, sent := call(100), len(api.sent()); failed != 100 || sent != 110 {
		t.Errorf("%d of 100 calls failed, sent %d times; want 110", failed, sent)
	}
	api.fail()
	if failed := call(25); failed != 0 {
		t.Fatalf("%d calls failed without an outage", failed)
	}
	api.fail(outage...)
	if failed, sent := call(10), len(api.sent()); failed != 10 || sent != 12 {
		t.Errorf("after 25 successes 10 calls were sent %d times, want 12", sent)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{
		"":                              0,
		"-1":                            0,
		"1.5":                           0,
		"99999999999999999999":          (1<<31 - 1) * time.Second,
		"120":                           2 * time.Minute,
		strings.Repeat("9", 12):         (1<<31 - 1) * time.Second,
		"Sun, 01 Mar 2026 12:01:00 GMT": time.Minute,
		"Sun, 01 Mar 2026 11:00:00 GMT": 0,
	} {
		got := rest.RetryAfter(http.Header{"Retry-After": {value}}, func() time.Time { return now })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", value, diff)
		}
	}
}
