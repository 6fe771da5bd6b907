package adaptertest

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// denial is a request that must not reach its handler.
type denial struct {
	name, method, path string
	header             []string

	status    int
	reason    core.Reason // in the body
	challenge string      // in WWW-Authenticate, which is absent if this is empty
	text      string      // in the body
}

// denied sends a request and holds that it is denied as it has to be.
func (s *server) denied(t testing.TB, d denial) reply {
	t.Helper()
	if d.method == "" {
		d.method = http.MethodGet
	}
	got := s.do(t, d.method, d.path, d.header...)
	if got.status != d.status {
		t.Errorf("%s: got status %d, want %d", d.name, got.status, d.status)
	}
	if got.ran != 0 || strings.Contains(got.body, "in_context") {
		t.Errorf("%s: the handler ran after the denial", d.name)
	}
	if challenge := got.header.Get("WWW-Authenticate"); (challenge == "") != (d.challenge == "") || !strings.Contains(challenge, d.challenge) {
		t.Errorf("%s: got the challenge %q, want %q", d.name, challenge, d.challenge)
	}
	if cache := got.header.Get("Cache-Control"); cache != "no-store" {
		t.Errorf("%s: got Cache-Control %q, want no-store", d.name, cache)
	}
	if vary := strings.Join(got.header.Values("Vary"), ","); !strings.Contains(vary, "Authorization") || !strings.Contains(vary, "Cookie") {
		t.Errorf("%s: got Vary %q, want Authorization and Cookie in it", d.name, vary)
	}
	if d.method != http.MethodHead && (!strings.Contains(got.body, string(d.reason)) || !strings.Contains(got.body, d.text)) {
		t.Errorf("%s: the body %q does not tell %q %q", d.name, got.body, d.reason, d.text)
	}
	return got
}

// unauthorized holds that RequireAuth answers 401 to whom nobody is.
func unauthorized(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	machine := bearer(b.inst.M2MToken())
	user := b.bearer(clerktest.TokenOptions{})
	const invalid = `error="invalid_token"`
	for _, d := range []denial{
		{name: "admin", path: "/admin", reason: core.ReasonDevBrowserMissing, challenge: "Bearer"},
		{name: "expired", path: "/guarded", header: b.bearer(clerktest.TokenOptions{Fault: clerktest.Expired}), reason: core.ReasonSessionTokenExpired, challenge: invalid},
		{name: "garbage", path: "/guarded", header: bearer("garbage"), reason: "token-invalid", challenge: invalid},
		{name: "machine", path: "/guarded", header: machine, reason: core.ReasonTokenTypeMismatch, challenge: invalid},
		{name: "not active yet", path: "/guarded", header: b.bearer(clerktest.TokenOptions{Fault: clerktest.NotActiveYet}), reason: core.ReasonSessionTokenNotActiveYet, challenge: invalid},
		{name: "pending", path: "/guarded", header: b.bearer(clerktest.TokenOptions{Status: "pending"}), reason: core.ReasonSessionPending, challenge: invalid},
		{name: "stranger", path: "/guarded", reason: core.ReasonDevBrowserMissing, challenge: "Bearer"},
		{name: "tampered", path: "/guarded", header: b.bearer(clerktest.TokenOptions{Fault: clerktest.Tampered}), reason: "token-invalid-signature", challenge: invalid},
		{name: "user for machines", path: "/machines", header: user, reason: core.ReasonTokenTypeMismatch, challenge: invalid},
	} {
		d.status = http.StatusUnauthorized
		s.denied(t, d)
	}
	if got := s.do(t, http.MethodGet, "/guarded", user...); got.status != http.StatusOK || got.seen.UserID != b.userID {
		t.Errorf("user: got status %d, the handler saw %+v", got.status, got.seen)
	}
	if got := s.do(t, http.MethodGet, "/machines", machine...); got.status != http.StatusOK || !got.seen.Authenticated || got.seen.ID == "" {
		t.Errorf("accepted machine: got status %d, the handler saw %+v", got.status, got.seen)
	}

	app := b.app()
	app.RequireAuth = true
	everything := b.start(t, app)
	everything.denied(t, denial{name: "guard of every route", path: "/", status: http.StatusUnauthorized, reason: core.ReasonDevBrowserMissing, challenge: "Bearer"})
	if got := everything.do(t, http.MethodGet, "/", user...); got.seen.UserID != b.userID {
		t.Errorf("guard of every route: got status %d, the handler saw %+v", got.status, got.seen)
	}
}

// forbidden holds that RequireAuth and RequireSignIn answer 403 where a check
// does not hold.
func forbidden(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	member := b.bearer(clerktest.TokenOptions{Role: "org:member"})
	for _, d := range []denial{
		{name: "member", path: "/admin", header: member},
		{name: "page of a member", path: "/admin-page", header: slices.Concat(member, page)},
		{name: "without a role", path: "/admin", header: b.bearer(clerktest.TokenOptions{})},
	} {
		d.status, d.reason = http.StatusForbidden, core.ReasonForbidden
		s.denied(t, d)
	}
	if got := s.do(t, http.MethodGet, "/admin", b.bearer(clerktest.TokenOptions{Role: "org:admin"})...); got.status != http.StatusOK || got.ran != 1 {
		t.Errorf("admin: got status %d, handler ran %d times", got.status, got.ran)
	}
}

// unavailable holds that nobody is called signed out because Clerk is out of
// reach.
func unavailable(t testing.TB, b *bench) {
	app := b.app()
	options := b.inst.Options()
	options.HTTPClient = &http.Client{Transport: unreachable{}}
	app.Client = newClient(t, options)
	s := b.start(t, app)
	got := s.denied(t, denial{name: "user", path: "/guarded", header: b.bearer(clerktest.TokenOptions{}), status: http.StatusServiceUnavailable})
	if seconds, err := strconv.Atoi(got.header.Get("Retry-After")); err != nil || seconds <= 0 {
		t.Errorf("got Retry-After %q, want seconds", got.header.Get("Retry-After"))
	}
	if got := s.do(t, http.MethodGet, "/", b.bearer(clerktest.TokenOptions{})...); got.status != http.StatusOK || got.seen.Authenticated {
		t.Errorf("without a guard: got status %d, the handler saw %+v", got.status, got.seen)
	}
}

// unreachable is a network on which Clerk is not.
type unreachable struct{}

// RoundTrip implements [http.RoundTripper].
func (unreachable) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("no route to Clerk")
}

// pagesRequireSignIn holds that RequireSignIn redirects pages and answers 401 to
// programs.
func pagesRequireSignIn(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	for name, header := range map[string][]string{
		"page":           slices.Concat(knownBrowser, page),
		"page by accept": slices.Concat(knownBrowser, []string{"Accept", "text/html"}),
	} {
		got := s.do(t, http.MethodGet, "/page?a=b", header...)
		location := got.header.Get("Location")
		if got.status != http.StatusSeeOther || !strings.Contains(location, "/sign-in?redirect_url=") || !strings.Contains(location, "%2Fpage%3Fa%3Db") {
			t.Errorf("%s: got status %d to %q, want 303 to sign-in and back", name, got.status, location)
		}
		if got.ran != 0 || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: handler ran %d times, Cache-Control %q", name, got.ran, got.header.Get("Cache-Control"))
		}
	}
	for name, header := range map[string][]string{
		"fetch":   slices.Concat(knownBrowser, []string{"Sec-Fetch-Dest", "empty"}),
		"program": knownBrowser,
	} {
		s.denied(t, denial{name: name, path: "/page", header: header, status: http.StatusUnauthorized, reason: core.ReasonSessionTokenAndUATMissing, challenge: "Bearer"})
	}
	if got := s.do(t, http.MethodGet, "/page", slices.Concat(b.bearer(clerktest.TokenOptions{}), page)...); got.seen.UserID != b.userID || got.ran != 1 {
		t.Errorf("signed in: got status %d, the handler saw %+v", got.status, got.seen)
	}
}
