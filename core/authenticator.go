package core

import (
	"context"
	"strings"

	"github.com/clerkgo/clerk-go/core/internal/machinetoken"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/token"
)

// Authenticator finds out who requests speak for. It is safe for concurrent use;
// build it once, by [Client.NewAuthenticator].
type Authenticator struct {
	client  *Client
	options AuthenticateOptions
	sync    organizationSync

	// instance is the one that the publishable key names.
	instance pubkey.Key
	// issuerHost is its Frontend API as tokens name it.
	issuerHost   string
	cookieSuffix string

	// verifiers verify tokens in the form of a JWT: sessions', those that
	// follow a handshake in development, and machines'.
	verifiers struct{ session, lenient, m2m, oauth *token.Verifier }
}

// Authenticate returns who a request speaks for and what its response has to
// carry. A bad or missing credential is not an error: it gives a signed-out
// state with a [Reason]. An error means that authentication could not run: ctx
// ended, or the request shows that the configuration is wrong. The body is not
// read.
func (a *Authenticator) Authenticate(ctx context.Context, request Request) (RequestState, error) {
	v := a.visit(request)
	if err := v.checkOrigin(); err != nil {
		return RequestState{}, err
	}
	kind := machineKind(v.headerToken)
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
	return v.headerSession(ctx)
}

// headerSession authenticates a session token in the Authorization header.
// Cookies say nothing then.
func (v *visit) headerSession(ctx context.Context) (RequestState, error) {
	decoded, err := token.Decode(v.headerToken)
	if err != nil {
		return v.sessionError(ctx, err, token.CarrierHeader)
	}
	if isForeign(decoded) {
		return v.signedOut(SessionToken, ReasonTokenTypeMismatch, ""), nil
	}
	return v.verifySession(ctx, decoded, v.headerToken, token.CarrierHeader)
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
	return v.signedIn(signedInSession(claims), jwt), nil
}

// isForeign reports whether a token was made for something else than a session: a
// machine, an OAuth client, or a template.
func isForeign(decoded *token.Token) bool {
	return !decoded.Header.IsSession() || machinetoken.IsOAuthType(decoded.Header.Type) ||
		machinetoken.IsMachineSubject(decoded.UnverifiedClaims().Subject)
}

// state returns a state without headers.
func (v *visit) state(status Status, auth *Auth, reason Reason, message string) RequestState {
	return RequestState{authenticator: v.Authenticator, request: v.request, status: status, auth: auth, kind: auth.TokenType, reason: reason, message: message}
}

// signedIn returns the state of a request that speaks for somebody.
func (v *visit) signedIn(auth *Auth, jwt string, headers ...headerLine) RequestState {
	state := v.state(StatusSignedIn, auth, "", "")
	state.token = strings.Clone(jwt)
	state.headers = headers
	return state
}

// signedOut returns the state of a request that speaks for nobody.
func (v *visit) signedOut(kind TokenType, reason Reason, message string, headers ...headerLine) RequestState {
	state := v.state(StatusSignedOut, signedOut(kind, reason), reason, message)
	state.headers = headers
	return state.withDebug()
}

// unavailable returns the state of a request about which nothing is known,
// because Clerk could not be asked.
func (v *visit) unavailable(kind TokenType, reason Reason, message string) RequestState {
	state := v.signedOut(kind, reason, message)
	state.auth.unavailable = true
	return state
}

// nothingAccepted returns the state of a request whose kind of token is none of
// several that are accepted. It belongs to no kind and to no instance.
func (v *visit) nothingAccepted() RequestState {
	state := v.signedOut("", ReasonTokenTypeMismatch, "")
	state.anonymous = true
	return state
}
