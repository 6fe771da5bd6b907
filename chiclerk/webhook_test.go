package chiclerk_test

import (
	"net"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/go-chi/chi/v5"
)

func TestWebhook(t *testing.T) {
	t.Parallel()
	adaptertest.Webhooks(t, func(mux *webhook.Mux) adaptertest.Serve {
		r := chi.NewRouter()
		r.Post("/webhooks", chiclerk.Webhook(mux))
		return func(l net.Listener) error { return http.Serve(l, r) }
	})
}
