package backend_test

import (
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/google/go-cmp/cmp"
)

// keySet holds one key of each of the seven kinds of the specification.
const keySet = `{"keys":[
 {"kid":"a","alg":"EdDSA","use":"sig","kty":"OKP","crv":"Ed25519","x":"eA"},
 {"kid":"b","alg":"ES256","use":"sig","kty":"EC","crv":"P-256","x":"eA","y":"eQ"},
 {"kid":"c","alg":"RS256","use":"sig","kty":"RSA","n":"bg","e":"AQAB","x5c":["Yw"],"x5t":"dA","x5t#S256":"dTI","x5u":"https://x.test","key_ops":["verify"]},
 {"kid":"d","alg":"EdDSA","use":"sig","kty":"OKP","crv":"Ed25519","x":"eA","d":"hunter2"},
 {"kid":"e","alg":"ES256","use":"sig","kty":"EC","crv":"P-256","x":"eA","y":"eQ","d":"hunter2"},
 {"kid":"f","alg":"RS256","use":"sig","kty":"RSA","n":"bg","e":"AQAB","d":"hunter2","p":"hunter2","q":"hunter2","dp":"hunter2","dq":"hunter2","qi":"hunter2"},
 {"kid":"g","alg":"HS256","use":"sig","kty":"oct","k":"hunter2"}
]}
`

func TestJWKSGet(t *testing.T) {
	t.Parallel()
	var requests recorder
	set, err := setup(t, requests.answer(200, keySet)).JWKS.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []*backend.JSONWebKey{
		{Kid: "a", Alg: "EdDSA", Use: "sig", Kty: "OKP", Crv: "Ed25519", X: "eA"},
		{Kid: "b", Alg: "ES256", Use: "sig", Kty: "EC", Crv: "P-256", X: "eA", Y: "eQ"},
		{
			Kid: "c", Alg: "RS256", Use: "sig", Kty: "RSA", N: "bg", E: "AQAB",
			X5C: []string{"Yw"}, X5T: "dA", X5TS256: "dTI", X5U: "https://x.test", KeyOps: []string{"verify"},
		},
		{Kid: "d", Alg: "EdDSA", Use: "sig", Kty: "OKP", Crv: "Ed25519", X: "eA"},
		{Kid: "e", Alg: "ES256", Use: "sig", Kty: "EC", Crv: "P-256", X: "eA", Y: "eQ"},
		{Kid: "f", Alg: "RS256", Use: "sig", Kty: "RSA", N: "bg", E: "AQAB"},
		{Kid: "g", Alg: "HS256", Use: "sig", Kty: "oct"},
	}
	if diff := cmp.Diff(want, set.Keys); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"GET /v1/jwks"}, requests.all()); diff != "" {
		t.Error(diff)
	}
}

func TestJWKSRaw(t *testing.T) {
	t.Parallel()
	odd := strings.Replace(keySet, `"kid":"b"`, `"kid":7,"kid":[]`, 1)
	for _, body := range []string{keySet, odd, "no JSON", ""} {
		var requests recorder
		raw, err := setup(t, requests.answer(200, body)).JWKS.Raw(t.Context())
		if err != nil || string(raw) != body {
			t.Errorf("got %q, %v; want %q", raw, err, body)
		}
	}
	var requests recorder
	raw, err := setup(t, requests.answer(401, `{"errors":[{"code":"clerk_key_invalid"}]}`)).JWKS.Raw(t.Context())
	if raw != nil || !backend.IsUnauthorized(err) || !backend.HasCode(err, "clerk_key_invalid") {
		t.Errorf("got %q, %v", raw, err)
	}
}
