package faults

import (
	"context"
	"net/http"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/e2e/internal/apps"
)

// anyCaller is what the routes of the applications take.
var anyCaller = core.Accept(core.SessionToken, core.APIKey, core.M2MToken, core.OAuthToken)

// routes are those of every application: /me and /page say who a request speaks for,
// /user asks the Backend API about them.
func routes(client *core.Client) []apps.Route {
	return []apps.Route{
		{Path: "/me", Guard: apps.RequireAuth, Requirements: []core.Requirement{anyCaller}, Answer: who},
		{Path: "/page", Guard: apps.RequireSignIn, Answer: who},
		{Path: "/user", Guard: apps.RequireAuth, Answer: func(ctx context.Context, auth *core.Auth) (int, string) {
			user, err := client.Users.Get(ctx, auth.UserID)
			if err != nil {
				return http.StatusBadGateway, "no user"
			}
			return http.StatusOK, user.ID
		}},
	}
}

// who says whom a request speaks for.
func who(_ context.Context, auth *core.Auth) (int, string) {
	if auth.Subject != "" {
		return http.StatusOK, auth.Subject
	}
	return http.StatusOK, auth.UserID
}
