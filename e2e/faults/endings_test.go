package faults

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/token"
)

// ended is the outcome of a call whose context ended.
const ended = "context ended"

// A wait is a place where a request or a call waits for the API.
type wait struct {
	name    string
	pattern string // what it waits for
	prepare func(*testing.T, *world)
	// ask asks, and returns the status of the application's answer, the outcome of a
	// call, or ended.
	ask func(context.Context, *world) string
	// cut is the outcome where the context ended; well where it did not.
	cut, well string
	// shared says that all who wait share this many requests at most.
	shared int
}

// endings ends contexts at each place where something waits. Nothing here is timed: the
// API answers only when the test is done with whoever gave up.
func endings(s *suite) {
	const tried = "503" // try again
	for _, w := range []wait{
		{name: "cold keys", pattern: keySet, ask: bearerOf(minted().good), cut: tried, well: "200", shared: 1},
		{name: "cold keys, page", pattern: keySet, ask: pageOf("/page", "__session="+minted().good), cut: tried, well: "200", shared: 1},
		{name: "keys past their age", pattern: keySet, prepare: aged, ask: bearerOf(minted().good), cut: tried, well: "200", shared: 2},
		{name: "unknown key", pattern: keySet, prepare: rotated, ask: bearerOf(rotatedToken()), cut: tried, well: "200", shared: 2},
		{name: "API key", pattern: verifyAPIKey, ask: bearerOf("ak_good"), cut: tried, well: "200", shared: 2},
		{name: "M2M token", pattern: verifyM2M, ask: bearerOf("mt_good"), cut: tried, well: "200", shared: 2},
		{name: "OAuth token", pattern: verifyOAuth, ask: bearerOf("oat_good"), cut: tried, well: "200", shared: 2},
		{name: "refresh of a session", pattern: refreshTokens, prepare: warmed, cut: tried, well: "200",
			ask: pageOf("/page", "__session="+minted().expired, refreshCookie()+"=refresh_1")},
		{name: "end of a handshake", pattern: handshake, prepare: warmed, cut: tried, well: "307",
			ask: pageOf("/page?__clerk_handshake_nonce=nonce_1")},
		{name: "handshake token", pattern: keySet, cut: tried, well: "307", shared: 1,
			ask: pageOf("/page?__clerk_handshake=" + newSigner("ins_1", 0).sign(object{"handshake": []string{"__session=" + minted().good}}))},
		// Without an answer there is a page that does not need to know the task.
		{name: "task of a pending session", pattern: getSession, prepare: warmed, ask: pageOf("/page", "__session="+pendingToken()), cut: "303", well: "303"},
		{name: "proxy, answer", pattern: frontendPath, ask: visitProxy, cut: ended, well: "200"},
		{name: "call", pattern: getUser, cut: ended, well: "user_7", ask: outcome(func(ctx context.Context, w *world) (string, error) {
			user, err := w.client.Users.Get(ctx, "user_7")
			if err != nil {
				return "", err
			}
			return user.ID, nil
		})},
		{name: "two calls at once", pattern: countUsers, cut: ended, well: "0", ask: outcome(func(ctx context.Context, w *world) (string, error) {
			page, err := w.client.Users.List(ctx, backend.UserListParams{})
			if err != nil {
				return "", err
			}
			return fmt.Sprint(page.TotalCount), nil
		})},
		{name: "token of a template", pattern: createToken, cut: ended, well: "jwt_1", ask: outcome(func(ctx context.Context, w *world) (string, error) {
			made, err := w.client.Sessions.CreateTokenFromTemplate(ctx, "sess_1", "template", backend.SessionTokenParams{})
			if err != nil {
				return "", err
			}
			return made.JWT, nil
		})},
		{name: "verification of a token", pattern: keySet, cut: ended, well: "user_1", shared: 1, ask: outcome(func(ctx context.Context, w *world) (string, error) {
			claims, err := w.client.VerifyToken(ctx, w.good, token.Options{})
			if err != nil {
				return "", err
			}
			return claims.Subject, nil
		})},
	} {
		s.run("endings/"+w.name, func(t *testing.T) { w.test(t, s.world(t, patient)) })
	}
	for name, test := range map[string]func(*testing.T, *world){
		"before anything":       endedBefore,
		"body of an answer":     inABody,
		"pause between tries":   inAPause,
		"second page":           onASecondPage,
		"proxy, body":           inAProxiedBody,
		"proxy, upload":         inAnUpload,
		"visitor leaves, cold":  visitorLeaves,
		"consumer stops paging": consumerStops,
	} {
		s.run("endings/"+name, func(t *testing.T) { test(t, s.world(t, patient)) })
	}
}

// patient obeys Retry-After, and has a page for a task.
func patient(o *core.Options) {
	o.Retry = backend.RetryOptions{}
	o.TaskURLs = map[string]string{"choose-organization": "/choose"}
}

// test has one who asks give up, and others not.
func (p *wait) test(t *testing.T, w *world) {
	if p.prepare != nil {
		p.prepare(t, w)
	}
	before := w.requests(p.pattern)
	gate := w.gate(p.pattern)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	first := make(chan string, 1)
	go func() { first <- p.ask(ctx, w) }()
	<-gate.arrived

	const others = 8
	rest := make(chan string, others)
	for range others {
		go func() { rest <- p.ask(t.Context(), w) }()
	}
	if p.shared == 0 {
		<-gate.arrived // one of them waits for sure
	}
	cancel()
	if got := <-first; got != p.cut {
		t.Errorf("who gave up: %s, want %s", got, p.cut)
	}
	if p.shared == 0 {
		<-gate.gone // so does its request
	}
	gate.open()
	for range others {
		if got := <-rest; got != p.well {
			t.Errorf("who did not give up: %s, want %s", got, p.well)
		}
	}
	if got := w.requests(p.pattern) - before; p.shared > 0 && got > p.shared {
		t.Errorf("%d requests, want %d at most", got, p.shared)
	}
}

func warmed(t *testing.T, w *world) { w.warm(t) }

func aged(t *testing.T, w *world) {
	w.warm(t)
	w.clock.Advance(token.MaxAge)
}

var (
	rotatedKey   = sync.OnceValue(func() *signer { return newSigner("ins_2", 2) })
	rotatedToken = sync.OnceValue(func() string { return rotatedKey().session("user_1", epoch.Add(-time.Hour), longLife) })
	pendingToken = sync.OnceValue(func() string {
		return newSigner("ins_1", 0).sign(object{
			"exp": epoch.Add(longLife).Unix(), "iat": epoch.Unix(), "iss": issuer, "sid": "sess_1", "sts": "pending", "sub": "user_1", "v": 2,
		})
	})
)

func rotated(t *testing.T, w *world) {
	w.warm(t)
	w.publish(w.key, rotatedKey())
}

// bearerOf asks as a program with a token does.
func bearerOf(jwt string) func(context.Context, *world) string {
	return func(ctx context.Context, w *world) string {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/me", nil)
		r.Header.Set("Authorization", "Bearer "+jwt)
		return w.within(r)
	}
}

// pageOf asks as a browser does that is signed in.
func pageOf(target string, cookies ...string) func(context.Context, *world) string {
	return func(ctx context.Context, w *world) string {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, target, nil)
		r.Header.Set("Accept", "text/html")
		r.Header.Set("Cookie", strings.Join(append([]string{devBrowser, signedIn}, cookies...), "; "))
		r.Header.Set("Sec-Fetch-Dest", "document")
		return w.within(r)
	}
}

// within asks the application without a connection, so that the context of the request
// is the test's.
func (w *world) within(r *http.Request) string {
	recorder := httptest.NewRecorder()
	w.handle.ServeHTTP(recorder, r)
	got := reply{recorder.Code, recorder.Result().Header, recorder.Body.String(), nil}
	if !got.is(recorder.Code) {
		return got.String()
	}
	return fmt.Sprint(recorder.Code)
}

// visitProxy asks the proxy, over a connection.
func visitProxy(ctx context.Context, w *world) string {
	got := proxiedBy(ctx, w)
	if errors.Is(got.cut, context.Canceled) {
		return ended
	}
	return fmt.Sprint(got.status)
}

// outcome makes an ask of a call.
func outcome(call func(context.Context, *world) (string, error)) func(context.Context, *world) string {
	return func(ctx context.Context, w *world) string {
		got, err := call(ctx, w)
		switch {
		case errors.Is(err, context.Canceled):
			return ended
		case err != nil:
			return err.Error()
		}
		return got
	}
}

// holding returns a fault that sends something, and what tells that it has, and that
// the client is gone.
func holding(send func(*exchange)) (f *fault, reached, gone chan struct{}) {
	reached, gone = make(chan struct{}, 8), make(chan struct{}, 8)
	return &fault{answer: func(x *exchange) {
		send(x)
		reached <- struct{}{}
		x.hold()
		gone <- struct{}{}
	}}, reached, gone
}

// callEnds runs a call against a fault that holds, ends its context once that is
// reached, and holds that the call ends and its connection with it.
func callEnds(t *testing.T, w *world, skip int, send func(*exchange), call func(context.Context) error) {
	t.Helper()
	f, reached, gone := holding(send)
	w.breaksAfter(f, skip)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	result := make(chan error, 1)
	go func() { result <- call(ctx) }()
	<-reached
	cancel()
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	<-gone
}

func inABody(t *testing.T, w *world) {
	callEnds(t, w, 0, func(x *exchange) { x.cut(200) }, func(ctx context.Context) error {
		_, err := w.client.Users.Get(ctx, "user_7")
		if e, ok := errors.AsType[*backend.Error](err); !ok || e.Code != backend.CodeCanceled {
			t.Errorf("error %v", err)
		}
		return err
	})
}

func onASecondPage(t *testing.T, w *world) {
	w.users = []string{"user_1", "user_2", "user_3"}
	got := 0
	callEnds(t, w, 1, func(*exchange) {}, func(ctx context.Context) (failed error) {
		for _, err := range w.client.Users.All(ctx, backend.UserListParams{Limit: 2}) {
			if err == nil {
				got++
			} else {
				failed = errors.Join(failed, err)
			}
		}
		return failed
	})
	if got != 2 {
		t.Errorf("%d users before, want 2", got)
	}
}

func consumerStops(t *testing.T, w *world) {
	w.users = []string{"user_1", "user_2", "user_3"}
	for range w.client.Users.All(t.Context(), backend.UserListParams{Limit: 2}) {
		break
	}
	w.bounded(t, listUsers, 0, 1)
}

// inAPause ends a context after the API said when to try again.
func inAPause(t *testing.T, w *world) {
	answered := make(chan struct{}, 8)
	w.breaks(&fault{answer: func(x *exchange) {
		refusal(503, "maintenance_mode", "Retry-After: 4")(x)
		answered <- struct{}{}
	}})
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error, 1)
	go func() {
		_, err := w.client.Users.Get(ctx, "user_7")
		result <- err
	}()
	<-answered
	cancel()
	err := <-result
	if e, ok := errors.AsType[*backend.Error](err); !ok || e.Status != 503 && !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	w.bounded(t, getUser, 0, 1)
}

func endedBefore(t *testing.T, w *world) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, ask := range map[string]func(context.Context, *world) string{
		"a token": bearerOf(w.good), "a page": pageOf("/page", "__session="+w.good), "an API key": bearerOf("ak_good"),
	} {
		if got := ask(ctx, w); got != "503" && got != "200" {
			t.Errorf("%s: %s", name, got)
		}
	}
	if _, err := w.client.Users.Get(ctx, "user_7"); !errors.Is(err, context.Canceled) {
		t.Errorf("a call: %v", err)
	}
	w.bounded(t, getUser, 0, 0)
}

func inAProxiedBody(t *testing.T, w *world) {
	callEnds(t, w, 0, func(x *exchange) { x.cut(200) }, func(ctx context.Context) error { return proxiedBy(ctx, w).cut })
}

// inAnUpload has a visitor leave in the middle of a body.
func inAnUpload(t *testing.T, w *world) {
	gate := w.gate(frontendPath)
	body, upload := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error, 1)
	go func() {
		response, err := w.visitor.Do(newRequest(ctx, http.MethodPost, w.app+"/__clerk/v1/client", body))
		if err == nil {
			response.Body.Close()
		}
		result <- err
	}()
	if _, err := io.WriteString(upload, "half of it"); err != nil {
		t.Error(err)
	}
	<-gate.arrived
	gate.open()
	cancel()
	upload.Close() // or net/http would wait for the other half
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// visitorLeaves cuts a connection whose request waits for keys. They come for others.
func visitorLeaves(t *testing.T, w *world) {
	gate := w.gate(keySet)
	ctx, cancel := context.WithCancel(t.Context())
	request := newRequest(ctx, http.MethodGet, w.app+"/me", nil)
	request.Header.Set("Authorization", "Bearer "+w.good)
	result := make(chan error, 1)
	go func() {
		_, err := w.visitor.Do(request)
		result <- err
	}()
	<-gate.arrived
	cancel()
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	gate.open()
	want(t, "another visitor", w.bearer(t, w.good), http.StatusOK)
	w.bounded(t, keySet, 0, 1)
}
