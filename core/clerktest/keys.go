package clerktest

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net/http"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
)

// keyBits is the size of Clerk's signing keys.
const keyBits = 2048

// spareKeys are private keys of instances that have ended. A suite starts an instance
// in every test, and making a key takes longer than most of them.
var spareKeys sync.Pool // of *rsa.PrivateKey

// A signingKey is an RSA key and the name under which the JWKS lists it. The key is
// made when it is first needed, so that an instance starts at once; the name is never
// used twice.
type signingKey struct {
	id string

	mu   sync.Mutex
	made *rsa.PrivateKey
}

func newSigningKey() *signingKey { return &signingKey{id: newID("ins_")} }

func (k *signingKey) private() (*rsa.PrivateKey, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.made != nil {
		return k.made, nil
	}
	if spare, ok := spareKeys.Get().(*rsa.PrivateKey); ok {
		k.made = spare
		return spare, nil
	}
	made, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return nil, fmt.Errorf("clerktest: make a signing key: %w", err)
	}
	k.made = made
	return made, nil
}

// spare gives the key to a later instance.
func (k *signingKey) spare() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.made != nil {
		spareKeys.Put(k.made)
	}
}

// sign returns claims as a JWT of a category, Clerk's "cat" header.
func (k *signingKey) sign(claims map[string]any, category string) (string, error) {
	private, err := k.private()
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(claims, json.Deterministic(true))
	if err != nil {
		return "", fmt.Errorf("clerktest: encode claims: %w", err)
	}
	headers := jws.NewHeaders()
	for name, value := range map[string]string{"cat": category, "kid": k.id, "typ": "JWT"} {
		if err := headers.Set(name, value); err != nil {
			return "", fmt.Errorf("clerktest: set token header %s: %w", name, err)
		}
	}
	token, err := jws.Sign(payload, jws.WithKey(jwa.RS256(), private, jws.WithProtectedHeaders(headers)))
	if err != nil {
		return "", fmt.Errorf("clerktest: sign a token: %w", err)
	}
	return string(token), nil
}

// public returns the half of the key that the JWKS lists.
func (k *signingKey) public() (jwk.Key, error) {
	private, err := k.private()
	if err != nil {
		return nil, err
	}
	key, err := jwk.Import(&private.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("clerktest: export the public key: %w", err)
	}
	for name, value := range map[string]any{
		jwk.AlgorithmKey: jwa.RS256(),
		jwk.KeyIDKey:     k.id,
		jwk.KeyUsageKey:  jwk.ForSignature,
	} {
		if err := key.Set(name, value); err != nil {
			return nil, fmt.Errorf("clerktest: set key member %s: %w", name, err)
		}
	}
	return key, nil
}

// Rotate replaces the signing key. Tokens minted from now on name a new key ID,
// and the JWKS lists the new key only, so older tokens verify no longer than
// somebody keeps the old key.
func (i *Instance) Rotate() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.key = newSigningKey()
}

// signingKey returns the key that signs now.
func (i *Instance) signingKey() *signingKey {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return i.key
}

// getJWKS serves the JSON Web Key Set, RFC 7517 section 5.
func (i *Instance) getJWKS(*http.Request) (any, error) {
	key, err := i.signingKey().public()
	if err != nil {
		return nil, err
	}
	set := jwk.NewSet()
	if err := set.AddKey(key); err != nil {
		return nil, fmt.Errorf("clerktest: list the key: %w", err)
	}
	return set, nil
}
