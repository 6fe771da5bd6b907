package backend

import "context"

// JWKSService reads the keys that sign the session tokens of the instance. Reach
// it as [Client].JWKS.
//
// See https://clerk.com/docs/reference/backend-api/tag/jwks/GET/jwks.
type JWKSService service

// JWKS is a JSON Web Key Set (RFC 7517, section 5).
type JWKS struct {
	Keys []*JSONWebKey `json:"keys,omitzero"`
}

// JSONWebKey is the public part of a key of any type (RFC 7517, section 4; RFC
// 7518, section 6): RSA keys have N and E, EC keys Crv, X and Y, OKP keys Crv
// and X. Members of a private or symmetric key are not kept.
type JSONWebKey struct {
	Alg     string   `json:"alg,omitzero"`      // the algorithm it is for, such as "RS256"
	Crv     string   `json:"crv,omitzero"`      // the curve, such as "P-256" or "Ed25519"
	E       string   `json:"e,omitzero"`        // the RSA exponent, base64url
	KeyOps  []string `json:"key_ops,omitzero"`  // what it may be used for
	Kid     string   `json:"kid,omitzero"`      // the ID that a token's header names
	Kty     string   `json:"kty"`               // "EC", "OKP", "RSA" or "oct"
	N       string   `json:"n,omitzero"`        // the RSA modulus, base64url
	Use     string   `json:"use,omitzero"`      // "sig" or "enc"
	X       string   `json:"x,omitzero"`        // a coordinate or the OKP public key, base64url
	X5C     []string `json:"x5c,omitzero"`      // the certificate chain, base64
	X5T     string   `json:"x5t,omitzero"`      // the SHA-1 thumbprint of the certificate
	X5TS256 string   `json:"x5t#S256,omitzero"` // the SHA-256 thumbprint of the certificate
	X5U     string   `json:"x5u,omitzero"`      // where the certificate is
	Y       string   `json:"y,omitzero"`        // the other coordinate, base64url
}

// Get returns the key set. One key of an odd shape makes it fail; [JWKSService.Raw]
// leaves such keys to a JWK library.
//
//clerk:op GET /jwks
func (s *JWKSService) Get(ctx context.Context) (*JWKS, error) {
	return call[JWKS](ctx, s.client, get("/jwks", nil))
}

// Raw returns the key set as Clerk sent it, for a JWK library. It is not parsed:
// it may be empty or no JSON at all.
func (s *JWKSService) Raw(ctx context.Context) ([]byte, error) {
	raw, err := call[[]byte](ctx, s.client, get("/jwks", nil))
	if err != nil {
		return nil, err
	}
	return *raw, nil
}
