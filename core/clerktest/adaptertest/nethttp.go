package adaptertest

import (
	"context"
	"net"
	"net/http"

	"github.com/clerkgo/clerk-go/core"
)

// NetHTTP makes a [Build] of an adapter for net/http, or of anything that is
// made of http.Handlers. Its zero value is of no use: the four members of the
// adapter are required.
type NetHTTP struct {
	// Middleware, RequireAuth, RequireSignIn and GetAuth are the members of the
	// adapter.
	Middleware    func(options HTTPOptions) func(http.Handler) http.Handler
	RequireAuth   func(requirements ...core.Requirement) func(http.Handler) http.Handler
	RequireSignIn func(requirements ...core.Requirement) func(http.Handler) http.Handler
	GetAuth       func(r *http.Request, views ...core.View) *core.Auth
	// Stack, if not nil, puts in front of the application what stands there in
	// production.
	Stack func(application http.Handler) http.Handler
}

// HTTPOptions are the options of a middleware for net/http. Those of package
// chiclerk can be converted from them.
type HTTPOptions struct {
	Authenticate  core.AuthenticateOptions
	Client        *core.Client
	ErrorHandler  func(w http.ResponseWriter, r *http.Request, err error)
	FrontendProxy *core.FrontendProxyOptions
	PerRequest    func(r *http.Request) (core.AuthenticateOptions, error)
	Skip          func(r *http.Request) bool
}

// HTTPOptions returns the options of the application's middleware.
func (a App) HTTPOptions() HTTPOptions {
	options := HTTPOptions{Authenticate: a.Authenticate, Client: a.Client, FrontendProxy: a.FrontendProxy}
	if a.OnError != nil || a.ErrorHandler != nil {
		options.ErrorHandler = a.handleError
	}
	if a.PerRequest {
		options.PerRequest = func(*http.Request) (core.AuthenticateOptions, error) { return a.Authenticate, a.PerRequestError }
	}
	if a.Skip != nil {
		options.Skip = func(r *http.Request) bool { return a.Skip(r.URL.Path) }
	}
	return options
}

// handleError is the option ErrorHandler.
func (a App) handleError(w http.ResponseWriter, _ *http.Request, err error) {
	if a.OnError != nil {
		a.OnError(err)
	}
	if a.ErrorHandler != nil {
		status, text := a.ErrorHandler(err)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}
}

// Build is a [Build].
func (n NetHTTP) Build(app App) Serve {
	routes := map[string]http.Handler{}
	for _, route := range app.Routes {
		handler := n.handler(route)
		if route.RequireSignIn {
			handler = n.RequireSignIn(route.Requirements...)(handler)
		}
		if route.RequireAuth {
			handler = n.RequireAuth(route.Requirements...)(handler)
		}
		if app.RequireAuth {
			handler = n.RequireAuth()(handler)
		}
		routes[route.Path] = handler
	}
	handler := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		route, ok := routes[r.URL.Path]
		if !ok {
			route = routes[""]
		}
		route.ServeHTTP(w, r)
	}))
	if app.CORS == Behind {
		handler = CORS(handler)
	}
	for range app.Middlewares {
		handler = n.Middleware(app.HTTPOptions())(handler)
	}
	if app.ForeignAuth {
		handler = withForeignAuth(handler)
	}
	if app.CORS == First {
		handler = CORS(handler)
	}
	if n.Stack != nil {
		handler = n.Stack(handler)
	}
	handler = recovered(handler)
	return func(l net.Listener) error { return http.Serve(l, handler) }
}

// handler is the handler of a route.
func (n NetHTTP) handler(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(route.Answer(r.Context(), n.GetAuth(r, route.Views...), r.Body))
	})
}

// withForeignAuth is the middleware of somebody else.
func withForeignAuth(next http.Handler) http.Handler {
	var key any = "auth"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), key, map[string]string{"userId": "user_foreign"})
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// recovered answers 500 where a handler panics.
func recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if recover() != nil {
				w.WriteHeader(http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// Origin is what CORS middleware allows.
const Origin = "https://pages.example.com"

// CORS answers preflights with 204 and lets pages of [Origin] read answers, for
// frameworks that have no such middleware of their own.
func CORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Origin")
		if r.Header.Get("Origin") == Origin {
			w.Header().Set("Access-Control-Allow-Origin", Origin)
		}
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			w.Header().Set("Access-Control-Allow-Methods", r.Header.Get("Access-Control-Request-Method"))
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}
