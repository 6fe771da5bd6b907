package echoclerk_test

import (
	"net"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/echoclerk"
	"github.com/labstack/echo/v4"
)

func TestWebhook(t *testing.T) {
	t.Parallel()
	adaptertest.Webhooks(t, func(mux *webhook.Mux) adaptertest.Serve {
		e := echo.New()
		e.POST("/webhooks", echoclerk.Webhook(mux))
		return func(l net.Listener) error { return http.Serve(l, e) }
	})
}
