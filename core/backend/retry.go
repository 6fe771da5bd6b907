package backend

import (
	"time"

	"github.com/clerkgo/clerk-go/core/internal/rest"
)

// RetryOptions say how a request is sent again that failed by a status 429, 502, 503
// or 504, or by its connection. The zero value of each field is its default.
//
// Only what does no harm twice is sent again: methods that are idempotent (RFC 9110,
// section 9.2.2), verifications, and requests with an idempotency key. Any other
// request is sent again only if there was no connection to send it on. Note that a
// deletion that is sent again may find nothing left: [IsNotFound].
//
// Pauses begin at about 200 ms, double, and are jittered; a Retry-After is obeyed. A
// client sends ten requests again, and then one for every ten calls that Clerk has
// answered: retries do not double the load of an outage.
type RetryOptions struct {
	// MaxAttempts is how often a request is sent in all. Zero is 3; 1, or a negative
	// number, sends nothing again.
	MaxAttempts int

	// MaxElapsed is how long after its beginning a call may send a request again.
	// Zero is ten seconds. A context that ends earlier ends the call.
	MaxElapsed time.Duration

	// MaxWait is the longest Retry-After that a call waits for; if Clerk asks for
	// more, the error is returned at once and says so. Zero is five seconds.
	MaxWait time.Duration
}

func (o RetryOptions) rules() rest.Retry {
	return rest.Retry{Attempts: o.MaxAttempts, Elapsed: o.MaxElapsed, MaxWait: o.MaxWait}
}
