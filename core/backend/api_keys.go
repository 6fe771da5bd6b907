package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

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
	CreatedBy        Opt[string] `json:"created_by,omitzero"` // a user
	Description      Opt[string] `json:"description,omitzero"`
	Expiration       Time        `json:"expiration"` // zero for never
	Expired          bool        `json:"expired"`
	LastUsedAt       Time        `json:"last_used_at"`
	Name             string      `json:"name"`
	Object           string      `json:"object"` // "api_key"
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"`
	Revoked          bool        `json:"revoked"`
	Scopes           []string    `json:"scopes"`
	Secret           string      `json:"secret,omitzero"` // only when it was just made
	Subject          string      `json:"subject"`         // the user or organisation that it acts for
	Type             string      `json:"type"`            // "api_key"
	UpdatedAt        Time        `json:"updated_at"`
}

// Format prints the key without its secret.
func (k APIKey) Format(state fmt.State, verb rune) {
	type plain APIKey
	hideText(&k.Secret)
	printed(state, verb, plain(k))
}

// LogValue logs what Format prints.
func (k APIKey) LogValue() slog.Value { return logged(k) }

// APIKeySecret is what a program sends to be its key's subject.
type APIKeySecret struct {
	Secret string `json:"secret"`
}

// Format prints that there is a secret.
func (s APIKeySecret) Format(state fmt.State, verb rune) {
	type plain APIKeySecret
	hideText(&s.Secret)
	printed(state, verb, plain(s))
}

// LogValue logs what Format prints.
func (s APIKeySecret) LogValue() slog.Value { return logged(s) }

// APIKeyCreateParams are the fields of a new [APIKey].
type APIKeyCreateParams struct {
	Claims                 Metadata     `json:"claims,omitzero"` // your own, returned when the key is verified
	CreatedBy              Opt[string]  `json:"created_by,omitzero"`
	Description            Opt[string]  `json:"description,omitzero"` // at most 255 characters
	Name                   string       `json:"name"`                 // required; at least 3 characters
	Scopes                 []string     `json:"scopes,omitzero"`
	SecondsUntilExpiration Opt[float64] `json:"seconds_until_expiration,omitzero"` // null is for ever
	Subject                string       `json:"subject"`                           // required; a user or an organisation
	Type                   Opt[string]  `json:"type,omitzero"`                     // "api_key" unless set
}

// APIKeyUpdateParams are the changes to an [APIKey]. What is absent stays.
type APIKeyUpdateParams struct {
	Claims                 Metadata     `json:"claims,omitzero"`
	Description            Opt[string]  `json:"description,omitzero"` // at most 255 characters
	Scopes                 []string     `json:"scopes,omitzero"`
	SecondsUntilExpiration Opt[float64] `json:"seconds_until_expiration,omitzero"` // from now; null is for ever
	Subject                Opt[string]  `json:"subject,omitzero"`
}

// APIKeyListParams select the keys of one subject.
type APIKeyListParams struct {
	IncludeInvalid Opt[bool] `query:"include_invalid"` // also what has expired or was revoked
	Limit          int       `query:"limit"`           // 1 to 100; Clerk's default is 10
	Offset         int       `query:"offset"`          // how many to skip
	Query          string    `query:"query"`
	Subject        string    `query:"subject"` // required; a user or an organisation
	Type           string    `query:"type"`    // "api_key" unless set
}

// APIKeyRevokeParams say why a key is revoked.
type APIKeyRevokeParams struct {
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"`
}

// APIKeyVerifyParams hold the secret to verify.
type APIKeyVerifyParams struct {
	Secret string `json:"secret"` // required
}

// Format prints that there is a secret.
func (p APIKeyVerifyParams) Format(state fmt.State, verb rune) {
	type plain APIKeyVerifyParams
	hideText(&p.Secret)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p APIKeyVerifyParams) LogValue() slog.Value { return logged(p) }

// Create makes a key. The answer holds its secret.
//
//clerk:op POST /api_keys
func (s *APIKeyService) Create(ctx context.Context, params APIKeyCreateParams) (*APIKey, error) {
	return call[APIKey](ctx, s.client, post("/api_keys", params).withoutVersion())
}

// Delete deletes a key for good. [APIKeyService.Revoke] keeps a record of it.
//
//clerk:op DELETE /api_keys/{apiKeyID}
func (s *APIKeyService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/api_keys/{}", id).withoutVersion())
}

// Get returns the key that has an ID, without its secret.
//
//clerk:op GET /api_keys/{apiKeyID}
func (s *APIKeyService) Get(ctx context.Context, id string) (*APIKey, error) {
	return call[APIKey](ctx, s.client, get("/api_keys/{}", nil, id).withoutVersion())
}

// GetSecret returns the secret of a key.
//
//clerk:op GET /api_keys/{apiKeyID}/secret
func (s *APIKeyService) GetSecret(ctx context.Context, id string) (*APIKeySecret, error) {
	return call[APIKeySecret](ctx, s.client, get("/api_keys/{}/secret", nil, id).withoutVersion())
}

// List returns one page of the keys of a subject.
//
//clerk:op GET /api_keys
func (s *APIKeyService) List(ctx context.Context, params APIKeyListParams) (*Page[APIKey], error) {
	return call[Page[APIKey]](ctx, s.client, get("/api_keys", params).withoutVersion())
}

// All yields every key of a subject, fetching pages as it goes.
func (s *APIKeyService) All(ctx context.Context, params APIKeyListParams) iter.Seq2[*APIKey, error] {
	return pages[APIKey](ctx, s.client, get("/api_keys", params).withoutVersion())
}

// Revoke makes a key invalid for good.
//
//clerk:op POST /api_keys/{apiKeyID}/revoke
func (s *APIKeyService) Revoke(ctx context.Context, id string, params APIKeyRevokeParams) (*APIKey, error) {
	return call[APIKey](ctx, s.client, post("/api_keys/{}/revoke", params, id).withoutVersion())
}

// Update changes the fields of a key that are set in params.
//
//clerk:op PATCH /api_keys/{apiKeyID}
func (s *APIKeyService) Update(ctx context.Context, id string, params APIKeyUpdateParams) (*APIKey, error) {
	return call[APIKey](ctx, s.client, patch("/api_keys/{}", params, id).withoutVersion())
}

// Verify returns the key that a secret is of. An unknown secret is an [Error] of
// status 404.
//
//clerk:op POST /api_keys/verify
func (s *APIKeyService) Verify(ctx context.Context, params APIKeyVerifyParams) (*APIKey, error) {
	return call[APIKey](ctx, s.client, post("/api_keys/verify", params).withoutEffect().withoutVersion())
}
