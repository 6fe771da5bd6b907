package ginclerk_test

import (
	"net"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
	"github.com/gin-gonic/gin/binding"
)

func TestWebhook(t *testing.T) {
	t.Parallel()
	adaptertest.Webhooks(t, func(mux *webhook.Mux) adaptertest.Serve {
		r := newEngine()
		r.POST("/webhooks", ginclerk.Webhook(mux))
		return func(l net.Listener) error { return http.Serve(l, r) }
	})
}

// Middleware that has read the body by Gin's own way leaves it to the webhook.
func TestWebhookAfterBinding(t *testing.T) {
	t.Parallel()
	adaptertest.Webhooks(t, func(mux *webhook.Mux) adaptertest.Serve {
		r := newEngine()
		r.Use(func(c *gin.Context) {
			var body map[string]any
			_ = c.ShouldBindBodyWith(&body, binding.JSON)
		})
		r.POST("/webhooks", ginclerk.Webhook(mux))
		return func(l net.Listener) error { return http.Serve(l, r) }
	})
}
