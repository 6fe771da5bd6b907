package core

import "context"

// contextKey is private, so that no other package can put an Auth in its place.
type contextKey struct{}

// authContext carries who a request speaks for, and who found out. One struct
// costs one allocation.
type authContext struct {
	context.Context
	auth          *Auth
	authenticator *Authenticator
}

// Value implements [context.Context].
func (c *authContext) Value(key any) any {
	if key == (contextKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// fromContext returns what a middleware has put into ctx, nil if none ran.
func fromContext(ctx context.Context) *authContext {
	found, _ := ctx.Value(contextKey{}).(*authContext)
	return found
}

// missing is the Auth of a context that no middleware has written to.
var missing = signedOut(SessionToken, ReasonMiddlewareMissing)

// WithAuth returns a context that carries who a request speaks for, as the
// middleware leaves it behind. It is for tests of code that reads
// [AuthFromContext], and for adapters that authenticate some other way.
func WithAuth(ctx context.Context, auth *Auth) context.Context {
	return &authContext{Context: ctx, auth: auth}
}

// AuthFromContext returns who the request speaks for, seen through views. It
// never returns nil: where no middleware ran it is signed out with
// [ReasonMiddlewareMissing].
func AuthFromContext(ctx context.Context, views ...View) *Auth {
	found := fromContext(ctx)
	if found == nil {
		return missing
	}
	return found.auth.View(views...)
}

// HasAuth reports whether a middleware has authenticated the request of ctx.
func HasAuth(ctx context.Context) bool { return fromContext(ctx) != nil }
