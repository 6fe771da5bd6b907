package core

import (
	"context"
	"errors"

	"github.com/clerkgo/clerk-go/core/token"
)

// Part is a part of a [Client] that can be not ready.
type Part string

// The parts, in the order in which [Client.Ready] looks at them.
const (
	// PartOptions: an option, or its environment variable, is missing or wrong.
	PartOptions Part = "options"
	// PartSecretKey: Clerk refuses the secret key.
	PartSecretKey Part = "secret key"
	// PartKeys: the keys that session tokens are verified with could not be loaded.
	PartKeys Part = "keys"
)

// NotReadyError is why a client cannot authenticate requests; see [Client.Ready]. It is
// immutable.
type NotReadyError struct {
	// Part is what is not ready.
	Part  Part
	cause error
}

// Error says which part is not ready, and why. It holds no key.
func (e *NotReadyError) Error() string {
	return "clerk: not ready: " + string(e.Part) + ": " + e.cause.Error()
}

// Unwrap returns the error of the part: a [TokenError], that of the options, or that of
// the context.
func (e *NotReadyError) Unwrap() error { return e.cause }

// Ready returns nil if the client can authenticate requests, else a [NotReadyError] that
// names the part in the way. It is for health checks: it costs nothing while there are
// keys, also through an outage, in which requests go on being authenticated. Without
// keys it loads them, which takes ten seconds at most; ctx bounds the wait. Many may ask
// at once: they share one load.
//
// With a JWTKey there is nothing to load, and Clerk is not asked.
func (c *Client) Ready(ctx context.Context) error {
	if c.err != nil {
		return &NotReadyError{PartOptions, c.err}
	}
	keys, ok := c.keys.(*token.KeySet)
	if !ok {
		return nil
	}
	err := keys.Ready(ctx)
	if err == nil {
		return nil
	}
	part := PartKeys
	if e, ok := errors.AsType[*token.Error](err); ok && e.Reason == token.ReasonSecretKeyInvalid {
		part = PartSecretKey
	}
	return &NotReadyError{part, err}
}
