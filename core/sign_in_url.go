package core

import "context"

// SignInURL returns where the visitor signs in and then comes back to: the page
// of [Options].SignInURL, else the instance's account portal. returnTo may be
// relative to the request; empty comes back to the URL of the request. A session
// with a task left to do is sent to the task: the page of [Options].TaskURLs, for
// which the Backend API is asked what the task is, else /tasks of sign-in. The
// error says which option is missing or wrong.
//
// See https://clerk.com/docs/reference/backend/types/auth-object.
func (s *RequestState) SignInURL(ctx context.Context, returnTo string) (string, error) {
	return s.authenticator.page(ctx, s.request, s.auth, redirects.signIn, returnTo)
}

// SignUpURL is [RequestState.SignInURL] for signing up.
func (s *RequestState) SignUpURL(ctx context.Context, returnTo string) (string, error) {
	return s.authenticator.page(ctx, s.request, s.auth, redirects.signUp, returnTo)
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
	return found.authenticator.page(ctx, request, found.auth, build, returnTo)
}

// pageBuilder is [redirects.signIn] or [redirects.signUp].
type pageBuilder func(r redirects, returnTo string) (string, error)

// page builds the URL of a page for a request.
func (a *Authenticator) page(ctx context.Context, request Request, auth *Auth, build pageBuilder, returnTo string) (string, error) {
	if a == nil {
		return "", middlewareMissing("the middleware of an adapter")
	}
	r := a.redirects(request, auth)
	if returnTo == "" {
		returnTo = r.base
	}
	if r.pending && len(a.client.options.TaskURLs) > 0 {
		if task := a.taskURL(ctx, auth.SessionID); task != "" {
			r.pending = false
			return r.build(task, returnTo)
		}
	}
	return build(r, returnTo)
}

// taskURL returns the page of the first task of a session, "" if there is no
// task, no page for it, or no answer from Clerk: /tasks of sign-in knows then.
func (a *Authenticator) taskURL(ctx context.Context, sessionID string) string {
	session, err := a.client.Sessions.Get(ctx, sessionID)
	if err != nil {
		a.client.options.Logger.Warn("clerk: the task of a session could not be looked up", "error", err)
		return ""
	}
	tasks := session.Tasks.Or(nil)
	if len(tasks) == 0 {
		return ""
	}
	return a.client.options.TaskURLs[tasks[0].Key]
}
