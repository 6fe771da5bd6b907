package core

import (
	"math"
	"strconv"
	"strings"

	"github.com/clerkgo/clerk-go/core/internal/cookie"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/internal/weburl"
	"github.com/clerkgo/clerk-go/core/token"
)

// Names of cookies and of the query parameters of the same name.
const (
	cookieClientUAT      = "__client_uat"
	cookieDevBrowser     = "__clerk_db_jwt"
	cookieHandshake      = "__clerk_handshake"
	cookieHandshakeNonce = "__clerk_handshake_nonce"
	cookieRedirectCount  = "__clerk_redirect_count"
	cookieRefresh        = "__refresh"
	cookieSession        = "__session"
)

// visit is one request being authenticated. What costs something is worked out
// when it is first asked for: a bearer request asks for none of it.
type visit struct {
	*Authenticator
	request Request
	// headerToken is the token of the Authorization header, "" for none.
	headerToken string
	// decoded is the header token taken apart, undecoded why it could not be.
	decoded   *token.Token
	undecoded error

	// What cookies and the URL say; read by readBrowser.
	clientUAT      float64 // seconds; 0 for signed out
	devBrowser     string
	handshakeNonce string
	handshakeToken string
	redirectCount  int
	refreshToken   string
	sessionToken   string
	suffixed       bool
	session        glance // at sessionToken

	url *weburl.URL
}

// visit reads what decides how a request is authenticated.
func (a *Authenticator) visit(request Request) *visit {
	v := &visit{Authenticator: a, request: request}
	if authorization, ok := request.Header("Authorization"); ok {
		v.headerToken = tokenOf(authorization)
	}
	return v
}

// tokenOf returns the token of an Authorization header: what follows the scheme
// Bearer, or a header without any scheme. Another scheme is not for us. Case
// and blanks count, as they do in Clerk's packages.
func tokenOf(authorization string) string {
	scheme, rest, _ := strings.Cut(authorization, " ")
	credential, _, _ := strings.Cut(rest, " ")
	switch {
	case credential == "":
		return scheme
	case scheme == "Bearer":
		return credential
	}
	return ""
}

// header returns a request header, "" if it is missing.
func (v *visit) header(name string) string {
	value, _ := v.request.Header(name)
	return value
}

// clerkURL returns the URL that the visitor sees.
func (v *visit) clerkURL() weburl.URL {
	if v.url == nil {
		var forwarded weburl.Forwarded
		forwarded.Host, forwarded.HasHost = v.request.Header("X-Forwarded-Host")
		forwarded.Proto, forwarded.HasProto = v.request.Header("X-Forwarded-Proto")
		u, err := weburl.FromRequest(v.request.Scheme(), v.request.Host(), v.request.RequestURI(), forwarded)
		if err != nil {
			u, _ = weburl.FromRequest(v.request.Scheme(), v.ownHost(), v.request.RequestURI(), weburl.Forwarded{})
		}
		v.url = &u
	}
	return *v.url
}

// nowhere is the host of requests whose headers name none: URLs that lead nowhere
// are better than URLs that lead where a forged header says.
const nowhere = "clerk-dummy"

// ownHost returns the host of a request where its headers name no valid one.
func (v *visit) ownHost() string {
	if own, ok := v.request.(interface{ OwnHost() string }); ok {
		return own.OwnHost()
	}
	return nowhere
}

// param returns a parameter of the visitor's URL.
func (v *visit) param(name string) string {
	value, _ := v.clerkURL().Param(name)
	return value
}

// hasParam reports whether the visitor's URL has a parameter, even an empty one.
func (v *visit) hasParam(name string) bool {
	_, has := v.clerkURL().Param(name)
	return has
}

// readBrowser reads what a browser sends: cookies, and what a redirect put into
// the query.
func (v *visit) readBrowser() {
	cookies := v.header("Cookie")
	plain := func(name string) string { value, _ := cookie.Find(cookies, name); return value }
	suffixed := func(name string) (string, bool) {
		return cookie.Find(cookies, pubkey.SuffixedName(name, v.cookieSuffix))
	}
	v.suffixed = v.usesSuffixedCookies(cookies)
	ours := func(name string) string {
		if v.suffixed {
			value, _ := suffixed(name)
			return value
		}
		return plain(name)
	}
	v.sessionToken = ours(cookieSession)
	v.session = glanceAt(v.sessionToken)
	v.clientUAT = leadingInteger(ours(cookieClientUAT))
	v.refreshToken, _ = suffixed(cookieRefresh)
	v.redirectCount, _ = strconv.Atoi(plain(cookieRedirectCount))
	v.devBrowser = first(v.param(cookieDevBrowser), ours(cookieDevBrowser))
	v.handshakeToken = first(v.param(cookieHandshake), plain(cookieHandshake))
	v.handshakeNonce = first(v.param(cookieHandshakeNonce), plain(cookieHandshakeNonce))
}

// first returns the first text that is not empty.
func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// leadingInteger reads the whole number that a text begins with, 0 if there is
// none, as JavaScript's parseInt does.
func leadingInteger(text string) float64 {
	text = strings.TrimSpace(text)
	end := len(text) - len(strings.TrimLeft(strings.TrimLeft(text, "+-"), "0123456789"))
	number, err := strconv.ParseFloat(text[:end], 64)
	if err != nil || math.IsInf(number, 0) {
		return 0
	}
	return number
}
