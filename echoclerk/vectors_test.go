package echoclerk_test

import (
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/echoclerk"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

func TestVectors(t *testing.T) {
	t.Parallel()
	adaptertest.Vectors(t, "echo", build)
}

func TestVectorsMutated(t *testing.T) {
	t.Parallel()
	adaptertest.VectorsMutated(t, build)
}

// build builds the application of a case with Echo.
func build(app adaptertest.App) adaptertest.Serve {
	e := echo.New()
	e.Logger.SetOutput(io.Discard)
	e.Use(middleware.Recover())
	if app.ForeignAuth {
		e.Use(func(next echo.HandlerFunc) echo.HandlerFunc {
			return func(c echo.Context) error {
				c.Set("auth", echo.Map{"userId": "user_foreign"})
				return next(c)
			}
		})
	}
	options := echoclerk.Options{Authenticate: app.Authenticate, Client: app.Client, FrontendProxy: app.FrontendProxy}
	if app.PerRequest {
		options.PerRequest = func(echo.Context) (core.AuthenticateOptions, error) { return app.Authenticate, nil }
	}
	for range app.Middlewares {
		e.Use(echoclerk.Middleware(options))
	}
	if app.RequireAuth {
		e.Use(echoclerk.RequireAuth())
	}
	for _, route := range app.Routes {
		var guards []echo.MiddlewareFunc
		if route.RequireAuth {
			guards = append(guards, echoclerk.RequireAuth())
		}
		path := route.Path
		if path == "" {
			path = "/*"
		}
		e.Any(path, func(c echo.Context) error {
			return c.Blob(http.StatusOK, "application/json", route.Body(echoclerk.GetAuth(c, route.Views...)))
		}, guards...)
	}
	return func(l net.Listener) error { return http.Serve(l, e) }
}
