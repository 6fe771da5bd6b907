package echoclerk

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"

	"github.com/clerkgo/clerk-go/core"
	"github.com/labstack/echo/v4"
)

// Options configure [Middleware]. The zero value of each field is its default.
type Options struct {
	// Skipper leaves out a request: nobody asks who it speaks for. Nil skips
	// none.
	Skipper func(c echo.Context) bool
	// Authenticate says how requests are authenticated. Its AcceptsToken has no
	// effect: every kind of token is authenticated, and [GetAuth] and
	// [RequireAuth] say which they take, by [core.Accept].
	Authenticate core.AuthenticateOptions
	// Client is the client of the instance. Nil is [Client].
	Client *core.Client
	// ErrorHandler answers requests that are not let through, by Middleware and
	// by the [RequireAuth] and [RequireSignIn] after it. The error is a
	// [core.AuthError]. What it returns goes to the error handler of the
	// application; if it returns nil and has written nothing, the default error
	// goes there. Nil is the default: an [echo.HTTPError] with the JSON of the
	// error as its message.
	ErrorHandler func(c echo.Context, err error) error
	// FrontendProxy, if set, serves the Frontend API below a path of this
	// application.
	FrontendProxy *core.FrontendProxyOptions
	// PerRequest returns the options of one request instead of Authenticate, as
	// where one server serves several instances. An error goes to ErrorHandler.
	PerRequest func(c echo.Context) (core.AuthenticateOptions, error)
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
func Middleware(options ...Options) echo.MiddlewareFunc {
	m, err := newMiddleware(options)
	if err != nil {
		panic(fmt.Errorf("echoclerk.Middleware: %w", err))
	}
	return m.handler
}

// RequireAuth lets a request through that speaks for somebody and meets all
// requirements. It answers others with 401, with 403 if a check does not hold,
// and with 503 if Clerk could not be asked, by way of the error handler of the
// application. [Middleware] has to run before it.
//
//	e.GET("/invoices", list, echoclerk.RequireAuth(core.Permission("org:invoices:read")))
//	e.GET("/export", export, echoclerk.RequireAuth(core.Accept(core.SessionToken, core.APIKey)))
func RequireAuth(requirements ...core.Requirement) echo.MiddlewareFunc {
	gate := core.NewGate(hint, requirements...)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if _, err := gate.Admit(c.Request().Context()); err != nil {
				return fail(c, err)
			}
			return next(c)
		}
	}
}

// RequireSignIn is [RequireAuth] for pages: where a browser loads one and nobody
// is signed in, it redirects to sign-in with status 303, and sign-in comes back
// to the page.
func RequireSignIn(requirements ...core.Requirement) echo.MiddlewareFunc {
	gate := core.NewGate(hint, requirements...)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			switch _, signIn, err := gate.AdmitOrSignIn(c.Request().Context(), core.FromHTTP(c.Request())); {
			case err != nil:
				return fail(c, err)
			case signIn != "":
				c.Response().Header().Set("Cache-Control", "no-store")
				return c.Redirect(http.StatusSeeOther, signIn)
			}
			return next(c)
		}
	}
}

// GetAuth returns who the request speaks for, seen through views: without any, a
// user's session that is not pending. It never returns nil. The result may be
// kept by goroutines that outlive the request. Where [Middleware] did not run
// it is signed out, with [core.ReasonMiddlewareMissing], and a warning is logged
// once.
//
// See https://clerk.com/docs/reference/express/get-auth.
func GetAuth(c echo.Context, views ...core.View) *core.Auth {
	ctx := c.Request().Context()
	if !core.HasAuth(ctx) {
		warnMissing.Do(func() {
			slog.WarnContext(ctx, "clerk: GetAuth was called where no middleware ran; add "+hint+" before the route", "route", c.Path())
		})
	}
	return core.AuthFromContext(ctx, views...)
}

// SignInURL returns where the visitor signs in and then comes back to returnTo,
// which may be relative to the request; empty is the request's own URL. See
// [core.SignInURL] for the page and the errors.
func SignInURL(c echo.Context, returnTo string) (string, error) {
	return core.SignInURL(c.Request().Context(), core.FromHTTP(c.Request()), returnTo)
}

// SignUpURL is [SignInURL] for signing up.
func SignUpURL(c echo.Context, returnTo string) (string, error) {
	return core.SignUpURL(c.Request().Context(), core.FromHTTP(c.Request()), returnTo)
}

// Client returns the client of the environment, [core.Default]. It is never nil:
// while a key is missing, every call of it returns the error that names the
// variable.
//
//	user, err := echoclerk.Client().Users.Get(ctx, auth.UserID)
func Client() *core.Client { return core.Default() }

// NewClient is [core.NewClient] with the name of this package in the User-Agent,
// unless options name another.
func NewClient(options core.Options) (*core.Client, error) {
	if options.SDKMetadata == (core.SDKMetadata{}) {
		options.SDKMetadata = core.SDKMetadata{Name: "clerk-go/echoclerk", Version: core.Version}
	}
	return core.NewClient(options)
}

// hint is the line to add where the middleware is missing.
const hint = "e.Use(echoclerk.Middleware())"

// warnMissing warns once in a process: one line tells what is wrong.
var warnMissing sync.Once

// middleware is what [Middleware] keeps. It is immutable.
type middleware struct {
	*core.Middleware[echo.Context]
	errorHandler errorHandler
	skip         func(c echo.Context) bool
}

func newMiddleware(options []Options) (*middleware, error) {
	if len(options) > 1 {
		return nil, fmt.Errorf("got %d Options, want at most one", len(options))
	}
	var o Options
	if len(options) == 1 {
		o = options[0]
	}
	inner, err := core.NewMiddleware(core.MiddlewareOptions[echo.Context]{
		Authenticate: o.Authenticate, Client: o.Client, FrontendProxy: o.FrontendProxy, PerRequest: o.PerRequest,
	})
	return &middleware{inner, o.ErrorHandler, o.Skipper}, err
}

// handler is the middleware.
func (m *middleware) handler(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		ctx, request := r.Context(), core.FromHTTP(r)
		switch {
		case m.skip != nil && m.skip(c) || core.HasAuth(ctx):
			return next(c)
		case !core.Representable(r.Method, r.RequestURI):
			return c.NoContent(http.StatusBadRequest)
		}
		if proxy := m.Proxy(request); proxy != nil {
			proxy.ServeHTTP(c.Response(), r)
			return nil
		}
		if m.errorHandler != nil {
			c.Set(errorHandlerKey, m.errorHandler)
		}
		state, err := m.Authenticate(ctx, c, request)
		if err != nil {
			return fail(c, err)
		}
		state.WriteHeaders(c.Response().Header())
		if status, ok := state.Redirect(); ok {
			return c.NoContent(status)
		}
		c.SetRequest(r.WithContext(state.WithAuth(ctx)))
		return next(c)
	}
}

// errorHandlerKey is where [Middleware] leaves its ErrorHandler to the guards
// behind it. Keys of Echo's store are not private, so what stands there counts
// only if it is of a type that nobody else can make.
const errorHandlerKey = "github.com/clerkgo/clerk-go/echoclerk.errorHandler"

type errorHandler func(c echo.Context, err error) error

// fail returns the error that the application's error handler answers with.
func fail(c echo.Context, err error) error {
	authErr := core.AsAuthError(err)
	if handler, ok := c.Get(errorHandlerKey).(errorHandler); ok {
		if err := handler(c, authErr); err != nil || c.Response().Committed {
			return err
		}
	}
	authErr.WriteHeaders(c.Response().Header())
	return echo.NewHTTPError(authErr.Status, authErr).SetInternal(authErr)
}
