package ginclerk

import (
	"bytes"
	"io"

	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/gin-gonic/gin"
)

// Webhook receives Clerk's webhooks. Deliveries are verified by their signature, so no
// middleware of this package is needed in front.
//
//	r.POST("/webhooks", ginclerk.Webhook(mux))
//
// The body has to be as it was received: middleware in front may read it by
// ShouldBindBodyWith, which keeps it.
//
// See https://clerk.com/docs/guides/development/webhooks/overview.
func Webhook(mux *webhook.Mux) gin.HandlerFunc {
	return func(c *gin.Context) {
		if kept, ok := c.Get(gin.BodyBytesKey); ok {
			if body, ok := kept.([]byte); ok {
				c.Request.Body = io.NopCloser(bytes.NewReader(body))
			}
		}
		mux.ServeHTTP(c.Writer, c.Request)
	}
}
