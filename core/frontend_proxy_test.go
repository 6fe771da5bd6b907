package core_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unsafe"

	"github.com/clerkgo/clerk-go/core"
	"github.com/google/go-cmp/cmp"
)

// proxySecret is the secret key of the proxies under test.
const proxySecret = "sk_test_proxysecret"

// proxyOptions are those of a development instance whose Frontend API is at url.
func proxyOptions(url string) core.Options {
	return core.Options{FAPIURL: url, Logger: quiet, PublishableKey: developmentKey, SecretKey: proxySecret}
}

func newProxy(t testing.TB, options core.Options, proxy core.FrontendProxyOptions) *core.FrontendProxy {
	t.Helper()
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	p, err := client.NewFrontendProxy(proxy)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// proxied starts an application with a proxy in front of a Frontend API and
// returns the application's URL.
func proxied(t *testing.T, frontendAPI http.HandlerFunc) string {
	t.Helper()
	upstream := httptest.NewServer(frontendAPI)
	t.Cleanup(upstream.Close)
	return applicationAt(t, upstream.URL)
}

// applicationAt starts an application with a proxy to the Frontend API at a URL.
func applicationAt(t *testing.T, url string) string {
	t.Helper()
	application := httptest.NewServer(newProxy(t, proxyOptions(url), core.FrontendProxyOptions{}))
	t.Cleanup(application.Close)
	return application.URL
}

// visitor returns a client that does no more than it is told.
func visitor(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// visit sends a request and reads the whole answer.
func visit(t *testing.T, method, url string, body io.Reader, header http.Header) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	if header != nil {
		request.Header = header
	}
	response, err := visitor(t).Transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(got)
}

// visitRaw sends bytes and returns the connection and the first answer on it.
func visitRaw(t *testing.T, application, raw string) (*http.Response, string) {
	t.Helper()
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(application, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	if _, err := io.WriteString(connection, raw); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(raw, " ")
	response, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestFrontendProxyOptions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options core.Options
		path    string
		want    []string // parts of the error; none for no error
	}{
		"no publishable key":         {core.Options{SecretKey: proxySecret}, "", []string{"PublishableKey", "CLERK_PUBLISHABLE_KEY", "dashboard"}},
		"no secret key":              {core.Options{PublishableKey: developmentKey, MachineSecretKey: "ak_x"}, "", []string{"SecretKey", "CLERK_SECRET_KEY", "dashboard"}},
		"path with dots":             {proxyOptions(""), "/a/../b", []string{"FrontendProxyOptions.Path", `"/a/../b"`, "/__clerk"}},
		"path with query":            {proxyOptions(""), "/a?b", []string{"FrontendProxyOptions.Path", "/__clerk"}},
		"path with space":            {proxyOptions(""), "/a b", []string{"FrontendProxyOptions.Path", "/__clerk"}},
		"path with two slashes":      {proxyOptions(""), "//a", []string{"FrontendProxyOptions.Path", "/__clerk"}},
		"path without slash":         {proxyOptions(""), "fapi", []string{"FrontendProxyOptions.Path", "/__clerk"}},
		"FAPI URL relative":          {proxyOptions("/fapi"), "", []string{"FAPIURL", "CLERK_FAPI_URL", "absolute"}},
		"FAPI URL without host":      {proxyOptions("https://"), "", []string{"FAPIURL", "CLERK_FAPI_URL", "absolute"}},
		"FAPI URL of another scheme": {proxyOptions("ftp://fapi.example.com"), "", []string{"FAPIURL", "CLERK_FAPI_URL", "https"}},
		"FAPI URL with credentials":  {proxyOptions("https://user:hunter2@fapi.example.com"), "", []string{"FAPIURL", "CLERK_FAPI_URL", "credentials"}},
		"FAPI URL with query":        {proxyOptions("https://fapi.example.com?a"), "", []string{"FAPIURL", "CLERK_FAPI_URL", "query"}},
		"FAPI URL with fragment":     {proxyOptions("https://fapi.example.com#"), "", []string{"FAPIURL", "CLERK_FAPI_URL", "fragment"}},
		"FAPI URL over http":         {proxyOptions("http://fapi.example.com"), "", []string{"FAPIURL", "CLERK_FAPI_URL", "plain http"}},
		"FAPI URL over http, production": {
			core.Options{FAPIURL: "http://localhost:1", PublishableKey: productionKey, SecretKey: proxySecret}, "",
			[]string{"FAPIURL", "CLERK_FAPI_URL", "plain http"},
		},
		"default":              {proxyOptions(""), "", nil},
		"loopback over http":   {proxyOptions("http://localhost:1"), "", nil},
		"path and base nested": {proxyOptions("https://fapi.example.com/a/b//"), "/api/clerk", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := core.NewClient(test.options)
			if err == nil {
				_, err = client.NewFrontendProxy(core.FrontendProxyOptions{Path: test.path})
			}
			if (err == nil) != (test.want == nil) {
				t.Fatalf("error %v", err)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not name %s", err, want)
				}
			}
			if err != nil && (strings.Contains(err.Error(), proxySecret) || strings.Contains(err.Error(), "hunter2")) {
				t.Errorf("%q holds a secret", err)
			}
		})
	}
}

func TestFrontendProxyPath(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{"": "/__clerk", "/": "/__clerk", "//": "/__clerk", "/fapi": "/fapi", "/fapi/": "/fapi", "/a/b///": "/a/b"} {
		if got := newProxy(t, proxyOptions(""), core.FrontendProxyOptions{Path: given}).Path(); got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

func TestFrontendProxyMatches(t *testing.T) {
	t.Parallel()
	proxy := newProxy(t, proxyOptions(""), core.FrontendProxyOptions{})
	for target, want := range map[string]bool{
		"/__clerk":                             true,
		"/__clerk/":                            true,
		"/__clerk?a=b":                         true,
		"/__clerk/v1/client":                   true,
		"/__clerk//evil.test/x":                true,
		"/__clerk\\v1":                         true,
		"/x/../__clerk/v1":                     true,
		"/x/%2e%2E/__clerk/v1":                 true,
		"http://app.example.com/__clerk/v1":    true,
		"":                                     false,
		"*":                                    false,
		"/":                                    false,
		"//__clerk/v1":                         false,
		"/?/__clerk/":                          false,
		"/%5F_clerk/v1":                        false,
		"/__CLERK/v1":                          false,
		"/__clerk-admin":                       false,
		"/__clerk/../admin":                    false,
		"/__clerk/%2e%2e/admin":                false,
		"/__clerk%2Fv1":                        false,
		"/app/__clerk/v1":                      false,
		"http://__clerk/v1":                    false,
		"http://app.example.com/?x=/__clerk/x": false,
	} {
		if got := proxy.Matches(target); got != want {
			t.Errorf("%q: got %v", target, got)
		}
	}
}

// TestFrontendProxyMatchesDoesNotAllocate does not run in parallel, so that
// nobody else counts.
func TestFrontendProxyMatchesDoesNotAllocate(t *testing.T) {
	proxy := newProxy(t, proxyOptions(""), core.FrontendProxyOptions{})
	if allocs := testing.AllocsPerRun(100, func() { proxy.Matches("/users/1?tab=profile") }); allocs != 0 {
		t.Errorf("%v allocations per request that is not for the proxy", allocs)
	}
}

// TestFrontendProxyKeepsNothingOfTheRequest hands in strings whose memory is
// used again afterwards, as fasthttp does.
func TestFrontendProxyKeepsNothingOfTheRequest(t *testing.T) {
	t.Parallel()
	var memory [][]byte
	reused := func(text string) string {
		memory = append(memory, []byte(text))
		last := memory[len(memory)-1]
		return unsafe.String(unsafe.SliceData(last), len(last))
	}
	var sent capture
	options := proxyOptions("")
	options.HTTPClient = &http.Client{Transport: &sent}
	newProxy(t, options, core.FrontendProxyOptions{}).Forward(t.Context(), plainRequest{
		method: reused("GET"), scheme: reused("https"), host: reused("app.example.com"), target: reused("/__clerk/v1/client?a=b"),
		header: http.Header{
			reused("Cookie"):           {reused("__session=x")},
			reused("Cf-Connecting-Ip"): {reused("192.0.2.7")},
			reused("X-Custom"):         {reused("value")},
		},
	}, nil, 0)
	describe := func() string {
		return fmt.Sprint(sent.request.Method, sent.request.URL, sent.request.URL.RawQuery, sent.request.Header)
	}
	before := describe()
	for _, piece := range memory {
		copy(piece, bytes.Repeat([]byte("#"), len(piece)))
	}
	if diff := cmp.Diff(before, describe()); diff != "" {
		t.Error(diff)
	}
}

// TestFrontendProxyPrintsNoSecret also logs an answer that quotes the secret.
func TestFrontendProxyPrintsNoSecret(t *testing.T) {
	t.Parallel()
	var logged bytes.Buffer
	options := proxyOptions("")
	options.Logger = slog.New(slog.NewTextHandler(&logged, nil))
	options.HTTPClient = &http.Client{Transport: failing{fmt.Errorf("malformed HTTP response %q", "x "+proxySecret)}}
	proxy := newProxy(t, options, core.FrontendProxyOptions{})

	response := proxy.Forward(t.Context(), get("/__clerk/v1?ticket=hunter2"), nil, 0)
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != 502 || !strings.Contains(logged.String(), "[redacted]") {
		t.Errorf("status %d, log %s", response.StatusCode, &logged)
	}
	for _, text := range []string{fmt.Sprintf("%v %+v %#v", proxy, proxy, proxy), logged.String(), string(body)} {
		if strings.Contains(text, proxySecret) || strings.Contains(text, "hunter2") {
			t.Errorf("%s holds a secret", text)
		}
	}
}

// failing is a transport that fails.
type failing struct{ err error }

// RoundTrip implements [http.RoundTripper].
func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

// TestFrontendProxyLogsNoVisitorWhoLeft holds that what visitors do is no alarm.
func TestFrontendProxyLogsNoVisitorWhoLeft(t *testing.T) {
	t.Parallel()
	var logged bytes.Buffer
	options := proxyOptions("")
	options.Logger = slog.New(slog.NewTextHandler(&logged, nil))
	options.HTTPClient = &http.Client{Transport: failing{context.Canceled}}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	response := newProxy(t, options, core.FrontendProxyOptions{}).Forward(ctx, get("/__clerk/v1"), nil, 0)
	if response.StatusCode != 502 || logged.Len() != 0 {
		t.Errorf("status %d, log %s", response.StatusCode, &logged)
	}
}
