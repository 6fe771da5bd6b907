package token

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxSize is the size in bytes past which a token is refused before any work is
// done. Browsers keep cookies below 4 KB, servers headers below 8 to 16 KB.
const MaxSize = 16 << 10

// Categories that Clerk writes into the cat member of a header.
const (
	CategoryIgnore   = "cl_I7d4PD111III"
	CategoryM2M      = "cl_B7d4PD333AAA"
	CategorySession  = "cl_B7d4PD111AAA"
	CategoryTemplate = "cl_B7d4PD222AAA"
)

// Token is a decoded, not a verified, JSON Web Token. Whoever sent it chose
// everything in it: use it to look, never to decide. It is immutable.
type Token struct {
	// Header is the first part.
	Header Header
	// Payload is the JSON of the second part.
	Payload []byte
	// Signature is the third part.
	Signature []byte

	// text is the token as it was received, signed what the signature covers.
	text   string
	signed string
	// payload is Payload as text.
	payload string
	// claims are read from payload once.
	claims atomic.Pointer[Claims]
	// isNull says that the header or the payload is null.
	isNull bool

	// verifiedBy is the key that verified a token that a [Cache] remembers, seenIn the
	// keys among which it was last found, memo what a caller made of the token.
	verifiedBy *Key
	seenIn     atomic.Pointer[snapshot]
	memo       atomic.Pointer[any]
}

// Format prints that there is a token, whatever the verb: who has one is let in by it.
func (t *Token) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, redactedToken) }

// LogValue logs that there is a token.
func (t *Token) LogValue() slog.Value { return slog.StringValue(redactedToken) }

const redactedToken = "[redacted token]"

// Header is the header of a JSON Web Token. A member that is absent or of
// another type than string is empty; Raw has it as it was sent.
type Header struct {
	// Algorithm is alg: how the token is signed (RFC 7515, section 4.1.1).
	Algorithm string
	// Category is cat: what Clerk made the token for.
	Category string
	// KeyID is kid: the key it is signed with (RFC 7515, section 4.1.4).
	KeyID string
	// Type is typ: the media type of the token (RFC 7515, section 4.1.9).
	Type string
	// Raw is the JSON of the header.
	Raw []byte

	hasCategory bool
	hasType     bool
	// encoded is the part of a token that a header which a [Verifier] knows was read from.
	encoded string
}

// Decode takes a token apart without verifying it (RFC 7515, section 5.2, steps
// 1 to 7). It returns an [Error] with [ReasonInvalid] for anything but three
// parts of canonical base64url, the first two of them JSON without duplicate
// members and nested 64 levels deep at most, and for a token of more than
// [MaxSize] bytes. A nil error says nothing about who made the token.
func Decode(token string) (*Token, error) { return decode(token, nil) }

// decode is [Decode], which need not read a header that is known.
func decode(token string, known *Header) (*Token, error) {
	t, err := decodeSigned(token, known)
	if err != nil {
		return nil, err
	}
	if !isJSON(t.Payload) {
		return nil, errNotJSON
	}
	t.isNull = t.Header.encoded == "" && isNull(t.Header.Raw) || isNull(t.Payload) // what is known is not null
	return t, nil
}

// decodeSigned is decode for a payload of any form.
func decodeSigned(token string, known *Header) (*Token, error) {
	if len(token) > MaxSize {
		return nil, errTooLarge
	}
	header, rest, ok := strings.Cut(token, ".")
	if !ok {
		return nil, errNotThreeParts
	}
	payload, signature, ok := strings.Cut(rest, ".")
	if !ok || strings.IndexByte(signature, '.') >= 0 {
		return nil, errNotThreeParts
	}
	if strings.IndexByte(token, '\n') >= 0 || strings.IndexByte(token, '\r') >= 0 { // which encoding/base64 would skip
		return nil, errNotBase64
	}
	t := &Token{text: token, signed: token[:len(header)+1+len(payload)]}
	if known != nil && known.encoded == header {
		t.Header = *known
	} else if err := t.Header.decode(header); err != nil {
		return nil, err
	}
	decoded := make([]byte, 0, base64.RawURLEncoding.DecodedLen(len(rest)))
	if decoded, ok = appendBase64(decoded, payload); !ok {
		return nil, errNotBase64
	}
	size := len(decoded)
	if decoded, ok = appendBase64(decoded, signature); !ok {
		return nil, errNotBase64
	}
	t.Payload, t.Signature = decoded[:size:size], slices.Clip(decoded[size:])
	t.payload = string(t.Payload) // every string of the claims is a piece of it
	return t, nil
}

// Refusals by [Decode] and by the first checks of [Verifier.Verify].
var (
	errNotBase64     = newError(ReasonInvalid, "", "A part of the JWT is not canonical base64url.")
	errNotJSON       = newError(ReasonInvalid, "", "The header or the payload of the JWT is not JSON, names a member twice, or is nested too deep.")
	errNotObject     = newError(ReasonInvalid, "", "The header or the payload of the JWT is null.")
	errNotThreeParts = newError(ReasonInvalid, "", "A JWT has three parts separated by dots.")
	errTooLarge      = newError(ReasonInvalid, "", "The JWT is larger than 16 KB.")
)

// strictBase64 refuses set bits behind the last byte, so that a part has one
// spelling only, padding aside.
var strictBase64 = base64.RawURLEncoding.Strict()

// appendBase64 appends what one part, which has no line break, decodes to. Padding is
// tolerated.
func appendBase64(to []byte, part string) ([]byte, bool) {
	to, err := strictBase64.AppendDecode(to, []byte(strings.TrimRight(part, "=")))
	return to, err == nil
}

// maxDepth is how deep the JSON of a token may be nested. Claims are a few levels
// deep; to validate thousands of levels takes longer than many signatures.
const maxDepth = 64

// isJSON reports whether raw is JSON that names no member twice and is not
// nested deeper than maxDepth.
func isJSON(raw []byte) bool {
	return !isDeep(raw) && jsontext.Value(raw).IsValid()
}

// isDeep reports whether JSON is nested deeper than maxDepth.
func isDeep(raw []byte) bool {
	if bytes.Count(raw, []byte("{"))+bytes.Count(raw, []byte("[")) <= maxDepth {
		return false
	}
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// decode reads the header from its part of a token. JSON of another kind than object
// has no members.
func (h *Header) decode(part string) error {
	var ok bool
	if h.Raw, ok = appendBase64(nil, part); !ok {
		return errNotBase64
	}
	h.Raw = slices.Clip(h.Raw)
	if !isJSON(h.Raw) {
		return errNotJSON
	}
	objectOf(string(h.Raw), func(name, value string) {
		switch name {
		case "alg":
			h.Algorithm, _ = stringOf(value)
		case "cat":
			h.hasCategory = true
			h.Category, _ = stringOf(value)
		case "kid":
			h.KeyID, _ = stringOf(value)
		case "typ":
			h.hasType = true
			h.Type, _ = stringOf(value)
		}
	})
	return nil
}

// UnverifiedClaims returns what the token says of itself. Nothing vouches for it:
// use it to choose how to verify, never to decide who somebody is.
func (t *Token) UnverifiedClaims() *Claims {
	if claims := t.claims.Load(); claims != nil {
		return claims
	}
	if t.payload == "" { // not made by Decode
		if !isJSON(t.Payload) {
			return &Claims{raw: string(t.Payload)}
		}
		return parseClaims(string(t.Payload))
	}
	claims := parseClaims(t.payload)
	t.claims.Store(claims)
	return claims
}

// HasCategory reports whether the header has a category at all.
func (h *Header) HasCategory() bool { return h.hasCategory }

// IsSession reports whether the category allows the token to stand for a
// session: none, session, or the one that says to ignore it.
func (h *Header) IsSession() bool {
	return !h.hasCategory || h.Category == CategorySession || h.Category == CategoryIgnore
}
