// Package fiberclerk is Clerk for Fiber: requests are authenticated by a
// middleware, guarded by another, and the user is one call away.
//
//	package main
//
//	import (
//		"log"
//
//		"github.com/clerkgo/clerk-go/core"
//		"github.com/clerkgo/clerk-go/fiberclerk"
//		"github.com/gofiber/fiber/v2"
//	)
//
//	func main() {
//		app := fiber.New(fiber.Config{ReadBufferSize: 16 << 10})
//		app.Use(fiberclerk.Middleware())
//		app.Get("/", func(c *fiber.Ctx) error {
//			return c.JSON(fiberclerk.GetAuth(c).IsAuthenticated())
//		})
//		app.Get("/admin", fiberclerk.RequireAuth(core.Role("org:admin")), func(c *fiber.Ctx) error {
//			user, err := fiberclerk.Client().Users.Get(c.UserContext(), fiberclerk.GetAuth(c).UserID)
//			if err != nil {
//				return err
//			}
//			return c.JSON(user)
//		})
//		log.Fatal(app.Listen("localhost:8080"))
//	}
//
// CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY name the instance; both are on the
// API keys page of the Clerk dashboard. Without an account, run the program by
// core/cmd/clerkdev.
//
// # Errors
//
// Requests that are not let through end in the error handler of the application.
// Fiber's own answers with a line of text; one that answers in JSON is
//
//	func(c *fiber.Ctx, err error) error {
//		var authErr *core.AuthError
//		if errors.As(err, &authErr) {
//			c.Set("Content-Type", "application/json")
//			return c.Status(authErr.Status).Send(authErr.Body())
//		}
//		return fiber.DefaultErrorHandler(c, err)
//	}
//
// # Size of headers
//
// Fiber answers 431 to requests whose headers are larger than its
// ReadBufferSize, 4 KB by default. Cookies of signed-in browsers come close to
// that: set it to 16 KB.
//
// # Buffers
//
// Fiber reuses the buffer of a request for the next one. What this package hands
// out is a copy and may be kept.
package fiberclerk
