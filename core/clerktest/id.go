package clerktest

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
)

const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// newID returns a random ID in Clerk's form: a prefix such as "user_" and 27
// letters and digits, which the specification's patterns demand.
func newID(prefix string) string { return prefix + randomText(27) }

// randomText returns n random letters and digits. Bytes that would favour the
// first characters of the alphabet are drawn again.
func randomText(n int) string {
	const fair = 256 - 256%len(alphanumeric)
	text := make([]byte, 0, n)
	for len(text) < n {
		var block [32]byte
		rand.Read(block[:]) // never fails: crypto/rand
		for _, b := range block {
			if int(b) < fair && len(text) < n {
				text = append(text, alphanumeric[int(b)%len(alphanumeric)])
			}
		}
	}
	return string(text)
}

// randomHex returns n random bytes in hexadecimal.
func randomHex(n int) string {
	bytes := make([]byte, n)
	rand.Read(bytes)
	return hex.EncodeToString(bytes)
}

// newSigningSecret returns a webhook signing secret: the prefix and 24 random
// bytes in base64, as Standard Webhooks recommends.
func newSigningSecret() string {
	var secret [24]byte
	rand.Read(secret[:])
	return "whsec_" + base64.StdEncoding.EncodeToString(secret[:])
}
