package ginclerk

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"

	"github.com/clerkgo/clerk-go/core"
	"github.com/gin-gonic/gin"
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
	// [core.AuthError]. The chain is aborted already; if the handler writes
	// nothing, the default answer follows. Nil is the default answer: status,
	// headers and JSON of the error.
	ErrorHandler func(c *gin.Context, err error)
	// FrontendProxy, if set, serves the Frontend API below a path of this
	// application, and tells browsers so unless a ProxyURL is set.
	FrontendProxy *core.FrontendProxyOptions
	// PerRequest returns the options of one request instead of Authenticate, as
	// where one server serves several instances. An error goes to ErrorHandler.
	PerRequest func(c *gin.Context) (core.AuthenticateOptions, error)
	// Skip leaves out a request: nobody asks who it speaks for. Nil skips none.
	Skip func(c *gin.Context) bool
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
func Middleware(options ...Options) gin.HandlerFunc {
	m, err := newMiddleware(options)
	if err != nil {
		panic(fmt.Errorf("ginclerk.Middleware: %w", err))
	}
	return m.handle
}

// RequireAuth lets a request through that speaks for somebody and meets all
// requirements. It answers others with 401, with 403 if a check does not hold,
// and with 503 if Clerk could not be asked. [Middleware] has to run before it.
//
//	r.GET("/invoices", ginclerk.RequireAuth(core.Permission("org:invoices:read")), list)
//	r.GET("/export", ginclerk.RequireAuth(core.Accept(core.SessionToken, core.APIKey)), export)
func RequireAuth(requirements ...core.Requirement) gin.HandlerFunc {
	gate := core.NewGate(hint, requirements...)
	return func(c *gin.Context) {
		if _, err := gate.Admit(c.Request.Context()); err != nil {
			fail(c, err)
		}
	}
}

// RequireSignIn is [RequireAuth] for pages: where a browser loads one and nobody
// is signed in, it redirects to sign-in with status 303, and sign-in comes back
// to the page.
func RequireSignIn(requirements ...core.Requirement) gin.HandlerFunc {
	gate := core.NewGate(hint, requirements...)
	return func(c *gin.Context) {
		switch _, signIn, err := gate.AdmitOrSignIn(c.Request.Context(), core.FromHTTP(c.Request)); {
		case err != nil:
			fail(c, err)
		case signIn != "":
			c.Abort()
			c.Header("Cache-Control", "no-store")
			c.Redirect(http.StatusSeeOther, signIn)
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
func GetAuth(c *gin.Context, views ...core.View) *core.Auth {
	ctx := c.Request.Context()
	if !core.HasAuth(ctx) {
		warnMissing.Do(func() {
			slog.WarnContext(ctx, "clerk: GetAuth was called where no middleware ran; add "+hint+" before the route", "route", c.FullPath())
		})
	}
	return core.AuthFromContext(ctx, views...)
}

// SignInURL returns where the visitor signs in and then comes back to returnTo,
// which may be relative to the request; empty is the request's own URL. See
// [core.SignInURL] for the page and the errors.
func SignInURL(c *gin.Context, returnTo string) (string, error) {
	return core.SignInURL(c.Request.Context(), core.FromHTTP(c.Request), returnTo)
}

// SignUpURL is [SignInURL] for signing up.
func SignUpURL(c *gin.Context, returnTo string) (string, error) {
	return core.SignUpURL(c.Request.Context(), core.FromHTTP(c.Request), returnTo)
}

// Client returns the client of the environment, [core.Default]. It is never nil:
// while a key is missing, every call of it returns the error that names the
// variable.
//
//	user, err := ginclerk.Client().Users.Get(ctx, auth.UserID)
func Client() *core.Client { return core.Default() }

// NewClient is [core.NewClient] with the name of this package in the User-Agent,
// unless options name another.
func NewClient(options core.Options) (*core.Client, error) {
	if options.SDKMetadata == (core.SDKMetadata{}) {
		options.SDKMetadata = core.SDKMetadata{Name: "clerk-go/ginclerk", Version: core.Version}
	}
	return core.NewClient(options)
}

// hint is the line to add where the middleware is missing.
const hint = "r.Use(ginclerk.Middleware())"

// warnMissing warns once in a process: one line tells what is wrong.
var warnMissing sync.Once

// middleware is what [Middleware] keeps. It is immutable.
type middleware struct {
	*core.Middleware[*gin.Context]
	errorHandler errorHandler
	skip         func(c *gin.Context) bool
}

func newMiddleware(options []Options) (*middleware, error) {
	if len(options) > 1 {
		return nil, fmt.Errorf("got %d Options, want at most one", len(options))
	}
	var o Options
	if len(options) == 1 {
		o = options[0]
	}
	inner, err := core.NewMiddleware(core.MiddlewareOptions[*gin.Context]{
		Authenticate: o.Authenticate, Client: o.Client, FrontendProxy: o.FrontendProxy, PerRequest: o.PerRequest,
	})
	return &middleware{inner, o.ErrorHandler, o.Skip}, err
}

// handle is the middleware.
func (m *middleware) handle(c *gin.Context) {
	ctx, request := c.Request.Context(), core.FromHTTP(c.Request)
	if m.skip != nil && m.skip(c) {
		return
	}
	if core.HasAuth(ctx) {
		return
	}
	if !core.Representable(c.Request.Method, c.Request.RequestURI) {
		c.AbortWithStatus(http.StatusBadRequest)
		return
	}
	if proxy := m.Proxy(request); proxy != nil {
		c.Abort()
		proxy.ServeHTTP(c.Writer, c.Request)
		c.Writer.WriteHeaderNow() // else Gin adds its own body to a 404 without one
		return
	}
	if m.errorHandler != nil {
		c.Set(errorHandlerKey, m.errorHandler)
	}
	state, err := m.Authenticate(ctx, c, request)
	if err != nil {
		fail(c, err)
		return
	}
	state.WriteHeaders(c.Writer.Header())
	if status, ok := state.Redirect(); ok {
		c.AbortWithStatus(status)
		return
	}
	c.Request = c.Request.WithContext(state.WithAuth(ctx))
}

// errorHandlerKey is where [Middleware] leaves its ErrorHandler to the guards
// behind it. Keys of gin's store are not private, so what stands there counts
// only if it is of a type that nobody else can make.
const errorHandlerKey = "github.com/clerkgo/clerk-go/ginclerk.errorHandler"

type errorHandler func(c *gin.Context, err error)

// fail aborts the chain, tells error middleware why, and answers.
func fail(c *gin.Context, err error) {
	authErr := core.AsAuthError(err)
	c.Abort()
	_ = c.Error(authErr)
	value, _ := c.Get(errorHandlerKey)
	if handler, ok := value.(errorHandler); ok {
		handler(c, authErr)
	}
	if !c.Writer.Written() {
		authErr.WriteTo(c.Writer)
	}
}
