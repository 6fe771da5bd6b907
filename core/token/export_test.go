package token

import "time"

// What tests in package token_test need of the inside.
var (
	ParseEntitlements = parseEntitlements
	UnpackPermissions = unpackPermissions
)

const MaxPermissions = maxPermissions

// DecodeJWS is [Decode] for a payload of any form.
func DecodeJWS(jws string) (*Token, error) { return decodeSigned(jws, nil) }

// Members returns the members of a JSON object as claims are read.
func Members(object string) (members map[string]string, ok bool) {
	members = map[string]string{}
	ok = objectOf(object, func(name, value string) { members[name] = value })
	return members, ok
}

// ParseKeys returns the keys of a JSON Web Key Set by ID.
func ParseKeys(data []byte) (map[string]*Key, error) {
	seen, err := parseKeys(data, time.Time{})
	keys := make(map[string]*Key, len(seen))
	for id, key := range seen {
		keys[id] = key.Key
	}
	return keys, err
}

// VerifyMessage verifies an RS256 signature of a message that is no token.
func (k *Key) VerifyMessage(message string, signature []byte) error {
	return k.verify(&Token{Header: Header{Algorithm: "RS256"}, signed: message, Signature: signature})
}

// Signed returns the text that the signature of a token covers.
func (t *Token) Signed() string { return t.signed }

// KnownHeader returns the part of a token that a verifier would not read again.
func (v *Verifier) KnownHeader() string {
	if known := v.header.Load(); known != nil {
		return known.encoded
	}
	return ""
}
