package core

import "context"

// SignInURL returns where the visitor signs in and then comes back to: the page
// of [Options].SignInURL, else the instance's account portal. returnTo may be
// relative to the request; empty comes back to the URL of the request. A session
// with a task left to do is sent to the task. The error says which option is
// missing or wrong.
//
// See https://clerk.com/docs/reference/backend/types/auth-object.
func (s *RequestState) SignInURL(returnTo string) (string, error) {
	return s.authenticator.page(s.request, s.auth, redirects.signIn, returnTo)
}

// SignUpURL is [RequestState.SignInURL] for signing up.
func (s *RequestState) SignUpURL(returnTo string) (string, error) {
	return s.authenticator.page(s.request, s.auth, redirects.signUp, returnTo)
}

// SignInURL is [RequestState.SignInURL] for a request that a middleware has
// authenticated: ctx is its context. Without a middleware it is an [AuthError].
func SignInURL(ctx context.Context, request Request, returnTo string) (string, error) {
	return pageFromContext(ctx, request, redirects.signIn, returnTo)
}

// SignUpURL is [SignInURL] for signing up.
func SignUpURL(ctx context.Context, request Request, returnTo string) (string, error) {
	return pageFromContext(ctx, request, redirects.signUp, returnTo)
}

// pageFromContext builds the URL of a page for the request of a context.
func pageFromContext(ctx context.Context, request Request, build pageBuilder, returnTo string) (string, error) {
	found := fromContext(ctx)
	if found == nil {
		return "", middlewareMissing("the middleware of an adapter")
	}
	return found.authenticator.page(request, found.auth, build, returnTo)
}

// pageBuilder is [redirects.signIn] or [redirects.signUp].
type pageBuilder func(r redirects, returnTo string) (string, error)

// page builds the URL of a page for a request.
func (a *Authenticator) page(request Request, auth *Auth, build pageBuilder, returnTo string) (string, error) {
	if a == nil {
		return "", middlewareMissing("the middleware of an adapter")
	}
	r := a.redirects(request, auth)
	if returnTo == "" {
		returnTo = r.base
	}
	return build(r, returnTo)
}
