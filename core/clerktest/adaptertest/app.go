package adaptertest

import (
	"context"
	"io"
	"net"
	"net/http"

	"github.com/clerkgo/clerk-go/core"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Build builds an application with an adapter and its framework. It panics if
// the adapter does, as where options are wrong.
type Build func(app App) Serve

// Serve answers HTTP/1.1 requests on a listener until somebody closes it. Its
// error is not looked at.
type Serve func(listener net.Listener) error

// App is the application of one case. Everything stands in this order in front
// of the routes, behind the framework's own recovery from panics:
//
//  1. if CORS is [First], CORS middleware
//  2. if ForeignAuth, a middleware of somebody else
//  3. the adapter's Middleware, as often as Middlewares says
//  4. if CORS is [Behind], CORS middleware
//  5. if RequireAuth, the adapter's RequireAuth
type App struct {
	// Authenticate, Client and FrontendProxy are options of the adapter's
	// Middleware.
	Authenticate  core.AuthenticateOptions
	Client        *core.Client
	FrontendProxy *core.FrontendProxyOptions
	// CORS is where CORS middleware stands that allows [Origin]: the
	// framework's, or [CORS].
	CORS Place
	// ErrorHandler, if not nil, stands behind the adapter's option ErrorHandler,
	// which answers with the status and the text that it returns.
	ErrorHandler func(err error) (status int, text string)
	// ForeignAuth stores a value that the adapter did not make under the key
	// "auth", in the framework's store for values of a request.
	ForeignAuth bool
	// Middlewares is how often the adapter's Middleware stands in the chain.
	Middlewares int
	// OnError, if not nil, is called with each error that reaches the error
	// handler of the application, which then answers as it would without. Where
	// the framework has no such handler, the adapter's option ErrorHandler calls
	// it and writes nothing.
	OnError func(err error)
	// PerRequest hands Authenticate in through the option PerRequest, which
	// returns it for each request, and PerRequestError with it.
	PerRequest      bool
	PerRequestError error
	// RequireAuth guards every route.
	RequireAuth bool
	// Routes are the routes, each for every method.
	Routes []Route
	// Skip, if not nil, stands behind the adapter's option Skip, Skipper or
	// Next: it reports whether a path is left out.
	Skip func(path string) bool
}

// Place is where a middleware stands.
type Place int

// Places.
const (
	// Nowhere: it does not stand in the chain.
	Nowhere Place = iota
	// First: in front of the adapter's Middleware.
	First
	// Behind: behind the adapter's Middleware, in front of every guard.
	Behind
)

// Route is one route. It answers with status 200, the media type
// application/json and the [Route.Answer].
type Route struct {
	// Path is the path. Empty stands for every path that no other route has.
	Path string
	// RequireAuth and RequireSignIn guard this route with the adapter's
	// RequireAuth or RequireSignIn and these Requirements.
	RequireAuth, RequireSignIn bool
	Requirements               []core.Requirement
	// Views are those that GetAuth is called with.
	Views []core.View

	answer func(call) any
}

// call is what a route is called with.
type call struct {
	ctx  context.Context
	auth *core.Auth
	body io.Reader
}

// Answer returns the JSON that the route answers with. The context is the one
// that a handler passes on to layers that know no framework, auth is what the
// adapter's GetAuth returns, and body is that of the request.
func (r Route) Answer(ctx context.Context, auth *core.Auth, body io.Reader) []byte {
	encoded, err := json.Marshal(r.answer(call{ctx, auth, body}), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		panic(err)
	}
	return encoded
}

// Body is [Route.Answer] for routes that look at nothing but the auth, as those
// of [Vectors] do.
func (r Route) Body(auth *core.Auth) []byte {
	return r.Answer(context.Background(), auth, http.NoBody)
}

// routes are those of every vector.
var routes = []Route{
	{Path: "/accepts/any", Views: accept(core.AnyToken), answer: showAuth},
	{Path: "/accepts/api_key", Views: accept(core.APIKey), answer: showAuth},
	{Path: "/accepts/array", Views: accept(core.SessionToken, core.APIKey), answer: showAuth},
	{Path: "/accepts/m2m_token", Views: accept(core.M2MToken), answer: showAuth},
	{Path: "/accepts/oauth_token", Views: accept(core.OAuthToken), answer: showAuth},
	{Path: "/accepts/session_token", Views: accept(core.SessionToken), answer: showAuth},
	{Path: "/has", answer: showHas},
	{Path: "/pending", Views: []core.View{core.AllowPending()}, answer: showAuth},
	{Path: "/protected", RequireAuth: true, answer: showUser},
	{answer: showAuth},
}

func accept(kinds ...core.TokenType) []core.View { return []core.View{core.Accept(kinds...)} }

func showAuth(c call) any { return map[string]any{"auth": c.auth} }

func showHas(c call) any {
	return map[string]bool{
		"admin": c.auth.Has(core.Role("org:admin")),
		"read":  c.auth.Has(core.Permission("org:invoices:read")),
	}
}

func showUser(c call) any { return map[string]any{"ok": true, "userId": c.auth.UserID} }
