package core

import (
	"context"

	"github.com/clerkgo/clerk-go/core/token"
)

// cookieRules is the browser flow up to the verification of the session token.
// The first rule that applies decides. Each asks whether the browser's state is
// known well enough; if it is not, the browser is sent to the Frontend API.
var cookieRules = []struct {
	name    string
	applies func(*visit) bool
	then    func(*visit, context.Context) (RequestState, error)
}{
	{"satellite that does not ask about strangers",
		func(v *visit) bool { return v.mustSync() && v.skipsSync() },
		signOut(ReasonSessionTokenAndUATMissing)},
	{"production satellite that asks the primary domain",
		func(v *visit) bool { return v.instance.Production && v.mustSync() && v.needsSync() },
		shakeHands(ReasonSatelliteNeedsSyncing)},
	{"development satellite that asks the primary domain",
		func(v *visit) bool { return v.mustSync() && v.needsSync() },
		(*visit).askPrimary},
	{"development primary domain that answers a satellite",
		func(v *visit) bool { return v.isDevelopment() && !v.isSatellite() && v.satelliteURL() != nil },
		(*visit).answerSatellite},
	{"development browser that is being introduced",
		func(v *visit) bool { return v.isDevelopment() && v.hasParam(cookieDevBrowser) },
		shakeHands(ReasonDevBrowserSync)},
	{"development browser that nobody introduced",
		func(v *visit) bool { return v.isDevelopment() && v.devBrowser == "" },
		shakeHands(ReasonDevBrowserMissing)},
	{"nobody is signed in",
		func(v *visit) bool { return v.clientUAT == 0 && v.sessionToken == "" },
		signOut(ReasonSessionTokenAndUATMissing)},
	{"token, but nobody is signed in",
		func(v *visit) bool { return v.clientUAT == 0 },
		shakeHands(ReasonSessionTokenButNoClientUAT)},
	{"signed in, but no token",
		func(v *visit) bool { return v.sessionToken == "" },
		shakeHands(ReasonClientUATButNoSessionToken)},
	{"token that cannot be decoded",
		func(v *visit) bool { return v.session.decoded == nil },
		(*visit).undecodable},
	{"token of another kind",
		func(v *visit) bool { return isForeign(v.session.decoded) },
		signOut(ReasonTokenTypeMismatch)},
	{"token older than the last change of sessions",
		func(v *visit) bool { return v.session.issued < v.clientUAT },
		shakeHands(ReasonSessionTokenIATBeforeClientUAT)},
}

// signOut is the outcome of a rule after which nobody is signed in.
func signOut(reason Reason) func(*visit, context.Context) (RequestState, error) {
	return func(v *visit, _ context.Context) (RequestState, error) {
		return v.signedOut(SessionToken, reason, ""), nil
	}
}

// shakeHands is the outcome of a rule that sends the browser to the Frontend
// API.
func shakeHands(reason Reason) func(*visit, context.Context) (RequestState, error) {
	return func(v *visit, _ context.Context) (RequestState, error) { return v.handshake(reason, ""), nil }
}

// cookieSession authenticates a browser by its cookies.
func (v *visit) cookieSession(ctx context.Context) (RequestState, error) {
	v.readBrowser()
	if v.handshakeNonce != "" || v.handshakeToken != "" {
		if state, resolved, err := v.resolveHandshake(ctx); resolved || err != nil {
			return state, err
		}
	}
	for _, rule := range cookieRules {
		if rule.applies(v) {
			return rule.then(v, ctx)
		}
	}
	state, err := v.verifySession(ctx, v.session.decoded, v.sessionToken, token.CarrierCookie)
	if err != nil || state.status != StatusSignedIn || len(state.headers) > 0 {
		return state, err
	}
	return v.afterSignIn(state), nil
}

// afterSignIn sends a signed-in browser on if another domain or the URL asks for
// more than the token says.
func (v *visit) afterSignIn(state RequestState) RequestState {
	if v.arrivedFromElsewhere() {
		return v.handshake(ReasonPrimaryDomainCrossOriginSync, "A visitor from another origin may have signed in or out there.")
	}
	if next, mismatch := v.syncOrganization(state.auth); mismatch {
		return next
	}
	return state
}

// undecodable is the outcome for a session cookie that holds no token.
func (v *visit) undecodable(ctx context.Context) (RequestState, error) {
	_, err := v.decode(v.sessionToken)
	return v.sessionError(ctx, err, token.CarrierCookie)
}

// isDevelopment reports whether the instance is a development one.
func (v *visit) isDevelopment() bool { return !v.instance.Production }

// isDocument reports whether the browser is loading a page.
func (v *visit) isDocument() bool {
	return v.request.Method() == "GET" && v.header("Sec-Fetch-Dest") == "document"
}
