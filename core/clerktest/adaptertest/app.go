package adaptertest

import (
	"net"

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
//  1. if ForeignAuth, a middleware of somebody else
//  2. the adapter's Middleware, as often as Middlewares says
//  3. if RequireAuth, the adapter's RequireAuth
type App struct {
	// Authenticate, Client and FrontendProxy are options of the adapter's
	// Middleware.
	Authenticate  core.AuthenticateOptions
	Client        *core.Client
	FrontendProxy *core.FrontendProxyOptions
	// PerRequest hands Authenticate in through the option PerRequest, which
	// returns it for each request.
	PerRequest bool
	// Middlewares is how often the adapter's Middleware stands in the chain.
	Middlewares int
	// ForeignAuth stores a value that the adapter did not make under the key
	// "auth", in the framework's store for values of a request.
	ForeignAuth bool
	// RequireAuth guards every route.
	RequireAuth bool
	// Routes are the routes, each for every method.
	Routes []Route
}

// Route is one route. It answers with status 200, the media type
// application/json and the [Route.Body] of what the adapter's GetAuth returns.
type Route struct {
	// Path is the path. Empty stands for every path that no other route has.
	Path string
	// RequireAuth guards this route with the adapter's RequireAuth.
	RequireAuth bool
	// Views are those that GetAuth is called with.
	Views []core.View

	body func(auth *core.Auth) any
}

// Body returns the JSON that the route answers with.
func (r Route) Body(auth *core.Auth) []byte {
	body, err := json.Marshal(r.body(auth), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		panic(err)
	}
	return body
}

// routes are those of every case.
var routes = []Route{
	{Path: "/accepts/any", Views: accept(core.AnyToken), body: showAuth},
	{Path: "/accepts/api_key", Views: accept(core.APIKey), body: showAuth},
	{Path: "/accepts/array", Views: accept(core.SessionToken, core.APIKey), body: showAuth},
	{Path: "/accepts/m2m_token", Views: accept(core.M2MToken), body: showAuth},
	{Path: "/accepts/oauth_token", Views: accept(core.OAuthToken), body: showAuth},
	{Path: "/accepts/session_token", Views: accept(core.SessionToken), body: showAuth},
	{Path: "/has", body: showHas},
	{Path: "/pending", Views: []core.View{core.AllowPending()}, body: showAuth},
	{Path: "/protected", RequireAuth: true, body: showUser},
	{body: showAuth},
}

func accept(kinds ...core.TokenType) []core.View { return []core.View{core.Accept(kinds...)} }

func showAuth(auth *core.Auth) any { return map[string]any{"auth": auth} }

func showHas(auth *core.Auth) any {
	return map[string]bool{
		"admin": auth.Has(core.Role("org:admin")),
		"read":  auth.Has(core.Permission("org:invoices:read")),
	}
}

func showUser(auth *core.Auth) any { return map[string]any{"ok": true, "userId": auth.UserID} }
