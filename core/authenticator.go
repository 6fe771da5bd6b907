package core

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/clerkgo/clerk-go/core/internal/machinetoken"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/token"
)

// Authenticator finds out who requests speak for. It is safe for concurrent use;
// build it once, by [Client.NewAuthenticator].
//
// A request with a token in its Authorization header is judged by that token
// alone. Any other is judged by its cookies: as long as they tell clearly who is
// signed in the session token decides; if they do not, a browser that loads a
// page is sent to the Frontend API and back, which is called a handshake.
//
// A request that is not signed in has a reason:
//
//	No token in header                   only machine tokens count and none was sent             send Authorization: Bearer TOKEN
//	active-organization-mismatch         the URL names another organisation than the session     nothing: a page load switches it; is the user a member?
//	client-uat-but-no-session-token      the browser is signed in but sent no session token      nothing: a page load repairs it
//	dev-browser-missing                  a development instance does not know the browser        nothing: a page load introduces it
//	dev-browser-sync                     a development browser is being introduced               nothing
//	forbidden                            signed in, but a check does not hold                    give the user the role or permission, or drop the check
//	jwk-failed-to-resolve                neither a secret key nor a JWT key is set               set CLERK_SECRET_KEY or CLERK_JWT_KEY
//	jwk-kid-mismatch                     the token's key is not one of this instance             use keys of the instance that the front end uses
//	jwk-local-missing                    the JWT key is empty                                    set CLERK_JWT_KEY, or leave it out
//	jwk-remote-failed-to-load            the Backend API gave no keys                            see the log; 503 is answered meanwhile
//	jwk-remote-invalid                   declared by the JavaScript packages, never given        nothing
//	jwk-remote-missing                   declared by the JavaScript packages, never given        nothing
//	middleware-missing                   no middleware ran for this route                        add the adapter's Middleware before the route
//	primary-domain-cross-origin-sync     a signed-in visitor came from another origin            nothing: a handshake brings the cookies up to date
//	primary-responds-to-syncing          the primary domain answers a satellite                  nothing
//	satellite-needs-syncing              a satellite asks the primary domain                     nothing
//	secret-key-invalid                   Clerk refuses the secret key                            set CLERK_SECRET_KEY to a key of the instance
//	session-pending                      signed in, but a task is left to do                     send the user to the task, or use AllowPending
//	session-token-and-uat-missing        nobody is signed in                                     sign in
//	session-token-but-no-client-uat      a session token without its companion cookie            nothing: a page load repairs it
//	session-token-expired                never alone, see below                                  see below
//	session-token-expired-refresh-…      expired, and not refreshed for the reason named last    nothing on pages; else the front end sends a new token
//	session-token-iat-before-client-uat  the token is older than the last sign-in or sign-out    nothing: a page load repairs it
//	session-token-iat-in-the-future      issued in the future                                    sync the clock of this machine
//	session-token-missing                a handshake ended without a session                     sign in
//	session-token-nbf                    not active yet                                          sync the clock of this machine
//	token-expired                        expired; of a request see session-token-expired-…       get a new token
//	token-iat-in-the-future              issued in the future; of a request see session-token-…  sync the clock of this machine
//	token-invalid                        not a token of Clerk, or of another kind                send the token as Clerk made it
//	token-invalid-algorithm              not signed with RS256, RS384 or RS512                   send a token that Clerk made
//	token-invalid-authorized-parties     made for an origin that is not in AuthorizedParties     add the origin, if it is yours
//	token-invalid-issuer                 iss is not in Issuers                                   add the issuer, or drop the option
//	token-invalid-signature              changed, or signed with other keys                      use keys of the instance that the front end uses
//	token-not-active-yet                 not active yet; of a request see session-token-nbf      sync the clock of this machine
//	token-type-mismatch                  a kind of token that does not count here                list the kind in AcceptsToken or Accept
//	token-verification-failed            a claim or the key allows no verdict                    see the message: aud, sub, exp or the key
//	unexpected-error                     Clerk could not be asked, or the claims cannot be read  see the log; 503 is answered if Clerk was out of reach
//
// After "session-token-expired-refresh-" stands why the token was not refreshed:
// "non-eligible-no-refresh-cookie", "non-eligible-non-get",
// "invalid-session-token", "missing-session-token",
// "expired-session-token-decode-failed",
// "expired-session-token-missing-sid-claim", "fetch-error",
// "unexpected-bapi-error", "unexpected-sdk-error", or the error code with which
// the Backend API refused.
type Authenticator struct {
	client  *Client
	options AuthenticateOptions
	sync    organizationSync

	// instance is the one that the publishable key names.
	instance pubkey.Key
	// issuerHost is its Frontend API as tokens name it.
	issuerHost string
	cookies    cookieNames

	// verifiers verify tokens in the form of a JWT: sessions', those that
	// follow a handshake in development, and machines'.
	verifiers struct{ session, lenient, m2m, oauth *token.Verifier }
}

// Format prints the options in force without keys, whatever the verb.
func (a Authenticator) Format(state fmt.State, verb rune) { a.client.options.Format(state, verb) }

// LogValue logs the options in force without keys.
func (a Authenticator) LogValue() slog.Value { return a.client.options.LogValue() }

// Authenticate returns who a request speaks for and what its response has to
// carry. A bad or missing credential is not an error: it gives a signed-out
// state with a [Reason]. An error means that authentication could not run: ctx
// ended, or the request shows that the configuration is wrong. The body is not
// read.
func (a *Authenticator) Authenticate(ctx context.Context, request Request) (RequestState, error) {
	if a.client.options.Hooks.Authenticate != nil {
		return a.authenticateHooked(ctx, request)
	}
	return a.authenticate(ctx, request)
}

func (a *Authenticator) authenticate(ctx context.Context, request Request) (RequestState, error) {
	v := a.visit(request)
	defer v.end()
	if err := v.checkOrigin(); err != nil {
		return RequestState{}, err
	}
	kind := v.machineKind()
	only := a.options.onlyMachine()
	switch {
	case !a.options.acceptsOneKind() && !a.options.accepts(kind):
		return v.nothingAccepted(), nil
	case v.headerToken == "" && only != "":
		return v.signedOut(only, ReasonNoTokenInHeader, ""), nil
	case v.headerToken == "":
		return v.cookieSession(ctx)
	case only != "" && kind != only:
		return v.signedOut(only, ReasonTokenTypeMismatch, ""), nil
	case kind != "" && (only != "" || !a.options.acceptsOneKind()):
		return v.machineHeader(ctx, kind)
	}
	return v.headerSession(ctx, kind)
}

// machineKind returns the kind of machine token that the header token looks
// like, "" if none. Nothing is verified. A JWT is taken apart once, within the
// bounds of [token.Decode].
func (v *visit) machineKind() TokenType {
	if machinetoken.HasPrefix(v.headerToken) {
		return TokenType(machinetoken.Classify(v.headerToken))
	}
	if v.headerToken == "" {
		return ""
	}
	if v.decoded, v.undecoded = v.decode(v.headerToken); v.undecoded != nil {
		return ""
	}
	if kind := v.recall(v.decoded).kind; kind != nil {
		return *kind
	}
	var kind TokenType
	if machinetoken.LooksLikeJWT(v.headerToken) {
		kind = jwtKind(v.decoded)
	}
	v.remember(v.decoded, known{kind: &kind})
	return kind
}

// jwtKind returns the kind of machine token that a JWT is, "" if none.
func jwtKind(decoded *token.Token) TokenType {
	switch {
	case machinetoken.IsMachineSubject(decoded.UnverifiedClaims().Subject):
		return M2MToken
	case machinetoken.IsOAuthType(decoded.Header.Type):
		return OAuthToken
	}
	return ""
}

// headerSession authenticates a session token in the Authorization header.
// Cookies say nothing then.
func (v *visit) headerSession(ctx context.Context, kind TokenType) (RequestState, error) {
	if v.decoded == nil && v.undecoded == nil {
		v.decoded, v.undecoded = v.decode(v.headerToken)
	}
	if v.undecoded != nil {
		return v.sessionError(ctx, v.undecoded, token.CarrierHeader)
	}
	if kind != "" || !v.decoded.Header.IsSession() {
		return v.signedOut(SessionToken, ReasonTokenTypeMismatch, ""), nil
	}
	return v.verifySession(ctx, v.decoded, v.headerToken, token.CarrierHeader)
}

// verifySession verifies a session token and returns the state that it gives.
func (v *visit) verifySession(ctx context.Context, decoded *token.Token, jwt string, carrier token.Carrier) (RequestState, error) {
	claims, err := v.verifiers.session.VerifyDecoded(ctx, decoded)
	if err != nil {
		return v.sessionError(ctx, err, carrier)
	}
	if claims.Malformed() != nil {
		return v.signedOut(SessionToken, ReasonUnexpectedError, ""), nil
	}
	auth := v.recall(decoded).auth
	if auth == nil {
		auth = v.own(signedInSession(claims), jwt)
		v.remember(decoded, known{auth: auth})
	}
	return v.state(StatusSignedIn, auth, "", ""), nil
}

// isForeign reports whether a token was made for something else than a session: a
// machine, an OAuth client, or a template.
func isForeign(decoded *token.Token) bool {
	return !decoded.Header.IsSession() || jwtKind(decoded) != ""
}

// errForeign is what a token made for something else gives where the browser
// brought it in place of a session's.
var errForeign = errors.New("clerk: the token was made for something else than a session")

// verifyJWT verifies a session token that came some other way than in a header
// or the session cookie.
func verifyJWT(ctx context.Context, verifier *token.Verifier, jwt string) (*token.Claims, error) {
	decoded, err := token.Decode(jwt)
	if err != nil {
		return nil, err
	}
	if isForeign(decoded) {
		return nil, errForeign
	}
	return verifier.VerifyDecoded(ctx, decoded)
}

// state returns a state without headers.
func (v *visit) state(status Status, auth *Auth, reason Reason, message string) RequestState {
	return RequestState{authenticator: v.Authenticator, request: v.request, status: status, auth: auth, kind: auth.TokenType, reason: reason, message: message}
}

// signedIn returns the state of a request that speaks for somebody.
func (v *visit) signedIn(auth *Auth, jwt string, headers ...headerLine) RequestState {
	state := v.state(StatusSignedIn, v.own(auth, jwt), "", "")
	state.headers = headers
	return state
}

// own makes an Auth one of this authenticator, by the token that was verified.
func (v *visit) own(auth *Auth, jwt string) *Auth {
	auth.token, auth.client = strings.Clone(jwt), v.client
	auth.detached = &authContext{Context: context.Background(), auth: auth, authenticator: v.Authenticator}
	return auth
}

// signedOut returns the state of a request that speaks for nobody.
func (v *visit) signedOut(kind TokenType, reason Reason, message string, headers ...headerLine) RequestState {
	state := v.state(StatusSignedOut, signedOut(kind, reason), reason, message)
	state.headers = headers
	if v.failure != nil {
		state.auth.retryAfter = retryAfterOf(v.failure)
	}
	return state.withDebug()
}

// unavailable returns the state of a request about which nothing is known,
// because Clerk could not be asked.
func (v *visit) unavailable(kind TokenType, reason Reason, message string, failure error) RequestState {
	state := v.signedOut(kind, reason, message)
	state.auth.retryAfter = retryAfterOf(failure)
	return state
}

// nothingAccepted returns the state of a request whose kind of token is none of
// several that are accepted. It belongs to no kind and to no instance.
func (v *visit) nothingAccepted() RequestState {
	state := v.signedOut("", ReasonTokenTypeMismatch, "")
	state.anonymous = true
	return state
}
