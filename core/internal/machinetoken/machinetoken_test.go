package machinetoken

import (
	"encoding/base64"
	"strings"
	"testing"
)

func jwt(header, payload string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(header)) + "." + encode([]byte(payload)) + ".AAAA"
}

func TestClassify(t *testing.T) {
	t.Parallel()
	m2m := jwt(`{"typ":"JWT"}`, `{"sub":"mch_1"}`)
	for _, test := range []struct{ name, token, want string }{
		{"empty", "", ""},
		{"text", "x", ""},
		{"M2M prefix", "mt_x", M2M},
		{"OAuth prefix", "oat_x", OAuth},
		{"API key prefix", "ak_x", APIKey},
		{"prefix alone", "ak_", APIKey},
		{"upper case", "AK_x", ""},
		{"prefix inside", "org_a_ak_x", ""},
		{"prefix of a JWT", "ak_a.b.c", APIKey},

		{"M2M JWT", m2m, M2M},
		{"OAuth JWT", jwt(`{"typ":"at+jwt"}`, `{"sub":"user_1"}`), OAuth},
		{"OAuth JWT, long type", jwt(`{"typ":"application/at+jwt"}`, `{}`), OAuth},
		{"both", jwt(`{"typ":"at+jwt"}`, `{"sub":"mch_1"}`), M2M},
		{"session JWT", jwt(`{"typ":"JWT"}`, `{"sub":"user_1"}`), ""},
		{"type in upper case", jwt(`{"typ":"AT+JWT"}`, `{}`), ""},
		{"no signature", strings.TrimSuffix(m2m, "AAAA"), ""},
		{"fourth part", m2m + ".x", ""},
		{"padding", m2m + "=", ""},
		{"dangling character", m2m + "A", ""},
		{"line break", m2m + "\n", ""},
		{"too large", jwt(`{}`, `{"sub":"mch_1","x":"`+strings.Repeat("x", maxSize)+`"}`), ""},

		{"subject is a number", jwt(`{"typ":"at+jwt"}`, `{"sub":1}`), OAuth},
		{"subject is null", jwt(`{"typ":"at+jwt"}`, `{"sub":null}`), OAuth},
		{"subject is an object", jwt(`{}`, `{"sub":{"mch_":1}}`), ""},
		{"type is a list", jwt(`{"typ":["at+jwt"]}`, `{"sub":"x"}`), ""},
		{"header is null", jwt(`null`, `{"sub":"mch_1"}`), ""},
		{"payload is null", jwt(`{"typ":"at+jwt"}`, `null`), ""},
		{"payload is a string", jwt(`{}`, `"mch_1"`), ""},
		{"payload is no JSON", jwt(`{}`, `{"sub":"mch_1"`), ""},
		{"subject twice", jwt(`{}`, `{"sub":"mch_1","sub":"user_1"}`), ""},
		{"invalid UTF-8", jwt(`{}`, "{\"sub\":\"mch_\xff\"}"), M2M},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := Classify(test.token); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if got := HasPrefix(test.token) || IsJWT(test.token); got != (test.want != "") {
				t.Errorf("HasPrefix or IsJWT is %t", got)
			}
		})
	}
}

func TestLooksLikeJWT(t *testing.T) {
	t.Parallel()
	for token, want := range map[string]bool{
		"":           false,
		"a.b":        false,
		"a.b.":       false,
		".b.c":       false,
		"a.b.c":      true,
		"a.b.c.d":    false,
		"a.b.c=":     false,
		"a-_9.B.c":   true,
		"a.b.\u00e9": false,
	} {
		if got := LooksLikeJWT(token); got != want {
			t.Errorf("%q: got %t", token, got)
		}
	}
}

func TestIsAccepted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind     string
		accepted []string
		want     bool
	}{
		{APIKey, []string{"any"}, true},
		{APIKey, []string{M2M, APIKey}, true},
		{APIKey, []string{M2M}, false},
		{APIKey, nil, false},
		{"", []string{"any"}, false},
		{"", []string{""}, false},
	} {
		if got := IsAccepted(test.kind, test.accepted...); got != test.want {
			t.Errorf("%+v: got %t", test, got)
		}
	}
}

func FuzzClassify(f *testing.F) {
	f.Fuzz(func(t *testing.T, header, payload string, raw string) {
		for _, token := range []string{raw, jwt(header, payload)} {
			if kind := Classify(token); kind != "" && !HasPrefix(token) && !LooksLikeJWT(token) {
				t.Fatalf("%q is %s without prefix or form", token, kind)
			}
		}
	})
}
