package token_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// said returns the claims of a token with this payload.
func said(t *testing.T, payload string) *token.Claims {
	t.Helper()
	decoded, err := token.Decode(signRaw(`{}`, payload))
	if err != nil {
		t.Fatal(err)
	}
	return decoded.UnverifiedClaims()
}

func TestClaims(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		payload string
		want    token.Claims
	}{
		"version 2": {
			`{"act":{"iss":"https://dashboard.example.com","sid":"sess_a","sub":"user_a","x":1},"aud":["api","web"],"azp":"https://app.example.com",` +
				`"exp":1772366450,"fea":"o:invoices,u:dashboard,ou:reports,x:none","fva":[3,-1],"iat":1772366390,"iss":"https://clerk.example.com","jti":"id_1",` +
				`"nbf":1772366380,"o":{"fpm":"2,3","id":"org_1","per":"read,manage","rol":"admin","slg":"acme"},"pla":"u:pro","sid":"sess_1","sts":"pending","sub":"user_1","v":2,` +
				`"org_id":"ignored"}`,
			token.Claims{
				Actor: &token.Actor{
					Issuer: "https://dashboard.example.com", SessionID: "sess_a", Subject: "user_a",
					Raw: []byte(`{"iss":"https://dashboard.example.com","sid":"sess_a","sub":"user_a","x":1}`),
				},
				Audience: []string{"api", "web"}, AuthorizedParty: "https://app.example.com",
				ExpiresAt: time.Unix(1772366450, 0), IssuedAt: time.Unix(1772366390, 0), NotBefore: time.Unix(1772366380, 0),
				FactorAges: &token.FactorAges{First: 3, Second: -1},
				Features:   token.Entitlements{Organization: []string{"invoices", "reports"}, User: []string{"dashboard", "reports"}},
				ID:         "id_1", Issuer: "https://clerk.example.com",
				Organization: &token.Organization{
					ID: "org_1", Permissions: []string{"org:invoices:manage", "org:reports:read", "org:reports:manage"}, Role: "org:admin", Slug: "acme",
				},
				Plans: token.Entitlements{User: []string{"pro"}}, SessionID: "sess_1", SessionStatus: "pending", Subject: "user_1", Version: 2,
			},
		},
		"version 1": {
			`{"aud":"api","fea":"o:x","org_id":"org_1","org_permissions":["org:invoices:read"],"org_role":"admin","org_slug":"acme","sub":"user_1","o":{"id":"ignored"}}`,
			token.Claims{
				Audience: []string{"api"}, Features: token.Entitlements{Organization: []string{"x"}}, Subject: "user_1",
				Organization: &token.Organization{ID: "org_1", Permissions: []string{"org:invoices:read"}, Role: "admin", Slug: "acme"},
			},
		},
		"version 1, empty list":          {`{"org_id":"org_1","org_permissions":[]}`, token.Claims{Organization: &token.Organization{ID: "org_1", Permissions: []string{}}}},
		"version 1, no list":             {`{"org_id":"org_1"}`, token.Claims{Organization: &token.Organization{ID: "org_1"}}},
		"version 1, said":                {`{"org_role":"admin","v":1}`, token.Claims{Organization: &token.Organization{Role: "admin"}, Version: 1}},
		"version 2, no organisation":     {`{"org_id":"org_1","v":2}`, token.Claims{Version: 2}},
		"version 2, role kept as it is":  {`{"o":{"rol":"org:admin"},"v":2}`, token.Claims{Organization: &token.Organization{Role: "org:org:admin", Permissions: []string{}}, Version: 2}},
		"version 2, empty organisation":  {`{"o":{},"v":2}`, token.Claims{Organization: &token.Organization{Permissions: []string{}}, Version: 2}},
		"version 2, as a fraction":       {`{"o":{"id":"org_1"},"v":2.0}`, token.Claims{Organization: &token.Organization{ID: "org_1", Permissions: []string{}}, Version: 2}},
		"version 2.5":                    {`{"o":{"id":"org_1"},"v":2.5}`, token.Claims{}},
		"version out of range":           {`{"v":1e400}`, token.Claims{}},
		"escaped name and value":         {`{"s\u0075b":"us\u0065r\n1\ud83d\ude00"}`, token.Claims{Subject: "user\n1😀"}},
		"white space":                    {" {\n\t\"sub\" :\r\"user_1\" , \"fva\" : [ 1 , 2 ] } ", token.Claims{Subject: "user_1", FactorAges: &token.FactorAges{First: 1, Second: 2}}},
		"names in other cases":           {`{"SUB":"a","Iss":"b","O":{"id":"c"},"V":2}`, token.Claims{}},
		"times out of range":             {`{"exp":1e400,"iat":-1e400,"nbf":9e15}`, token.Claims{ExpiresAt: time.Unix(1<<40, 0), IssuedAt: time.Unix(-1<<40, 0), NotBefore: time.Unix(1<<40, 0)}},
		"a string that looks like JSON":  {`{"azp":"}],{\"sub\":\"x\"","sub":"user_1"}`, token.Claims{AuthorizedParty: `}],{"sub":"x"`, Subject: "user_1"}},
		"a member behind nested members": {`{"x":{"sub":"a","y":[{"sub":"b"}]},"sub":"user_1"}`, token.Claims{Subject: "user_1"}},
		"no object":                      {`["sub","user_1"]`, token.Claims{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := said(t, test.payload)
			if difference := cmp.Diff(&test.want, got, cmpopts.IgnoreUnexported(token.Claims{})); difference != "" {
				t.Error(difference)
			}
			if string(got.Raw()) != test.payload {
				t.Errorf("raw: %s", got.Raw())
			}
			if got.Malformed() != nil {
				t.Error(got.Malformed())
			}
		})
	}
}

// A claim of another type than it should have counts as absent. It stays
// readable.
func TestClaimsOfWrongTypes(t *testing.T) {
	t.Parallel()
	values := map[string]string{
		"array": `[]`, "array of mixed types": `["a",1]`, "array of objects": `[{}]`, "false": `false`, "null": `null`,
		"number": `17.5`, "object": `{}`, "string": `"text"`, "true": `true`,
	}
	// What each claim may be, by the names above.
	for claim, right := range map[string]string{
		"act": "object", "aud": "string, array", "azp": "string", "exp": "number", "fea": "string", "fva": "", "iat": "number", "iss": "string",
		"jti": "string", "nbf": "number", "o": "object", "pla": "string", "sid": "string", "sts": "string", "sub": "string", "v": "",
		"org_id": "string", "org_permissions": "array", "org_role": "string", "org_slug": "string",
	} {
		for kind, value := range values {
			t.Run(claim+" as "+kind, func(t *testing.T) {
				t.Parallel()
				payload := fmt.Sprintf(`{"%s":%s}`, claim, value)
				got := said(t, payload)
				absent := cmp.Equal(&token.Claims{}, got, cmpopts.IgnoreUnexported(token.Claims{}))
				isRight := false
				for candidate := range strings.SplitSeq(right, ", ") {
					isRight = isRight || candidate == kind
				}
				// An item without a colon is malformed, an organisation needs version 2.
				if claim == "fea" || claim == "pla" {
					if (got.Malformed() != nil) != isRight {
						t.Errorf("malformed: %v", got.Malformed())
					}
					isRight = false
				}
				if claim == "o" {
					isRight = false
				}
				if absent == isRight {
					t.Errorf("read %+v", got)
				}
				members, _ := token.Members(string(got.Raw()))
				if members[claim] != value {
					t.Errorf("raw holds %q", members[claim])
				}
			})
		}
	}
}

func TestClaimsFactorAges(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]*token.FactorAges{
		`[0,0]`: {}, `[1.5,-1]`: {First: 1.5, Second: -1}, `[-1,-1]`: {First: -1, Second: -1},
		`[]`: nil, `[1]`: nil, `[1,2,3]`: nil, `[1,"2"]`: nil, `["1",2]`: nil, `[null,null]`: nil, `[[1,2]]`: nil, `{"a":1,"b":2}`: nil,
	} {
		if got := said(t, `{"fva":`+value+`}`).FactorAges; !cmp.Equal(got, want) {
			t.Errorf("%s: want %v, got %v", value, want, got)
		}
	}
}

func TestClaimsPermissions(t *testing.T) {
	t.Parallel()
	huge := new(big.Int).Lsh(big.NewInt(1), 200)
	names := make([]string, 201)
	for i := range names {
		names[i] = fmt.Sprint("p", i)
	}
	for name, test := range map[string]struct {
		fea, per, fpm string
		want          []string
	}{
		"2^200":                         {"o:f", strings.Join(names, ","), huge.String(), []string{"org:f:p200"}},
		"2^200+1":                       {"o:f", strings.Join(names, ","), huge.Add(huge, big.NewInt(1)).String(), []string{"org:f:p0", "org:f:p200"}},
		"2^63 and 2^64":                 {"o:f,o:g", strings.Join(names, ","), "9223372036854775808,18446744073709551616", []string{"org:f:p63", "org:g:p64"}},
		"documented":                    {"o:reservations,u:dashboard,uo:support-chat,o:impersonation", "read,manage", "2,3", []string{"org:reservations:manage", "org:support-chat:read", "org:support-chat:manage"}},
		"hexadecimal":                   {"o:f", "read", "0x1", nil},
		"leading zeros":                 {"o:f", "read", "0001", []string{"org:f:read"}},
		"minus":                         {"o:f", "read", "-1", nil},
		"more bits than names":          {"o:f", "read", "7", []string{"org:f:read"}},
		"more features than numbers":    {"o:f,o:g", "read", "1", []string{"org:f:read"}},
		"more numbers than features":    {"o:f", "read", "1,1,1", []string{"org:f:read"}},
		"name with colons":              {"o:a:b", "read", "1", []string{"org:a:b:read"}},
		"no features":                   {"", "read", "1", nil},
		"no names":                      {"o:f", "", "1", nil},
		"no numbers":                    {"o:f", "read", "", nil},
		"number left out":               {"o:f,o:g", "read", ",1", []string{"org:g:read"}},
		"other digits":                  {"o:f", "read", "١", nil},
		"plus":                          {"o:f", "read", "+1", nil},
		"spaces":                        {" o:f , o:g ", " read , manage ", " 1 , 2 ", []string{"org:f:read", "org:g:manage"}},
		"underscore":                    {"o:f", "read", "1_1", nil},
		"user's features do not count":  {"u:a,o:f", "read", "1", []string{"org:f:read"}},
		"unknown scopes do not count":   {"x:a,o:f", "read", "1", []string{"org:f:read"}},
		"zero":                          {"o:f", "read", "0", nil},
		"exponent":                      {"o:f", "read", "1e2", nil},
		"fraction":                      {"o:f", "read", "1.0", nil},
		"permission of an unusual name": {"o:f", "a:b", "1", []string{"org:f:a:b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			payload := marshal(object{"v": 2, "fea": test.fea, "o": object{"per": test.per, "fpm": test.fpm}})
			got := said(t, string(payload))
			if test.want == nil {
				test.want = []string{}
			}
			if difference := cmp.Diff(test.want, got.Organization.Permissions); difference != "" {
				t.Error(difference)
			}
		})
	}
}

func TestClaimsMalformed(t *testing.T) {
	t.Parallel()
	for payload, claim := range map[string]string{
		`{"fea":"secretfeature"}`:               "fea",
		`{"fea":"o:a,"}`:                        "fea",
		`{"fea":",o:a"}`:                        "fea",
		`{"pla":"o:a,secretplan"}`:              "pla",
		`{"pla":" "}`:                           "pla",
		`{"fea":"x","v":2,"o":{"id":"org_1"}}`:  "fea",
		`{"fea":"secretfeature","pla":"o:pro"}`: "fea",
	} {
		got := said(t, payload)
		err := got.Malformed()
		if err == nil || !strings.Contains(err.Error(), claim) {
			t.Errorf("%s: %v", payload, err)
			continue
		}
		wantSilence(t, err, "secretfeature\nsecretplan")
		if claim == "fea" && (got.Features.Organization != nil || got.Features.User != nil) {
			t.Errorf("%s grants %v", payload, got.Features)
		}
	}
	// The signature and the times say nothing about it: the token is verified.
	verified, err := token.Verify(t.Context(), mint(nil, object{"fea": "x"}), options(nil))
	if err != nil || verified.Malformed() == nil {
		t.Errorf("claims %v, error %v", verified, err)
	}
}

func TestClaimsDecode(t *testing.T) {
	t.Parallel()
	verified, err := token.Verify(t.Context(), mint(nil, object{"metadata": object{"tier": "gold"}, "TIER": "lead"}), options(nil))
	if err != nil {
		t.Fatal(err)
	}
	var own struct {
		Subject  string `json:"sub"`
		Tier     string `json:"tier"`
		Metadata struct {
			Tier string `json:"tier"`
		} `json:"metadata"`
	}
	if err := verified.Decode(&own); err != nil {
		t.Fatal(err)
	}
	if own.Metadata.Tier != "gold" || own.Subject != "user_1" || own.Tier != "" {
		t.Errorf("%+v", own)
	}
	var wrong struct {
		Subject int `json:"sub"`
	}
	if verified.Decode(&wrong) == nil {
		t.Error("a string was decoded into an int")
	}
}

func TestEntitlementsHas(t *testing.T) {
	t.Parallel()
	e := token.Entitlements{Organization: []string{"reports", "both", "org"}, User: []string{"dashboard", "both", "u"}}
	for name, want := range map[string]bool{
		"": false, ":": false, "both": true, "dashboard": true, "none": false, "reports": true, "REPORTS": false,
		"o:both": true, "o:dashboard": false, "o:reports": true, "org:reports": true, "organization:reports": true, "orgs:reports": false,
		"u:both": true, "u:reports": false, "u:dashboard": true, "user:dashboard": true, "users:dashboard": false,
		"O:reports": false, "x:reports": false, ":reports": false, "reports:": false, " reports": false,
		"o:reports:more": true, "o::reports": false, "org:": true, "u:": true, "user:": false,
	} {
		if got := e.Has(name); got != want {
			t.Errorf("%q: want %t, got %t", name, want, got)
		}
	}
	for _, name := range []string{"", "x", "o:x", "u:"} {
		if (token.Entitlements{}).Has(name) {
			t.Errorf("nothing has %q", name)
		}
	}
}

// Claims handed to one caller share nothing that can be written with those
// handed to another.
func TestClaimsShareNothing(t *testing.T) {
	t.Parallel()
	changes := with(memberClaims, object{"act": object{"sub": "user_a"}, "aud": []string{"api"}})
	jwt := mint(nil, changes)
	verifier := token.NewVerifier(options(nil))
	verify := func() *token.Claims {
		verified, err := verifier.Verify(t.Context(), jwt)
		if err != nil {
			t.Fatal(err)
		}
		return verified
	}
	first, second, untouched := verify(), verify(), verify()
	for _, text := range [][]byte{first.Raw(), first.Actor.Raw} {
		clear(text)
	}
	for _, list := range [][]string{
		first.Audience, first.Features.Organization, first.Features.User, first.Plans.Organization, first.Plans.User, first.Organization.Permissions,
	} {
		if len(list) == 0 {
			t.Fatal("the token leaves a list empty, so that nothing is tested")
		}
		clear(list)
	}
	first.Actor.Subject, first.Organization.ID, first.FactorAges.First = "", "", 0
	if difference := cmp.Diff(untouched, second, cmp.AllowUnexported(token.Claims{}), cmpopts.IgnoreFields(token.Claims{}, "audience", "expires", "issued", "notBefore")); difference != "" {
		t.Error(difference)
	}
	if string(second.Raw()) != string(untouched.Raw()) {
		t.Error("the raw claims changed")
	}
	if second.Features.Has("") || !second.Features.Has("o:invoices") {
		t.Error("the features changed")
	}
}
