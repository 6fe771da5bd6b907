package token_test

import (
	"bytes"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

func FuzzDecode(f *testing.F) {
	f.Add(mint(nil, memberClaims))
	for _, seed := range []string{"", ".", "..", "...", "e30.e30.", "e30=.e30==.AA==", "e30.e30.AB", "e30\n.e30.", "bnVsbA.bnVsbA.", "W10.IiI.AA", "e30.e30.AAA\nA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, jwt string) {
		decoded, err := token.Decode(jwt)
		if err != nil {
			wantReason(t, err, token.ReasonInvalid)
			return
		}
		parts := strings.Split(jwt, ".")
		if len(parts) != 3 || len(jwt) > token.MaxSize {
			t.Fatalf("accepted %d parts, %d bytes", len(parts), len(jwt))
		}
		if !jsontext.Value(decoded.Header.Raw).IsValid() || !jsontext.Value(decoded.Payload).IsValid() {
			t.Error("a part is not JSON")
		}
		if decoded.Signed() != parts[0]+"."+parts[1] {
			t.Error("the signature would cover something else")
		}
		for i, part := range [][]byte{decoded.Header.Raw, decoded.Payload, decoded.Signature} {
			if encode(part) != strings.TrimRight(parts[i], "=") {
				t.Errorf("part %d has another spelling", i+1)
			}
		}
		var want struct {
			Algorithm any `json:"alg"`
			KeyID     any `json:"kid"`
		}
		if json.Unmarshal(decoded.Header.Raw, &want) == nil {
			algorithm, _ := want.Algorithm.(string)
			id, _ := want.KeyID.(string)
			if algorithm != decoded.Header.Algorithm || id != decoded.Header.KeyID {
				t.Errorf("read %q and %q, want %q and %q", decoded.Header.Algorithm, decoded.Header.KeyID, algorithm, id)
			}
		}
		if _, err := token.Verify(t.Context(), jwt, token.Options{Keys: new(token.Key)}); err == nil {
			t.Error("verified without a key")
		}
	})
}

func FuzzClaims(f *testing.F) {
	f.Add(marshal(with(claims, memberClaims)))
	for _, seed := range []string{
		``, `{`, `{"`, `{"a`, `{"a":`, `[]`, `{"sub":"\u0075"}`, `{"sub":"\\"}`, `{"a":{"sub":"x"},"sub":"}"}`, ` { "aud" : [ "a" , "b" ] } `,
		`{"exp":1e400,"v":2,"o":{}}`, `{"fva":[1,2,3]}`, `{"":[[[{}]]]}`, "{\"a\":\"\\",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		token.Members(string(payload)) // text that is not JSON does no harm
		read := (&token.Token{Payload: payload}).UnverifiedClaims()
		if !bytes.Equal(read.Raw(), payload) {
			t.Error("the raw claims are not those of the token")
		}
		var want map[string]jsontext.Value
		if json.Unmarshal(payload, &want) != nil || want == nil || len(payload) > token.MaxSize {
			return
		}
		got, ok := token.Members(string(payload))
		if !ok || len(got) != len(want) {
			t.Fatalf("read %d members of %d", len(got), len(want))
		}
		for name, value := range want {
			if got[name] != string(value) {
				t.Errorf("member %q: want %s, got %s", name, value, got[name])
			}
		}
		if _, err := token.Decode("e30." + encode(payload) + "."); err != nil {
			return
		}
		for name, got := range map[string]string{"azp": read.AuthorizedParty, "sid": read.SessionID, "sub": read.Subject} {
			var text string
			if want[name].Kind() == jsontext.KindString {
				if err := json.Unmarshal(want[name], &text); err != nil {
					t.Fatal(err)
				}
			}
			if got != text {
				t.Errorf("claim %s: want %q, got %q", name, text, got)
			}
		}
	})
}

func FuzzEntitlements(f *testing.F) {
	f.Add("o:reservations,u:dashboard,uo:support-chat", "read,manage", "2,3")
	f.Add("o:a", "p", new(big.Int).Lsh(big.NewInt(1), 200).String())
	for _, seed := range []string{"", ",", ":", "o:", "x", " ou:a , :b", "o:a:b"} {
		f.Add(seed, seed, seed)
	}
	f.Fuzz(func(t *testing.T, fea, per, fpm string) {
		features, err := token.ParseEntitlements("fea", fea)
		malformed := fea != "" && slices.ContainsFunc(strings.Split(fea, ","), func(item string) bool { return !strings.Contains(item, ":") })
		if malformed != (err != nil) {
			t.Fatalf("malformed %t, error %v", malformed, err)
		}
		for _, name := range features.Organization {
			if id, _, _ := strings.Cut(name, ":"); id == name && name != "" && !features.Has("o:"+name) {
				t.Errorf("the organisation lacks %q", name)
			}
		}
		permissions, err := token.UnpackPermissions(features.Organization, per, fpm)
		if permissions == nil || (err != nil && len(permissions) > 0) {
			t.Fatalf("%d permissions, error %v", len(permissions), err)
		}
		if want, ok := naivePermissions(features.Organization, per, fpm); ok && !slices.Equal(want, permissions) {
			t.Errorf("want %q, got %q", want, permissions)
		}
	})
}

// naivePermissions works permissions out by long division, if they are few.
func naivePermissions(features []string, per, fpm string) (permissions []string, ok bool) {
	const few = 2000
	if per == "" || fpm == "" {
		return nil, true
	}
	names := strings.Split(per, ",")
	for i, text := range strings.Split(fpm, ",") {
		text = strings.TrimSpace(text)
		if i >= len(features) {
			break
		}
		if len(text) > few || len(features)*len(per) > few {
			return nil, false
		}
		if text == "" || strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
			continue
		}
		for _, name := range names {
			half, odd := halve(text)
			if odd {
				permissions = append(permissions, "org:"+features[i]+":"+strings.TrimSpace(name))
			}
			text = half
		}
	}
	return permissions, true
}

// halve divides a decimal number by two.
func halve(text string) (half string, odd bool) {
	digits := []byte(text)
	carry := byte(0)
	for i, digit := range digits {
		value := carry*10 + digit - '0'
		digits[i], carry = '0'+value/2, value%2
	}
	return string(digits), carry == 1
}

func FuzzParseKeys(f *testing.F) {
	f.Add(published("ins_1", "ins_2"))
	for _, seed := range []string{
		``, `{}`, `{"keys":[]}`, `{"keys":[null,5,{}]}`, `{"keys":[{"kid":"a"}]}`, `{"keys":[{"kid":"a","kty":"oct","k":"AA"}]}`,
		`{"keys":[{"kid":"a","kty":"RSA","n":"AQ","e":"AQ"}]}`, `{"keys":[{"kid":"a","kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}`,
	} {
		f.Add([]byte(seed))
	}
	decoded, err := token.Decode(mint(nil, nil))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		keys, err := token.ParseKeys(data)
		if err != nil {
			return
		}
		for id, key := range keys {
			if id == "" || key == nil {
				t.Fatalf("key %q is %v", id, key)
			}
			if public := key.Public(); public != nil && public.N.BitLen() < 2048 {
				t.Errorf("a key of %d bits", public.N.BitLen())
			}
			verifies := token.NewVerifier(token.Options{Keys: key}).VerifySignature(t.Context(), decoded) == nil
			if verifies && !key.Public().Equal(&signer().PublicKey) {
				t.Error("another key verifies the token")
			}
		}
	})
}

func FuzzParsePEM(f *testing.F) {
	text := pkix(publicOf(2048))
	for _, seed := range []string{
		text, strings.ReplaceAll(text, "\n", `\n`), strings.ReplaceAll(text, "\n", " "), "", "-----BEGIN", "-----BEGIN PUBLIC KEY-----", "-----BEGIN-----\n-----END", "MIIB", `\r\n`,
		pkix(publicOf(1024)),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		key, err := token.ParsePEM(text)
		if (key == nil) != (err != nil) {
			t.Fatalf("key %v, error %v", key, err)
		}
		if err != nil {
			return
		}
		if key.Public().N.BitLen() < 2048 {
			t.Errorf("a key of %d bits", key.Public().N.BitLen())
		}
		again, err := token.ParsePEM(pkix(key.Public()))
		if err != nil || !again.Public().Equal(key.Public()) {
			t.Errorf("the key does not survive being written: %v", err)
		}
	})
}
