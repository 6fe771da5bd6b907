package pubkey

import (
	"encoding/base64"
	"errors"
	"strings"
)

// decodeBase64 decodes as atob does (WHATWG Infra, forgiving-base64 decode):
// ASCII whitespace is ignored, padding is optional but must be right where it
// stands, and each byte of the result is one character.
func decodeBase64(text string) (string, bool) {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune("\t\n\f\r ", r) {
			return -1
		}
		return r
	}, text)
	if len(text)%4 == 0 {
		text = strings.TrimSuffix(strings.TrimSuffix(text, "="), "=")
	}
	decoded, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return "", false
	}
	characters := make([]rune, len(decoded))
	for i, b := range decoded {
		characters[i] = rune(b)
	}
	return string(characters), true
}

// errNotLatin1 reports a host that has characters of more than one byte.
var errNotLatin1 = errors.New("publishable key: the host has characters beyond Latin-1; write it in its ASCII form (xn--…)")

// encodeBase64 is the inverse of decodeBase64, without padding.
func encodeBase64(text string) (string, error) {
	encoded := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xff {
			return "", errNotLatin1
		}
		encoded = append(encoded, byte(r))
	}
	return base64.RawStdEncoding.EncodeToString(encoded), nil
}
