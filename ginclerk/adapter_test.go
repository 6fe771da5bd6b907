package ginclerk_test

import (
	"net"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

func TestAdapter(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, application)
}

// application builds the application of a case with Gin.
func application(app adaptertest.App) adaptertest.Serve {
	r := newEngine()
	if app.OnError != nil {
		r.Use(func(c *gin.Context) {
			c.Next()
			for _, err := range c.Errors {
				app.OnError(err)
			}
		})
	}
	if app.CORS == adaptertest.First {
		r.Use(cors)
	}
	if app.ForeignAuth {
		r.Use(func(c *gin.Context) { c.Set("auth", gin.H{"userId": "user_foreign"}) })
	}
	for range app.Middlewares {
		r.Use(ginclerk.Middleware(optionsOf(app)))
	}
	if app.CORS == adaptertest.Behind {
		r.Use(cors)
	}
	if app.RequireAuth {
		r.Use(ginclerk.RequireAuth())
	}
	for _, route := range app.Routes {
		var chain []gin.HandlerFunc
		if route.RequireAuth {
			chain = append(chain, ginclerk.RequireAuth(route.Requirements...))
		}
		if route.RequireSignIn {
			chain = append(chain, ginclerk.RequireSignIn(route.Requirements...))
		}
		chain = append(chain, func(c *gin.Context) {
			auth := ginclerk.GetAuth(c, route.Views...)
			c.Data(http.StatusOK, "application/json", route.Answer(c.Request.Context(), auth, c.Request.Body))
		})
		if route.Path == "" {
			r.NoRoute(chain...)
		} else {
			r.Any(route.Path, chain...)
		}
	}
	return func(l net.Listener) error { return http.Serve(l, r) }
}

func optionsOf(app adaptertest.App) ginclerk.Options {
	options := ginclerk.Options{Authenticate: app.Authenticate, Client: app.Client, FrontendProxy: app.FrontendProxy}
	if app.ErrorHandler != nil {
		options.ErrorHandler = func(c *gin.Context, err error) {
			status, text := app.ErrorHandler(err)
			c.String(status, "%s", text)
		}
	}
	if app.PerRequest {
		options.PerRequest = func(*gin.Context) (core.AuthenticateOptions, error) {
			return app.Authenticate, app.PerRequestError
		}
	}
	if app.Skip != nil {
		options.Skip = func(c *gin.Context) bool { return app.Skip(c.Request.URL.Path) }
	}
	return options
}

// cors is the CORS middleware of the suite; Gin has none of its own.
func cors(c *gin.Context) {
	passed := false
	next := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { passed = true })
	if adaptertest.CORS(next).ServeHTTP(c.Writer, c.Request); !passed {
		c.Abort()
	}
}
