package echoclerk

import (
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/labstack/echo/v4"
)

// Webhook receives Clerk's webhooks. Deliveries are verified by their signature, so no
// middleware of this package is needed in front.
//
//	e.POST("/webhooks", echoclerk.Webhook(mux))
//
// The body has to be as it was received: middleware in front may dump it, and must not
// change it.
//
// See https://clerk.com/docs/guides/development/webhooks/overview.
func Webhook(mux *webhook.Mux) echo.HandlerFunc {
	return func(c echo.Context) error {
		mux.ServeHTTP(c.Response(), c.Request())
		return nil
	}
}
