package clerktest

import (
	"crypto/sha1"
	"encoding/base64"
)

// suffix is what cookies of this instance have after their name: a part of the
// digest of the publishable key, as Clerk defines it.
func (i *Instance) suffix() string {
	digest := sha1.Sum([]byte(i.publishableKey))
	return base64.RawURLEncoding.EncodeToString(digest[:])[:8]
}
