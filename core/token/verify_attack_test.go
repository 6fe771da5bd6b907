package token_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/token"
)

// Nobody but the instance chooses the key and the algorithm.
func TestVerifyIgnoresKeysOfTheToken(t *testing.T) {
	t.Parallel()
	attacker := signers()[1]
	public := &signer().PublicKey
	key := jwk(attacker, "ins_1", nil)
	hs256 := func(secret string) string {
		signed := encode(marshal(with(header, object{"alg": "HS256"}))) + "." + encode(marshal(claims))
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(signed))
		return signed + "." + encode(mac.Sum(nil))
	}
	byAttacker := func(changes object) string {
		return signBy(attacker, encode(marshal(with(header, changes)))+"."+encode(marshal(claims)))
	}
	unsigned := func(alg string) string {
		return encode(marshal(with(header, object{"alg": alg}))) + "." + encode(marshal(claims)) + "."
	}
	for name, test := range map[string]struct {
		jwt  string
		want token.Reason
	}{
		"HS256 by the PEM":            {hs256(pkix(public)), token.ReasonInvalidAlgorithm},
		"HS256 by the PEM, trimmed":   {hs256(strings.TrimSpace(pkix(public))), token.ReasonInvalidAlgorithm},
		"HS256 by the DER":            {hs256(string(spki(public))), token.ReasonInvalidAlgorithm},
		"HS256 by n":                  {hs256(string(public.N.Bytes())), token.ReasonInvalidAlgorithm},
		"HS256 by n in base64":        {hs256(encode(public.N.Bytes())), token.ReasonInvalidAlgorithm},
		"HS256 by nothing":            {hs256(""), token.ReasonInvalidAlgorithm},
		"NONE":                        {unsigned("NONE"), token.ReasonInvalidAlgorithm},
		"embedded jku":                {byAttacker(object{"jku": "https://evil.example.com/jwks"}), token.ReasonInvalidSignature},
		"embedded jwk":                {byAttacker(object{"jwk": key}), token.ReasonInvalidSignature},
		"embedded x5c":                {byAttacker(object{"x5c": []string{"MIIB"}}), token.ReasonInvalidSignature},
		"embedded x5u":                {byAttacker(object{"x5u": "https://evil.example.com/cert"}), token.ReasonInvalidSignature},
		"empty signature":             {unsigned("RS256"), token.ReasonInvalidSignature},
		"member ALG beside none":      {unsigned("none"), token.ReasonInvalidAlgorithm},
		"none":                        {unsigned("none"), token.ReasonInvalidAlgorithm},
		"none with a valid signature": {mint(object{"alg": "none"}, nil), token.ReasonInvalidAlgorithm},
		"signed by somebody else":     {byAttacker(nil), token.ReasonInvalidSignature},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, keys := range []token.KeySource{localKey(), loaded(jwks(jwk(signer(), "ins_1", nil)))} {
				_, err := token.Verify(t.Context(), test.jwt, options(func(o *token.Options) { o.Keys = keys }))
				wantReason(t, err, test.want)
				wantSilence(t, err, test.jwt)
			}
		})
	}
}

func TestVerifyRefusesTampering(t *testing.T) {
	t.Parallel()
	jwt := mint(nil, nil)
	verifier := token.NewVerifier(options(nil))
	// Every character counts: none may be changed, dropped or doubled.
	for i := range len(jwt) {
		for _, changed := range []string{
			jwt[:i] + string(jwt[i]^1) + jwt[i+1:],
			jwt[:i] + jwt[i+1:],
			jwt[:i] + jwt[i:i+1] + jwt[i:],
		} {
			if changed == jwt {
				continue
			}
			if _, err := verifier.Verify(t.Context(), changed); err == nil {
				t.Fatalf("accepted after a change at %d of %d", i, len(jwt))
			}
		}
	}
}

// countingKeys counts how often a key is asked for.
type countingKeys struct {
	key   *token.Key
	asked int
}

func (c *countingKeys) Key(context.Context, string) (*token.Key, error) {
	c.asked++
	return c.key, nil
}

func TestVerifySizeBound(t *testing.T) {
	t.Parallel()
	// Padding fits the token to any size: 3 bytes more are 4 characters more.
	sized := func(size int) string {
		for pad := range 4 {
			for n := 3 * (size - 1500) / 4; ; n++ {
				jwt := mint(object{"pad": strings.Repeat("x", pad)}, object{"pad": strings.Repeat("x", n)})
				if len(jwt) == size {
					return jwt
				}
				if len(jwt) > size {
					break
				}
				n += max(0, 3*(size-len(jwt))/4-4)
			}
		}
		t.Fatalf("no token of %d bytes", size)
		return ""
	}
	for size, want := range map[int]token.Reason{token.MaxSize: "", token.MaxSize + 1: token.ReasonInvalid} {
		keys := &countingKeys{key: localKey()}
		_, err := token.Verify(t.Context(), sized(size), options(func(o *token.Options) { o.Keys = keys }))
		wantReason(t, err, want)
		if (keys.asked > 0) != (want == "") {
			t.Errorf("%d bytes: asked for a key %d times", size, keys.asked)
		}
	}
}

func TestVerifyJSONKinds(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`null`, ` null `, `true`, `5`, `"x"`, `[]`, `[{"sub":"user_1","exp":9e9}]`} {
		if _, err := token.Verify(t.Context(), signRaw(string(marshal(header)), text), options(nil)); err == nil {
			t.Errorf("payload %s was accepted", text)
		}
		if _, err := token.Verify(t.Context(), signRaw(text, string(marshal(claims))), options(nil)); err == nil {
			t.Errorf("header %s was accepted", text)
		}
	}
	_, err := token.Verify(t.Context(), signRaw(`null`, string(marshal(claims))), options(nil))
	wantReason(t, err, token.ReasonInvalid)
	_, err = token.Verify(t.Context(), signRaw(string(marshal(header)), `null`), options(nil))
	wantReason(t, err, token.ReasonInvalid)
}

// What is signed is the text of the token: who changes the bytes that Decode
// returned changes no claim that counts.
func TestVerifyDecodedReadsWhatWasSigned(t *testing.T) {
	t.Parallel()
	decoded, err := token.Decode(mint(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	copy(decoded.Payload, strings.Repeat(" ", len(decoded.Payload)))
	got, err := token.NewVerifier(options(nil)).VerifyDecoded(t.Context(), decoded)
	if err != nil || got.Subject != "user_1" {
		t.Errorf("claims %v, error %v", got, err)
	}
}
