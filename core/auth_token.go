package core

import (
	"context"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// TokenOptions say which token [Auth.Token] returns.
type TokenOptions struct {
	// ExpiresIn is how long the token is valid, in whole seconds; 0 is as long
	// as the instance or the template says.
	ExpiresIn time.Duration
	// Template names a JWT template of the instance; empty is a session token.
	Template string
}

// Token returns a token for calls on behalf of whom the request speaks for, to
// services that trust the instance. With the zero options it is the token that
// came with the request, and Clerk is not asked; otherwise the Backend API makes
// one of the session. Of a request that is not authenticated, and with options
// of one that has no session, it is "". The token is a secret.
//
// See https://clerk.com/docs/reference/backend/types/auth-object.
func (a *Auth) Token(ctx context.Context, options TokenOptions) (string, error) {
	if !a.IsAuthenticated() {
		return "", nil
	}
	if options == (TokenOptions{}) {
		return a.token, nil
	}
	if a.SessionID == "" || a.client == nil {
		return "", nil
	}
	var params backend.SessionTokenParams
	if options.ExpiresIn > 0 {
		params.ExpiresInSeconds = backend.Value(int64(options.ExpiresIn / time.Second))
	}
	made, err := a.client.sessionToken(ctx, a.SessionID, options.Template, params)
	if err != nil {
		return "", err
	}
	return made.JWT, nil
}

// sessionToken has the Backend API make a token of a session.
func (c *Client) sessionToken(ctx context.Context, id, template string, params backend.SessionTokenParams) (*backend.Token, error) {
	if template == "" {
		return c.Sessions.CreateToken(ctx, id, params)
	}
	return c.Sessions.CreateTokenFromTemplate(ctx, id, template, params)
}
