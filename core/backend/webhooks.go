package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// WebhookService connects the instance to Svix, which delivers its webhooks. Reach
// it as [Client].Webhooks.
type WebhookService service

// SvixURL opens the Svix dashboard of the instance for whoever has it.
type SvixURL struct {
	SvixURL string `json:"svix_url"`
}

// Format prints that there is a URL.
func (u SvixURL) Format(state fmt.State, verb rune) {
	type plain SvixURL
	hideText(&u.SvixURL)
	printed(state, verb, plain(u))
}

// LogValue logs what Format prints.
func (u SvixURL) LogValue() slog.Value { return logged(u) }

// CreateSvixApp makes an app at Svix for the instance.
//
//clerk:op POST /webhooks/svix
func (s *WebhookService) CreateSvixApp(ctx context.Context) (*SvixURL, error) {
	return call[SvixURL](ctx, s.client, post("/webhooks/svix", nil))
}

// DeleteSvixApp deletes the app at Svix. No webhook is delivered after that.
//
//clerk:op DELETE /webhooks/svix
func (s *WebhookService) DeleteSvixApp(ctx context.Context) error {
	return send(ctx, s.client, del("/webhooks/svix"))
}

// GenerateSvixAuthURL returns another URL of the Svix dashboard.
//
//clerk:op POST /webhooks/svix_url
func (s *WebhookService) GenerateSvixAuthURL(ctx context.Context) (*SvixURL, error) {
	return call[SvixURL](ctx, s.client, post("/webhooks/svix_url", nil))
}
