package core

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/version"
	"github.com/clerkgo/clerk-go/core/internal/weburl"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json"
)

// maxRedirects is how many handshakes in a row a browser is sent on. A browser
// that refuses cookies would be sent for ever.
const maxRedirects = 3

// handshakeEligible reports whether the browser may be sent away: it loads a
// page, or a frame, and would follow.
func (v *visit) handshakeEligible() bool {
	if v.request.Method() != "GET" {
		return false
	}
	switch v.header("Sec-Fetch-Dest") {
	case "document", "iframe":
		return true
	case "":
		return strings.HasPrefix(v.header("Accept"), "text/html")
	}
	return false
}

// handshake sends the browser to the Frontend API, which answers with cookies.
// A request that cannot be sent there is signed out for the same reason.
func (v *visit) handshake(reason Reason, message string) RequestState {
	if !v.handshakeEligible() {
		return v.signedOut(SessionToken, reason, message)
	}
	return v.handshakeTo(v.handshakeURL(reason), reason, message)
}

// handshakeTo is [visit.handshake] by way of another page.
func (v *visit) handshakeTo(location weburl.URL, reason Reason, message string) RequestState {
	if !v.handshakeEligible() {
		return v.signedOut(SessionToken, reason, message)
	}
	if v.redirectCount >= maxRedirects {
		v.client.options.Logger.Warn("clerk: a browser was redirected over and over; "+
			"make sure that publishable and secret key are of one instance, and that the clock is right", "reason", reason)
		return v.signedOut(SessionToken, reason, message)
	}
	state := v.state(StatusHandshake, signedOut(SessionToken, reason), reason, message)
	state.headers = []headerLine{
		{headerLocation, location.String()},
		{headerCacheControl, "no-store"},
		{headerSetCookie, cookieRedirectCount + "=" + strconv.Itoa(v.redirectCount+1) + "; SameSite=Lax; HttpOnly; Max-Age=2"},
	}
	return state.withDebug()
}

// handshakeURL returns the URL of the Frontend API that a handshake begins at.
// The order of parameters is part of the protocol.
func (v *visit) handshakeURL(reason Reason) weburl.URL {
	base := v.frontendAPI()
	if !strings.HasPrefix(base, "http") {
		base = "https://" + base
	}
	var location weburl.URL
	if parsed, err := weburl.Parse(strings.TrimRight(base, "/") + "/"); err == nil {
		// Resolving a constant cannot fail.
		location, _ = parsed.Resolve("v1/client/handshake")
	}
	params := location.Params()
	params.Append("redirect_url", v.clerkURL().WithoutParams(cookieDevBrowser, "__dev_session").String())
	params.Append("__clerk_api_version", version.API)
	params.Append("suffixed_cookies", strconv.FormatBool(v.suffixed))
	params.Append("__clerk_hs_reason", string(reason))
	params.Append("format", "nonce")
	if session := first(v.sessionToken, v.headerToken); session != "" {
		params.Append(cookieSession, session)
	}
	if v.isDevelopment() && v.devBrowser != "" {
		params.Append(cookieDevBrowser, v.devBrowser)
	}
	if organization, ok := v.organizationOfURL(); ok {
		params.Append("organization_id", organization.param())
	}
	return location.WithParams(params)
}

// resolveHandshake applies what the Frontend API sent the browser back with:
// cookies to set, and among them a session token. It reports whether that
// decides the request; if not, the flow goes on with the cookies of the request.
func (v *visit) resolveHandshake(ctx context.Context) (state RequestState, resolved bool, err error) {
	directives, err := v.handshakeDirectives(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return RequestState{}, false, ctx.Err()
		}
		return v.badHandshake(err)
	}
	headers := []headerLine{{headerAllowOrigin, "null"}, {headerAllowCredentials, "true"}}
	for _, directive := range directives {
		headers = append(headers, headerLine{headerSetCookie, directive})
	}
	if v.isDevelopment() {
		clean := v.clerkURL().WithoutParams(cookieHandshake, "__clerk_help", cookieDevBrowser, cookieHandshakeNonce)
		headers = append(headers, headerLine{headerLocation, clean.String()}, headerLine{headerCacheControl, "no-store"})
	}
	session := sessionOf(directives)
	if session == "" {
		return v.signedOut(SessionToken, ReasonSessionTokenMissing, "", headers...), true, nil
	}
	claims, err := v.verifyAfterHandshake(ctx, session)
	switch {
	case ctx.Err() != nil:
		return RequestState{}, false, ctx.Err()
	case err != nil:
		v.client.options.Logger.Warn("clerk: the session token of a handshake was refused", "reason", token.ReasonOf(err))
		if e, ok := errors.AsType[*token.Error](err); ok && e.Unavailable() {
			v.failure = e
		}
		return RequestState{}, false, nil
	case claims.Malformed() != nil:
		return v.signedOut(SessionToken, ReasonUnexpectedError, ""), true, nil
	}
	return v.signedIn(signedInSession(claims), session, headers...), true, nil
}

// badHandshake judges a handshake token that does not verify. In development it
// is an error, since trying again would loop. In production it may be another
// application's on the same domain, and the redirect count bounds retries. A
// token that could not be verified, because Clerk is out of reach, is no token.
func (v *visit) badHandshake(err error) (RequestState, bool, error) {
	if e, ok := errors.AsType[*token.Error](err); ok && e.Unavailable() {
		v.failure = e
		return RequestState{}, false, nil
	}
	if v.instance.Production {
		return RequestState{}, false, nil
	}
	if token.ReasonOf(err) == token.ReasonInvalidSignature {
		return RequestState{}, false, fmt.Errorf("clerk: the handshake token has a signature of other keys; "+
			"after a change of keys, clear the cookies of this site: %w", err)
	}
	return RequestState{}, false, fmt.Errorf("clerk: the handshake token was refused: %w", err)
}

// handshakeDirectives returns the cookies that a handshake sets.
func (v *visit) handshakeDirectives(ctx context.Context) ([]string, error) {
	if v.handshakeNonce != "" {
		payload, err := v.client.Clients.GetHandshakePayload(ctx, v.handshakeNonce)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			v.client.options.Logger.Warn("clerk: the payload of a handshake could not be loaded", "error", err)
			if !isVerdict(err) {
				v.failure = err
			}
			return nil, nil
		}
		return withoutControls(payload.Directives), nil
	}
	decoded, err := token.Decode(v.handshakeToken)
	if err != nil {
		return nil, err
	}
	if err := v.verifiers.session.VerifySignature(ctx, decoded); err != nil {
		return nil, err
	}
	if !decoded.Header.IsSession() {
		return nil, errHandshakeCategory
	}
	var payload struct {
		Handshake []string `json:"handshake"`
	}
	if json.Unmarshal(decoded.Payload, &payload) != nil {
		return nil, nil // and not what was read up to the mistake
	}
	return withoutControls(payload.Handshake), nil
}

var errHandshakeCategory = errors.New("clerk: a token made for something else is no handshake token")

// withoutControls drops directives that would end a header line.
func withoutControls(directives []string) []string {
	kept := make([]string, 0, len(directives))
	for _, directive := range directives {
		if legalHeaderValue(directive) {
			kept = append(kept, directive)
		}
	}
	return kept
}

// sessionOf returns the session token among Set-Cookie directives: the value of
// the last one whose name begins with that of the session cookie.
func sessionOf(directives []string) string {
	var session string
	for _, directive := range directives {
		pair, _, _ := strings.Cut(directive, ";")
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, cookieSession) {
			session, _, _ = strings.Cut(value, "=")
		}
	}
	return session
}

// handshakeSkew is how wrong the clock of a developer's machine may be right
// after a handshake: better a warning than a loop.
const handshakeSkew = 24 * time.Hour

// verifyAfterHandshake verifies the session token that a handshake brought.
func (v *visit) verifyAfterHandshake(ctx context.Context, session string) (*token.Claims, error) {
	claims, err := verifyJWT(ctx, v.verifiers.session, session)
	if err == nil || v.instance.Production {
		return claims, err
	}
	switch token.ReasonOf(err) {
	case token.ReasonExpired, token.ReasonNotActiveYet, token.ReasonIssuedInFuture:
		v.client.options.Logger.Warn("clerk: the clock of this machine is wrong, or that of Clerk; sync it", "reason", token.ReasonOf(err))
		return verifyJWT(ctx, v.verifiers.lenient, session)
	}
	return nil, err
}
