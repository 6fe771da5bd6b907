package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// IDPOAuthAccessTokenService verifies the access tokens that OAuth clients get
// from this instance. Reach it as [Client].IDPOAuthAccessTokens.
//
// See https://clerk.com/docs/reference/backend/overview#oauth-applications.
type IDPOAuthAccessTokenService service

// IDPOAuthAccessToken is what an OAuth client got on behalf of a user. An inactive
// one has no field but Active.
type IDPOAuthAccessToken struct {
	ID               string      `json:"id,omitzero"`
	Active           Opt[bool]   `json:"active,omitzero"` // false for a token that has expired
	Audience         []string    `json:"aud,omitzero"`
	ClientID         string      `json:"client_id,omitzero"`
	CreatedAt        Time        `json:"created_at,omitzero"`
	Expiration       Time        `json:"expiration,omitzero"`
	Expired          bool        `json:"expired"`
	Object           string      `json:"object,omitzero"` // "clerk_idp_oauth_access_token"
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"`
	Revoked          bool        `json:"revoked"`
	Scopes           []string    `json:"scopes,omitzero"`
	Subject          string      `json:"subject,omitzero"` // the user
	UpdatedAt        Time        `json:"updated_at,omitzero"`
}

// IDPOAuthAccessTokenVerifyParams hold the token to verify.
type IDPOAuthAccessTokenVerifyParams struct {
	AccessToken Opt[string] `json:"access_token,omitzero"` // required
	// Secret is AccessToken.
	//
	// Deprecated: use AccessToken.
	Secret Opt[string] `json:"secret,omitzero"`
}

// Format prints that there is a token.
func (p IDPOAuthAccessTokenVerifyParams) Format(state fmt.State, verb rune) {
	type plain IDPOAuthAccessTokenVerifyParams
	hide(&p.AccessToken, &p.Secret)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p IDPOAuthAccessTokenVerifyParams) LogValue() slog.Value { return logged(p) }

// Verify returns what an access token says. An unknown token is an [Error] of
// status 404.
//
//clerk:op POST /oauth_applications/access_tokens/verify
func (s *IDPOAuthAccessTokenService) Verify(ctx context.Context, params IDPOAuthAccessTokenVerifyParams) (*IDPOAuthAccessToken, error) {
	return call[IDPOAuthAccessToken](ctx, s.client, post("/oauth_applications/access_tokens/verify", params).withoutEffect().withoutVersion())
}
