package token_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json"
)

// now is the time in tests that choose the clock.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

type object = map[string]any

// signers are generated once: making a key is slow, and tests need no more than
// two that differ.
var signers = sync.OnceValue(func() [2]*rsa.PrivateKey {
	var keys [2]*rsa.PrivateKey
	for i := range keys {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		keys[i] = key
	}
	return keys
})

// signer is the key that most tokens are signed with.
func signer() *rsa.PrivateKey { return signers()[0] }

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func marshal(v any) []byte {
	data, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		panic(err)
	}
	return data
}

// with returns base with changes; nil removes a member.
func with(base, changes object) object {
	changed := maps.Clone(base)
	maps.Copy(changed, changes)
	maps.DeleteFunc(changed, func(_ string, value any) bool { return value == nil })
	return changed
}

// header and claims are those of a session token that is valid at now.
var (
	header = object{"alg": "RS256", "cat": token.CategorySession, "kid": "ins_1", "typ": "JWT"}
	claims = object{
		"azp": "https://app.example.com", "exp": now.Unix() + 50, "fva": []int{3, -1}, "iat": now.Unix() - 10,
		"iss": "https://clerk.example.com", "nbf": now.Unix() - 20, "sid": "sess_1", "sts": "active", "sub": "user_1", "v": 2,
	}
)

// mint signs a session token that is valid at now, with changes to its header
// and claims; nil removes a member.
func mint(headerChanges, claimChanges object) string {
	return signRaw(string(marshal(with(header, headerChanges))), string(marshal(with(claims, claimChanges))))
}

// signRaw signs a token of exactly this text.
func signRaw(header, claims string) string {
	return signParts(encode([]byte(header)), encode([]byte(claims)))
}

// signParts signs parts that are encoded already.
func signParts(header, payload string) string {
	return signBy(signer(), header+"."+payload)
}

func signBy(key *rsa.PrivateKey, signed string) string {
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest[:])
	if err != nil {
		panic(err)
	}
	return signed + "." + encode(signature)
}

// jwk is the public half of a key as a JSON Web Key, with changes.
func jwk(key *rsa.PrivateKey, kid string, changes object) object {
	return with(object{
		"alg": "RS256", "e": encode(big.NewInt(int64(key.E)).Bytes()), "kid": kid, "kty": "RSA", "n": encode(key.N.Bytes()), "use": "sig",
	}, changes)
}

// jwks is a JSON Web Key Set.
func jwks(keys ...any) []byte {
	if keys == nil {
		keys = []any{}
	}
	return marshal(object{"keys": keys})
}

// localKey is the public key of [signer].
func localKey() *token.Key { return parsed(signer()) }

// parsed is the public half of a key as a [token.Key].
func parsed(key *rsa.PrivateKey) *token.Key {
	public, err := token.ParsePEM(pkix(&key.PublicKey))
	if err != nil {
		panic(err)
	}
	return public
}

// options accept what [mint] mints.
func options(change func(*token.Options)) token.Options {
	o := token.Options{Keys: localKey(), Now: func() time.Time { return now }}
	if change != nil {
		change(&o)
	}
	return o
}

// wantReason fails the test unless err is refused for a reason; "" is no error.
func wantReason(t *testing.T, err error, want token.Reason) {
	t.Helper()
	if got := token.ReasonOf(err); got != want || (err == nil) != (want == "") {
		t.Errorf("want reason %q, got error %v", want, err)
	}
}
