package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// TestingTokenService makes tokens that let tests past bot protection. Reach it as
// [Client].TestingTokens.
//
// See https://clerk.com/docs/guides/development/testing/overview.
type TestingTokenService service

// TestingToken lets a test past bot protection, as the query parameter
// __clerk_testing_token of requests to the Frontend API.
type TestingToken struct {
	ExpiresAt Time   `json:"expires_at"`
	Object    string `json:"object"` // "testing_token"
	Token     string `json:"token"`
}

// Format prints the token without what makes it a secret.
func (t TestingToken) Format(state fmt.State, verb rune) {
	type plain TestingToken
	hideText(&t.Token)
	printed(state, verb, plain(t))
}

// LogValue logs what Format prints.
func (t TestingToken) LogValue() slog.Value { return logged(t) }

// Create makes a token.
//
//clerk:op POST /testing_tokens
func (s *TestingTokenService) Create(ctx context.Context) (*TestingToken, error) {
	return call[TestingToken](ctx, s.client, post("/testing_tokens", nil))
}
