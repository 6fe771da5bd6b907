package chiclerk

import (
	"net/http"

	"github.com/clerkgo/clerk-go/core/webhook"
)

// Webhook receives Clerk's webhooks. Deliveries are verified by their signature, so no
// middleware of this package is needed in front.
//
//	r.Post("/webhooks", chiclerk.Webhook(mux))
//
// The body has to be as it was received: middleware in front must not read it, unless
// it puts it back.
//
// See https://clerk.com/docs/guides/development/webhooks/overview.
func Webhook(mux *webhook.Mux) http.HandlerFunc { return mux.ServeHTTP }
