package backend

import "context"

// APIKeyService manages the keys that users and organisations make for programs.
// Reach it as [Client].APIKeys.
//
// See https://clerk.com/docs/reference/backend/overview#api-keys.
type APIKeyService service

// APIKey is a key that a user or an organisation made for a program.
type APIKey struct {
	ID               string      `json:"id"`
	Claims           Metadata    `json:"claims"`
	CreatedAt        Time        `json:"created_at"`
	CreatedBy        Opt[string] `json:"created_by"` // a user
	Description      Opt[string] `json:"description,omitzero"`
	Expiration       Time        `json:"expiration"` // zero for never
	Expired          bool        `json:"expired"`
	LastUsedAt       Time        `json:"last_used_at"`
	Name             string      `json:"name"`
	Object           string      `json:"object"` // "api_key"
	RevocationReason Opt[string] `json:"revocation_reason"`
	Revoked          bool        `json:"revoked"`
	Scopes           []string    `json:"scopes"`
	Subject          string      `json:"subject"` // the user or organisation that it acts for
	Type             string      `json:"type"`    // "api_key"
	UpdatedAt        Time        `json:"updated_at"`
}

// APIKeyVerifyParams hold the key to verify.
type APIKeyVerifyParams struct {
	Secret string `json:"secret"` // required
}

// Verify returns the key that a secret is of. An unknown secret is an [Error] of
// status 404.
//
//clerk:op POST /api_keys/verify
func (s *APIKeyService) Verify(ctx context.Context, params APIKeyVerifyParams) (*APIKey, error) {
	return call[APIKey](ctx, s.client, post("/api_keys/verify", params).withoutVersion())
}
