package adaptertest

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// methods holds that HEAD and OPTIONS are guarded as GET is.
func methods(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	user := b.bearer(clerktest.TokenOptions{})
	for _, method := range []string{http.MethodDelete, http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPatch, http.MethodPost, http.MethodPut} {
		s.denied(t, denial{name: method, method: method, path: "/guarded", status: http.StatusUnauthorized, reason: core.ReasonDevBrowserMissing, challenge: "Bearer"})
		if got := s.do(t, method, "/guarded", user...); got.status != http.StatusOK || got.ran != 1 {
			t.Errorf("%s of a user: got status %d, handler ran %d times", method, got.status, got.ran)
		}
		if got := s.do(t, method, "/"); got.status != http.StatusOK || got.ran != 1 {
			t.Errorf("%s of a stranger: got status %d, handler ran %d times", method, got.status, got.ran)
		}
	}
}

// crossOrigin are headers of a page of another origin, and preflight those that
// ask for it.
var (
	crossOrigin = []string{"Origin", Origin, "Sec-Fetch-Dest", "empty", "Sec-Fetch-Mode", "cors", "Sec-Fetch-Site", "cross-site"}
	preflight   = slices.Concat(crossOrigin, []string{"Access-Control-Request-Headers", "authorization", "Access-Control-Request-Method", "GET"})
)

// corsFirst holds that CORS middleware in front answers preflights alone.
func corsFirst(t testing.TB, b *bench) {
	got := b.cors(t, First)
	if reason := got.header.Get("X-Clerk-Auth-Reason"); reason != "" {
		t.Errorf("the preflight was authenticated: %s", reason)
	}
}

// corsBehind holds that a preflight passes the middleware.
func corsBehind(t testing.TB, b *bench) { b.cors(t, Behind) }

// cors holds that preflights of a guarded route are answered, and that a page may
// read why it was denied. It returns the answer to the preflight.
func (b *bench) cors(t testing.TB, place Place) reply {
	t.Helper()
	app := b.app()
	app.CORS = place
	s := b.start(t, app)
	got := s.do(t, http.MethodOptions, "/guarded", preflight...)
	if got.status/100 != 2 || got.header.Get("Access-Control-Allow-Origin") != Origin || got.ran != 0 {
		t.Errorf("preflight: got status %d, allowed origin %q, handler ran %d times", got.status, got.header.Get("Access-Control-Allow-Origin"), got.ran)
	}
	denied := s.denied(t, denial{name: "stranger", path: "/guarded", header: crossOrigin, status: http.StatusUnauthorized, reason: core.ReasonDevBrowserMissing, challenge: "Bearer"})
	if denied.header.Get("Access-Control-Allow-Origin") != Origin || !strings.Contains(strings.Join(denied.header.Values("Vary"), ","), "Origin") {
		t.Errorf("the denial lost the headers of CORS; it has %v", denied.headerNames())
	}
	user := s.do(t, http.MethodGet, "/guarded", slices.Concat(crossOrigin, b.bearer(clerktest.TokenOptions{}))...)
	if user.seen.UserID != b.userID || user.header.Get("Access-Control-Allow-Origin") != Origin {
		t.Errorf("user: got status %d, the handler saw %+v", user.status, user.seen)
	}
	return got
}

// unrepresentable holds that requests that no browser could make get a 400 with
// an empty body and reach no handler.
func unrepresentable(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	for _, line := range [][2]string{
		{"GET", "//"},
		{"GET", "//user@app.example.com"},
		{"GET", "//user:password@app.example.com/guarded"},
		{"GET", "http://user@app.example.com/"},
		{"TRACE", "/"},
	} {
		got := s.raw(t, line[0], line[1], b.bearer(clerktest.TokenOptions{})...)
		if got.status != http.StatusBadRequest || got.body != "" || got.ran != 0 {
			t.Errorf("%s %s: got status %d, %d bytes, handler ran %d times; want 400, none, never", line[0], line[1], got.status, len(got.body), got.ran)
		}
	}
	if got := s.raw(t, "GET", "//other.example.com/path"); got.status == http.StatusBadRequest || got.status >= http.StatusInternalServerError {
		t.Errorf("a path that begins with //: got status %d", got.status)
	}
}

// handshake holds that a browser that has to visit Clerk is sent there.
func handshake(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	for _, path := range []string{"/", "/guarded", "/page"} {
		got := s.do(t, http.MethodGet, path, page...)
		location := got.header.Get("Location")
		if got.status != http.StatusTemporaryRedirect || !strings.Contains(location, "/v1/client/handshake?") {
			t.Errorf("%s: got status %d to %q, want 307 to the handshake", path, got.status, location)
		}
		if got.body != "" || got.ran != 0 {
			t.Errorf("%s: got %d bytes, handler ran %d times; want none, never", path, len(got.body), got.ran)
		}
		if got.header.Get("Cache-Control") != "no-store" || len(got.header.Values("Set-Cookie")) != 1 {
			t.Errorf("%s: got %v", path, got.headerNames())
		}
	}
}

// handshakeCookies holds that every cookie of a handshake reaches the browser, in
// order.
func handshakeCookies(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	cookies := []string{
		"__session=" + b.token(clerktest.TokenOptions{}) + "; Path=/",
		"__client_uat=1700000000; Path=/; HttpOnly",
		"__client_uat=1700000000; Path=/; Domain=127.0.0.1",
		"__clerk_db_jwt=dvb_2; Path=/",
	}
	token := b.token(clerktest.TokenOptions{Claims: map[string]any{"handshake": cookies}})
	got := s.do(t, http.MethodGet, "/guarded?a=b&__clerk_handshake="+token, slices.Concat(knownBrowser, page)...)
	if got.status != http.StatusTemporaryRedirect || !strings.HasSuffix(got.header.Get("Location"), "/guarded?a=b") {
		t.Errorf("got status %d to %q, want 307 to the clean URL", got.status, got.header.Get("Location"))
	}
	if set := got.header.Values("Set-Cookie"); !slices.Equal(set, cookies) {
		t.Errorf("got %d cookies, want all %d in order", len(set), len(cookies))
	}
	if got.body != "" || got.ran != 0 {
		t.Errorf("got %d bytes, handler ran %d times; want none, never", len(got.body), got.ran)
	}
}

// bodyIsLeft holds that a handler reads the whole body of a request, whose media
// type invites parsing, after authentication.
func bodyIsLeft(t testing.TB, b *bench) {
	digest := func(c call) any {
		hash := sha256.New()
		if _, err := io.Copy(hash, c.body); err != nil {
			return err.Error()
		}
		return hex.EncodeToString(hash.Sum(nil))
	}
	s := b.start(t, b.app(Route{Path: "/upload", RequireAuth: true, answer: digest}))
	body := strings.Repeat("a=0123456789&b=c", 1<<16) // 1 MB
	sum := sha256.Sum256([]byte(body))
	header := slices.Concat(b.bearer(clerktest.TokenOptions{}), []string{"Content-Type", "application/x-www-form-urlencoded"})
	got := s.post(t, http.MethodPost, "/upload", body, header...)
	if got.status != http.StatusOK || got.body != `"`+hex.EncodeToString(sum[:])+`"` {
		t.Errorf("got status %d, another body than was sent", got.status)
	}
}

// hostileRequests holds that nothing panics: a 500 without a reason is what the
// framework makes of a panic.
func hostileRequests(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	for _, header := range [][]string{
		{"Accept", "text/html", "Cookie", "__clerk_redirect_count=99999999999999999999"},
		{"Authorization", ""},
		{"Authorization", "Bearer"},
		{"Authorization", "Bearer " + strings.Repeat("a", 20<<10)},
		{"Authorization", "Bearer ..", "Authorization", "Bearer .."},
		{"Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."},
		{"Cookie", "=;;=;__session;__session=;__client_uat=NaN; \"", "Cookie", "__session=a.b.c; __client_uat=-1"},
		{"Cookie", "__clerk_handshake=.; __clerk_db_jwt=%zz"},
		{"Cookie", "__clerk_handshake_nonce=../../v1/users"},
		{"Origin", "null", "Referer", "::::", "User-Agent", ""},
		{"X-Forwarded-Host", `"<>,, [::`, "X-Forwarded-Port", "-1", "X-Forwarded-Proto", "javascript"},
	} {
		for _, path := range []string{"/", "/guarded", "/page?%zz&__clerk_handshake=..&__clerk_redirect_url=%25"} {
			got := s.raw(t, http.MethodGet, path, slices.Concat(page, header)...)
			told := strings.Contains(got.body, string(core.ReasonUnexpectedError))
			if got.status >= http.StatusInternalServerError && !told || got.seen.Authenticated || got.seen.UserID != "" {
				t.Errorf("%s %.60q: got status %d, %.60q", path, header, got.status, got.body)
			}
			if path != "/" && got.ran != 0 {
				t.Errorf("%s %.60q: the handler ran", path, header)
			}
		}
	}
}
