package adaptertest_test

import (
	"net"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestVectors(t *testing.T) {
	t.Parallel()
	adaptertest.Vectors(t, "net/http", build)
}

func TestVectorsMutated(t *testing.T) {
	t.Parallel()
	adaptertest.VectorsMutated(t, build)
}

// build is the adapter that core/doc.go describes, for net/http.
func build(app adaptertest.App) adaptertest.Serve {
	routes := map[string]http.Handler{}
	for _, route := range app.Routes {
		handler := show(route)
		if route.RequireAuth || app.RequireAuth {
			handler = requireAuth(handler)
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
	for range app.Middlewares {
		handler = middleware(app, handler)
	}
	return func(l net.Listener) error { return http.Serve(l, handler) }
}

func show(route adaptertest.Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(route.Body(core.AuthFromContext(r.Context(), route.Views...)))
	})
}

func requireAuth(next http.Handler) http.Handler {
	gate := core.NewGate("the middleware")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := gate.Admit(r.Context()); err != nil {
			core.AsAuthError(err).WriteTo(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func middleware(app adaptertest.App, next http.Handler) http.Handler {
	m, err := core.NewMiddleware(core.MiddlewareOptions[*http.Request]{
		Authenticate: app.Authenticate, Client: app.Client, FrontendProxy: app.FrontendProxy, PerRequest: perRequest(app),
	})
	if err != nil {
		panic(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, request := r.Context(), core.FromHTTP(r)
		if proxy := m.Proxy(request); proxy != nil {
			proxy.ServeHTTP(w, r)
			return
		}
		if !core.Representable(r.Method, r.RequestURI) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if core.HasAuth(ctx) {
			next.ServeHTTP(w, r)
			return
		}
		state, err := m.Authenticate(ctx, r, request)
		if err != nil {
			core.AsAuthError(err).WriteTo(w)
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

func perRequest(app adaptertest.App) func(*http.Request) (core.AuthenticateOptions, error) {
	if !app.PerRequest {
		return nil
	}
	return func(*http.Request) (core.AuthenticateOptions, error) { return app.Authenticate, nil }
}
