package main

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"time"

	"github.com/auth0/go-jwt-middleware/v3/validator"
	"github.com/clerk/clerk-sdk-go/v2"
	clerkjwt "github.com/clerk/clerk-sdk-go/v2/jwt"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-jose/go-jose/v4"
	josejwt "github.com/go-jose/go-jose/v4/jwt"
	"github.com/golang-jwt/jwt/v5"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
	jwxjwt "github.com/lestrrat-go/jwx/v3/jwt"
)

// limit is what no verifier of RS256 can do without: the digest and the RSA operation,
// on a key and a signature that are ready.
const limit = "L1: SHA-256 and RSA alone"

// newTokens measures the verification of tokens that nobody has seen before.
func newTokens(b *bench, r *report) error {
	results := b.compare(b.verifiers()...)
	node, err := nodeVerify(b)
	if err != nil {
		return err
	}
	for k := range node { // in a process of its own, so relative to the limit here
		node[k].ratio = scale(node[k].ns, results[0].ns.median)
	}
	results = append(results, node...)
	r.table("A token that is new", "Claims included. Ratio of CPU time to the limit.", results)
	r.plot("new", "CPU to verify a new token, relative to the limit", results)
	mine := find(results, ours)
	r.budget("verify a new token", mine.ratio.median, 1.15, "× L1")
	r.budget("allocations for a new token", mine.allocs, 18, "")
	r.ahead("verify a new token", results, ours, limit, ours+", organisation and permissions")
	return nil
}

func (b *bench) verifiers() []contender {
	ctx := context.Background()
	type signed struct {
		digest    [sha256.Size]byte
		signature []byte
	}
	var prepared []signed
	for _, t := range b.tokens {
		dot := strings.LastIndexByte(t, '.')
		signature, err := base64.RawURLEncoding.DecodeString(t[dot+1:])
		must(err)
		prepared = append(prepared, signed{sha256.Sum256([]byte(t[:dot])), signature})
	}
	at := 0
	raw := []contender{{limit, func() {
		at = (at + 1) % len(prepared)
		digest := sha256.Sum256([]byte(b.tokens[at][:strings.LastIndexByte(b.tokens[at], '.')]))
		must(rsa.VerifyPKCS1v15(b.public, crypto.SHA256, digest[:], prepared[at].signature))
	}}}

	verifier := token.NewVerifier(token.Options{
		AuthorizedParties: []string{"https://app.example.com"},
		Keys:              token.NewKeySet(token.KeySetOptions{Load: func(context.Context) ([]byte, error) { return b.jwks, nil }}),
	})
	mine := b.next()
	raw = append(raw, contender{ours, func() {
		_, err := verifier.Verify(ctx, mine())
		must(err)
	}})

	members := inTurn(b.members)
	raw = append(raw, contender{ours + ", organisation and permissions", func() {
		_, err := verifier.Verify(ctx, members())
		must(err)
	}})

	golang := b.next()
	raw = append(raw, contender{"golang-jwt v5", func() {
		_, err := jwt.ParseWithClaims(golang(), &jwt.RegisteredClaims{}, func(*jwt.Token) (any, error) { return b.public, nil }, jwt.WithValidMethods([]string{"RS256"}))
		must(err)
	}})

	bytes := b.next()
	raw = append(raw, contender{"jwx v3, jws.Verify (no claims)", func() {
		_, err := jws.Verify([]byte(bytes()), jws.WithKey(jwa.RS256(), b.public))
		must(err)
	}})
	claims := b.next()
	raw = append(raw, contender{"jwx v3, jwt.Parse", func() {
		_, err := jwxjwt.Parse([]byte(claims()), jwxjwt.WithKeySet(b.set))
		must(err)
	}})

	joses := b.next()
	raw = append(raw, contender{"go-jose v4", func() {
		parsed, err := josejwt.ParseSigned(joses(), []jose.SignatureAlgorithm{jose.RS256})
		must(err)
		var claims josejwt.Claims
		must(parsed.Claims(b.public, &claims))
		must(claims.Validate(josejwt.Expected{Time: time.Now()}))
	}})

	key, _ := b.set.Key(0)
	id, _ := key.KeyID()
	sdkKey := &clerk.JSONWebKey{Key: b.public, KeyID: id, Algorithm: "RS256", Use: "sig"}
	official := b.next()
	raw = append(raw, contender{"clerk-sdk-go v2", func() {
		_, err := clerkjwt.Verify(ctx, &clerkjwt.VerifyParams{Token: official(), JWK: sdkKey})
		must(err)
	}})

	// auth0's validator wants an audience.
	validate, err := validator.New(
		validator.WithKeyFunc(func(context.Context) (any, error) { return b.public, nil }),
		validator.WithAlgorithm(validator.RS256), validator.WithIssuer(b.inst.Issuer()), validator.WithAudience("api"),
	)
	must(err)
	var audience []string
	for range distinct / 4 {
		audience = append(audience, b.inst.Token(b.user, clerktest.TokenOptions{Claims: map[string]any{"aud": "api"}, TTL: time.Hour}))
	}
	n := 0
	return append(raw, contender{"auth0 go-jwt-middleware v3", func() {
		n = (n + 1) % len(audience)
		_, err := validate.ValidateToken(ctx, audience[n])
		must(err)
	}})
}

// scale divides by the median of a base.
func scale(s stats, base float64) stats {
	return stats{s.p10 / base, s.median / base, s.p90 / base}
}
