package faults

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/token"
)

// coldAttempts is how often keys are asked for while requests wait for them.
const coldAttempts = 5

// activities are what an application does while its API has a fault, and when it is
// well again.
var activities = []struct {
	name  string
	test  func(*testing.T, *world, *fault)
	heavy bool // meets faults that cost much
}{
	{"cold keys", coldKeys, true},
	{"warm keys", warmKeys, false},
	{"unknown key", unknownKey, false},
	{"opaque tokens", opaqueTokens, true},
	{"refresh of a session", refreshOfASession, false},
	{"end of a handshake", endOfAHandshake, false},
	{"handshake token", handshakeToken, false},
	{"call that reads", callThatReads, true},
	{"call that writes", callThatWrites, false},
	{"pages", pages, false},
	{"proxy", proxied, true},
}

// answers has each fault meet each activity.
func answers(s *suite) {
	for _, f := range faults {
		for _, activity := range activities {
			if f.heavy && !activity.heavy {
				continue
			}
			s.run(activity.name+"/"+f.name, func(t *testing.T) {
				activity.test(t, s.world(t), f)
			})
		}
	}
}

// bounded holds that a fault made no more requests than these.
func (w *world) bounded(t *testing.T, pattern string, before, most int) {
	t.Helper()
	if got := w.requests(pattern) - before; got > most {
		t.Errorf("%d requests of %s, want %d at most", got, pattern, most)
	}
}

// once is how many requests there may be of what must not happen twice. A connection
// that is cut at once can look like none, on which nothing was sent.
func (f *fault) once() int {
	if f.accept != nil {
		return f.tries
	}
	return 1
}

// promise holds that a reply asks to come back when Clerk said, within an hour, or soon.
func (f *fault) promise(t *testing.T, what string, got reply) {
	t.Helper()
	want(t, what, got, http.StatusServiceUnavailable)
	when := token.GuardInterval
	if f.retryAfter > 0 {
		when = min(f.retryAfter, time.Hour)
	}
	if after := got.header.Get("Retry-After"); after != fmt.Sprint(when.Seconds()) {
		t.Errorf("%s: Retry-After %s, want %v", what, after, when)
	}
}

// coldKeys: nobody can be told from anybody else until keys are there.
func coldKeys(t *testing.T, w *world, f *fault) {
	w.breaks(f)
	if f.code == "" && !f.vague || f.keys {
		want(t, "a good token", w.bearer(t, w.good), http.StatusOK)
		want(t, "a forged token", w.bearer(t, w.forged), http.StatusUnauthorized)
		return
	}
	f.promise(t, "a good token", w.bearer(t, w.good))
	w.bounded(t, keySet, 0, coldAttempts)
	f.promise(t, "a forged token", w.bearer(t, w.forged))
	want(t, "a page", w.page(t, "/page", devBrowser, signedIn, "__session="+w.good), http.StatusServiceUnavailable)
	_, err := w.client.VerifyToken(t.Context(), w.good, token.Options{})
	if e := core.AsAuthError(err); e.Status != http.StatusServiceUnavailable || e.RetryAfter == 0 || e.Reason != token.ReasonOf(err) {
		t.Errorf("a token that came some other way: %v", err)
	}
	w.bounded(t, keySet, 0, coldAttempts) // who asks at once again is answered at once
	want(t, "no JWT", w.bearer(t, "x.y.z"), http.StatusUnauthorized)
	want(t, "no token", w.bearer(t, ""), http.StatusUnauthorized)

	w.heals()
	w.clock.Advance(time.Second)
	want(t, "a good token afterwards", w.bearer(t, w.good), http.StatusOK)
	want(t, "a forged token afterwards", w.bearer(t, w.forged), http.StatusUnauthorized)
}

// warmKeys: an outage of a day hurts nobody.
func warmKeys(t *testing.T, w *world, f *fault) {
	w.warm(t)
	w.breaks(f)
	before := w.requests(keySet)
	same := func(when string) {
		t.Helper()
		if got := w.bearer(t, w.good); !got.is(http.StatusOK) || got.body != "user_1" {
			t.Errorf("a good token %s: %v", when, got)
		}
		want(t, "a page "+when, w.page(t, "/page", devBrowser, signedIn, "__session="+w.good), http.StatusOK)
		want(t, "a forged token "+when, w.bearer(t, w.forged), http.StatusUnauthorized)
		want(t, "an expired token "+when, w.bearer(t, w.expired), http.StatusUnauthorized)
	}
	same("at once")
	w.bounded(t, keySet, before, 0)
	w.clock.Advance(token.RefreshAge)
	same("when keys are to be loaded again")
	w.clock.Advance(token.MaxAge)
	same("when keys are past their age")
	w.clock.Advance(token.HardAge - token.RefreshAge - token.MaxAge - time.Second)
	same("just before keys are too old")
	if f.code == "" && !f.vague || f.keys {
		return
	}
	w.bounded(t, keySet, before, 3) // one for each step of the clock
	w.clock.Advance(time.Second)
	want(t, "a good token, keys too old", w.bearer(t, w.good), http.StatusServiceUnavailable)
	want(t, "a forged token, keys too old", w.bearer(t, w.forged), http.StatusServiceUnavailable)

	w.heals()
	w.clock.Advance(token.GuardInterval)
	same("afterwards")
}

// unknownKey: a key that nobody has seen may be a new one.
func unknownKey(t *testing.T, w *world, f *fault) {
	w.warm(t)
	before := w.requests(keySet)
	w.breaks(f)
	status := http.StatusServiceUnavailable
	if f.code == "" && !f.vague || f.keys {
		status = http.StatusUnauthorized
	}
	want(t, "a token of an unknown key", w.bearer(t, w.unknown), status)
	w.bounded(t, keySet, before, coldAttempts)
	before = w.requests(keySet)
	for range 20 {
		want(t, "a token of an unknown key again", w.bearer(t, w.unknown), status)
	}
	w.bounded(t, keySet, before, 0)
	want(t, "a good token", w.bearer(t, w.good), http.StatusOK)
	w.clock.Advance(token.GuardInterval)
	want(t, "a token of an unknown key later", w.bearer(t, w.unknown), status)
	w.bounded(t, keySet, before, 1)

	w.heals()
	w.clock.Advance(token.GuardInterval)
	want(t, "a token of an unknown key afterwards", w.bearer(t, w.unknown), http.StatusUnauthorized)
}

// opaqueTokens: only Clerk knows them.
func opaqueTokens(t *testing.T, w *world, f *fault) {
	for _, kind := range []struct{ good, bad, pattern string }{
		{"ak_good", "ak_bad", verifyAPIKey},
		{"mt_good", "mt_bad", verifyM2M},
		{"oat_good", "oat_bad", verifyOAuth},
	} {
		w.breaks(f)
		before := w.requests(kind.pattern)
		if f.code == "" && !f.vague {
			want(t, kind.good, w.bearer(t, kind.good), http.StatusOK)
			want(t, kind.bad, w.bearer(t, kind.bad), http.StatusUnauthorized)
		} else {
			f.promise(t, kind.good, w.bearer(t, kind.good))
			w.bounded(t, kind.pattern, before, 3)
			f.promise(t, kind.bad, w.bearer(t, kind.bad))
		}
		w.bounded(t, kind.pattern, before, 6)

		w.heals()
		want(t, kind.good+" afterwards", w.bearer(t, kind.good), http.StatusOK)
		want(t, kind.bad+" afterwards", w.bearer(t, kind.bad), http.StatusUnauthorized)
		if f.heavy {
			return
		}
	}
}

// refreshOfASession: a page goes to Clerk instead, and nothing is asked for twice.
func refreshOfASession(t *testing.T, w *world, f *fault) {
	w.warm(t)
	cookies := []string{devBrowser, signedIn, "__session=" + w.expired, refreshCookie() + "=refresh_1"}
	w.breaks(f)
	before := w.requests(refreshTokens)
	got := w.page(t, "/page", cookies...)
	w.bounded(t, refreshTokens, before, f.once())
	if f.code == "" && !f.vague {
		want(t, "a page", got, http.StatusOK)
		return
	}
	want(t, "a page", got, http.StatusTemporaryRedirect)
	if why, expired := core.IsSessionTokenExpired(core.Reason(got.header.Get("X-Clerk-Auth-Reason"))); !expired || why == "" {
		t.Errorf("a page: %v", got)
	}
	if location := got.header.Get("Location"); !strings.HasPrefix(location, w.app+"/__clerk/v1/client/handshake?") {
		t.Errorf("sent to %q", location)
	}

	w.heals()
	got = w.page(t, "/page", cookies...)
	want(t, "a page afterwards", got, http.StatusOK)
	if !strings.Contains(strings.Join(got.header.Values("Set-Cookie"), "; "), w.good) {
		t.Error("the browser got no new session token")
	}
}

// endOfAHandshake: nobody is signed in by an answer that is none.
func endOfAHandshake(t *testing.T, w *world, f *fault) {
	w.warm(t)
	w.breaks(f)
	got := w.page(t, "/page?__clerk_handshake_nonce=nonce_1", devBrowser, signedIn)
	want(t, "a page", got, http.StatusTemporaryRedirect)
	if location := got.header.Get("Location"); location != w.app+"/page" {
		t.Errorf("sent to %q", location)
	}
	if cookies := strings.Join(got.header.Values("Set-Cookie"), "; "); strings.Contains(cookies, "__session") == (f.code != "" || f.vague) {
		t.Errorf("the browser got the cookies %q", cookies)
	}
}

// handshakeToken: its signature cannot be checked without keys.
func handshakeToken(t *testing.T, w *world, f *fault) {
	handshake := w.key.sign(object{"handshake": []string{"__session=" + w.good + "; Path=/"}})
	w.breaks(f)
	target := "/page?__clerk_handshake=" + handshake
	got := w.page(t, target, devBrowser, signedIn)
	if f.code == "" && !f.vague || f.keys {
		want(t, "a page", got, http.StatusTemporaryRedirect)
		return
	}
	if location := got.header.Get("Location"); !strings.HasPrefix(location, w.app+"/__clerk/v1/client/handshake?") {
		t.Errorf("a page: %v, sent to %q", got, location)
	}
	if strings.Contains(strings.Join(got.header.Values("Set-Cookie"), "; "), "__session") {
		t.Error("the browser got cookies that nobody vouches for")
	}
	f.promise(t, "a page, sent back and forth", w.page(t, target, devBrowser, signedIn, "__clerk_redirect_count=3"))
}

// callThatReads: its error says what happened, and it was asked again if that can help.
func callThatReads(t *testing.T, w *world, f *fault) {
	w.breaks(f)
	user, err := w.client.Users.Get(t.Context(), "user_7")
	f.hold(t, err)
	switch {
	case err != nil && user != nil:
		t.Errorf("an error and %v", user)
	case f.code == "" && !f.vague && (user == nil || user.ID != "user_7"):
		t.Errorf("got %v", user)
	}
	w.bounded(t, getUser, 0, max(f.tries, 1))
	if got := w.requests(getUser); got < f.tries && !f.hangs && !f.heavy { // of others a slow machine sends fewer
		t.Errorf("%d requests, want %d", got, f.tries)
	}
	w.heals()
	if user, err := w.client.Users.Get(t.Context(), "user_7"); err != nil || user.ID != "user_7" {
		t.Errorf("afterwards: %v, error %v", user, err)
	}
}

// hold holds an error against what the fault is to give.
func (f *fault) hold(t *testing.T, err error) {
	t.Helper()
	if f.code == "" {
		if err != nil {
			t.Errorf("error %v", err)
		}
		return
	}
	e, ok := errors.AsType[*backend.Error](err)
	if !ok {
		t.Fatalf("error %v; want one of %s", err, f.code)
	}
	if e.Code != f.code || e.Status != f.status || e.RetryAfter != f.retryAfter {
		t.Errorf("code %s, status %d, RetryAfter %v; want %s, %d, %v: %v", e.Code, e.Status, e.RetryAfter, f.code, f.status, f.retryAfter, err)
	}
	if strings.Contains(err.Error(), secretKey) || strings.Contains(err.Error(), "user_7") {
		t.Errorf("the error says %q", err)
	}
	if errors.Is(err, context.Canceled) {
		t.Errorf("nobody cancelled: %v", err)
	}
}

// callThatWrites: what may have happened is not done twice.
func callThatWrites(t *testing.T, w *world, f *fault) {
	w.breaks(f)
	_, err := w.client.Users.Create(t.Context(), backend.UserCreateParams{})
	if !f.silent {
		f.hold(t, err)
	}
	w.bounded(t, createUser, 0, f.once())
}

// pages: all users up to the fault, and one error.
func pages(t *testing.T, w *world, f *fault) {
	w.users = []string{"user_1", "user_2", "user_3", "user_4", "user_5"}
	w.breaksAfter(f, 1)
	var got []string
	var failed []error
	for user, err := range w.client.Users.All(t.Context(), backend.UserListParams{Limit: 2}) {
		if err != nil {
			failed = append(failed, err)
			continue
		}
		if got = append(got, user.ID); len(got) == 2 {
			w.transport.CloseIdleConnections() // for faults of new ones
		}
	}
	if f.code == "" && !f.vague {
		if len(got) != len(w.users) || len(failed) > 0 {
			t.Errorf("got %v, errors %v", got, failed)
		}
		return
	}
	if strings.Join(got, " ") != "user_1 user_2" || len(failed) != 1 {
		t.Fatalf("got %v, errors %v", got, failed)
	}
	if f.code != "" {
		f.hold(t, failed[0])
	}
}

// proxied: a visitor gets what the Frontend API said, or sees that it is not whole.
func proxied(t *testing.T, w *world, f *fault) {
	w.breaks(f)
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	if f.hangs {
		time.AfterFunc(patience, leave) // nobody but the visitor ends it
	}
	got := proxiedBy(ctx, w)
	switch {
	case got.leaks():
		t.Error("the visitor got the secret key")
	case f.code == "" && !f.vague:
		if !got.is(http.StatusOK) || got.header.Get(echoed) == "" {
			t.Errorf("got %v", got)
		}
	case got.status == 0 && !f.hangs:
		t.Errorf("got no answer: %v", got.cut)
	case got.header.Get(halved) != "" && got.cut == nil:
		t.Errorf("half an answer came as a whole: %v", got)
	}
	w.heals()
	got = proxiedBy(t.Context(), w)
	if !got.is(http.StatusOK) || got.body != "POST /fapi/v1/client hello" {
		t.Errorf("afterwards: %v", got)
	}
}

// proxiedBy sends a request through the proxy. Where the visitor gave up there is no
// status.
func proxiedBy(ctx context.Context, w *world) reply {
	response, err := w.visitor.Do(newRequest(ctx, http.MethodPost, w.app+"/__clerk/v1/client", strings.NewReader("hello")))
	if err != nil {
		return reply{cut: err, header: http.Header{}}
	}
	return read(response)
}
