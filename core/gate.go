package core

import (
	"context"
	"net/http"
	"strings"
)

// Requirement is what a route demands: a [View], which widens what counts as
// signed in, or a [Check], which must hold.
type Requirement interface{ require(*Gate) }

// require implements [Requirement].
func (v View) require(g *Gate) { g.views = append(g.views, v) }

// require implements [Requirement].
func (c Check) require(g *Gate) { g.checks = append(g.checks, c) }

// Gate lets requests through that meet all requirements. It is what stands
// behind RequireAuth and RequireSignIn of each adapter; build it by [NewGate].
// It is immutable and safe for concurrent use.
type Gate struct {
	views  []View
	checks []Check
	hint   string
}

// NewGate returns a gate. Without requirements it lets through whoever is signed
// in. The hint is the line of code to add where the middleware is missing.
func NewGate(hint string, requirements ...Requirement) *Gate {
	g := &Gate{hint: hint}
	for _, requirement := range requirements {
		requirement.require(g)
	}
	return g
}

// Admit returns who the request of ctx speaks for, or an [AuthError] that says
// why it is not let through.
func (g *Gate) Admit(ctx context.Context) (*Auth, error) {
	if !HasAuth(ctx) {
		return nil, middlewareMissing(g.hint)
	}
	auth := AuthFromContext(ctx, g.views...)
	if !auth.IsAuthenticated() {
		return nil, unauthenticated(auth)
	}
	for _, check := range g.checks {
		if !auth.Has(check) {
			return nil, forbidden(check)
		}
	}
	return auth, nil
}

// AdmitOrSignIn is [Gate.Admit] for pages: where a browser loads one and nobody
// is signed in, it returns the URL of sign-in to redirect to, which comes back
// to the page.
func (g *Gate) AdmitOrSignIn(ctx context.Context, request Request) (auth *Auth, signIn string, err error) {
	auth, err = g.Admit(ctx)
	if err == nil || AsAuthError(err).Status != http.StatusUnauthorized || !isPage(request) {
		return auth, "", err
	}
	signIn, urlErr := SignInURL(ctx, request, "")
	if urlErr != nil {
		return nil, "", urlErr
	}
	return nil, signIn, nil
}

// isPage reports whether a browser is loading a page or a frame.
func isPage(request Request) bool {
	dest, _ := request.Header("Sec-Fetch-Dest")
	accept, _ := request.Header("Accept")
	return dest == "document" || dest == "iframe" || (dest == "" && strings.Contains(accept, "text/html"))
}
