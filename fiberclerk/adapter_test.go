package fiberclerk_test

import (
	"bytes"
	"net"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/cors"
	"github.com/gofiber/fiber/v2/middleware/recover"
)

func TestAdapter(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, application)
}

// TestAdapterPlain runs the suite with Fiber's own error handler, which answers
// with a line of text.
func TestAdapterPlain(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, func(app adaptertest.App) adaptertest.Serve { return serve(app, fiber.DefaultErrorHandler) })
}

// application builds the application of a case with Fiber.
func application(app adaptertest.App) adaptertest.Serve { return serve(app, answerJSON) }

// serve is application with an error handler.
func serve(app adaptertest.App, answer fiber.ErrorHandler) adaptertest.Serve {
	f := fiber.New(fiber.Config{
		DisableStartupMessage: true,
		ErrorHandler: func(c *fiber.Ctx, err error) error {
			if app.OnError != nil {
				app.OnError(err)
			}
			return answer(c, err)
		},
		ReadBufferSize: 32 << 10,
	})
	f.Use(recover.New())
	allow := cors.New(cors.Config{AllowOrigins: adaptertest.Origin})
	if app.CORS == adaptertest.First {
		f.Use(allow)
	}
	if app.ForeignAuth {
		f.Use(func(c *fiber.Ctx) error {
			c.Locals("auth", fiber.Map{"userId": "user_foreign"})
			return c.Next()
		})
	}
	for range app.Middlewares {
		f.Use(fiberclerk.Middleware(optionsOf(app)))
	}
	if app.CORS == adaptertest.Behind {
		f.Use(allow)
	}
	if app.RequireAuth {
		f.Use(fiberclerk.RequireAuth())
	}
	for _, route := range app.Routes {
		var chain []fiber.Handler
		if route.RequireAuth {
			chain = append(chain, fiberclerk.RequireAuth(route.Requirements...))
		}
		if route.RequireSignIn {
			chain = append(chain, fiberclerk.RequireSignIn(route.Requirements...))
		}
		chain = append(chain, func(c *fiber.Ctx) error {
			auth := fiberclerk.GetAuth(c, route.Views...)
			c.Set("Content-Type", "application/json")
			return c.Status(http.StatusOK).Send(route.Answer(c.UserContext(), auth, bytes.NewReader(c.Body())))
		})
		path := route.Path
		if path == "" {
			path = "/*"
		}
		f.All(path, chain...)
	}
	return func(l net.Listener) error { return f.Listener(l) }
}

func optionsOf(app adaptertest.App) fiberclerk.Options {
	options := fiberclerk.Options{Authenticate: app.Authenticate, Client: app.Client, FrontendProxy: app.FrontendProxy}
	if app.ErrorHandler != nil {
		options.ErrorHandler = func(c *fiber.Ctx, err error) error {
			status, text := app.ErrorHandler(err)
			return c.Status(status).SendString(text)
		}
	}
	if app.PerRequest {
		options.PerRequest = func(*fiber.Ctx) (core.AuthenticateOptions, error) {
			return app.Authenticate, app.PerRequestError
		}
	}
	if app.Skip != nil {
		options.Next = func(c *fiber.Ctx) bool { return app.Skip(c.Path()) }
	}
	return options
}
