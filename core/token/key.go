package token

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// minimumBits is the size below which an RSA key is refused (NIST SP 800-131A).
const minimumBits = 2048

// KeySource finds the key that a token names. Implementations are safe for
// concurrent use.
type KeySource interface {
	// Key returns the key of an ID, or an [Error] that says why there is none.
	Key(ctx context.Context, id string) (*Key, error)
}

// Key is a public key that tokens are verified with. It is immutable; build one
// with [ParsePEM]. The zero Key verifies nothing.
type Key struct {
	public *rsa.PublicKey
	// algorithm is the only one that the key may be used for; empty for any.
	algorithm string
	// unusable says why there is no public key. A key without one is kept so
	// that its ID is known.
	unusable error
}

// Key returns k for every ID: a [Key] is a [KeySource] that needs no network.
// A nil k is an [Error] with [ReasonKeyUnresolved].
func (k *Key) Key(context.Context, string) (*Key, error) {
	if k == nil {
		return nil, errKeyUnresolved
	}
	return k, nil
}

// equal reports whether two keys that may be used verify the same tokens.
func (k *Key) equal(other *Key) bool {
	return k.public != nil && other.public != nil && k.algorithm == other.algorithm && k.public.Equal(other.public)
}

// Public returns the RSA key, nil if there is none that may be used.
func (k *Key) Public() *rsa.PublicKey { return k.public }

// ParsePEM reads the JWT public key of an instance: an RSA key of 2048 bits or
// more as a PEM block PUBLIC KEY (PKIX) or RSA PUBLIC KEY (PKCS #1), or the
// base64 of either alone. Line breaks may be written as \n, as environment
// variables often hold them. The error says what is wrong and where the key is
// found; it never repeats the input.
func ParsePEM(text string) (*Key, error) {
	if strings.TrimSpace(text) == "" {
		return nil, newError(ReasonLocalKeyMissing, actionJWTKey, "The JWT key is empty.")
	}
	public, err := parsePublicKey(text)
	if err == nil && public.N.BitLen() < minimumBits {
		err = fmt.Errorf("an RSA key of %d bits is too small, %d are the least", public.N.BitLen(), minimumBits)
	}
	if err != nil {
		return nil, fmt.Errorf("the JWT key is not an RSA public key in PEM format: %w (copy it from the API keys page of the Clerk dashboard)", err)
	}
	return &Key{public: public}, nil
}

// parsePublicKey reads PEM or bare base64 into an RSA key.
func parsePublicKey(text string) (*rsa.PublicKey, error) {
	text = strings.TrimSpace(strings.NewReplacer(`\r`, "", `\n`, "\n").Replace(text))
	if strings.Contains(text, "PRIVATE KEY") {
		return nil, errors.New("it is a private key, which belongs nowhere near a verifier")
	}
	der, err := derOf(text)
	if err != nil {
		return nil, err
	}
	if public, err := x509.ParsePKCS1PublicKey(der); err == nil {
		return public, nil
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, errors.New("its content is no public key")
	}
	public, ok := key.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("its content is a %T", key)
	}
	return public, nil
}

// derOf returns the bytes that PEM or bare base64 stands for. White space is
// dropped wherever it is, since copying adds it and variables lose line breaks.
func derOf(text string) ([]byte, error) {
	if begun, ok := strings.CutPrefix(text, "-----BEGIN"); ok {
		_, body, begins := strings.Cut(begun, "-----")
		body, _, ends := strings.Cut(body, "-----END")
		if !begins || !ends {
			return nil, errors.New("its PEM block is incomplete")
		}
		text = body
	}
	der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, errors.New("it is neither a PEM block nor base64")
	}
	return der, nil
}

// hashes are those of the algorithms that Clerk signs with (RFC 7518, section 3.3).
var hashes = map[string]crypto.Hash{"RS256": crypto.SHA256, "RS384": crypto.SHA384, "RS512": crypto.SHA512}

// digest returns the hash of a text. As an array it costs no memory.
func digest(hash crypto.Hash, text string) (sum [sha512.Size]byte) {
	switch hash {
	case crypto.SHA256:
		*(*[sha256.Size]byte)(sum[:]) = sha256.Sum256([]byte(text))
	case crypto.SHA384:
		*(*[sha512.Size384]byte)(sum[:]) = sha512.Sum384([]byte(text))
	case crypto.SHA512:
		sum = sha512.Sum512([]byte(text))
	}
	return sum
}

// Refusals by the key.
var (
	errAlgorithm     = newError(ReasonInvalidAlgorithm, actionClerkToken, "The JWT is not signed with RS256, RS384 or RS512.")
	errKeyAlgorithm  = newError(ReasonVerificationFailed, actionClerkToken, "The key of the JWT is for another algorithm.")
	errKeyUnusable   = newError(ReasonVerificationFailed, actionClerkToken, "The key of the JWT cannot verify signatures.")
	errSignature     = newError(ReasonInvalidSignature, "", "The signature of the JWT is not valid.")
	errKeyUnresolved = newError(ReasonKeyUnresolved, actionJWTKey, "No key to verify the JWT with is configured.")
)

// verify checks the signature of a token (RFC 7515, section 5.2, step 8).
func (k *Key) verify(t *Token) error {
	hash, known := hashes[t.Header.Algorithm]
	if !known {
		return errAlgorithm
	}
	if k.public == nil {
		return errKeyUnusable.because(k.unusable)
	}
	if k.algorithm != "" && k.algorithm != t.Header.Algorithm {
		return errKeyAlgorithm
	}
	sum := digest(hash, t.signed)
	if rsa.VerifyPKCS1v15(k.public, hash, sum[:hash.Size()], t.Signature) != nil {
		return errSignature
	}
	return nil
}
