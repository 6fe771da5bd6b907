package chiclerk_test

import (
	"context"
	"net"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func TestVectors(t *testing.T) {
	t.Parallel()
	adaptertest.Vectors(t, "chi", build)
}

func TestVectorsMutated(t *testing.T) {
	t.Parallel()
	adaptertest.VectorsMutated(t, build)
}

// build builds the application of a case with chi.
func build(app adaptertest.App) adaptertest.Serve {
	r := chi.NewRouter()
	r.Use(middleware.Recoverer)
	if app.ForeignAuth {
		r.Use(middleware.WithValue("auth", map[string]string{"userId": "user_foreign"}))
	}
	options := chiclerk.Options{Authenticate: app.Authenticate, Client: app.Client, FrontendProxy: app.FrontendProxy}
	if app.PerRequest {
		options.PerRequest = func(*http.Request) (core.AuthenticateOptions, error) { return app.Authenticate, nil }
	}
	for range app.Middlewares {
		r.Use(chiclerk.Middleware(options))
	}
	if app.RequireAuth {
		r.Use(chiclerk.RequireAuth())
	}
	for _, route := range app.Routes {
		router := r.With()
		if route.RequireAuth {
			router = r.With(chiclerk.RequireAuth())
		}
		path := route.Path
		if path == "" {
			path = "/*"
		}
		router.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(route.Body(chiclerk.GetAuth(r, route.Views...)))
		})
	}
	return func(l net.Listener) error { return http.Serve(l, r) }
}

// TestKeysOfOthersAreNotOurs holds that a value under a key that only looks like
// one of ours is not trusted.
func TestKeysOfOthersAreNotOurs(t *testing.T) {
	t.Parallel()
	type errorHandlerKey struct{}
	ctx := context.WithValue(t.Context(), errorHandlerKey{}, "foreign")
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if auth := chiclerk.GetAuth(r); auth.IsAuthenticated() {
		t.Errorf("got %v", auth)
	}
}
