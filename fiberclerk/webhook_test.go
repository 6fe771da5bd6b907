package fiberclerk_test

import (
	"context"
	"log/slog"
	"net"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/gofiber/fiber/v2"
)

func webhookApp(mux *webhook.Mux) *fiber.App {
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Post("/webhooks", fiberclerk.Webhook(mux))
	return app
}

func TestWebhook(t *testing.T) {
	t.Parallel()
	adaptertest.Webhooks(t, func(mux *webhook.Mux) adaptertest.Serve {
		app := webhookApp(mux)
		return func(l net.Listener) error { return app.Listener(l) }
	})
}

// Where Fiber streams bodies, no more of one is read than may be.
func TestWebhookOfAStream(t *testing.T) {
	t.Parallel()
	adaptertest.Webhooks(t, func(mux *webhook.Mux) adaptertest.Serve {
		app := fiber.New(fiber.Config{DisableStartupMessage: true, StreamRequestBody: true, BodyLimit: 64 << 10})
		app.Post("/webhooks", fiberclerk.Webhook(mux))
		return func(l net.Listener) error { return app.Listener(l) }
	})
}

// A handler that panics would end the process.
func TestWebhookSurvivesAPanic(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	mux, err := webhook.NewMux(webhook.MuxOptions{Logger: slog.New(slog.DiscardHandler), Options: webhook.Options{Secrets: []string{inst.WebhookSigningSecret()}}})
	if err != nil {
		t.Fatal(err)
	}
	webhook.OnOther(mux, func(context.Context, *webhook.Message) error { panic("oops") })
	response, err := webhookApp(mux).Test(inst.SignWebhook("http://localhost/webhooks", []byte(`{"type":"x"}`)))
	if err != nil || response.StatusCode != 500 {
		t.Errorf("%v, error %v", response, err)
	}
}
