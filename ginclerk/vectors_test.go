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

func TestVectors(t *testing.T) {
	t.Parallel()
	adaptertest.Vectors(t, "gin", build)
}

func TestVectorsMutated(t *testing.T) {
	t.Parallel()
	adaptertest.VectorsMutated(t, build)
}

// build builds the application of a case with Gin.
func build(app adaptertest.App) adaptertest.Serve {
	r := newEngine()
	if app.ForeignAuth {
		r.Use(func(c *gin.Context) { c.Set("auth", gin.H{"userId": "user_foreign"}) })
	}
	options := ginclerk.Options{Authenticate: app.Authenticate, Client: app.Client, FrontendProxy: app.FrontendProxy}
	if app.PerRequest {
		options.PerRequest = func(*gin.Context) (core.AuthenticateOptions, error) { return app.Authenticate, nil }
	}
	for range app.Middlewares {
		r.Use(ginclerk.Middleware(options))
	}
	if app.RequireAuth {
		r.Use(ginclerk.RequireAuth())
	}
	for _, route := range app.Routes {
		var chain []gin.HandlerFunc
		if route.RequireAuth {
			chain = append(chain, ginclerk.RequireAuth())
		}
		chain = append(chain, func(c *gin.Context) {
			c.Data(http.StatusOK, "application/json", route.Body(ginclerk.GetAuth(c, route.Views...)))
		})
		if route.Path == "" {
			r.NoRoute(chain...)
		} else {
			r.Any(route.Path, chain...)
		}
	}
	return func(l net.Listener) error { return http.Serve(l, r) }
}

// newEngine returns an engine that recovers from panics and logs nothing.
func newEngine() *gin.Engine {
	r := gin.New()
	r.Use(gin.CustomRecoveryWithWriter(nil, func(c *gin.Context, _ any) { c.AbortWithStatus(http.StatusInternalServerError) }))
	return r
}
