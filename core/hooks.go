package core

import (
	"context"

	"github.com/clerkgo/clerk-go/core/backend"
)

// Hooks are functions that are told what a client does, to trace and count it; package
// otelclerk has some for OpenTelemetry. One that is nil costs nothing.
//
// Each is called at the beginning. The context that it returns is the one in which the
// work goes on; the function, which may be nil, is told how the work ended. They run in
// the goroutine that does the work, many at a time, so they are quick, safe for
// concurrent use, and do not panic. They are told no token, no cookie and no key.
type Hooks struct {
	// Authenticate is told of each request that is authenticated. The route runs after
	// it has ended, in the context that the request had before.
	Authenticate func(ctx context.Context) (context.Context, func(Authentication))
	// Call is told of each call of the Backend API, those of authentication included.
	Call backend.Hook
	// LoadKeys is told of each attempt to load the keys of an instance, whose Frontend
	// API is host. Any number of requests may wait for it, so the context is none of
	// theirs. Keys are as old as the last attempt that ended with nil.
	LoadKeys func(ctx context.Context, host string) (context.Context, func(error))
}

// Authentication is how the authentication of one request ended.
type Authentication struct {
	// Err is why it could not run; nil says that the other fields hold.
	Err error
	// Reason is why the request is not signed in, "" if it is.
	Reason Reason
	// Status is the outcome.
	Status Status
	// TokenType is the kind of token that was looked at, "" if of none that counts.
	TokenType TokenType
}

// authenticateHooked is [Authenticator.Authenticate] with a hook around it.
func (a *Authenticator) authenticateHooked(ctx context.Context, request Request) (RequestState, error) {
	ctx, done := a.client.options.Hooks.Authenticate(ctx)
	state, err := a.authenticate(ctx, request)
	if done != nil {
		done(Authentication{Err: err, Reason: state.reason, Status: state.status, TokenType: state.kind})
	}
	return state, err
}

// keyHook returns the hook of a key set, nil for none.
func (c *Client) keyHook() func(context.Context) (context.Context, func(error)) {
	hook, host := c.options.Hooks.LoadKeys, c.instance.FrontendAPI
	if hook == nil {
		return nil
	}
	return func(ctx context.Context) (context.Context, func(error)) { return hook(ctx, host) }
}
