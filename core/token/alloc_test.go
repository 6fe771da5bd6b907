package token_test

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"math/big"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/token"
)

// memberClaims are what an active organisation adds to a session token.
var memberClaims = object{
	"fea": "o:invoices,o:reports,u:dashboard", "pla": "o:team,u:free",
	"o": object{"id": "org_1", "slg": "acme", "rol": "admin", "per": "read,manage", "fpm": "3,1"},
}

// limit returns what no verifier of RS256 can do without: the digest and the
// RSA operation on a key and a signature that are ready. Budgets are stated in
// terms of it, as L1.
func limit(tb testing.TB, jwt string) func() {
	tb.Helper()
	decoded, err := token.Decode(jwt)
	if err != nil {
		tb.Fatal(err)
	}
	public := localKey().Public()
	signed := []byte(jwt[:strings.LastIndexByte(jwt, '.')])
	return func() {
		digest := sha256.Sum256(signed)
		if err := rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], decoded.Signature); err != nil {
			tb.Error(err)
		}
	}
}

// verify returns a function that verifies a token that is valid.
func verify(tb testing.TB, jwt string) func() {
	tb.Helper()
	ctx, verifier := tb.Context(), token.NewVerifier(options(nil))
	return func() {
		if _, err := verifier.Verify(ctx, jwt); err != nil {
			tb.Error(err)
		}
	}
}

// Tests of allocations are not parallel: what others allocate would count.

func TestAllocationsOfVerify(t *testing.T) {
	if raced {
		t.Skip("NOT TESTED: the race detector allocates by itself; run without -race")
	}
	const runs = 100
	for _, test := range []struct {
		name    string
		changes object
		most    float64
	}{
		{"session", nil, 18},
		// Each permission is a string of its own.
		{"session of a member", memberClaims, 30},
	} {
		jwt := mint(nil, test.changes)
		l1 := testing.AllocsPerRun(runs, limit(t, jwt))
		got := testing.AllocsPerRun(runs, verify(t, jwt))
		t.Logf("%s: %.0f allocations, L1 %.0f", test.name, got, l1)
		if got > test.most {
			t.Errorf("%s: %.0f allocations, %.0f are the most", test.name, got, test.most)
		}
	}
}

// What is too large is refused before it is looked at, so nothing is allocated.
func TestAllocationsOfGarbage(t *testing.T) {
	for name, text := range garbage() {
		if len(text) <= token.MaxSize {
			continue
		}
		verifier := token.NewVerifier(options(nil))
		ctx := t.Context()
		got := testing.AllocsPerRun(10, func() {
			if _, err := verifier.Verify(ctx, text); err == nil {
				t.Error("garbage was accepted")
			}
		})
		if got != 0 {
			t.Errorf("%s: %.0f allocations", name, got)
		}
	}
}

// A permission is longer than what stands for it in the token, and whoever sent
// the token may have made it up.
func TestPermissionsAreBounded(t *testing.T) {
	t.Parallel()
	feature, names := strings.Repeat("f", 6<<10), strings.Repeat("p,", 2<<10)+"p"
	ones := new(big.Int).Lsh(big.NewInt(1), 2<<10)
	bits := ones.Sub(ones, big.NewInt(1)).String()
	payload := marshal(with(claims, object{"fea": "o:" + feature, "o": object{"id": "org_1", "per": names, "fpm": bits}}))
	decoded, err := token.Decode(signRaw(string(marshal(header)), string(payload)))
	if err != nil {
		t.Fatal(err)
	}
	said := decoded.UnverifiedClaims()
	if said.Malformed() == nil || len(said.Organization.Permissions) != 0 {
		t.Errorf("%d permissions were worked out, malformed %v", len(said.Organization.Permissions), said.Malformed())
	}

	// Just below the bound all are there.
	some := token.MaxPermissions/len("org:"+feature+":p") - 1
	permissions, err := token.UnpackPermissions([]string{feature}, names, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), uint(some)), big.NewInt(1)).String())
	if err != nil || len(permissions) != some {
		t.Errorf("want %d permissions, got %d and error %v", some, len(permissions), err)
	}
}
