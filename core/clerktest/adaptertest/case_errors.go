package adaptertest

import (
	"errors"
	"net/http"
	"sync"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// errorLog keeps errors.
type errorLog struct {
	mu     sync.Mutex
	errors []error
}

// add is [App.OnError].
func (l *errorLog) add(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.errors = append(l.errors, err)
}

// take returns the only error since the last call, as what it must be.
func (l *errorLog) take(t testing.TB, name string) *core.AuthError {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	taken := l.errors
	l.errors = nil
	if len(taken) != 1 {
		t.Errorf("%s: %d errors reached the application's error handler, want one", name, len(taken))
		return &core.AuthError{}
	}
	authErr, ok := errors.AsType[*core.AuthError](taken[0])
	if !ok {
		t.Errorf("%s: errors.As finds no *core.AuthError in a %T", name, taken[0])
		return &core.AuthError{}
	}
	return authErr
}

// errorPathIsReached holds that the application's own error handler learns why a
// request was denied.
func errorPathIsReached(t testing.TB, b *bench) {
	var log errorLog
	app := b.app()
	app.OnError = log.add
	s := b.start(t, app)
	for _, test := range []struct {
		name, path string
		header     []string
		status     int
		reason     core.Reason
	}{
		{"401", "/guarded", bearer("garbage"), http.StatusUnauthorized, "token-invalid"},
		{"401 of a page", "/page", nil, http.StatusUnauthorized, core.ReasonDevBrowserMissing},
		{"403", "/admin", b.bearer(clerktest.TokenOptions{}), http.StatusForbidden, core.ReasonForbidden},
	} {
		got := s.do(t, http.MethodGet, test.path, test.header...)
		authErr := log.take(t, test.name)
		if got.status != test.status || authErr.Status != test.status || authErr.Reason != test.reason {
			t.Errorf("%s: got status %d and the error %d %s, want %d %s", test.name, got.status, authErr.Status, authErr.Reason, test.status, test.reason)
		}
	}
	s.do(t, http.MethodGet, "/")
	s.do(t, http.MethodGet, "/guarded", b.bearer(clerktest.TokenOptions{})...)
	log.mu.Lock()
	defer log.mu.Unlock()
	if len(log.errors) > 0 {
		t.Errorf("requests that were let through are errors: %v", log.errors)
	}
}

// errorHandlerAnswers holds that the option ErrorHandler decides what a denied
// request is answered with.
func errorHandlerAnswers(t testing.TB, b *bench) {
	app := b.app()
	app.ErrorHandler = func(err error) (int, string) {
		authErr, _ := errors.AsType[*core.AuthError](err)
		if authErr == nil {
			return http.StatusInternalServerError, "no AuthError"
		}
		return http.StatusTeapot, string(authErr.Reason)
	}
	s := b.start(t, app)
	for _, path := range []string{"/guarded", "/page"} {
		got := s.do(t, http.MethodGet, path)
		if got.status != http.StatusTeapot || got.body != string(core.ReasonDevBrowserMissing) || got.ran != 0 {
			t.Errorf("%s: got status %d, %q, handler ran %d times", path, got.status, got.body, got.ran)
		}
	}
}

// errTenant is an error of the application.
var errTenant = errors.New("no such tenant")

// perRequestError holds that a request that cannot be authenticated goes the way
// of errors, with its cause, and reaches no handler.
func perRequestError(t testing.TB, b *bench) {
	var log errorLog
	app := b.app()
	app.OnError, app.PerRequest, app.PerRequestError = log.add, true, errTenant
	s := b.start(t, app)
	s.denied(t, denial{name: "open route", path: "/", header: b.bearer(clerktest.TokenOptions{}), status: http.StatusInternalServerError, reason: core.ReasonUnexpectedError})
	if authErr := log.take(t, "open route"); !errors.Is(authErr, errTenant) {
		t.Errorf("the cause is lost: %v", authErr)
	}
}
