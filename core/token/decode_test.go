package token_test

import (
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/token"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	decoded, err := token.Decode(signRaw(`{"alg":"RS256","kid":"k\u0065y","typ":"JWT","x":[1]}`, `{"sub":"user_1"}`))
	if err != nil {
		t.Fatal(err)
	}
	h := decoded.Header
	if h.Algorithm != "RS256" || h.KeyID != "key" || h.Type != "JWT" || h.Category != "" || h.HasCategory() {
		t.Errorf("header %+v", h)
	}
	if string(h.Raw) != `{"alg":"RS256","kid":"k\u0065y","typ":"JWT","x":[1]}` || string(decoded.Payload) != `{"sub":"user_1"}` {
		t.Errorf("header %s, payload %s", h.Raw, decoded.Payload)
	}
	if len(decoded.Signature) != 256 {
		t.Errorf("a signature of %d bytes", len(decoded.Signature))
	}
	if said := decoded.UnverifiedClaims(); said.Subject != "user_1" || said.Issuer != "" {
		t.Errorf("claims %+v", said)
	}
}

// The parts of a token share memory; none reaches into another.
func TestDecodePartsAreApart(t *testing.T) {
	t.Parallel()
	decoded, err := token.Decode(mint(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	payload, signature := string(decoded.Payload), string(decoded.Signature)
	_ = append(decoded.Header.Raw, "overwritten"...)
	_ = append(decoded.Payload, "overwritten"...)
	if string(decoded.Payload) != payload || string(decoded.Signature) != signature {
		t.Error("appending to one part changed another")
	}
}

func TestDecodeForms(t *testing.T) {
	t.Parallel()
	// {"a":1} is 7 bytes, so that its last character has four unused bits.
	part := encode([]byte(`{"a":1}`))
	for name, test := range map[string]struct {
		jwt string
		ok  bool
	}{
		"CR in the header":          {part[:4] + "\r" + part[4:] + "." + part + ".AA", false},
		"CR in the payload":         {part + "." + part + "\r.AA", false},
		"LF at the end":             {part + "." + part + ".AA\n", false},
		"LF in the signature":       {part + "." + part + ".A\nA", false},
		"LF where a length fits":    {part + "." + part + ".AAA\nA", false},
		"NUL":                       {part + "." + part + ".AA\x00A", false},
		"array, object":             {encode([]byte(`[]`)) + "." + part + ".", true},
		"dangling character":        {part + "." + part + ".AAAAA", false},
		"empty":                     {"", false},
		"empty header":              {"." + part + ".AA", false},
		"empty payload":             {part + "..AA", false},
		"empty signature":           {part + "." + part + ".", true},
		"four parts":                {part + "." + part + ".AA.AA", false},
		"four parts, the last none": {part + "." + part + ".AA.", false},
		"invalid UTF-8":             {part + "." + encode([]byte("{\"a\":\"\xff\"}")) + ".AA", false},
		"no dots":                   {part, false},
		"nonzero unused bits":       {part + "." + part[:len(part)-1] + "R.AA", false},
		"padded":                    {part + "==." + part + "==.AA==", true},
		"padded within":             {part + "." + part[:4] + "=" + part[4:] + ".AA", false},
		"payload is two values":     {part + "." + encode([]byte(`{}{}`)) + ".AA", false},
		"payload of white space":    {part + "." + encode([]byte(" \r\n\t{ } ")) + ".AA", true},
		"plain":                     {part + "." + part + ".AA", true},
		"space":                     {part + ". " + part + ".AA", false},
		"standard alphabet":         {part + "." + part + ".+/+/", false},
		"surrogate alone":           {part + "." + encode([]byte(`{"a":"\ud800"}`)) + ".AA", false},
		"three dots":                {"...", false},
		"trailing comma":            {part + "." + encode([]byte(`{"a":1,}`)) + ".AA", false},
		"two parts":                 {part + "." + part, false},
		"url alphabet":              {part + "." + part + ".-_-_", true},
		"with a comment":            {part + "." + encode([]byte(`{}//`)) + ".AA", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			decoded, err := token.Decode(test.jwt)
			if test.ok != (err == nil) || test.ok != (decoded != nil) {
				t.Errorf("want accepted %t, got %v", test.ok, err)
			}
			if !test.ok {
				wantReason(t, err, token.ReasonInvalid)
			}
		})
	}
}

func TestDecodeRefusesDuplicateMembers(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"at the top":           `{"sub":"a","sub":"b"}`,
		"deep down":            `{"o":{"x":[{"y":{"z":1,"z":1}}]}}`,
		"differently escaped":  `{"sub":"a","s\u0075b":"b"}`,
		"in an array":          `{"a":[{"b":1,"b":2}]}`,
		"in an unknown member": `{"z":{"b":1,"b":2}}`,
		"of the same value":    `{"exp":1,"exp":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, jwt := range []string{signRaw(text, `{}`), signRaw(`{}`, text)} {
				_, err := token.Decode(jwt)
				wantReason(t, err, token.ReasonInvalid)
			}
		})
	}
	// Case makes another member.
	if _, err := token.Decode(signRaw(`{"alg":1,"ALG":2}`, `{"exp":1,"EXP":2}`)); err != nil {
		t.Error(err)
	}
}

func TestDecodeDepth(t *testing.T) {
	t.Parallel()
	nested := func(depth int) string {
		return strings.Repeat(`{"a":[`, depth/2) + strings.Repeat(`]}`, depth/2)
	}
	brackets := `{"a":"` + strings.Repeat(`[{\"`, 500) + `","b":[` + strings.Repeat("[],", 500) + `0]}`
	for name, test := range map[string]struct {
		text string
		ok   bool
	}{
		"64 levels":              {nested(64), true},
		"66 levels":              {nested(66), false},
		"levels that never end":  {strings.Repeat("[", 8<<10), false},
		"many brackets, shallow": {brackets, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, jwt := range []string{
				encode([]byte(test.text)) + "." + encode([]byte(`{}`)) + ".",
				encode([]byte(`{}`)) + "." + encode([]byte(test.text)) + ".",
			} {
				if _, err := token.Decode(jwt); test.ok != (err == nil) {
					t.Errorf("want accepted %t, got %v", test.ok, err)
				}
			}
		})
	}
}

func TestHeaderIsSession(t *testing.T) {
	t.Parallel()
	for category, want := range map[any]bool{
		nil: true, token.CategorySession: true, token.CategoryIgnore: true,
		token.CategoryM2M: false, token.CategoryTemplate: false, "": false, "other": false, 5: false,
	} {
		decoded, err := token.Decode(mint(object{"cat": category}, nil))
		if err != nil {
			t.Fatal(err)
		}
		if got := decoded.Header.IsSession(); got != want {
			t.Errorf("cat %v: want %t, got %t", category, want, got)
		}
		if decoded.Header.HasCategory() != (category != nil) {
			t.Errorf("cat %v: has a category %t", category, decoded.Header.HasCategory())
		}
	}
}
