package token_test

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
)

// What a program has: the JWT key of its instance, and the token of a request.
var (
	exampleJWTKey = string(pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&signer().PublicKey)}))
	exampleToken  = mint(nil, with(memberClaims, object{"exp": 4102444800, "metadata": object{"tier": "gold"}}))
)

func ExampleVerify() {
	key, err := token.ParsePEM(exampleJWTKey) // os.Getenv("CLERK_JWT_KEY")
	if err != nil {
		fmt.Println(err)
		return
	}
	claims, err := token.Verify(context.Background(), exampleToken, token.Options{
		AuthorizedParties: []string{"https://app.example.com"},
		Keys:              key,
		Now:               func() time.Time { return now }, // leave it out: the clock of the machine
	})
	if err != nil {
		fmt.Println(token.ReasonOf(err), err)
		return
	}
	fmt.Println(claims.Subject, claims.SessionID)
	fmt.Println(claims.Organization.Role, claims.Organization.Permissions)
	// Output:
	// user_1 sess_1
	// org:admin [org:invoices:read org:invoices:manage org:reports:read]
}

func ExampleNewVerifier() {
	key, err := token.ParsePEM(exampleJWTKey)
	if err != nil {
		fmt.Println(err)
		return
	}
	verifier := token.NewVerifier(token.Options{
		AuthorizedParties: []string{"https://admin.example.com"},
		Keys:              key,
		Now:               func() time.Time { return now },
	})
	for _, jwt := range []string{exampleToken, "garbage"} {
		_, err := verifier.Verify(context.Background(), jwt)
		fmt.Println(token.ReasonOf(err))
	}
	// Output:
	// token-invalid-authorized-parties
	// token-invalid
}

func ExampleParsePEM() {
	key, err := token.ParsePEM(exampleJWTKey)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(key.Public().N.BitLen(), "bits")

	_, err = token.ParsePEM("sk_test_not_the_jwt_key")
	fmt.Println(err)
	// Output:
	// 2048 bits
	// the JWT key is not an RSA public key in PEM format: it is neither a PEM block nor base64 (copy it from the API keys page of the Clerk dashboard)
}

func ExampleClaims_Decode() {
	claims, err := token.Verify(context.Background(), exampleToken, token.Options{
		Keys: localKey(),
		Now:  func() time.Time { return now },
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var own struct {
		Metadata struct {
			Tier string `json:"tier"`
		} `json:"metadata"`
	}
	if err := claims.Decode(&own); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(own.Metadata.Tier)
	// Output: gold
}

func ExampleDecode() {
	decoded, err := token.Decode(exampleToken)
	if err != nil {
		fmt.Println(err)
		return
	}
	// Nothing of this is verified.
	fmt.Println(decoded.Header.Algorithm, decoded.Header.KeyID)
	fmt.Println(decoded.UnverifiedClaims().Issuer)
	// Output:
	// RS256 ins_1
	// https://clerk.example.com
}

func ExampleKeySet() {
	keys := token.NewKeySet(token.KeySetOptions{
		// A client of package core makes such a set of the Backend API.
		Load: func(context.Context) ([]byte, error) { return published("ins_1"), nil },
	})
	verifier := token.NewVerifier(token.Options{Keys: keys, Now: func() time.Time { return now }})
	claims, err := verifier.Verify(context.Background(), exampleToken)
	if refused, ok := errors.AsType[*token.Error](err); ok && refused.Unavailable() {
		fmt.Println("try again later") // the keys could not be loaded
		return
	}
	fmt.Println(claims.Subject, err)
	// Output: user_1 <nil>
}
