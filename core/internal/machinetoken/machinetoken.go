// Package machinetoken tells machine tokens from session tokens by looking at
// them. Nothing is verified: use it to choose how a token is to be verified,
// never to trust it.
package machinetoken

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Kinds of machine tokens, as Clerk names them.
const (
	APIKey = "api_key"
	M2M    = "m2m_token"
	OAuth  = "oauth_token"
)

// maxSize is the size in bytes past which a token is not looked into.
const maxSize = 16 << 10

// subjectPrefix begins the subject of a machine.
const subjectPrefix = "mch_"

// prefixes are those of tokens that carry no JSON, in the order they are tried.
var prefixes = []struct{ prefix, kind string }{
	{"mt_", M2M},
	{"oat_", OAuth},
	{"ak_", APIKey},
}

// oauthTypes are the media types of an OAuth access token (RFC 9068, section 2.1).
var oauthTypes = []string{"application/at+jwt", "at+jwt"}

// Classify returns the kind of a machine token, or "" for any other text. A
// prefix counts before the content of a JWT, M2M before OAuth.
func Classify(token string) string {
	opaque := kindOfPrefix(token)
	if opaque == M2M {
		return M2M
	}
	form := kindOfJWT(token)
	if form == M2M || opaque == "" {
		return form
	}
	return opaque
}

// HasPrefix reports whether a token begins like a machine token. The rest may
// be anything.
func HasPrefix(token string) bool { return kindOfPrefix(token) != "" }

// IsJWT reports whether a token is a JWT that says to be of a machine or to be
// an OAuth access token.
func IsJWT(token string) bool { return kindOfJWT(token) != "" }

// LooksLikeJWT reports whether a token has the form of a JWT: three parts of
// the base64url alphabet, none of them empty.
func LooksLikeJWT(token string) bool {
	_, ok := parts(token)
	return ok
}

// IsMachineSubject reports whether the subject of a JWT is a machine.
func IsMachineSubject(subject string) bool { return strings.HasPrefix(subject, subjectPrefix) }

// IsOAuthType reports whether the typ member of a JWT's header names an OAuth
// access token.
func IsOAuthType(typ string) bool { return slices.Contains(oauthTypes, typ) }

// IsAccepted reports whether one of the accepted kinds is kind. "any" accepts
// every kind; no kind at all is never accepted.
func IsAccepted(kind string, accepted ...string) bool {
	return kind != "" && (slices.Contains(accepted, kind) || slices.Contains(accepted, "any"))
}

func kindOfPrefix(token string) string {
	for _, p := range prefixes {
		if strings.HasPrefix(token, p.prefix) {
			return p.kind
		}
	}
	return ""
}

// kindOfJWT looks into a JWT. One that cannot be decoded is of no kind.
func kindOfJWT(token string) string {
	encoded, ok := parts(token)
	if !ok || len(token) > maxSize {
		return ""
	}
	var decoded [3][]byte
	for i, part := range encoded {
		var err error
		if decoded[i], err = base64.RawURLEncoding.Strict().DecodeString(part); err != nil {
			return ""
		}
	}
	typ, typOK := member(decoded[0], "typ")
	subject, subjectOK := member(decoded[1], "sub")
	switch {
	case !typOK || !subjectOK:
		return ""
	case IsMachineSubject(subject):
		return M2M
	case IsOAuthType(typ):
		return OAuth
	}
	return ""
}

// member returns a member of a JSON object, "" if it is absent or no string. It
// is not ok if the text is no object or names a member twice.
func member(object []byte, name string) (text string, ok bool) {
	var members map[string]jsontext.Value
	if json.Unmarshal(object, &members, jsontext.AllowInvalidUTF8(true)) != nil || members == nil {
		return "", false
	}
	value := members[name]
	if value.Kind() != '"' {
		return "", true
	}
	return text, json.Unmarshal(value, &text, jsontext.AllowInvalidUTF8(true)) == nil
}

// parts splits a text that has the form of a JWT.
func parts(token string) (list [3]string, ok bool) {
	header, rest, _ := strings.Cut(token, ".")
	payload, signature, _ := strings.Cut(rest, ".")
	list = [3]string{header, payload, signature}
	for _, part := range list {
		if part == "" || strings.IndexFunc(part, notBase64URL) >= 0 {
			return list, false
		}
	}
	return list, true
}

func notBase64URL(r rune) bool {
	return (r < 'a' || 'z' < r) && (r < 'A' || 'Z' < r) && (r < '0' || '9' < r) && r != '-' && r != '_'
}
