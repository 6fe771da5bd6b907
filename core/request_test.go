package core_test

import (
	"crypto/tls"
	"maps"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/google/go-cmp/cmp"
)

func TestFromHTTP(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "https://app.example.com/a%2Fb//c?x=%20y", nil)
	r.Header = http.Header{
		"Accept":        {"a", "b"},
		"Authorization": {"first", "second"},
		"Cookie":        {"a=1", "b=2"},
	}
	request := core.FromHTTP(r)
	for _, test := range []struct{ name, got, want string }{
		{"method", request.Method(), "POST"},
		{"scheme", request.Scheme(), "https"},
		{"host", request.Host(), "app.example.com"},
		{"target", request.RequestURI(), "/a%2Fb//c?x=%20y"},
	} {
		if test.got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, test.got, test.want)
		}
	}
	for name, want := range map[string]string{
		"Accept": "a, b", "Authorization": "first", "Cookie": "a=1; b=2", "Host": "app.example.com",
	} {
		if got, ok := request.Header(name); got != want || !ok {
			t.Errorf("%s: got %q, %t, want %q", name, got, ok, want)
		}
	}
	if got, ok := request.Header("Referer"); got != "" || ok {
		t.Errorf("a header that was not sent is %q, %t", got, ok)
	}
	want := map[string]string{"Accept": "b", "Authorization": "second", "Cookie": "b=2", "Host": "app.example.com"}
	if diff := cmp.Diff(want, maps.Collect(request.Headers())); diff != "" {
		t.Errorf("headers:\n%s", diff)
	}
}

func TestFromHTTPScheme(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "http://app.example.com/", nil)
	if got := core.FromHTTP(r).Scheme(); got != "http" {
		t.Errorf("without TLS: %s", got)
	}
	r.TLS = &tls.ConnectionState{}
	if got := core.FromHTTP(r).Scheme(); got != "https" {
		t.Errorf("with TLS: %s", got)
	}
}

// TestTargetInAbsoluteForm holds that the authority of a target counts as Host
// only, as net/http has it.
func TestTargetInAbsoluteForm(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "http://app.example.com/a?b", nil)
	r.RequestURI = "http://app.example.com/a?b"
	if got := core.FromHTTP(r).RequestURI(); got != "/a?b" {
		t.Errorf("got %q", got)
	}
}

func TestFromHTTPDoesNotAllocate(t *testing.T) {
	r := bearer("token")
	allocs := testing.AllocsPerRun(100, func() {
		request := core.FromHTTP(r)
		_, _ = request.Header("Authorization")
		_ = request.Method() + request.Host()[:0]
	})
	if allocs > 0 {
		t.Errorf("%.0f allocations", allocs)
	}
}

// TestAuthorizationSchemes holds which Authorization headers carry a token.
func TestAuthorizationSchemes(t *testing.T) {
	t.Parallel()
	m := newMint()
	jwt := m.token(nil, nil)
	for header, want := range map[string]core.Reason{
		"Bearer " + jwt:        "",
		jwt:                    "",
		"Bearer " + jwt + " x": "",
		"bearer " + jwt:        core.ReasonSessionTokenAndUATMissing,
		"Basic " + jwt:         core.ReasonSessionTokenAndUATMissing,
		"Bearer  " + jwt:       "token-invalid",
		"Bearer":               "token-invalid",
		"Bearer ":              "token-invalid",
		" ":                    core.ReasonSessionTokenAndUATMissing,
		"":                     core.ReasonSessionTokenAndUATMissing,
	} {
		r := httptest.NewRequest(http.MethodGet, "https://app.example.com/", nil)
		r.Header.Set("Authorization", header)
		if state := authenticateBy(t, m.client(t, nil), core.AuthenticateOptions{}, r); state.Reason() != want {
			t.Errorf("%.20q: got %s, want %s", header, state.Reason(), want)
		}
	}
}
