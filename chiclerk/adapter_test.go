package chiclerk_test

import (
	"net"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func TestAdapter(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, application)
}

// TestAdapterNetHTTP runs the suite without chi's router, as a user does on a
// stack of net/http.
func TestAdapterNetHTTP(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, adaptertest.NetHTTP{
		Middleware: func(options adaptertest.HTTPOptions) func(http.Handler) http.Handler {
			return chiclerk.Middleware(chiclerk.Options(options))
		},
		RequireAuth:   chiclerk.RequireAuth,
		RequireSignIn: chiclerk.RequireSignIn,
		GetAuth:       chiclerk.GetAuth,
		Stack:         middleware.RequestID,
	}.Build)
}

// application builds the application of a case with chi.
func application(app adaptertest.App) adaptertest.Serve {
	r := chi.NewRouter()
	r.Use(middleware.Recoverer)
	if app.CORS == adaptertest.First {
		r.Use(adaptertest.CORS)
	}
	if app.ForeignAuth {
		r.Use(middleware.WithValue("auth", map[string]string{"userId": "user_foreign"}))
	}
	for range app.Middlewares {
		r.Use(chiclerk.Middleware(chiclerk.Options(app.HTTPOptions())))
	}
	if app.CORS == adaptertest.Behind {
		r.Use(adaptertest.CORS)
	}
	if app.RequireAuth {
		r.Use(chiclerk.RequireAuth())
	}
	for _, route := range app.Routes {
		router := r.With()
		if route.RequireAuth {
			router = router.With(chiclerk.RequireAuth(route.Requirements...))
		}
		if route.RequireSignIn {
			router = router.With(chiclerk.RequireSignIn(route.Requirements...))
		}
		path := route.Path
		if path == "" {
			path = "/*"
		}
		router.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(route.Answer(r.Context(), chiclerk.GetAuth(r, route.Views...), r.Body))
		})
	}
	return func(l net.Listener) error { return http.Serve(l, r) }
}
