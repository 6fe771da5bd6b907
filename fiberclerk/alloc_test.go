package fiberclerk_test

import (
	"bufio"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

func TestAllocations(t *testing.T) {
	adaptertest.Allocations(t, 0, func(client *core.Client, authorization string, got func(*core.Auth)) (bare, with func()) {
		app := fiber.New()
		app.Get("/bare", func(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusNoContent) })
		app.Get("/", fiberclerk.Middleware(fiberclerk.Options{Client: client}), func(c *fiber.Ctx) error {
			got(fiberclerk.GetAuth(c))
			return c.SendStatus(fiber.StatusNoContent)
		})
		serve := app.Handler()
		ask := func(path string) func() {
			ctx := new(fasthttp.RequestCtx)
			wire := "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + authorization + "\r\n\r\n"
			if err := ctx.Request.Read(bufio.NewReader(strings.NewReader(wire))); err != nil {
				t.Fatal(err)
			}
			return func() {
				ctx.Response.Reset()
				ctx.ResetUserValues()
				serve(ctx)
			}
		}
		return ask("/bare"), ask("/")
	})
}
