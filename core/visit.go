package core

import (
	"math"
	"strconv"
	"strings"
	"sync"

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
	// failure is what kept Clerk from vouching for a handshake: if nothing else says who
	// the visitor is, nothing is known.
	failure error

	// What cookies and the URL say; read by readBrowser.
	sent           sentCookies
	clientUAT      float64 // seconds; 0 for signed out
	devBrowser     string
	handshakeNonce string
	handshakeToken string
	redirectCount  int
	refreshToken   string
	sessionToken   string
	suffixed       bool
	session        *glance // at sessionToken

	url struct {
		weburl.URL
		read bool
	}
}

// visits are used again: nothing of a visit is needed when its request has been
// authenticated.
var visits = sync.Pool{New: func() any { return new(visit) }}

// visit reads what decides how a request is authenticated.
func (a *Authenticator) visit(request Request) *visit {
	v := visits.Get().(*visit)
	v.Authenticator, v.request = a, request
	if authorization, ok := request.Header("Authorization"); ok {
		v.headerToken = tokenOf(authorization)
	}
	return v
}

// end forgets the request. The visit is not to be used afterwards; one that nobody
// ends is garbage.
func (v *visit) end() {
	*v = visit{}
	visits.Put(v)
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
	if !v.url.read {
		var forwarded weburl.Forwarded
		forwarded.Host, forwarded.HasHost = v.request.Header("X-Forwarded-Host")
		forwarded.Proto, forwarded.HasProto = v.request.Header("X-Forwarded-Proto")
		u, err := weburl.FromRequest(v.request.Scheme(), v.request.Host(), v.request.RequestURI(), forwarded)
		if err != nil {
			u, _ = weburl.FromRequest(v.request.Scheme(), v.ownHost(), v.request.RequestURI(), weburl.Forwarded{})
		}
		v.url.URL, v.url.read = u, true
	}
	return v.url.URL
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
	value, _ := v.findParam(name)
	return value
}

// hasParam reports whether the visitor's URL has a parameter, even an empty one.
func (v *visit) hasParam(name string) bool {
	_, has := v.findParam(name)
	return has
}

// findParam finds a parameter. Without a query there is none, and no URL to read.
func (v *visit) findParam(name string) (string, bool) {
	if strings.IndexByte(v.request.RequestURI(), '?') < 0 {
		return "", false
	}
	return v.clerkURL().Param(name)
}

// readBrowser reads what a browser sends: cookies, and what a redirect put into
// the query.
func (v *visit) readBrowser() {
	v.readCookies(v.header("Cookie"))
	sent := &v.sent
	ours := &sent.plain
	if v.suffixed = v.usesSuffixedCookies(); v.suffixed {
		ours = &sent.suffixed
	}
	v.sessionToken, v.session = ours.session, ours.glance
	v.clientUAT = leadingInteger(ours.clientUAT)
	v.refreshToken = sent.refresh
	if sent.redirectCount != "" {
		v.redirectCount, _ = strconv.Atoi(sent.redirectCount)
	}
	v.devBrowser = first(v.param(cookieDevBrowser), ours.devBrowser)
	v.handshakeToken = first(v.param(cookieHandshake), sent.handshake)
	v.handshakeNonce = first(v.param(cookieHandshakeNonce), sent.handshakeNonce)
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
