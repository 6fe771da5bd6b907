package backend

import "context"

// M2MTokenService manages the tokens that machines send to each other. Its
// operations use the machine secret key if the client has one. Reach it as
// [Client].M2MTokens.
//
// See https://clerk.com/docs/reference/backend/overview#m2m-tokens.
type M2MTokenService service

// M2MToken is a token that one machine sends to another.
type M2MToken struct {
	ID               string      `json:"id"`
	Claims           Metadata    `json:"claims,omitzero"`
	CreatedAt        Time        `json:"created_at"`
	Expiration       Time        `json:"expiration"` // zero for never
	Expired          bool        `json:"expired"`
	LastUsedAt       Time        `json:"last_used_at,omitzero"`
	Object           string      `json:"object"` // "machine_to_machine_token"
	RevocationReason Opt[string] `json:"revocation_reason"`
	Revoked          bool        `json:"revoked"`
	Scopes           []string    `json:"scopes,omitzero"` // the machines that it is for
	Subject          string      `json:"subject"`         // the machine that it is of
	UpdatedAt        Time        `json:"updated_at"`
}

// M2MTokenVerifyParams hold the token to verify.
type M2MTokenVerifyParams struct {
	Token string `json:"token"` // required
}

// Verify returns what a token says. An unknown token is an [Error] of status 404.
//
//clerk:op POST /m2m_tokens/verify
func (s *M2MTokenService) Verify(ctx context.Context, params M2MTokenVerifyParams) (*M2MToken, error) {
	return call[M2MToken](ctx, s.client, post("/m2m_tokens/verify", params).withMachineKey().withoutVersion())
}
