package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// AccountlessApplicationService makes development instances that no account owns
// yet. It is experimental, and the specification lacks it; the JavaScript packages
// have it. Reach it as [Client].AccountlessApplications.
type AccountlessApplicationService service

// AccountlessApplication is an instance that whoever opens ClaimURL may take over.
type AccountlessApplication struct {
	APIKeysURL     string `json:"api_keys_url"`
	ClaimURL       string `json:"claim_url"`
	Object         string `json:"object"` // "accountless_application"
	PublishableKey string `json:"publishable_key"`
	SecretKey      string `json:"secret_key"`
}

// Format prints the application without its secret key and claim URL.
func (a AccountlessApplication) Format(state fmt.State, verb rune) {
	type plain AccountlessApplication
	hideText(&a.ClaimURL, &a.SecretKey)
	printed(state, verb, plain(a))
}

// LogValue logs what Format prints.
func (a AccountlessApplication) LogValue() slog.Value { return logged(a) }

// Complete says that the application of the client's secret key was claimed. The
// specification lacks this operation.
//
//clerk:op POST /accountless_applications/complete
func (s *AccountlessApplicationService) Complete(ctx context.Context) (*AccountlessApplication, error) {
	return call[AccountlessApplication](ctx, s.client, post("/accountless_applications/complete", nil))
}

// Create makes an application. No key is sent. The specification lacks this
// operation.
//
//clerk:op POST /accountless_applications
func (s *AccountlessApplicationService) Create(ctx context.Context) (*AccountlessApplication, error) {
	return call[AccountlessApplication](ctx, s.client, post("/accountless_applications", nil).withoutKey())
}
