package core

import (
	"context"
	"errors"

	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/internal/weburl"
)

// Parameters by which a satellite and the primary domain talk to each other.
const (
	paramRedirectURL = "__clerk_redirect_url"
	paramSynced      = "__clerk_synced"
)

// isSatellite reports whether users sign in on another domain.
func (v *visit) isSatellite() bool { return v.client.options.IsSatellite }

// mustSync reports whether a satellite loads a page and has not just been told
// by the primary domain who is signed in.
func (v *visit) mustSync() bool {
	return v.isSatellite() && v.isDocument() && v.param(paramSynced) != "true"
}

// needsSync reports whether the satellite knows nothing about the browser, or
// was told to ask.
func (v *visit) needsSync() bool { return !v.hasCookies() || v.param(paramSynced) == "false" }

// skipsSync reports whether the satellite leaves a stranger be.
func (v *visit) skipsSync() bool {
	return !v.client.options.SatelliteAutoSync && !v.hasCookies() && v.param(paramSynced) != "false"
}

// hasCookies reports whether the browser has been signed in here.
func (v *visit) hasCookies() bool { return v.sessionToken != "" || v.clientUAT != 0 }

var errSatelliteSignIn = errors.New("clerk: SignInURL (CLERK_SIGN_IN_URL) of a satellite must be an absolute http or https URL: the sign-in page of the primary domain")

// askPrimary sends the browser of a development satellite to the sign-in page of
// the primary domain, which answers with the parameters of the session.
func (v *visit) askPrimary(context.Context) (RequestState, error) {
	if !v.handshakeEligible() {
		return v.signedOut(SessionToken, ReasonSatelliteNeedsSyncing, ""), nil
	}
	signIn, err := weburl.Parse(v.client.options.SignInURL)
	if err != nil || !signIn.IsHTTP() {
		return RequestState{}, errSatelliteSignIn
	}
	params := signIn.Params()
	params.Append(paramRedirectURL, v.clerkURL().String())
	return v.handshakeTo(signIn.WithParams(params), ReasonSatelliteNeedsSyncing, ""), nil
}

// satelliteURL returns where a satellite waits for an answer, nil if none does. A
// parameter that is no http URL is ignored.
func (v *visit) satelliteURL() *weburl.URL {
	text := v.param(paramRedirectURL)
	if text == "" {
		return nil
	}
	back, err := weburl.Parse(text)
	if err != nil || !back.IsHTTP() {
		return nil
	}
	return &back
}

// answerSatellite sends the browser back to a development satellite. Only
// development instances do this: the URL is the visitor's word.
func (v *visit) answerSatellite(context.Context) (RequestState, error) {
	back := *v.satelliteURL()
	params := back.Params()
	if v.devBrowser != "" {
		params.Append(cookieDevBrowser, v.devBrowser)
	}
	params.Set(paramSynced, "true")
	return v.handshakeTo(back.WithParams(params), ReasonPrimaryRespondsToSyncing, ""), nil
}

// arrivedFromElsewhere reports whether a page of the primary domain is loaded
// from another origin that is not Clerk's, such as a satellite: what happened
// there may not have reached this domain's cookies. It is asked once per
// redirect loop.
func (v *visit) arrivedFromElsewhere() bool {
	if v.isSatellite() || !v.isDocument() || v.redirectCount != 0 {
		return false
	}
	referer := v.header("Referer")
	if referer == "" {
		return false
	}
	referrer, err := weburl.Parse(referer)
	return err == nil && referrer.Origin() != v.clerkURL().Origin() && !v.isClerk(referrer)
}

// isClerk reports whether a URL is one of the instance's own pages: its Frontend
// API or its account portal.
func (v *visit) isClerk(u weburl.URL) bool {
	frontend := v.frontendAPI()
	if parsed, err := weburl.Parse(frontend); err == nil {
		frontend = parsed.Hostname
	}
	portal, err := weburl.Parse(pubkey.AccountsURL(v.instance.FrontendAPI))
	return u.Hostname == frontend ||
		v.isDevelopment() && pubkey.IsDevelopmentPortal(u.Hostname) ||
		err == nil && u.Origin() == portal.Origin()
}

var (
	errSatelliteOrigin = errors.New("clerk: SignInURL (CLERK_SIGN_IN_URL) of a satellite must be on another origin than the request: on the primary domain")
	errSatelliteDomain = errors.New("clerk: a satellite needs Domain (CLERK_DOMAIN) or ProxyURL (CLERK_PROXY_URL)")
	errSatelliteDev    = errors.New("clerk: a satellite of a development instance needs SignInURL (CLERK_SIGN_IN_URL): the sign-in page of the primary domain")
)

// validateSatellite refuses a satellite that could never find its primary
// domain.
func validateSatellite(o Options) error {
	switch {
	case !o.IsSatellite:
		return nil
	case pubkey.IsDevelopmentSecret(o.SecretKey) && o.SignInURL == "":
		return errSatelliteDev
	case o.Domain == "" && o.ProxyURL == "":
		return errSatelliteDomain
	}
	return nil
}

// checkOrigin refuses to send a satellite's browser to a sign-in page on the
// satellite itself, as far as the request tells.
func (v *visit) checkOrigin() error {
	if !v.isSatellite() || v.client.options.SignInURL == "" {
		return nil
	}
	origin, sent := v.request.Header("Origin")
	if !sent || origin == "" {
		return nil
	}
	signIn, err := weburl.Parse(v.client.options.SignInURL)
	if err != nil {
		return errSatelliteSignIn
	}
	if signIn.Origin() == origin {
		return errSatelliteOrigin
	}
	return nil
}
