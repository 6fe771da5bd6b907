package attack

import (
	"context"
	"net/http"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/e2e/internal/apps"
)

// routes are those of every application. Each says for whom it was asked, to those who
// get there.
var routes = []apps.Route{
	{Path: "/admin", Guard: apps.RequireAuth, Requirements: []core.Requirement{core.Role("org:admin")}, Answer: who},
	{Path: "/api-key", Guard: apps.RequireAuth, Requirements: []core.Requirement{core.Accept(core.APIKey)}, Answer: who},
	{Path: "/machine", Guard: apps.RequireAuth, Requirements: []core.Requirement{core.Accept(core.M2MToken)}, Answer: who},
	{Path: "/me", Guard: apps.RequireAuth, Answer: who},
	{Path: "/oauth", Guard: apps.RequireAuth, Requirements: []core.Requirement{core.Accept(core.OAuthToken)}, Answer: who},
	{Path: "/open", Answer: who},
	{Path: "/page", Guard: apps.RequireSignIn, Answer: who},
	{Path: "/sentinel", Answer: says("/sentinel")},
	{Path: "/smuggled", Answer: says("/smuggled")},
}

// What routes say.
const (
	speaksFor  = "speaks for "
	saysNobody = "speaks not"
)

// who says for whom a request speaks.
func who(_ context.Context, auth *core.Auth) (int, string) {
	if auth.IsAuthenticated() || auth.UserID != "" || auth.Subject != "" || auth.OrgID != "" {
		return http.StatusOK, speaksFor + auth.UserID + auth.Subject
	}
	return http.StatusOK, saysNobody
}

// says says the same to everybody.
func says(text string) func(context.Context, *core.Auth) (int, string) {
	return func(context.Context, *core.Auth) (int, string) { return http.StatusOK, text }
}
