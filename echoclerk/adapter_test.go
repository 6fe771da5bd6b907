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

func TestAdapter(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, application)
}

// application builds the application of a case with Echo.
func application(app adaptertest.App) adaptertest.Serve {
	e := echo.New()
	e.Logger.SetOutput(io.Discard)
	if app.OnError != nil {
		e.HTTPErrorHandler = func(err error, c echo.Context) {
			app.OnError(err)
			e.DefaultHTTPErrorHandler(err, c)
		}
	}
	e.Use(middleware.Recover())
	cors := middleware.CORSWithConfig(middleware.CORSConfig{AllowOrigins: []string{adaptertest.Origin}})
	if app.CORS == adaptertest.First {
		e.Use(cors)
	}
	if app.ForeignAuth {
		e.Use(func(next echo.HandlerFunc) echo.HandlerFunc {
			return func(c echo.Context) error {
				c.Set("auth", echo.Map{"userId": "user_foreign"})
				return next(c)
			}
		})
	}
	for range app.Middlewares {
		e.Use(echoclerk.Middleware(optionsOf(app)))
	}
	if app.CORS == adaptertest.Behind {
		e.Use(cors)
	}
	if app.RequireAuth {
		e.Use(echoclerk.RequireAuth())
	}
	for _, route := range app.Routes {
		var guards []echo.MiddlewareFunc
		if route.RequireAuth {
			guards = append(guards, echoclerk.RequireAuth(route.Requirements...))
		}
		if route.RequireSignIn {
			guards = append(guards, echoclerk.RequireSignIn(route.Requirements...))
		}
		path := route.Path
		if path == "" {
			path = "/*"
		}
		e.Any(path, func(c echo.Context) error {
			auth := echoclerk.GetAuth(c, route.Views...)
			return c.Blob(http.StatusOK, "application/json", route.Answer(c.Request().Context(), auth, c.Request().Body))
		}, guards...)
	}
	return func(l net.Listener) error { return http.Serve(l, e) }
}

func optionsOf(app adaptertest.App) echoclerk.Options {
	options := echoclerk.Options{Authenticate: app.Authenticate, Client: app.Client, FrontendProxy: app.FrontendProxy}
	if app.ErrorHandler != nil {
		options.ErrorHandler = func(c echo.Context, err error) error {
			status, text := app.ErrorHandler(err)
			return c.String(status, text)
		}
	}
	if app.PerRequest {
		options.PerRequest = func(echo.Context) (core.AuthenticateOptions, error) {
			return app.Authenticate, app.PerRequestError
		}
	}
	if app.Skip != nil {
		options.Skipper = func(c echo.Context) bool { return app.Skip(c.Request().URL.Path) }
	}
	return options
}
