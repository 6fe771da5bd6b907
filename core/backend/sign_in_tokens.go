package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// SignInTokenService makes tokens that sign a user in. Reach it as
// [Client].SignInTokens.
//
// See https://clerk.com/docs/reference/backend/overview#sign-in-tokens.
type SignInTokenService service

// SignInToken signs a user in once.
type SignInToken struct {
	ID        string            `json:"id"`
	CreatedAt Time              `json:"created_at"`
	Object    string            `json:"object"` // "sign_in_token"
	Status    SignInTokenStatus `json:"status"`
	Token     string            `json:"token,omitzero"` // only when it was just made
	URL       Opt[string]       `json:"url,omitzero"`   // signs in whoever opens it; only when it was just made
	UpdatedAt Time              `json:"updated_at"`
	UserID    string            `json:"user_id"`
}

// Format prints the token without what makes it a secret.
func (t SignInToken) Format(state fmt.State, verb rune) {
	type plain SignInToken
	hideText(&t.Token)
	hide(&t.URL)
	printed(state, verb, plain(t))
}

// LogValue logs what Format prints.
func (t SignInToken) LogValue() slog.Value { return logged(t) }

// SignInTokenStatus is the state of a [SignInToken]. Clerk may add values.
type SignInTokenStatus string

// The values of [SignInTokenStatus].
const (
	SignInTokenAccepted SignInTokenStatus = "accepted"
	SignInTokenPending  SignInTokenStatus = "pending"
	SignInTokenRevoked  SignInTokenStatus = "revoked"
)

// SignInTokenCreateParams are the fields of a new [SignInToken].
type SignInTokenCreateParams struct {
	ExpiresInSeconds Opt[int64]  `json:"expires_in_seconds,omitzero"` // 2,592,000 (30 days) unless set
	OrgID            Opt[string] `json:"org_id,omitzero"`             // the organisation to be in; the user must be a member
	UserID           string      `json:"user_id"`                     // required
}

// Create makes a token.
//
//clerk:op POST /sign_in_tokens
func (s *SignInTokenService) Create(ctx context.Context, params SignInTokenCreateParams) (*SignInToken, error) {
	return call[SignInToken](ctx, s.client, post("/sign_in_tokens", params))
}

// Revoke makes a pending token useless.
//
//clerk:op POST /sign_in_tokens/{sign_in_token_id}/revoke
func (s *SignInTokenService) Revoke(ctx context.Context, id string) (*SignInToken, error) {
	return call[SignInToken](ctx, s.client, post("/sign_in_tokens/{}/revoke", nil, id))
}
