// Package greeting is a layer far from any framework: it knows who a request
// speaks for by its context.
package greeting

import (
	"context"

	"github.com/clerkgo/clerk-go/core"
)

// Of returns what to say to whom the request of ctx speaks for.
func Of(ctx context.Context) string {
	if auth := core.AuthFromContext(ctx); auth.IsAuthenticated() {
		return "Hello " + auth.UserID
	}
	return "Hello stranger"
}
