package attack

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"math/big"
	"sync"
	"time"
)

// epoch is what all clocks show.
var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// An instance is one of Clerk's, with keys that are of nobody.
type instance struct {
	frontendAPI    string // its host
	kid            string
	private        *rsa.PrivateKey
	publishableKey string
	secretKey      string
}

// Keys of machines, and what the instances know of them.
const (
	apiKey            = "ak_attack_valid_key"
	machineSecret     = "ak_attack_machine_secret"
	machineToken      = "mt_attack_valid_token"
	oauthToken        = "oat_attack_valid_token"
	refreshToken      = "rt_attack_valid_token"
	validNonce        = "nonce-valid"
	injectingNonce    = "nonce-injecting"
	victim            = "user_victim"
	intruder          = "user_intruder"
	developmentSecret = "sk_test_attack_development_secret"
	productionSecret  = "sk_live_attack_production_secret"
)

// instances are made once: keys take long.
var instances = sync.OnceValue(func() (made struct{ production, development, other *instance }) {
	keys := make([]*rsa.PrivateKey, 3)
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
	made.production = &instance{"clerk.example.com", "ins_production", keys[0], publishableKey("pk_live_", "clerk.example.com"), productionSecret}
	made.development = &instance{"happy-otter-1.clerk.accounts.dev", "ins_development", keys[1], publishableKey("pk_test_", "happy-otter-1.clerk.accounts.dev"), developmentSecret}
	// The attacker has an instance too, and may call its key as he likes.
	made.other = &instance{"clerk.evil.example", "ins_other", keys[2], publishableKey("pk_live_", "clerk.evil.example"), "sk_live_attack_other_secret"}
	return made
})

func publishableKey(prefix, host string) string {
	return prefix + base64.RawStdEncoding.EncodeToString([]byte(host+"$"))
}

// suffixed is a cookie's name with the suffix of the instance.
func (i *instance) suffixed(name string) string {
	digest := sha1.Sum([]byte(i.publishableKey))
	return name + "_" + base64.URLEncoding.EncodeToString(digest[:])[:8]
}

// jwk is the public key as a key set has it (RFC 7517, section 4).
func (i *instance) jwk() object {
	return object{
		"alg": "RS256", "e": encode(big.NewInt(int64(i.private.E)).Bytes()), "kid": i.kid, "kty": "RSA",
		"n": encode(i.private.N.Bytes()), "use": "sig",
	}
}

type object = map[string]any

var encode = base64.RawURLEncoding.EncodeToString

func mustJSON(v any) string {
	encoded, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

// with returns an object with changes; nil removes a member.
func with(base, changes object) object {
	changed := maps.Clone(base)
	maps.Copy(changed, changes)
	maps.DeleteFunc(changed, func(_ string, value any) bool { return value == nil })
	return changed
}

// header is that of a session token.
func (i *instance) header() object {
	return object{"alg": "RS256", "cat": "cl_B7d4PD111AAA", "kid": i.kid, "typ": "JWT"}
}

// claims are those of a session of the victim.
func (i *instance) claims() object {
	now := epoch.Unix()
	return object{
		"azp": origin, "exp": now + 50, "fva": []int{0, -1}, "iat": now - 10, "iss": "https://" + i.frontendAPI,
		"nbf": now - 20, "sid": "sess_victim", "sts": "active", "sub": victim, "v": 2,
	}
}

// session is the token that the attacks begin from.
func (i *instance) session() string { return i.token(nil, nil) }

// token is a session token with changes, signed as it should be.
func (i *instance) token(header, claims object) string {
	return token(mustJSON(with(i.header(), header)), mustJSON(with(i.claims(), claims)), i.signs(crypto.SHA256))
}

// A signature makes the third part of a token, undecoded, from the first two.
type signature func(signed string) string

// token puts a token together from texts that need not be JSON.
func token(header, payload string, sign signature) string {
	signed := encode([]byte(header)) + "." + encode([]byte(payload))
	return signed + "." + encode([]byte(sign(signed)))
}

// signs is RSASSA-PKCS1-v1_5 with the instance's key.
func (i *instance) signs(hash crypto.Hash) signature {
	return func(signed string) string {
		made, err := rsa.SignPKCS1v15(nil, i.private, hash, digest(hash, signed))
		if err != nil {
			panic(err)
		}
		return string(made)
	}
}

// signsPSS is RSASSA-PSS with the instance's key.
func (i *instance) signsPSS(signed string) string {
	made, err := rsa.SignPSS(rand.Reader, i.private, crypto.SHA256, digest(crypto.SHA256, signed), nil)
	if err != nil {
		panic(err)
	}
	return string(made)
}

func digest(hash crypto.Hash, signed string) []byte {
	h := hash.New()
	h.Write([]byte(signed))
	return h.Sum(nil)
}

var _ = sha512.New // links the hashes of RS384 and RS512

// hmacWith is HS256 with a secret.
func hmacWith(secret string) signature {
	return func(signed string) string {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(signed))
		return string(mac.Sum(nil))
	}
}

// pem is the public key as the dashboard shows it.
func (i *instance) pem() string {
	der, err := x509.MarshalPKIXPublicKey(&i.private.PublicKey)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// der is the public key in the form that PEM wraps.
func (i *instance) der() string {
	block, _ := pem.Decode([]byte(i.pem()))
	return string(block.Bytes)
}
