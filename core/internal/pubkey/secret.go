package pubkey

import "strings"

// IsDevelopmentSecret reports whether a secret key has the prefix of
// development instances.
func IsDevelopmentSecret(secretKey string) bool {
	return strings.HasPrefix(secretKey, "sk_test_") || strings.HasPrefix(secretKey, "test_")
}

// IsProductionSecret reports whether a secret key has the prefix of production
// instances. A key may be neither: only its presence is ever required.
func IsProductionSecret(secretKey string) bool {
	return strings.HasPrefix(secretKey, "sk_live_") || strings.HasPrefix(secretKey, "live_")
}
