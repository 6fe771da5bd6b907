package core

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// Why a session token was not refreshed. They follow "session-token-expired" and
// "-refresh-" in a reason. Where Clerk refuses, its error code does instead.
const (
	refreshDecodeFailed   Reason = "expired-session-token-decode-failed"
	refreshFetchError     Reason = "fetch-error"
	refreshInvalidToken   Reason = "invalid-session-token"
	refreshMissingSession Reason = "missing-session-token"
	refreshMissingSid     Reason = "expired-session-token-missing-sid-claim"
	refreshNoCookie       Reason = "non-eligible-no-refresh-cookie"
	refreshNotGet         Reason = "non-eligible-non-get"
	refreshUnexpectedBAPI Reason = "unexpected-bapi-error"
	refreshUnexpectedSDK  Reason = "unexpected-sdk-error"
	refreshSeparator             = "-refresh-"
)

// IsSessionTokenExpired reports whether a reason is that the session token has
// expired, and why it was not refreshed.
func IsSessionTokenExpired(reason Reason) (why string, expired bool) {
	return strings.CutPrefix(string(reason), string(ReasonSessionTokenExpired)+refreshSeparator)
}

// refresh gets a new session token for one that has expired, without sending the
// browser anywhere. It returns the state of the request, or why there is none.
func (v *visit) refresh(ctx context.Context) (state RequestState, why Reason, refreshed bool) {
	switch {
	case v.request.Method() != http.MethodGet:
		return state, refreshNotGet, false
	case v.refreshToken == "":
		return state, refreshNoCookie, false
	}
	expired := first(v.sessionToken, v.headerToken)
	session := v.glanceAt(expired)
	switch {
	case expired == "":
		return state, refreshMissingSession, false
	case session.decoded == nil:
		return state, refreshDecodeFailed, false
	}
	sid := session.decoded.UnverifiedClaims().SessionID
	if sid == "" {
		return state, refreshMissingSid, false
	}
	answer, err := v.client.Sessions.Refresh(ctx, sid, backend.SessionRefreshParams{
		ExpiredToken:    expired,
		ResponseFormat:  backend.Value(backend.SessionRefreshCookie),
		RefreshToken:    v.refreshToken,
		RequestHeaders:  v.requestHeaders(),
		RequestOrigin:   v.clerkURL().Origin(),
		SuffixedCookies: v.suffixed,
	})
	if err != nil {
		return state, refreshFailure(err), false
	}
	cookies := withoutControls(answer.Cookies)
	if len(cookies) == 0 {
		return state, refreshUnexpectedSDK, false
	}
	fresh := sessionOf(cookies)
	claims, err := verifyJWT(ctx, v.verifiers.session, fresh)
	if err != nil || claims.Malformed() != nil {
		return state, refreshInvalidToken, false
	}
	headers := make([]headerLine, len(cookies))
	for i, line := range cookies {
		headers[i] = headerLine{headerSetCookie, line}
	}
	return v.signedIn(signedInSession(claims), fresh, headers...), "", true
}

// refreshFailure says why Clerk did not refresh a session.
func refreshFailure(err error) Reason {
	e, ok := errors.AsType[*backend.Error](err)
	switch {
	case !ok || e.Code == backend.CodeInvalidRequest:
		return refreshUnexpectedSDK
	case e.Code != backend.CodeAPIResponse:
		return refreshFetchError
	case len(e.Errors) == 0:
		return refreshUnexpectedBAPI
	case e.Errors[0].Code == "unexpected_error":
		return refreshFetchError
	}
	return Reason(e.Errors[0].Code)
}

// requestHeaders returns all headers of the request, as Clerk wants to see them
// when it refreshes a session.
func (v *visit) requestHeaders() map[string][]string {
	headers := map[string][]string{}
	for name, value := range v.request.Headers() {
		name = strings.ToLower(name)
		headers[name] = append(headers[name], value)
	}
	for name, values := range headers {
		separator := ", "
		if name == "cookie" {
			separator = "; "
		}
		headers[name] = []string{strings.Clone(strings.Join(values, separator))}
	}
	return headers
}
