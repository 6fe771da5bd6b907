package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// ActorTokenService makes tokens by which one user acts as another. Reach it as
// [Client].ActorTokens.
//
// See https://clerk.com/docs/guides/users/impersonation.
type ActorTokenService service

// ActorToken signs one user in as another.
type ActorToken struct {
	ID        string           `json:"id"`
	Actor     Metadata         `json:"actor"` // who acts, as it was given; the claim act of session tokens
	CreatedAt Time             `json:"created_at"`
	Object    string           `json:"object"` // "actor_token"
	Status    ActorTokenStatus `json:"status"`
	Token     string           `json:"token,omitzero"` // only when it was just made
	URL       string           `json:"url,omitzero"`   // signs in whoever opens it; only when it was just made
	UpdatedAt Time             `json:"updated_at"`
	UserID    string           `json:"user_id"` // the user acted as
}

// Format prints the token without what makes it a secret.
func (t ActorToken) Format(state fmt.State, verb rune) {
	type plain ActorToken
	hideText(&t.Token, &t.URL)
	printed(state, verb, plain(t))
}

// LogValue logs what Format prints.
func (t ActorToken) LogValue() slog.Value { return logged(t) }

// ActorTokenStatus is the state of an [ActorToken]. Clerk may add values.
type ActorTokenStatus string

// The values of [ActorTokenStatus].
const (
	ActorTokenAccepted ActorTokenStatus = "accepted"
	ActorTokenPending  ActorTokenStatus = "pending"
	ActorTokenRevoked  ActorTokenStatus = "revoked"
)

// ActorTokenCreateParams are the fields of a new [ActorToken].
type ActorTokenCreateParams struct {
	Actor                       ActorTokenActor `json:"actor"`                                    // required
	ExpiresInSeconds            Opt[int64]      `json:"expires_in_seconds,omitzero"`              // 3,600 unless set
	SessionMaxDurationInSeconds Opt[int64]      `json:"session_max_duration_in_seconds,omitzero"` // 1,800 unless set
	UserID                      string          `json:"user_id"`                                  // required; the user to act as
}

// ActorTokenActor is who acts.
type ActorTokenActor struct {
	Sub string `json:"sub"` // required; the acting user
}

// Create makes an actor token.
//
//clerk:op POST /actor_tokens
func (s *ActorTokenService) Create(ctx context.Context, params ActorTokenCreateParams) (*ActorToken, error) {
	return call[ActorToken](ctx, s.client, post("/actor_tokens", params))
}

// Revoke makes a pending actor token useless.
//
//clerk:op POST /actor_tokens/{actor_token_id}/revoke
func (s *ActorTokenService) Revoke(ctx context.Context, id string) (*ActorToken, error) {
	return call[ActorToken](ctx, s.client, post("/actor_tokens/{}/revoke", nil, id))
}
