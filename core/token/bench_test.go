package token_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
)

// BenchmarkLimit is L1: digest and RSA alone.
func BenchmarkLimit(b *testing.B) { benchmark(b, limit(b, mint(nil, nil))) }

// BenchmarkVerify verifies a token that was never seen before.
func BenchmarkVerify(b *testing.B) {
	b.Run("member", func(b *testing.B) { benchmark(b, verify(b, mint(nil, memberClaims))) })
	b.Run("session", func(b *testing.B) { benchmark(b, verify(b, mint(nil, nil))) })
}

// BenchmarkRefuse refuses what is no token, before any key is looked for.
func BenchmarkRefuse(b *testing.B) {
	for name, garbage := range garbage() {
		b.Run(name, func(b *testing.B) {
			benchmark(b, func() {
				if _, err := token.Decode(garbage); err == nil {
					b.Error("garbage was accepted")
				}
			})
		})
	}
}

// garbage are texts that are no tokens and that cost the most to look through.
func garbage() map[string]string {
	half := strings.Repeat("A", token.MaxSize/2-1)
	return map[string]string{
		"deep JSON, 16 KB":   encode([]byte(`{}`)) + "." + encode([]byte(strings.Repeat("[", 3*token.MaxSize/4-8))) + ".",
		"dots, 1 MB":         strings.Repeat(".", 1<<20),
		"letters, 1 MB":      strings.Repeat("A", 1<<20),
		"letters, 16 KB":     strings.Repeat("A", token.MaxSize),
		"no JSON, 16 KB":     half + "." + half + ".",
		"valid but too long": mint(nil, nil) + strings.Repeat("=", 1<<20),
	}
}

func benchmark(b *testing.B, f func()) {
	b.ReportAllocs()
	for b.Loop() {
		f()
	}
}

// BenchmarkVerifyAgain verifies a token that was accepted before, and
// BenchmarkVerifyAgainLimit does what that cannot do without: it compares the token
// and reads the clock.
func BenchmarkVerifyAgain(b *testing.B) {
	for name, keys := range map[string]token.KeySource{"JWT key": localKey(), "key set": loadedNow(b)} {
		b.Run(name, func(b *testing.B) {
			ctx := b.Context()
			verifier := token.NewVerifier(token.Options{Cache: token.NewCache(0), Keys: keys})
			jwt := mint(nil, object{"exp": time.Now().Unix() + 3600, "iat": time.Now().Unix(), "nbf": time.Now().Unix()})
			benchmark(b, func() {
				if _, err := verifier.Verify(ctx, jwt); err != nil {
					b.Error(err)
				}
			})
		})
	}
}

func BenchmarkVerifyAgainLimit(b *testing.B) {
	one := mint(nil, nil)
	two := strings.Clone(one)
	benchmark(b, func() {
		if one != two || time.Now().IsZero() {
			b.Error("not equal")
		}
	})
}

// loadedNow is a set of keys by the clock of the system.
func loadedNow(tb testing.TB) *token.KeySet {
	tb.Helper()
	return token.NewKeySet(token.KeySetOptions{Load: func(context.Context) ([]byte, error) {
		return jwks(jwk(signer(), "ins_1", nil)), nil
	}})
}
