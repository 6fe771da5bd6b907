// Fiber is a server on Fiber with Clerk. It reads CLERK_SECRET_KEY and
// CLERK_PUBLISHABLE_KEY, and listens on ADDR, or on localhost:8080.
//
//	go run ./core/cmd/clerkdev -- go run ./examples/fiber
package main

import (
	"cmp"
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/gofiber/fiber/v2"
)

func main() {
	// A client of your own; fiberclerk.Client() is the default one.
	client, err := fiberclerk.NewClient(core.OptionsFromEnv())
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	app := routes(client)
	context.AfterFunc(ctx, func() { _ = app.Shutdown() })
	addr := cmp.Or(os.Getenv("ADDR"), "localhost:8080")
	log.Printf("listening on http://%s", addr)
	if err := app.Listen(addr); err != nil {
		log.Fatal(err)
	}
}

func routes(client *core.Client) *fiber.App {
	app := fiber.New(fiber.Config{
		DisableStartupMessage: true,
		ErrorHandler:          answerJSON,
		// The default of 4 KB is too small for the cookies of a signed-in browser.
		ReadBufferSize: 16 << 10,
	})
	app.Use(fiberclerk.Middleware())

	// Everybody may see this page.
	app.Get("/", func(c *fiber.Ctx) error {
		if auth := fiberclerk.GetAuth(c); auth.IsAuthenticated() {
			return c.SendString("Hello " + auth.UserID + "\n")
		}
		return c.SendString("Hello stranger\n")
	})
	app.Get("/me", fiberclerk.RequireAuth(), func(c *fiber.Ctx) error {
		return c.JSON(fiberclerk.GetAuth(c))
	})
	app.Get("/user", fiberclerk.RequireAuth(), func(c *fiber.Ctx) error {
		user, err := fiberclerk.Client().Users.Get(c.UserContext(), fiberclerk.GetAuth(c).UserID)
		if err != nil {
			return fiber.NewError(http.StatusBadGateway, "Clerk knows no such user")
		}
		return c.JSON(user)
	})
	// A browser that is not signed in goes to sign-in and comes back.
	app.Get("/profile", fiberclerk.RequireSignIn(), func(c *fiber.Ctx) error {
		return c.SendString("Signed in as " + fiberclerk.GetAuth(c).UserID + "\n")
	})
	app.Get("/sessions", fiberclerk.RequireAuth(), func(c *fiber.Ctx) error {
		sessions, err := client.Sessions.List(c.UserContext(), backend.SessionListParams{UserID: fiberclerk.GetAuth(c).UserID})
		if err != nil {
			return fiber.NewError(http.StatusBadGateway, "Clerk does not answer")
		}
		return c.JSON(sessions)
	})
	app.Get("/users", fiberclerk.RequireAuth(core.Role("org:admin")), func(c *fiber.Ctx) error {
		users, err := client.Users.List(c.UserContext(), backend.UserListParams{Limit: 10})
		if err != nil {
			return fiber.NewError(http.StatusBadGateway, "Clerk does not answer")
		}
		return c.JSON(users)
	})
	app.Get("/admin", fiberclerk.RequireAuth(core.Role("org:admin")), func(c *fiber.Ctx) error {
		return c.SendString("Hello admin\n")
	})
	return app
}

// answerJSON answers errors of Clerk in JSON, and others as Fiber does.
func answerJSON(c *fiber.Ctx, err error) error {
	var authErr *core.AuthError
	if errors.As(err, &authErr) {
		c.Set("Content-Type", "application/json")
		return c.Status(authErr.Status).Send(authErr.Body())
	}
	return fiber.DefaultErrorHandler(c, err)
}
