package faults

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"sync"
	"time"
)

// The instance. Its secrets are of nobody.
const (
	frontendHost = "happy-otter-1.clerk.accounts.dev"
	issuer       = "https://" + frontendHost
	party        = "http://localhost:8080"
	secretKey    = "sk_test_tobefoundnowhereelse"
)

// publishableKey names the instance, a development one: others have no API on loopback.
var publishableKey = "pk_test_" + base64.StdEncoding.EncodeToString([]byte(frontendHost+"$"))

// refreshCookie is the cookie of a refresh token. It is the one that always has the
// instance's suffix.
func refreshCookie() string {
	digest := sha1.Sum([]byte(publishableKey))
	return "__refresh_" + base64.URLEncoding.EncodeToString(digest[:])[:8]
}

type object = map[string]any

// A signer is a key of an instance.
type signer struct {
	kid     string
	private *rsa.PrivateKey
}

// privateKeys are made once: it takes long.
var privateKeys = sync.OnceValue(func() [4]*rsa.PrivateKey {
	var keys [4]*rsa.PrivateKey
	var group sync.WaitGroup
	for i := range keys {
		group.Go(func() {
			key, err := rsa.GenerateKey(rand.Reader, 2048)
			if err != nil {
				panic(err)
			}
			keys[i] = key
		})
	}
	group.Wait()
	return keys
})

// newSigner returns the n-th key under an ID of its own.
func newSigner(kid string, n int) *signer {
	keys := privateKeys()
	return &signer{kid, keys[n%len(keys)]}
}

// under returns the key under another's ID, to forge its tokens.
func (s *signer) under(other *signer) *signer { return &signer{other.kid, s.private} }

// session returns a session token of a user that is valid for a time from then on.
func (s *signer) session(user string, issued time.Time, life time.Duration) string {
	return s.sign(object{
		"azp": party, "exp": issued.Add(life).Unix(), "fva": []int{0, -1}, "iat": issued.Unix(), "iss": issuer,
		"jti": user + issued.String(), "nbf": issued.Unix() - 10, "sid": sessionOf(user), "sts": "active", "sub": user, "v": 2,
	})
}

// sessionOf returns the ID of a user's session.
func sessionOf(user string) string { return "sess_of_" + user }

// sign returns a session token of these claims.
func (s *signer) sign(claims object) string {
	header := object{"alg": "RS256", "cat": "cl_B7d4PD111AAA", "kid": s.kid, "typ": "JWT"}
	signed := encode(mustJSON(header)) + "." + encode(mustJSON(claims))
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(nil, s.private, crypto.SHA256, digest[:])
	if err != nil {
		panic(err)
	}
	return signed + "." + encode(signature)
}

// public is the key as a key set has it (RFC 7517, section 4).
func (s *signer) public() object {
	return object{
		"alg": "RS256", "e": encode(big.NewInt(int64(s.private.E)).Bytes()), "kid": s.kid, "kty": "RSA",
		"n": encode(s.private.N.Bytes()), "use": "sig",
	}
}

var encode = base64.RawURLEncoding.EncodeToString

func mustJSON(v any) []byte {
	encoded, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return encoded
}
