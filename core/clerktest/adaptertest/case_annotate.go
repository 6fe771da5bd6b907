package adaptertest

import (
	"net/http"
	"slices"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// everyonePasses holds that the middleware lets everyone through and that the
// handler sees who somebody is, or why nobody is signed in.
func everyonePasses(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	other := clerktest.Start(t)
	for _, test := range []struct {
		name   string
		header []string
		userID string
		reason core.Reason
	}{
		{"expired", b.bearer(clerktest.TokenOptions{Fault: clerktest.Expired}), "", "session-token-expired-refresh-non-eligible-no-refresh-cookie"},
		{"garbage", bearer("garbage"), "", "token-invalid"},
		{"machine", bearer(b.inst.M2MToken()), "", core.ReasonTokenTypeMismatch},
		{"other instance", bearer(tokenOf(other, b.userID)), "", "jwk-kid-mismatch"},
		{"pending", b.bearer(clerktest.TokenOptions{Status: "pending"}), "", core.ReasonSessionPending},
		{"stranger", nil, "", core.ReasonDevBrowserMissing},
		{"tampered", b.bearer(clerktest.TokenOptions{Fault: clerktest.Tampered}), "", "token-invalid-signature"},
		{"user", b.bearer(clerktest.TokenOptions{}), b.userID, ""},
	} {
		got := s.do(t, http.MethodGet, "/", test.header...)
		if got.status != http.StatusOK || got.ran != 1 {
			t.Errorf("%s: got status %d, handler ran %d times; want 200 and once", test.name, got.status, got.ran)
		}
		if got.seen.UserID != test.userID || got.seen.Reason != test.reason || got.seen.Authenticated != (test.userID != "") {
			t.Errorf("%s: the handler saw %+v, want the user %q and the reason %q", test.name, got.seen, test.userID, test.reason)
		}
	}
}

// authIsInContext holds that layers without a framework find the same auth.
func authIsInContext(t testing.TB, b *bench) {
	s := b.start(t, b.app())
	for name, header := range map[string][]string{"stranger": nil, "user": b.bearer(clerktest.TokenOptions{})} {
		got := s.do(t, http.MethodGet, "/", header...).seen
		if got.InContext.UserID != got.UserID || got.InContext.Reason != got.Reason || got.InContext.Authenticated != (header != nil) {
			t.Errorf("%s: GetAuth and the context differ: %+v", name, got)
		}
	}
}

// foreignAuthIsNotTrusted holds that a value that somebody else has stored signs
// nobody in, and changes nobody who is.
func foreignAuthIsNotTrusted(t testing.TB, b *bench) {
	app := b.app()
	app.ForeignAuth = true
	s := b.start(t, app)
	if got := s.do(t, http.MethodGet, "/"); got.status != http.StatusOK || got.seen.Authenticated || got.seen.UserID != "" {
		t.Errorf("stranger: got status %d, the handler saw %+v", got.status, got.seen)
	}
	if got := s.do(t, http.MethodGet, "/", b.bearer(clerktest.TokenOptions{})...); got.seen.UserID != b.userID {
		t.Errorf("user: the handler saw %+v", got.seen)
	}
	if got := s.do(t, http.MethodGet, "/guarded"); got.status != http.StatusUnauthorized || got.ran != 0 {
		t.Errorf("guarded: got status %d, handler ran %d times", got.status, got.ran)
	}
}

// skips holds that nobody asks who a request speaks for that is left out, and
// that no guard takes it for signed in.
func skips(t testing.TB, b *bench) {
	app := b.app()
	app.Skip = func(path string) bool { return path != "/" }
	s := b.start(t, app)
	header := b.bearer(clerktest.TokenOptions{})
	if got := s.do(t, http.MethodGet, "/", header...); got.seen.UserID != b.userID {
		t.Errorf("not left out: the handler saw %+v", got.seen)
	}
	got := s.do(t, http.MethodGet, "/skipped", header...)
	if got.status != http.StatusOK || got.seen.Authenticated || got.seen.Reason != core.ReasonMiddlewareMissing {
		t.Errorf("left out: got status %d, the handler saw %+v", got.status, got.seen)
	}
	if got := s.do(t, http.MethodGet, "/guarded", header...); got.status != http.StatusInternalServerError || got.ran != 0 {
		t.Errorf("left out and guarded: got status %d, handler ran %d times", got.status, got.ran)
	}
}

// middlewareMissing holds that without the middleware nobody passes a guard, and
// that a developer is told what to add.
func middlewareMissing(t testing.TB, b *bench) {
	app := b.app()
	app.Middlewares = 0
	s := b.start(t, app)
	header := b.bearer(clerktest.TokenOptions{})
	for _, path := range []string{"/guarded", "/page"} {
		s.denied(t, denial{
			name: path, path: path, header: slices.Concat(header, page), status: http.StatusInternalServerError,
			reason: core.ReasonMiddlewareMissing, text: "Middleware(",
		})
	}
	got := s.do(t, http.MethodGet, "/", header...)
	if got.status != http.StatusOK || got.seen.Authenticated || got.seen.Reason != core.ReasonMiddlewareMissing {
		t.Errorf("got status %d, the handler saw %+v", got.status, got.seen)
	}
}

// twiceIsOnce holds that a second middleware in the chain does nothing.
func twiceIsOnce(t testing.TB, b *bench) {
	inst := clerktest.Start(t)
	app := b.app()
	app.Client, app.Middlewares = newClient(t, inst.Options()), 2
	s := b.start(t, app)
	user := inst.CreateUser(clerktest.UserParams{})
	if got := s.do(t, http.MethodGet, "/guarded", bearer(inst.Token(user, clerktest.TokenOptions{}))...); got.seen.UserID != user.ID || got.ran != 1 {
		t.Errorf("the handler ran %d times and saw %+v", got.ran, got.seen)
	}
	if loads := inst.Requests()["GET /bapi/v1/jwks"]; loads != 1 {
		t.Errorf("the keys were loaded %d times, want once", loads)
	}
	for _, test := range []struct {
		name   string
		header []string
		lines  []string
	}{
		{"handshake", page, []string{"Location", "Set-Cookie", "X-Clerk-Auth-Reason", "X-Clerk-Auth-Status"}},
		{"stranger", nil, []string{"X-Clerk-Auth-Reason", "X-Clerk-Auth-Status"}},
	} {
		got := s.do(t, http.MethodGet, "/", test.header...)
		for _, name := range test.lines {
			if n := len(got.header.Values(name)); n != 1 {
				t.Errorf("%s: got %d lines of %s, want one", test.name, n, name)
			}
		}
	}
}
