package backend

import (
	"context"

	"github.com/clerkgo/clerk-go/core/internal/rest"
)

// Hook is told of a call of the Backend API before its first request is sent. The
// context that it returns is the one the call goes on with; the function, which may be
// nil, is told how the call ended. Both run in the goroutine of the caller, so they are
// quick and do not panic. A call that is refused here, before any request, is not told.
type Hook func(ctx context.Context, call Call) (context.Context, func(CallResult))

// Call is what a [Hook] is told of a call: nothing that differs from one user to the
// next, and no secret.
type Call struct {
	// Method is that of HTTP.
	Method string
	// Path is that of Clerk's specification, with {} in place of each ID:
	// "/users/{}/metadata".
	Path string
}

// CallResult is how a call ended.
type CallResult struct {
	// Attempts is how often the request was sent: more than 1 after retries.
	Attempts int
	// Err is what the caller gets: an [*Error], or nil.
	Err error
}

// hooked is [transport.run] with the hook around it.
func (t *transport) hooked(ctx context.Context, o op, request rest.Request, into any) error {
	ctx, done := t.hook(ctx, Call{o.method, o.path})
	var attempts int
	request.Attempts = &attempts
	err := t.run(ctx, o, request, into)
	if done != nil {
		done(CallResult{attempts, err})
	}
	return err
}
