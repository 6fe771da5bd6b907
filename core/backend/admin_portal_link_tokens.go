package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// AdminPortalLinkTokenService makes tokens of links by which an IT contact sets up
// an enterprise connection. Reach it as [Client].AdminPortalLinkTokens.
type AdminPortalLinkTokenService service

// AdminPortalLinkToken opens the admin portal once.
type AdminPortalLinkToken struct {
	ID                string        `json:"id"`
	AdminPortalLinkID string        `json:"admin_portal_link_id"`
	CreatedAt         Time          `json:"created_at"`
	Expiration        Time          `json:"expiration"`
	Expired           bool          `json:"expired"`
	InstanceID        string        `json:"instance_id"`
	ITContactID       Opt[string]   `json:"it_contact_id,omitzero"`
	Object            string        `json:"object"` // "admin_portal_link_token"
	OrganizationID    Opt[string]   `json:"organization_id,omitzero"`
	RevocationReason  Opt[string]   `json:"revocation_reason,omitzero"`
	Revoked           bool          `json:"revoked"`
	Scopes            Opt[[]string] `json:"scopes,omitzero"`
	Token             string        `json:"token,omitzero"` // only when it was just made
	UpdatedAt         Time          `json:"updated_at"`
}

// Format prints the token without what makes it a secret.
func (t AdminPortalLinkToken) Format(state fmt.State, verb rune) {
	type plain AdminPortalLinkToken
	hideText(&t.Token)
	printed(state, verb, plain(t))
}

// LogValue logs what Format prints.
func (t AdminPortalLinkToken) LogValue() slog.Value { return logged(t) }

// AdminPortalLinkTokenCreateParams are the fields of a new [AdminPortalLinkToken].
type AdminPortalLinkTokenCreateParams struct {
	ITContactID            Opt[string] `json:"it_contact_id,omitzero"` // your own reference to the contact
	OrganizationID         Opt[string] `json:"organization_id,omitzero"`
	Scopes                 []string    `json:"scopes,omitzero"`
	SecondsUntilExpiration Opt[int64]  `json:"seconds_until_expiration,omitzero"`
}

// AdminPortalLinkTokenRevokeParams say why a token is revoked.
type AdminPortalLinkTokenRevokeParams struct {
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"`
}

// Create makes a token.
//
//clerk:op POST /admin_portal_link_tokens
func (s *AdminPortalLinkTokenService) Create(ctx context.Context, params AdminPortalLinkTokenCreateParams) (*AdminPortalLinkToken, error) {
	return call[AdminPortalLinkToken](ctx, s.client, post("/admin_portal_link_tokens", params))
}

// Revoke makes a token useless.
//
//clerk:op POST /admin_portal_link_tokens/{adminPortalLinkTokenID}/revoke
func (s *AdminPortalLinkTokenService) Revoke(ctx context.Context, id string, params AdminPortalLinkTokenRevokeParams) (*AdminPortalLinkToken, error) {
	return call[AdminPortalLinkToken](ctx, s.client, post("/admin_portal_link_tokens/{}/revoke", params, id))
}
