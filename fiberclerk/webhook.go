package fiberclerk

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/gofiber/fiber/v2"
)

// Webhook receives Clerk's webhooks. Deliveries are verified by their signature, so no
// middleware of this package is needed in front.
//
//	app.Post("/webhooks", fiberclerk.Webhook(mux))
//
// The body is taken as it was received, whatever its Content-Encoding. A handler that
// panics has failed, and Clerk sends the event again: in Fiber a panic would end the
// process.
//
// See https://clerk.com/docs/guides/development/webhooks/overview.
func Webhook(mux *webhook.Mux) fiber.Handler {
	return func(c *fiber.Ctx) error {
		header := http.Header{}
		for name, value := range (request{c.Context()}).Headers() {
			header.Add(strings.Clone(name), strings.Clone(value))
		}
		status, answer, body := webhook.Answer(deliver(c, mux, header))
		for name, lines := range answer {
			for _, line := range lines {
				c.Set(name, line)
			}
		}
		return c.Status(status).Send(body)
	}
}

// deliver hands a delivery over, and returns a panic of its handler as an error.
func deliver(c *fiber.Ctx, mux *webhook.Mux, header http.Header) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.ErrorContext(c.UserContext(), "clerk: the handler of a webhook panicked", "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("the handler panicked: %v", p)
		}
	}()
	if stream := c.Context().RequestBodyStream(); stream != nil {
		// Fiber would read all of it, however large.
		body, err := io.ReadAll(io.LimitReader(stream, mux.MaxBody()+1))
		if err != nil {
			return err
		}
		return mux.Deliver(c.UserContext(), header, body)
	}
	return mux.Deliver(c.UserContext(), header, c.Request().Body())
}
