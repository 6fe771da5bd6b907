package pubkey

import (
	"crypto/sha1" // names cookies, protects nothing
	"encoding/base64"
)

// suffixLength is how many characters of the digest name a cookie.
const suffixLength = 8

// CookieSuffix returns the suffix that tells the cookies of the instance with a
// publishable key from those of other instances on the same domain. It is empty
// for an empty key.
func CookieSuffix(publishableKey string) string {
	if publishableKey == "" {
		return ""
	}
	digest := sha1.Sum([]byte(publishableKey))
	return base64.URLEncoding.EncodeToString(digest[:])[:suffixLength]
}

// SuffixedName returns the name of a cookie of the instance with a suffix.
func SuffixedName(name, suffix string) string { return name + "_" + suffix }
