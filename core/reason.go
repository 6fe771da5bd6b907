package core

import "github.com/clerkgo/clerk-go/core/token"

// Reason is the stable code of why a request is not signed in. The codes are
// those of Clerk's JavaScript packages; the documentation of [Authenticator]
// says what each means and what to do about it.
type Reason = token.Reason

// Reasons that authentication gives, besides those of package token.
const (
	// ReasonActiveOrganizationMismatch: the URL names another organisation
	// than the one that is active in the session.
	ReasonActiveOrganizationMismatch Reason = "active-organization-mismatch"
	// ReasonClientUATButNoSessionToken: the browser is signed in, but sent no
	// session token.
	ReasonClientUATButNoSessionToken Reason = "client-uat-but-no-session-token"
	// ReasonDevBrowserMissing: a development instance does not know the browser.
	ReasonDevBrowserMissing Reason = "dev-browser-missing"
	// ReasonDevBrowserSync: a development instance introduces the browser.
	ReasonDevBrowserSync Reason = "dev-browser-sync"
	// ReasonNoTokenInHeader: only machine tokens are accepted and none was sent.
	ReasonNoTokenInHeader Reason = "No token in header"
	// ReasonPrimaryDomainCrossOriginSync: a signed-in browser came from another
	// origin, so that its state may be behind.
	ReasonPrimaryDomainCrossOriginSync Reason = "primary-domain-cross-origin-sync"
	// ReasonPrimaryRespondsToSyncing: the primary domain answers a satellite.
	ReasonPrimaryRespondsToSyncing Reason = "primary-responds-to-syncing"
	// ReasonSatelliteNeedsSyncing: a satellite asks the primary domain.
	ReasonSatelliteNeedsSyncing Reason = "satellite-needs-syncing"
	// ReasonSessionTokenAndUATMissing: nobody is signed in.
	ReasonSessionTokenAndUATMissing Reason = "session-token-and-uat-missing"
	// ReasonSessionTokenButNoClientUAT: a session token without the cookie that
	// goes with it.
	ReasonSessionTokenButNoClientUAT Reason = "session-token-but-no-client-uat"
	// ReasonSessionTokenExpired is always followed by "-refresh-" and why the
	// token was not refreshed; see [IsSessionTokenExpired].
	ReasonSessionTokenExpired Reason = "session-token-expired"
	// ReasonSessionTokenIATBeforeClientUAT: the token is older than the last
	// change of the browser's sessions.
	ReasonSessionTokenIATBeforeClientUAT Reason = "session-token-iat-before-client-uat"
	// ReasonSessionTokenIATInTheFuture: the token was issued in the future.
	ReasonSessionTokenIATInTheFuture Reason = "session-token-iat-in-the-future"
	// ReasonSessionTokenMissing: a handshake ended without a session.
	ReasonSessionTokenMissing Reason = "session-token-missing"
	// ReasonSessionTokenNotActiveYet: the token is not active yet.
	ReasonSessionTokenNotActiveYet Reason = "session-token-nbf"
	// ReasonTokenTypeMismatch: the token is of a kind that is not accepted.
	ReasonTokenTypeMismatch Reason = "token-type-mismatch"
	// ReasonUnexpectedError: something failed that is not about the token.
	ReasonUnexpectedError = token.ReasonUnexpected
)

// Reasons of this package's own, for what the JavaScript packages have no code.
const (
	// ReasonForbidden: signed in, but a [Check] does not hold.
	ReasonForbidden Reason = "forbidden"
	// ReasonMiddlewareMissing: the middleware did not run for this route.
	ReasonMiddlewareMissing Reason = "middleware-missing"
	// ReasonSessionPending: signed in, but a task is left to do first.
	ReasonSessionPending Reason = "session-pending"
)
