package token_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/clerkgo/clerk-go/core/token"
)

// A key that verifies nothing neither loses the set nor becomes unknown: an
// unknown key would be looked for again and again.
func TestKeySetOddKeys(t *testing.T) {
	t.Parallel()
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := curve.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	x, y := encode(point[1:33]), encode(point[33:])
	small := publicOf(1024)
	for name, odd := range map[string]any{
		"1024 bits":             object{"kty": "RSA", "kid": "ins_1", "n": encode(small.N.Bytes()), "e": "AQAB"},
		"EC":                    object{"kty": "EC", "kid": "ins_1", "crv": "P-256", "x": x, "y": y},
		"EC that claims RS256":  object{"kty": "EC", "kid": "ins_1", "crv": "P-256", "x": x, "y": y, "alg": "RS256"},
		"alg is a number":       jwk(signer(), "ins_1", object{"alg": 256}),
		"e missing":             jwk(signer(), "ins_1", object{"e": nil}),
		"e of one":              jwk(signer(), "ins_1", object{"e": "AQ"}),
		"e of zero":             jwk(signer(), "ins_1", object{"e": "AA"}),
		"e of nine bytes":       jwk(signer(), "ins_1", object{"e": encode([]byte{1, 0, 0, 0, 0, 0, 0, 0, 1})}),
		"even e":                jwk(signer(), "ins_1", object{"e": "Ag"}),
		"for another algorithm": jwk(signer(), "ins_1", object{"alg": "RS512"}),
		"for encryption":        jwk(signer(), "ins_1", object{"use": "enc"}),
		"for no operation":      jwk(signer(), "ins_1", object{"key_ops": []string{}}),
		"for signing":           jwk(signer(), "ins_1", object{"key_ops": []string{"sign"}}),
		"key_ops is no list":    jwk(signer(), "ins_1", object{"key_ops": "verify"}),
		"kty missing":           jwk(signer(), "ins_1", object{"kty": nil}),
		"n missing":             jwk(signer(), "ins_1", object{"n": nil}),
		"n no base64":           jwk(signer(), "ins_1", object{"n": "%%%"}),
		"oct":                   object{"kty": "oct", "kid": "ins_1", "k": "c2VjcmV0", "alg": "HS256"},
		"private":               jwk(signer(), "ins_1", object{"d": encode(signer().D.Bytes())}),
		"private without a key": jwk(signer(), "ins_1", object{"d": ""}),
		"unknown kind":          object{"kty": "ML-DSA", "kid": "ins_1"},
		"use is a list":         jwk(signer(), "ins_1", object{"use": []string{"sig"}}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := &endpoint{keys: jwks(odd, jwk(signer(), "ins_2", nil))}
			set := e.set()
			verify := func(kid string) error {
				_, err := token.Verify(t.Context(), mint(object{"kid": kid}, nil), options(func(o *token.Options) { o.Keys = set }))
				return err
			}
			wantReason(t, verify("ins_2"), "")
			for range 10 {
				err := verify("ins_1")
				// A key with an exponent that only cryptography refuses makes
				// every signature invalid.
				if token.ReasonOf(err) != token.ReasonInvalidSignature {
					wantReason(t, err, token.ReasonVerificationFailed)
				}
				wantSilence(t, err, string(marshal(odd)))
			}
			if e.loads() != 1 {
				t.Errorf("%d loads", e.loads())
			}
		})
	}
}

func TestKeySetAcceptsKeys(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]any{
		"alg absent":          jwk(signer(), "ins_1", object{"alg": nil}),
		"for verifying":       jwk(signer(), "ins_1", object{"key_ops": []string{"sign", "verify"}, "use": nil}),
		"key_ops null":        jwk(signer(), "ins_1", object{"key_ops": (*string)(nil)}),
		"members unknown":     jwk(signer(), "ins_1", object{"x5t": "abc", "nbf": 5, "ext": true}),
		"use and alg absent":  jwk(signer(), "ins_1", object{"alg": nil, "use": nil}),
		"use in another case": jwk(signer(), "ins_1", object{"USE": "enc"}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := token.Verify(t.Context(), mint(nil, nil), options(func(o *token.Options) { o.Keys = loaded(jwks(key)) }))
			wantReason(t, err, "")
		})
	}
}

func TestKeySetUnnamedKeysAreSkipped(t *testing.T) {
	t.Parallel()
	set := loaded(jwks(5, nil, "x", []any{}, object{}, jwk(signer(), "", nil), jwk(signer(), "x", object{"kid": 7}), jwk(signer(), "ins_1", nil)))
	if _, err := set.Key(t.Context(), "ins_1"); err != nil {
		t.Error(err)
	}
	for _, id := range []string{"", "7", "x"} {
		_, err := set.Key(t.Context(), id)
		wantReason(t, err, token.ReasonKeyMismatch)
	}
}

func TestKeySetDuplicateIDs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		keys []any
		want token.Reason
	}{
		"another key last":  {[]any{jwk(signers()[0], "ins_1", nil), jwk(signers()[1], "ins_1", nil)}, token.ReasonInvalidSignature},
		"the key last":      {[]any{jwk(signers()[1], "ins_1", nil), jwk(signers()[0], "ins_1", nil)}, ""},
		"unusable key last": {[]any{jwk(signers()[0], "ins_1", nil), jwk(signers()[0], "ins_1", object{"use": "enc"})}, token.ReasonVerificationFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := token.Verify(t.Context(), mint(nil, nil), options(func(o *token.Options) { o.Keys = loaded(jwks(test.keys...)) }))
			wantReason(t, err, test.want)
		})
	}
}

// A key with two members of one name is known, but not believed.
func TestKeySetDuplicateMembers(t *testing.T) {
	t.Parallel()
	e := &endpoint{keys: bytes.Replace(jwks(jwk(signer(), "ins_1", nil)), []byte(`"kty"`), []byte(`"use":"enc","kty"`), 1)}
	_, err := token.Verify(t.Context(), mint(nil, nil), options(func(o *token.Options) { o.Keys = e.set() }))
	wantReason(t, err, token.ReasonVerificationFailed)
	if e.loads() != 1 {
		t.Errorf("%d loads", e.loads())
	}
}

func TestKeySetOddAnswers(t *testing.T) {
	t.Parallel()
	numbered := func(n int) []byte {
		keys := make([]any, n)
		for i := range keys {
			keys[i] = jwk(signer(), fmt.Sprint("ins_", i), nil)
		}
		return jwks(keys...)
	}
	for name, test := range map[string]struct {
		answer   []byte
		want     token.Reason
		attempts int
	}{
		"64 keys":            {numbered(64), "", 1},
		"65 keys":            {numbered(65), token.ReasonKeysNotLoaded, 1},
		"a list":             {[]byte(`[]`), token.ReasonUnexpected, 5},
		"HTML":               {[]byte(`<!doctype html><title>502</title>`), token.ReasonUnexpected, 5},
		"cut short":          {numbered(1)[:100], token.ReasonUnexpected, 5},
		"empty":              {nil, token.ReasonUnexpected, 5},
		"keys is a string":   {[]byte(`{"keys":"none"}`), token.ReasonUnexpected, 5},
		"keys is null":       {[]byte(`{"keys":null}`), token.ReasonKeysNotLoaded, 1},
		"keys is named Keys": {[]byte(`{"Keys":[{"kid":"ins_1"}]}`), token.ReasonKeysNotLoaded, 1},
		"no keys":            {[]byte(`{"keys":[]}`), token.ReasonKeysNotLoaded, 1},
		"null":               {[]byte(`null`), token.ReasonKeysNotLoaded, 1},
		"nothing in it":      {[]byte(`{}`), token.ReasonKeysNotLoaded, 1},
		"oversized":          {jwks(jwk(signer(), "ins_1", object{"x": strings.Repeat("x", 1<<20)})), token.ReasonKeysNotLoaded, 1},
		"oversized garbage":  {bytes.Repeat([]byte("["), 2<<20), token.ReasonKeysNotLoaded, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				e := &endpoint{keys: test.answer}
				set := e.set()
				_, err := set.Key(t.Context(), "ins_1")
				wantReason(t, err, test.want)
				wantLoads(t, e, test.attempts)
				if test.want == "" {
					return
				}
				wantNoKey(t, set, "ins_1", test.want, true)

				// The same answer later on does not displace good keys.
				e, set = setup(t)
				e.publish(test.answer)
				wantNoKey(t, set, "ins_2", test.want, true)
				wantKey(t, set, "ins_1")
			})
		})
	}
}

// Failures are logged, with what failed and without keys.
func TestKeySetLogs(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		var log bytes.Buffer
		set := token.NewKeySet(token.KeySetOptions{
			Load:   func(context.Context) ([]byte, error) { return nil, token.KeysNotLoaded(errDown) },
			Logger: slog.New(slog.NewTextHandler(&log, nil)),
		})
		wantNoKey(t, set, "ins_1", token.ReasonKeysNotLoaded, true)
		synctest.Wait()
		if got := log.String(); strings.Count(got, "level=WARN") != 5 || !strings.Contains(got, string(token.ReasonKeysNotLoaded)) {
			t.Errorf("logged: %s", got)
		}
	})
}

func TestParsedKeysAreApart(t *testing.T) {
	t.Parallel()
	keys, err := token.ParseKeys(published("ins_1", "ins_2"))
	if err != nil || len(keys) != 2 {
		t.Fatalf("%d keys, error %v", len(keys), err)
	}
	if keys["ins_1"] == keys["ins_2"] || !keys["ins_1"].Public().Equal(&signer().PublicKey) {
		t.Error("the keys are not those that were published")
	}
	if _, err := token.ParseKeys(nil); err == nil || errors.Is(err, errDown) {
		t.Errorf("nothing is no set: %v", err)
	}
}
