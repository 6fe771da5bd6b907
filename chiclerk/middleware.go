package chiclerk

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"

	"github.com/clerkgo/clerk-go/core"
)

// Options configure [Middleware]. The zero value of each field is its default.
type Options struct {
	// Authenticate says how requests are authenticated. Its AcceptsToken has no
	// effect: every kind of token is authenticated, and [GetAuth] and
	// [RequireAuth] say which they take, by [core.Accept].
	Authenticate core.AuthenticateOptions
	// Client is the client of the instance. Nil is [Client].
	Client *core.Client
	// ErrorHandler answers requests that are not let through, by Middleware and
	// by the [RequireAuth] and [RequireSignIn] after it. The error is a
	// [core.AuthError]. If the handler writes nothing, the default answer
	// follows. Nil is the default answer: status, headers and JSON of the error.
	ErrorHandler func(w http.ResponseWriter, r *http.Request, err error)
	// FrontendProxy, if set, serves the Frontend API below a path of this
	// application.
	FrontendProxy *core.FrontendProxyOptions
	// PerRequest returns the options of one request instead of Authenticate, as
	// where one server serves several instances. An error goes to ErrorHandler.
	PerRequest func(r *http.Request) (core.AuthenticateOptions, error)
	// Skip leaves out a request: nobody asks who it speaks for. Nil skips none.
	// Route groups do the same with less.
	Skip func(r *http.Request) bool
}

// Middleware finds out who a request speaks for and lets everyone through; what
// a route demands is for [RequireAuth] and [RequireSignIn] to say. A browser
// that has to visit Clerk first is sent there with status 307. A second
// Middleware in the same chain does nothing.
//
// It panics if the options are wrong or a key is missing, and names the field
// and the environment variable. At most one Options may be given.
//
// A CORS preflight is a request like any other: put the middleware that answers
// it first.
//
// See https://clerk.com/docs/reference/express/clerk-middleware.
func Middleware(options ...Options) func(http.Handler) http.Handler {
	m, err := newMiddleware(options)
	if err != nil {
		panic(fmt.Errorf("chiclerk.Middleware: %w", err))
	}
	return m.handler
}

// RequireAuth lets a request through that speaks for somebody and meets all
// requirements. It answers others with 401, with 403 if a check does not hold,
// and with 503 if Clerk could not be asked. [Middleware] has to run before it.
//
//	r.With(chiclerk.RequireAuth(core.Permission("org:invoices:read"))).Get("/invoices", list)
//	r.With(chiclerk.RequireAuth(core.Accept(core.SessionToken, core.APIKey))).Get("/export", export)
func RequireAuth(requirements ...core.Requirement) func(http.Handler) http.Handler {
	gate := core.NewGate(hint, requirements...)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, err := gate.Admit(r.Context()); err != nil {
				fail(w, r, err)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// RequireSignIn is [RequireAuth] for pages: where a browser loads one and nobody
// is signed in, it redirects to sign-in with status 303, and sign-in comes back
// to the page.
func RequireSignIn(requirements ...core.Requirement) func(http.Handler) http.Handler {
	gate := core.NewGate(hint, requirements...)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch _, signIn, err := gate.AdmitOrSignIn(r.Context(), core.FromHTTP(r)); {
			case err != nil:
				fail(w, r, err)
			case signIn != "":
				w.Header().Set("Cache-Control", "no-store")
				http.Redirect(w, r, signIn, http.StatusSeeOther)
			default:
				next.ServeHTTP(w, r)
			}
		})
	}
}

// GetAuth returns who the request speaks for, seen through views: without any, a
// user's session that is not pending. It never returns nil. The result may be
// kept by goroutines that outlive the request. Where [Middleware] did not run
// it is signed out, with [core.ReasonMiddlewareMissing], and a warning is logged
// once.
//
// See https://clerk.com/docs/reference/express/get-auth.
func GetAuth(r *http.Request, views ...core.View) *core.Auth {
	ctx := r.Context()
	if !core.HasAuth(ctx) {
		warnMissing.Do(func() {
			slog.WarnContext(ctx, "clerk: GetAuth was called where no middleware ran; add "+hint+" before the route", "route", r.Pattern)
		})
	}
	return core.AuthFromContext(ctx, views...)
}

// SignInURL returns where the visitor signs in and then comes back to returnTo,
// which may be relative to the request; empty is the request's own URL. See
// [core.SignInURL] for the page and the errors.
func SignInURL(r *http.Request, returnTo string) (string, error) {
	return core.SignInURL(r.Context(), core.FromHTTP(r), returnTo)
}

// SignUpURL is [SignInURL] for signing up.
func SignUpURL(r *http.Request, returnTo string) (string, error) {
	return core.SignUpURL(r.Context(), core.FromHTTP(r), returnTo)
}

// Client returns the client of the environment, [core.Default]. It is never nil:
// while a key is missing, every call of it returns the error that names the
// variable.
//
//	user, err := chiclerk.Client().Users.Get(ctx, auth.UserID)
func Client() *core.Client { return core.Default() }

// NewClient is [core.NewClient] with the name of this package in the User-Agent,
// unless options name another.
func NewClient(options core.Options) (*core.Client, error) {
	if options.SDKMetadata == (core.SDKMetadata{}) {
		options.SDKMetadata = core.SDKMetadata{Name: "clerk-go/chiclerk", Version: core.Version}
	}
	return core.NewClient(options)
}

// hint is the line to add where the middleware is missing.
const hint = "r.Use(chiclerk.Middleware())"

// warnMissing warns once in a process: one line tells what is wrong.
var warnMissing sync.Once

// middleware is what [Middleware] keeps. It is immutable.
type middleware struct {
	*core.Middleware[*http.Request]
	errorHandler errorHandler
	skip         func(r *http.Request) bool
}

func newMiddleware(options []Options) (*middleware, error) {
	if len(options) > 1 {
		return nil, fmt.Errorf("got %d Options, want at most one", len(options))
	}
	var o Options
	if len(options) == 1 {
		o = options[0]
	}
	inner, err := core.NewMiddleware(core.MiddlewareOptions[*http.Request]{
		Authenticate: o.Authenticate, Client: o.Client, FrontendProxy: o.FrontendProxy, PerRequest: o.PerRequest,
	})
	return &middleware{inner, o.ErrorHandler, o.Skip}, err
}

// handler is the middleware.
func (m *middleware) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, request := r.Context(), core.FromHTTP(r)
		switch {
		case m.skip != nil && m.skip(r) || core.HasAuth(ctx):
			next.ServeHTTP(w, r)
			return
		case !core.Representable(r.Method, r.RequestURI):
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if proxy := m.Proxy(request); proxy != nil {
			proxy.ServeHTTP(w, r)
			return
		}
		if m.errorHandler != nil {
			ctx = context.WithValue(ctx, errorHandlerKey{}, m.errorHandler)
			r = r.WithContext(ctx)
		}
		state, err := m.Authenticate(ctx, r, request)
		if err != nil {
			fail(w, r, err)
			return
		}
		state.WriteHeaders(w.Header())
		if status, ok := state.Redirect(); ok {
			w.WriteHeader(status)
			return
		}
		next.ServeHTTP(w, r.WithContext(state.WithAuth(ctx)))
	})
}

// errorHandlerKey is where [Middleware] leaves its ErrorHandler to the guards
// behind it.
type errorHandlerKey struct{}

type errorHandler func(w http.ResponseWriter, r *http.Request, err error)

// fail answers a request that is not let through.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	authErr := core.AsAuthError(err)
	if handler, ok := r.Context().Value(errorHandlerKey{}).(errorHandler); ok {
		watched := &watchedWriter{ResponseWriter: w}
		if handler(watched, r, authErr); watched.written {
			return
		}
	}
	authErr.WriteTo(w)
}

// watchedWriter tells whether an ErrorHandler has answered.
type watchedWriter struct {
	http.ResponseWriter
	written bool
}

// WriteHeader implements [http.ResponseWriter].
func (w *watchedWriter) WriteHeader(status int) {
	w.written = true
	w.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (w *watchedWriter) Write(body []byte) (int, error) {
	w.written = true
	return w.ResponseWriter.Write(body)
}

// Unwrap lets [http.ResponseController] reach the writer.
func (w *watchedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
