package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// M2MTokenService manages the tokens that machines send to each other. Its
// operations use the machine secret key if the client has one, else the secret
// key; [Client.With] sets a machine secret key for one call. A machine sees its
// own tokens only, the secret key those of every machine. Reach it as
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
	LastUsedAt       Time        `json:"last_used_at"`
	Object           string      `json:"object"` // "machine_to_machine_token"
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"`
	Revoked          bool        `json:"revoked"`
	Scopes           []string    `json:"scopes,omitzero"` // the machines that it is for
	Subject          string      `json:"subject"`         // the machine that it is of
	Token            string      `json:"token,omitzero"`  // only when it was just made
	UpdatedAt        Time        `json:"updated_at"`
}

// Format prints the token without what makes it a secret.
func (t M2MToken) Format(state fmt.State, verb rune) {
	type plain M2MToken
	hideText(&t.Token)
	printed(state, verb, plain(t))
}

// LogValue logs what Format prints.
func (t M2MToken) LogValue() slog.Value { return logged(t) }

// M2MTokenFormat is the form of a new [M2MToken].
type M2MTokenFormat string

// The values of [M2MTokenFormat].
const (
	M2MTokenJWT    M2MTokenFormat = "jwt"    // verified without Clerk; cannot be listed or revoked
	M2MTokenOpaque M2MTokenFormat = "opaque" // verified by Clerk
)

// M2MTokenCreateParams are the wishes for a new [M2MToken].
type M2MTokenCreateParams struct {
	Claims Metadata `json:"claims,omitzero"` // your own, returned when the token is verified
	// MinRemainingTTLSeconds lets Clerk return a token that it made before, for
	// the same claims and scopes, if that is valid for this long. It has to be
	// less than the lifetime. Opaque tokens only.
	MinRemainingTTLSeconds Opt[int64]     `json:"min_remaining_ttl_seconds,omitzero"`
	SecondsUntilExpiration Opt[float64]   `json:"seconds_until_expiration,omitzero"` // the default is the machine's
	TokenFormat            M2MTokenFormat `json:"token_format,omitzero"`             // opaque unless set
}

// M2MTokenListParams select the opaque tokens of one machine.
type M2MTokenListParams struct {
	Expired Opt[bool] `query:"expired"` // also what has expired
	Limit   int       `query:"limit"`   // 1 to 100; Clerk's default is 10
	Offset  int       `query:"offset"`  // how many to skip
	Revoked Opt[bool] `query:"revoked"` // also what was revoked
	Subject string    `query:"subject"` // required; the machine
}

// M2MTokenRevokeParams say why a token is revoked.
type M2MTokenRevokeParams struct {
	RevocationReason Opt[string] `json:"revocation_reason,omitzero"`
}

// M2MTokenVerifyParams hold the token to verify.
type M2MTokenVerifyParams struct {
	Token string `json:"token"` // required
}

// Format prints that there is a token.
func (p M2MTokenVerifyParams) Format(state fmt.State, verb rune) {
	type plain M2MTokenVerifyParams
	hideText(&p.Token)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p M2MTokenVerifyParams) LogValue() slog.Value { return logged(p) }

// Create makes a token of the machine whose secret key the client has. The answer
// holds the token.
//
//clerk:op POST /m2m_tokens
func (s *M2MTokenService) Create(ctx context.Context, params M2MTokenCreateParams) (*M2MToken, error) {
	return call[M2MToken](ctx, s.client, post("/m2m_tokens", params).withMachineKey().withoutVersion())
}

// List returns one page of the opaque tokens of a machine.
//
//clerk:op GET /m2m_tokens
func (s *M2MTokenService) List(ctx context.Context, params M2MTokenListParams) (*Page[M2MToken], error) {
	return call[Page[M2MToken]](ctx, s.client, get("/m2m_tokens", params).withMachineKey().withoutVersion())
}

// All yields every opaque token of a machine, fetching pages as it goes.
func (s *M2MTokenService) All(ctx context.Context, params M2MTokenListParams) iter.Seq2[*M2MToken, error] {
	return pages[M2MToken](ctx, s.client, get("/m2m_tokens", params).withMachineKey().withoutVersion())
}

// Revoke makes an opaque token invalid for good.
//
//clerk:op POST /m2m_tokens/{m2m_token_id}/revoke
func (s *M2MTokenService) Revoke(ctx context.Context, id string, params M2MTokenRevokeParams) (*M2MToken, error) {
	return call[M2MToken](ctx, s.client, post("/m2m_tokens/{}/revoke", params, id).withMachineKey().withoutVersion())
}

// Verify returns what a token says. An unknown token is an [Error] of status 404.
// With a machine secret key the token has to be for that machine.
//
//clerk:op POST /m2m_tokens/verify
func (s *M2MTokenService) Verify(ctx context.Context, params M2MTokenVerifyParams) (*M2MToken, error) {
	return call[M2MToken](ctx, s.client, post("/m2m_tokens/verify", params).withoutEffect().withMachineKey().withoutVersion())
}
