package token_test

import (
	"context"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/token"
)

func TestVerify(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		header, claims object
		change         func(*token.Options)
		want           token.Reason
	}{
		"valid":                   {},
		"RS384 in name only":      {header: object{"alg": "RS384"}, want: token.ReasonInvalidSignature},
		"alg absent":              {header: object{"alg": nil}, want: token.ReasonInvalidAlgorithm},
		"alg in lower case":       {header: object{"alg": "rs256"}, want: token.ReasonInvalidAlgorithm},
		"alg is a list":           {header: object{"alg": []string{"RS256"}}, want: token.ReasonInvalidAlgorithm},
		"azp absent":              {claims: object{"azp": nil}, change: parties("https://app.example.com"), want: token.ReasonInvalidAuthorizedParties},
		"azp absent, none asked":  {claims: object{"azp": nil}, change: parties()},
		"azp in another case":     {change: parties("https://APP.example.com"), want: token.ReasonInvalidAuthorizedParties},
		"azp in the list":         {change: parties("https://other.example.com", "https://app.example.com")},
		"azp of another":          {change: parties("https://app.example.co"), want: token.ReasonInvalidAuthorizedParties},
		"azp, an empty entry":     {claims: object{"azp": ""}, change: parties(""), want: token.ReasonInvalidAuthorizedParties},
		"azp, no string":          {claims: object{"azp": []string{"https://app.example.com"}}, change: parties("https://app.example.com"), want: token.ReasonInvalidAuthorizedParties},
		"cat absent":              {header: object{"cat": nil}},
		"cat of a template":       {header: object{"cat": token.CategoryTemplate}},
		"cat of a machine":        {header: object{"cat": token.CategoryM2M}, want: token.ReasonInvalid},
		"crit is not understood":  {header: object{"crit": []string{"exp"}}},
		"exp absent":              {claims: object{"exp": nil}, want: token.ReasonVerificationFailed},
		"iss absent":              {claims: object{"iss": nil}, change: issuers("https://clerk.example.com"), want: token.ReasonInvalidIssuer},
		"iss accepted":            {change: issuers("https://clerk.example.com")},
		"iss of another":          {change: issuers("https://clerk.example.org"), want: token.ReasonInvalidIssuer},
		"iss, empty entries only": {claims: object{"iss": nil}, change: issuers("", "")},
		"kid absent":              {header: object{"kid": nil}},
		"member named EXP":        {claims: object{"EXP": 0, "Sub": 1}},
		"no key":                  {change: func(o *token.Options) { o.Keys = nil }, want: token.ReasonKeyUnresolved},
		"nil key":                 {change: func(o *token.Options) { o.Keys = (*token.Key)(nil) }, want: token.ReasonKeyUnresolved},
		"nil key of a source":     {change: func(o *token.Options) { o.Keys = noKey{} }, want: token.ReasonKeyUnresolved},
		"sub absent":              {claims: object{"sub": nil}, want: token.ReasonVerificationFailed},
		"sub empty":               {claims: object{"sub": ""}},
		"sub is a number":         {claims: object{"sub": 7}, want: token.ReasonVerificationFailed},
		"sub is named Sub":        {claims: object{"sub": nil, "Sub": "user_1"}, want: token.ReasonVerificationFailed},
		"typ absent":              {header: object{"typ": nil}},
		"typ absent, one asked":   {header: object{"typ": nil}, change: types("JWT"), want: token.ReasonInvalid},
		"typ empty":               {header: object{"typ": ""}, want: token.ReasonInvalid},
		"typ in lower case":       {header: object{"typ": "jwt"}, want: token.ReasonInvalid},
		"typ in the list":         {header: object{"typ": "at+jwt"}, change: types("JWT", "at+jwt")},
		"typ is a number":         {header: object{"typ": 1}, want: token.ReasonInvalid},
		"zero key":                {change: func(o *token.Options) { o.Keys = new(token.Key) }, want: token.ReasonVerificationFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := token.Verify(t.Context(), mint(test.header, test.claims), options(test.change))
			wantReason(t, err, test.want)
			if (got != nil) != (test.want == "") {
				t.Errorf("claims %v with error %v", got, err)
			}
		})
	}
}

// noKey is a [token.KeySource] that breaks its promise.
type noKey struct{}

func (noKey) Key(context.Context, string) (*token.Key, error) { return nil, nil }

func parties(list ...string) func(*token.Options) {
	return func(o *token.Options) { o.AuthorizedParties = list }
}

func issuers(list ...string) func(*token.Options) {
	return func(o *token.Options) { o.Issuers = list }
}

func types(list ...string) func(*token.Options) {
	return func(o *token.Options) { o.HeaderTypes = list }
}

func TestZeroVerifierRefuses(t *testing.T) {
	t.Parallel()
	_, err := new(token.Verifier).Verify(t.Context(), mint(nil, nil))
	wantReason(t, err, token.ReasonKeyUnresolved)
}

func TestVerifierKeepsItsOptions(t *testing.T) {
	t.Parallel()
	list := []string{"https://app.example.com"}
	verifier := token.NewVerifier(options(parties(list...)))
	list[0] = "https://evil.example.com"
	if _, err := verifier.Verify(t.Context(), mint(nil, nil)); err != nil {
		t.Error(err)
	}
}

// fault is one row of the table of checks in the package's documentation: how
// to make a token, and options, that fail it.
type fault struct {
	name           string
	header, claims object
	spoil          func(jwt string) string
	change         func(*token.Options)
	want           token.Reason
	says           string // tells refusals for the same reason apart
}

// faults are in the order of the checks.
func faults() []fault {
	unusable := loaded(jwks(jwk(signer(), "ins_1", object{"use": "enc"})))
	return []fault{
		{name: "structure", spoil: func(jwt string) string { return jwt + ".x" }, want: token.ReasonInvalid, says: "three parts"},
		{name: "category", header: object{"cat": token.CategoryM2M}, want: token.ReasonInvalid, says: "machine"},
		{name: "key", header: object{"kid": "ins_other"}, want: token.ReasonKeyMismatch},
		{name: "typ", header: object{"typ": "at+jwt"}, want: token.ReasonInvalid, says: "typ"},
		{name: "alg", header: object{"alg": "ES256"}, want: token.ReasonInvalidAlgorithm},
		{name: "key's use", change: func(o *token.Options) { o.Keys = unusable }, want: token.ReasonVerificationFailed, says: "key"},
		{name: "signature", spoil: func(jwt string) string { return jwt[:len(jwt)-8] + "AAAAAAAA" }, want: token.ReasonInvalidSignature},
		{name: "sub", claims: object{"sub": 1}, want: token.ReasonVerificationFailed, says: "(sub)"},
		{name: "aud", claims: object{"aud": "other"}, change: func(o *token.Options) { o.Audience = []string{"api"} }, want: token.ReasonVerificationFailed, says: "(aud)"},
		{name: "azp", change: func(o *token.Options) { o.AuthorizedParties = []string{"other"} }, want: token.ReasonInvalidAuthorizedParties},
		{name: "iss", change: func(o *token.Options) { o.Issuers = []string{"other"} }, want: token.ReasonInvalidIssuer},
		{name: "exp", claims: object{"exp": 1}, want: token.ReasonExpired},
		{name: "nbf", claims: object{"nbf": now.Unix() + 3600}, want: token.ReasonNotActiveYet},
		{name: "iat", claims: object{"iat": now.Unix() + 3600}, want: token.ReasonIssuedInFuture},
	}
}

// Each token fails the check of one row and that of a row below; the one above
// decides.
func TestVerifyOrder(t *testing.T) {
	t.Parallel()
	keys := loaded(jwks(jwk(signer(), "ins_1", nil)))
	rows := faults()
	for i, first := range rows {
		for _, second := range append([]fault{{name: "nothing"}}, rows[i+1:]...) {
			t.Run(first.name+" and "+second.name, func(t *testing.T) {
				t.Parallel()
				jwt := mint(with(or(second.header), or(first.header)), with(or(second.claims), or(first.claims)))
				o := options(func(o *token.Options) { o.Keys = keys })
				for _, f := range []fault{second, first} {
					if f.spoil != nil {
						jwt = f.spoil(jwt)
					}
					if f.change != nil {
						f.change(&o)
					}
				}
				_, err := token.Verify(t.Context(), jwt, o)
				wantReason(t, err, first.want)
				if err != nil && !strings.Contains(err.Error(), first.says) {
					t.Errorf("want the refusal that says %q, got %v", first.says, err)
				}
			})
		}
	}
}

func or(o object) object {
	if o == nil {
		return object{}
	}
	return o
}

func TestVerifySignatureLooksAtNoClaim(t *testing.T) {
	t.Parallel()
	decoded, err := token.Decode(mint(nil, object{"exp": 1, "sub": nil}))
	if err != nil {
		t.Fatal(err)
	}
	verifier := token.NewVerifier(options(nil))
	if err := verifier.VerifySignature(t.Context(), decoded); err != nil {
		t.Error(err)
	}
	_, err = verifier.VerifyDecoded(t.Context(), decoded)
	wantReason(t, err, token.ReasonVerificationFailed)
}
