package core

import (
	"math"
	"regexp"

	"github.com/clerkgo/clerk-go/core/internal/cookie"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// sessionCookies are the cookies that decide whose cookies count. Instances on
// one domain overwrite each other's plain cookies; a suffix keeps theirs apart,
// but some clients set plain ones only.
type sessionCookies struct {
	plain, suffixed struct {
		session string
		uat     string
		claims  glance
	}
}

// usesSuffixedCookies reports whether the suffixed cookies are the ones of this
// instance that count. Tokens are looked at, not verified: whatever they say,
// the one that is chosen is verified afterwards.
func (v *visit) usesSuffixedCookies(header string) bool {
	var c sessionCookies
	c.plain.session, _ = cookie.Find(header, cookieSession)
	c.plain.uat, _ = cookie.Find(header, cookieClientUAT)
	c.plain.claims = glanceAt(c.plain.session)
	c.suffixed.session, _ = cookie.Find(header, pubkey.SuffixedName(cookieSession, v.cookieSuffix))
	c.suffixed.uat, _ = cookie.Find(header, pubkey.SuffixedName(cookieClientUAT, v.cookieSuffix))
	c.suffixed.claims = glanceAt(c.suffixed.session)
	for _, rule := range suffixRules {
		if rule.applies(v, &c) {
			return rule.suffixed
		}
	}
	return true
}

// suffixRules decide between plain and suffixed cookies. The first rule that
// applies counts; without one the suffixed cookies do.
var suffixRules = []struct {
	name     string
	applies  func(*visit, *sessionCookies) bool
	suffixed bool
}{
	{"plain token that names no instance", func(_ *visit, c *sessionCookies) bool {
		return c.plain.session != "" && c.plain.claims.namesNobody()
	}, false},
	{"plain token of another instance", func(v *visit, c *sessionCookies) bool {
		return c.plain.session != "" && c.plain.claims.issuer() != v.issuerHost
	}, true},
	{"nothing suffixed", func(_ *visit, c *sessionCookies) bool {
		return c.suffixed.uat == "" && c.suffixed.session == ""
	}, false},
	{"both signed in, plain token newer", func(_ *visit, c *sessionCookies) bool {
		return c.suffixed.uat != "0" && c.plain.uat != "0" && c.plain.claims.issuedAt() > c.suffixed.claims.issuedAt()
	}, false},
	{"only plain signed in", func(_ *visit, c *sessionCookies) bool {
		return c.suffixed.uat == "0" && c.plain.uat != "0"
	}, false},
	{"development, signed out, suffixed token expired", func(v *visit, c *sessionCookies) bool {
		return !v.instance.Production && c.suffixed.uat != "0" && c.plain.uat == "0" && c.suffixed.claims.expired(v)
	}, false},
	{"suffixed token without its companion", func(_ *visit, c *sessionCookies) bool {
		return c.suffixed.uat == "" && c.suffixed.session != ""
	}, false},
}

// glance is what a session token says before anybody has verified it.
type glance struct {
	decoded *token.Token
	Exp     jsontext.Value `json:"exp"`
	Iat     jsontext.Value `json:"iat"`
	Iss     jsontext.Value `json:"iss"`
	Sid     jsontext.Value `json:"sid"`
}

// glanceAt decodes a token. One that cannot be decoded says nothing.
func glanceAt(jwt string) glance {
	var g glance
	decoded, err := token.Decode(jwt)
	if err != nil {
		return g
	}
	_ = json.Unmarshal(decoded.Payload, &g)
	g.decoded = decoded
	return g
}

// namesNobody reports whether the token cannot be decoded or has no issuer.
func (g glance) namesNobody() bool {
	switch string(g.Iss) {
	case "", "null", "false", "0", `""`:
		return true
	}
	return g.decoded == nil
}

// anyScheme is what tokens put in front of the host of their issuer.
var anyScheme = regexp.MustCompile(`(?i)https?://`)

// issuer returns the host that issued the token, "" if that is no text.
func (g glance) issuer() string {
	var issuer string
	if g.Iss.Kind() != jsontext.KindString || json.Unmarshal(g.Iss, &issuer) != nil {
		return ""
	}
	return anyScheme.ReplaceAllString(issuer, "")
}

// issuedAt returns iat in seconds, 0 if there is none.
func (g glance) issuedAt() float64 { return secondsOf(g.Iat, 0) }

// expired reports whether exp has passed, without leeway.
func (g glance) expired(v *visit) bool {
	return secondsOf(g.Exp, math.Inf(1)) <= float64(v.client.options.Now().Unix())
}

// secondsOf reads a claim that is a number.
func secondsOf(raw jsontext.Value, otherwise float64) float64 {
	seconds := otherwise
	if raw.Kind() == jsontext.KindNumber {
		_ = json.Unmarshal(raw, &seconds)
	}
	return seconds
}
