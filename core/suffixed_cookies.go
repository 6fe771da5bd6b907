package core

import (
	"math"
	"regexp"

	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// usesSuffixedCookies reports whether the suffixed cookies are the ones of this
// instance that count. Instances on one domain overwrite each other's plain cookies; a
// suffix keeps theirs apart, but some clients set plain ones only. Tokens are looked
// at, not verified: whatever they say, the one that is chosen is verified afterwards.
func (v *visit) usesSuffixedCookies() bool {
	for _, rule := range suffixRules {
		if rule.applies(v, &v.sent) {
			return rule.suffixed
		}
	}
	return true
}

// suffixRules decide between plain and suffixed cookies. The first rule that
// applies counts; without one the suffixed cookies do.
var suffixRules = []struct {
	name     string
	applies  func(*visit, *sentCookies) bool
	suffixed bool
}{
	{"plain token that names no instance", func(_ *visit, c *sentCookies) bool {
		return c.plain.session != "" && c.plain.glance.anonymous
	}, false},
	{"plain token of another instance", func(v *visit, c *sentCookies) bool {
		return c.plain.session != "" && c.plain.glance.issuer != v.issuerHost
	}, true},
	{"nothing suffixed", func(_ *visit, c *sentCookies) bool {
		return c.suffixed.clientUAT == "" && c.suffixed.session == ""
	}, false},
	{"both signed in, plain token newer", func(_ *visit, c *sentCookies) bool {
		return c.suffixed.clientUAT != "0" && c.plain.clientUAT != "0" && c.plain.glance.issuedAt() > c.suffixed.glance.issuedAt()
	}, false},
	{"only plain signed in", func(_ *visit, c *sentCookies) bool {
		return c.suffixed.clientUAT == "0" && c.plain.clientUAT != "0"
	}, false},
	{"development, signed out, suffixed token expired", func(v *visit, c *sentCookies) bool {
		return !v.instance.Production && c.suffixed.clientUAT != "0" && c.plain.clientUAT == "0" && c.suffixed.glance.expired(v)
	}, false},
	{"suffixed token without its companion", func(_ *visit, c *sentCookies) bool {
		return c.suffixed.clientUAT == "" && c.suffixed.session != ""
	}, false},
}

// glance is what a session token says before anybody has verified it. A token that
// cannot be decoded says nothing.
type glance struct {
	decoded   *token.Token // nil if it cannot be decoded
	anonymous bool         // it names no issuer
	issuer    string       // its host; "" if that is no text
	issued    float64      // iat in seconds; NaN if there is none
	expires   float64      // exp in seconds; NaN if there is none
}

// nothing is what a token says that cannot be decoded.
var nothing = &glance{anonymous: true, issued: math.NaN(), expires: math.NaN()}

// glanceAt decodes a token.
func (v *visit) glanceAt(jwt string) *glance {
	if jwt == "" {
		return nothing
	}
	decoded, err := v.decode(jwt)
	if err != nil {
		return nothing
	}
	if seen := v.recall(decoded).glance; seen != nil {
		return seen
	}
	var says struct {
		Exp jsontext.Value `json:"exp"`
		Iat jsontext.Value `json:"iat"`
		Iss jsontext.Value `json:"iss"`
	}
	_ = json.Unmarshal(decoded.Payload, &says)
	g := &glance{decoded: decoded, anonymous: namesNobody(says.Iss), issuer: issuerOf(says.Iss), issued: secondsOf(says.Iat), expires: secondsOf(says.Exp)}
	v.remember(decoded, known{glance: g})
	return g
}

// namesNobody reports whether a claim iss is none.
func namesNobody(iss jsontext.Value) bool {
	switch string(iss) {
	case "", "null", "false", "0", `""`:
		return true
	}
	return false
}

// anyScheme is what tokens put in front of the host of their issuer.
var anyScheme = regexp.MustCompile(`(?i)https?://`)

// issuerOf returns the host of a claim iss, "" if that is no text.
func issuerOf(iss jsontext.Value) string {
	var issuer string
	if iss.Kind() != jsontext.KindString || json.Unmarshal(iss, &issuer) != nil {
		return ""
	}
	return anyScheme.ReplaceAllString(issuer, "")
}

// issuedAt returns iat in seconds, 0 if there is none.
func (g *glance) issuedAt() float64 {
	if math.IsNaN(g.issued) {
		return 0
	}
	return g.issued
}

// expired reports whether exp has passed, without leeway.
func (g *glance) expired(v *visit) bool {
	return g.expires <= float64(v.client.options.Now().Unix())
}

// secondsOf reads a claim that is a number, NaN if it is none: that is neither before
// nor after any other.
func secondsOf(raw jsontext.Value) float64 {
	var seconds float64
	if raw.Kind() != jsontext.KindNumber || json.Unmarshal(raw, &seconds) != nil {
		return math.NaN()
	}
	return seconds
}
