package main

import (
	"net"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/gofiber/fiber/v2"
)

func serve(listener net.Listener, client *core.Client) error {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Use(fiberclerk.Middleware(fiberclerk.Options{Client: client}))
	app.Get("/me", fiberclerk.RequireAuth(), func(c *fiber.Ctx) error {
		return c.SendString("Hello " + fiberclerk.GetAuth(c).UserID)
	})
	return app.Listener(listener)
}
