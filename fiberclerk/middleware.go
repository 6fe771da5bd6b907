package fiberclerk

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"

	"github.com/clerkgo/clerk-go/core"
	"github.com/gofiber/fiber/v2"
)

// Options configure [Middleware]. The zero value of each field is its default.
type Options struct {
	// Next leaves out a request if it returns true: nobody asks who it speaks
	// for. Nil leaves out none.
	Next func(c *fiber.Ctx) bool
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
	// goes there. Nil is the default: an error in which [errors.As] finds the
	// [core.AuthError] and a [fiber.Error].
	ErrorHandler func(c *fiber.Ctx, err error) error
	// FrontendProxy, if set, serves the Frontend API below a path of this
	// application.
	FrontendProxy *core.FrontendProxyOptions
	// PerRequest returns the options of one request instead of Authenticate, as
	// where one server serves several instances. An error goes to ErrorHandler.
	PerRequest func(c *fiber.Ctx) (core.AuthenticateOptions, error)
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
func Middleware(options ...Options) fiber.Handler {
	m, err := newMiddleware(options)
	if err != nil {
		panic(fmt.Errorf("fiberclerk.Middleware: %w", err))
	}
	return m.handle
}

// RequireAuth lets a request through that speaks for somebody and meets all
// requirements. It answers others with 401, with 403 if a check does not hold,
// and with 503 if Clerk could not be asked, by way of the error handler of the
// application. [Middleware] has to run before it.
//
//	app.Get("/invoices", fiberclerk.RequireAuth(core.Permission("org:invoices:read")), list)
//	app.Get("/export", fiberclerk.RequireAuth(core.Accept(core.SessionToken, core.APIKey)), export)
func RequireAuth(requirements ...core.Requirement) fiber.Handler {
	gate := core.NewGate(hint, requirements...)
	return func(c *fiber.Ctx) error {
		if _, err := gate.Admit(c.UserContext()); err != nil {
			return fail(c, err)
		}
		return c.Next()
	}
}

// RequireSignIn is [RequireAuth] for pages: where a browser loads one and nobody
// is signed in, it redirects to sign-in with status 303, and sign-in comes back
// to the page.
func RequireSignIn(requirements ...core.Requirement) fiber.Handler {
	gate := core.NewGate(hint, requirements...)
	return func(c *fiber.Ctx) error {
		switch _, signIn, err := gate.AdmitOrSignIn(c.UserContext(), request{c.Context()}); {
		case err != nil:
			return fail(c, err)
		case signIn != "":
			c.Set("Cache-Control", "no-store")
			return c.Redirect(signIn, http.StatusSeeOther)
		}
		return c.Next()
	}
}

// GetAuth returns who the request speaks for, seen through views: without any, a
// user's session that is not pending. It never returns nil. The result may be
// kept by goroutines that outlive the request. Where [Middleware] did not run
// it is signed out, with [core.ReasonMiddlewareMissing], and a warning is logged
// once.
//
// See https://clerk.com/docs/reference/express/get-auth.
func GetAuth(c *fiber.Ctx, views ...core.View) *core.Auth {
	if auth, ok := c.Locals(authKey{}).(*core.Auth); ok {
		return auth.View(views...)
	}
	warnMissing.Do(func() {
		slog.Warn("clerk: GetAuth was called where no middleware ran; add "+hint+" before the route", "route", c.Route().Path)
	})
	return core.AuthFromContext(c.UserContext(), views...)
}

// SignInURL returns where the visitor signs in and then comes back to returnTo,
// which may be relative to the request; empty is the request's own URL. See
// [core.SignInURL] for the page and the errors.
func SignInURL(c *fiber.Ctx, returnTo string) (string, error) {
	return core.SignInURL(c.UserContext(), request{c.Context()}, returnTo)
}

// SignUpURL is [SignInURL] for signing up.
func SignUpURL(c *fiber.Ctx, returnTo string) (string, error) {
	return core.SignUpURL(c.UserContext(), request{c.Context()}, returnTo)
}

// Client returns the client of the environment, [core.Default]. It is never nil:
// while a key is missing, every call of it returns the error that names the
// variable.
//
//	user, err := fiberclerk.Client().Users.Get(c.UserContext(), auth.UserID)
func Client() *core.Client { return core.Default() }

// NewClient is [core.NewClient] with the name of this package in the User-Agent,
// unless options name another.
func NewClient(options core.Options) (*core.Client, error) {
	if options.SDKMetadata == (core.SDKMetadata{}) {
		options.SDKMetadata = core.SDKMetadata{Name: "clerk-go/fiberclerk", Version: core.Version}
	}
	return core.NewClient(options)
}

// hint is the line to add where the middleware is missing.
const hint = "app.Use(fiberclerk.Middleware())"

// warnMissing warns once in a process: one line tells what is wrong.
var warnMissing sync.Once

// middleware is what [Middleware] keeps. It is immutable.
type middleware struct {
	*core.Middleware[*fiber.Ctx]
	errorHandler errorHandler
	skip         func(c *fiber.Ctx) bool
}

func newMiddleware(options []Options) (*middleware, error) {
	if len(options) > 1 {
		return nil, fmt.Errorf("got %d Options, want at most one", len(options))
	}
	var o Options
	if len(options) == 1 {
		o = options[0]
	}
	inner, err := core.NewMiddleware(core.MiddlewareOptions[*fiber.Ctx]{
		Authenticate: o.Authenticate, Client: o.Client, FrontendProxy: o.FrontendProxy, PerRequest: o.PerRequest,
	})
	return &middleware{inner, o.ErrorHandler, o.Next}, err
}

// authKey is where the Auth of a request is, besides the user context: reading it
// there allocates nothing.
type authKey struct{}

// handle is the middleware.
func (m *middleware) handle(c *fiber.Ctx) error {
	r := request{c.Context()}
	switch {
	case m.skip != nil && m.skip(c) || core.HasAuth(c.UserContext()):
		return c.Next()
	case !r.wellFormed() || !core.Representable(r.Method(), r.target()):
		c.Context().SetStatusCode(http.StatusBadRequest)
		c.Context().SetConnectionClose() // what follows may be a part of it
		return nil
	}
	if proxy := m.Proxy(r); proxy != nil {
		return forward(c, proxy)
	}
	if m.errorHandler != nil {
		c.Locals(errorHandlerKey{}, m.errorHandler)
	}
	state, err := m.Authenticate(c.UserContext(), c, r)
	if err != nil {
		return fail(c, err)
	}
	for name, value := range state.Headers() {
		c.Response().Header.Add(name, value)
	}
	if status, ok := state.Redirect(); ok {
		c.Context().SetStatusCode(status)
		return nil
	}
	c.Locals(authKey{}, state.Auth())
	c.SetUserContext(state.WithAuth(c.UserContext()))
	return c.Next()
}

// forward answers by the Frontend API, streaming both ways. The adaptor to
// net/http would hold bodies in memory.
func forward(c *fiber.Ctx, proxy *core.FrontendProxy) error {
	var body io.Reader = c.Context().RequestBodyStream()
	length := int64(c.Request().Header.ContentLength())
	if body == nil {
		body = bytes.NewReader(bytes.Clone(c.Request().Body()))
		length = int64(len(c.Request().Body()))
	}
	answer := proxy.Forward(c.UserContext(), request{c.Context()}, body, length)
	for name, lines := range answer.Header {
		for _, line := range lines {
			c.Response().Header.Add(name, line)
		}
	}
	c.Response().SetStatusCode(answer.StatusCode)
	c.Response().ImmediateHeaderFlush = true
	c.Response().SetBodyStream(answer.Body, -1)
	return nil
}

// errorHandlerKey is where [Middleware] leaves its ErrorHandler to the guards
// behind it.
type errorHandlerKey struct{}

type errorHandler func(c *fiber.Ctx, err error) error

// fail returns the error that the application's error handler answers with.
func fail(c *fiber.Ctx, err error) error {
	authErr := core.AsAuthError(err)
	if handler, ok := c.Locals(errorHandlerKey{}).(errorHandler); ok {
		if err := handler(c, authErr); err != nil || answered(c) {
			return err
		}
	}
	for name, value := range authErr.Headers {
		if name == fiber.HeaderVary {
			c.Vary(value)
		} else {
			c.Set(name, value)
		}
	}
	return deniedError{authErr, fiber.NewError(authErr.Status, authErr.Error())}
}

// answered reports whether an ErrorHandler has answered. What nobody has touched
// would be an empty 200.
func answered(c *fiber.Ctx) bool {
	response := c.Response()
	return response.StatusCode() != http.StatusOK || response.IsBodyStream() || len(response.Body()) > 0
}

// deniedError is a [core.AuthError] that Fiber's error handlers know the status
// of.
type deniedError struct {
	*core.AuthError
	status *fiber.Error
}

// Unwrap lets [errors.As] find both.
func (e deniedError) Unwrap() []error { return []error{e.AuthError, e.status} }
