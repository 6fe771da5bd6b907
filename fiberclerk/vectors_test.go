package fiberclerk_test

import (
	"errors"
	"net"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"
)

func TestVectors(t *testing.T) {
	t.Parallel()
	adaptertest.Vectors(t, "fiber", build)
}

func TestVectorsMutated(t *testing.T) {
	t.Parallel()
	adaptertest.VectorsMutated(t, build)
}

// build builds the application of a case with Fiber.
func build(app adaptertest.App) adaptertest.Serve {
	f := fiber.New(fiber.Config{DisableStartupMessage: true, ErrorHandler: answerJSON, ReadBufferSize: 32 << 10})
	f.Use(recover.New())
	if app.ForeignAuth {
		f.Use(func(c *fiber.Ctx) error {
			c.Locals("auth", fiber.Map{"userId": "user_foreign"})
			return c.Next()
		})
	}
	options := fiberclerk.Options{Authenticate: app.Authenticate, Client: app.Client, FrontendProxy: app.FrontendProxy}
	if app.PerRequest {
		options.PerRequest = func(*fiber.Ctx) (core.AuthenticateOptions, error) { return app.Authenticate, nil }
	}
	for range app.Middlewares {
		f.Use(fiberclerk.Middleware(options))
	}
	if app.RequireAuth {
		f.Use(fiberclerk.RequireAuth())
	}
	for _, route := range app.Routes {
		var chain []fiber.Handler
		if route.RequireAuth {
			chain = append(chain, fiberclerk.RequireAuth())
		}
		chain = append(chain, func(c *fiber.Ctx) error {
			c.Set("Content-Type", "application/json")
			return c.Status(http.StatusOK).Send(route.Body(fiberclerk.GetAuth(c, route.Views...)))
		})
		path := route.Path
		if path == "" {
			path = "/*"
		}
		f.All(path, chain...)
	}
	return func(l net.Listener) error { return f.Listener(l) }
}

// answerJSON is the error handler of an application that answers in JSON.
func answerJSON(c *fiber.Ctx, err error) error {
	if authErr, ok := errors.AsType[*core.AuthError](err); ok {
		c.Set("Content-Type", "application/json")
		return c.Status(authErr.Status).Send(authErr.Body())
	}
	return fiber.DefaultErrorHandler(c, err)
}
