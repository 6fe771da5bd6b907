package token

import (
	"crypto/rsa"
	"errors"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/lestrrat-go/jwx/v3/jwk"
)

// How many keys of a set are read, and from how many bytes. Clerk publishes one
// or two keys of less than a kilobyte.
const (
	maxKeys     = 64
	maxKeysSize = 1 << 20
)

// errNoKeys is an answer without what matters, or one to be wary of.
var errNoKeys = errors.New("the response holds no keys, or too much")

// parseKeys reads a JSON Web Key Set (RFC 7517, section 5) into keys by ID. A
// key that cannot verify RS256, RS384 or RS512 is kept as unusable, so that one
// odd key neither loses the set nor makes its ID unknown. Of keys with the same
// ID the last one counts. A set without keys, or of more than maxKeys or
// maxKeysSize, is an error.
func parseKeys(data []byte, now time.Time) (map[string]*seenKey, error) {
	if len(data) > maxKeysSize {
		return nil, KeysNotLoaded(errNoKeys)
	}
	var set struct {
		Keys []jsontext.Value `json:"keys"`
	}
	if err := json.Unmarshal(data, &set, jsontext.AllowDuplicateNames(true)); err != nil {
		return nil, errors.New("the response is no JSON Web Key Set")
	}
	if len(set.Keys) == 0 || len(set.Keys) > maxKeys {
		return nil, KeysNotLoaded(errNoKeys)
	}
	keys := make(map[string]*seenKey, len(set.Keys))
	for _, raw := range set.Keys {
		var named struct {
			ID string `json:"kid"`
		}
		if json.Unmarshal(raw, &named, jsontext.AllowDuplicateNames(true)) != nil || named.ID == "" {
			continue
		}
		keys[named.ID] = &seenKey{Key: keyOf(raw), at: now}
	}
	return keys, nil
}

// keyHead is what a key says about its use (RFC 7517, section 4).
type keyHead struct {
	Algorithm  string         `json:"alg"`
	Use        string         `json:"use"`
	Operations []string       `json:"key_ops"`
	Private    jsontext.Value `json:"d"`
}

// keyOf reads a JSON Web Key.
func keyOf(raw []byte) *Key {
	var head keyHead
	if json.Unmarshal(raw, &head) != nil {
		return &Key{unusable: errors.New("the key cannot be read")}
	}
	public, err := rsaKeyOf(raw, head)
	return &Key{public: public, algorithm: head.Algorithm, unusable: err}
}

// rsaKeyOf returns the RSA key of a JSON Web Key, or why it verifies nothing.
func rsaKeyOf(raw []byte, head keyHead) (*rsa.PublicKey, error) {
	switch {
	case head.Private != nil:
		return nil, errors.New("the key set holds a private key")
	case head.Use != "" && head.Use != "sig":
		return nil, errors.New("the key is not for signatures")
	case head.Operations != nil && !slices.Contains(head.Operations, "verify"):
		return nil, errors.New("the key is not for verifying")
	}
	parsed, err := jwk.ParseKey(raw)
	if err != nil {
		return nil, errors.New("the key cannot be read")
	}
	var public rsa.PublicKey
	if err := jwk.Export(parsed, &public); err != nil {
		return nil, errors.New("the key is no RSA key")
	}
	if public.N.BitLen() < minimumBits {
		return nil, errors.New("the key is too small")
	}
	return &public, nil
}
