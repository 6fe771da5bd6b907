package token_test

import (
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/clerkgo/clerk-go/core/token"
)

// A verifier reads the header of an instance once. What it knows must be what reading the
// header again gives.

// knowing is a verifier that has accepted a token.
func knowing(t *testing.T, accepted string) *token.Verifier {
	t.Helper()
	verifier := token.NewVerifier(options(nil))
	if _, err := verifier.Verify(t.Context(), accepted); err != nil {
		t.Fatal(err)
	}
	return verifier
}

func TestHeaderIsKnownByAllOfItsBytes(t *testing.T) {
	t.Parallel()
	jwt := mint(nil, nil)
	verifier := knowing(t, jwt)
	end := strings.IndexByte(jwt, '.')
	for k := range end + 1 {
		for _, changed := range []string{jwt[:k] + string(jwt[k]^1) + jwt[k+1:], jwt[:k] + jwt[k+1:], jwt[:k] + jwt[k:k+1] + jwt[k:]} {
			if changed == jwt {
				continue
			}
			want, wantErr := token.Decode(changed)
			got, err := verifier.Decode(changed)
			if err != wantErr {
				t.Fatalf("after a change at %d: error %v, want %v", k, err, wantErr)
			}
			if err == nil && !reflect.DeepEqual(got.Header, want.Header) {
				t.Fatalf("after a change at %d: header %+v, want %+v", k, got.Header, want.Header)
			}
			if _, err := verifier.Verify(t.Context(), changed); err == nil {
				t.Fatalf("accepted after a change at %d", k)
			}
		}
	}
}

func TestHeaderIsThatOfTheToken(t *testing.T) {
	t.Parallel()
	verifier := knowing(t, mint(nil, nil))
	for _, test := range []struct {
		name   string
		header object
	}{
		{"the same", nil},
		{"another algorithm", object{"alg": "RS512"}},
		{"another category", object{"cat": token.CategoryM2M}},
		{"another key", object{"kid": "ins_2"}},
		{"another type", object{"typ": "at+jwt"}},
		{"no category", object{"cat": nil}},
		{"the same again", nil},
	} {
		jwt := mint(test.header, object{"sub": "user_" + test.name})
		want, err := token.Decode(jwt)
		if err != nil {
			t.Fatal(err)
		}
		got, err := verifier.Decode(jwt)
		if err != nil {
			t.Fatal(err)
		}
		if got.Header.Algorithm != want.Header.Algorithm || got.Header.Category != want.Header.Category || got.Header.KeyID != want.Header.KeyID ||
			got.Header.Type != want.Header.Type || got.Header.HasCategory() != want.Header.HasCategory() || string(got.Header.Raw) != string(want.Header.Raw) {
			t.Errorf("%s: header %+v, want %+v", test.name, got.Header, want.Header)
		}
		if string(got.Payload) != string(want.Payload) || string(got.Signature) != string(want.Signature) || got.UnverifiedClaims().Subject != "user_"+test.name {
			t.Errorf("%s: the rest of the token is another's", test.name)
		}
	}
}

func TestHeaderIsKnownOfAcceptedTokensOnly(t *testing.T) {
	t.Parallel()
	verifier := token.NewVerifier(options(nil))
	for name, jwt := range map[string]string{
		"expired":         mint(nil, object{"exp": now.Unix() - 60}),
		"forged":          mint(nil, nil)[:len(mint(nil, nil))-4] + "AAAA",
		"of another type": mint(object{"typ": "other"}, nil),
	} {
		if _, err := verifier.Verify(t.Context(), jwt); err == nil {
			t.Fatalf("a token that is %s was accepted", name)
		}
		if known := verifier.KnownHeader(); known != "" {
			t.Errorf("the header of a token that is %s is known: %s", name, known)
		}
	}
	jwt := mint(nil, nil)
	if _, err := verifier.Verify(t.Context(), jwt); err != nil || verifier.KnownHeader() != jwt[:strings.IndexByte(jwt, '.')] {
		t.Errorf("after a token was accepted (error %v) the header %q is known", err, verifier.KnownHeader())
	}
}

// Who changes the fields of a token changes no other token.
func TestHeaderIsNotThatOfACaller(t *testing.T) {
	t.Parallel()
	verifier := token.NewVerifier(options(nil))
	other := mint(object{"typ": "at+jwt"}, nil)
	changed, err := token.Decode(other)
	if err != nil {
		t.Fatal(err)
	}
	changed.Header.Type = "JWT"
	if _, err := verifier.VerifyDecoded(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	_, err = verifier.Verify(t.Context(), other)
	wantReason(t, err, token.ReasonInvalid)

	jwt := mint(nil, nil)
	if _, err := verifier.Verify(t.Context(), jwt); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		decoded, err := verifier.Decode(jwt)
		if err != nil {
			t.Fatal(err)
		}
		copy(append(decoded.Header.Raw, 'x'), "null")
		clear(append(decoded.Signature, 'x'))
		copy(decoded.Header.Raw, "null")
		if _, err := verifier.Verify(t.Context(), jwt); err != nil {
			t.Fatalf("a token is refused after the header of another was written to: %v", err)
		}
	}
}

// Fiber uses the memory of a request again.
func TestHeaderIsCopied(t *testing.T) {
	t.Parallel()
	jwt := mint(nil, nil)
	buffer := []byte(jwt)
	verifier := knowing(t, unsafe.String(&buffer[0], len(buffer)))
	clear(buffer)
	if known := verifier.KnownHeader(); known != jwt[:strings.IndexByte(jwt, '.')] {
		t.Errorf("the header changed with the memory of the request: %q", known)
	}
	got, err := verifier.Verify(t.Context(), jwt)
	if err != nil || got.Subject != "user_1" {
		t.Errorf("claims %v, error %v", got, err)
	}
}

func TestAllocationsOfAKnownHeader(t *testing.T) {
	if raced {
		t.Skip("NOT TESTED: the race detector allocates by itself; run without -race")
	}
	jwt := mint(nil, nil)
	verifier := knowing(t, jwt)
	decoded := func(decode func(string) (*token.Token, error)) float64 {
		return testing.AllocsPerRun(100, func() {
			if _, err := decode(jwt); err != nil {
				t.Error(err)
			}
		})
	}
	known, unknown := decoded(verifier.Decode), decoded(token.Decode)
	if known >= unknown {
		t.Errorf("%.0f allocations for a known header, %.0f for an unknown one", known, unknown)
	}
}
