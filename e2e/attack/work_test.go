package attack

import (
	"bufio"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
)

// Most that authentication may allocate for a request, in bytes: for any, for each byte
// of one that is refused, and for each byte of one that is admitted, whose permissions are
// listed one by one.
const (
	workOfAny      = 32 << 10
	workOfRefused  = 2
	workOfAdmitted = 64
)

// permissionBombs are genuine tokens of less than 16 KB with as many features and
// permissions as fit: a map of permissions could be their product.
func permissionBombs(i *instance) rule {
	org := func(features, permissions, bits string) string {
		return i.token(nil, object{"fea": features, "o": object{"id": "org_1", "rol": "admin", "per": permissions, "fpm": bits}})
	}
	ones := repeated("9", 3500) // all bits of a number that large, nearly
	return rule{
		{"many permissions", org("o:a", repeated("p,", 8000)+"p", ones)},
		{"many features", org(repeated("o:a,", 7000)+"o:a", "p", repeated("1,", 3500)+"1")},
		{"many of both", org(repeated("o:a,", 2000)+"o:a", repeated("p,", 3500)+"p", repeated("99999,", 4000)+"1")},
		{"few of many bits", org(repeated("o:a,", 16)+"o:a", repeated("p,", 3500)+"p", repeated(ones[:1000]+",", 4004)+"1")},
	}
}

// TestWork holds that the largest attacks make no more work than their size explains.
// Memory stands for work: what is refused early allocates nothing, and what is read twice
// as deep or as long allocates more than twice as much.
func TestWork(t *testing.T) {
	a := newApp(t, onProduction, "nethttp")
	authenticator, err := a.client.NewAuthenticator(core.AuthenticateOptions{AcceptsToken: []core.TokenType{core.AnyToken}})
	if err != nil {
		t.Fatal(err)
	}
	cost := func(wire string, admitted bool) uint64 {
		request, err := http.ReadRequest(bufio.NewReader(strings.NewReader(wire)))
		if err != nil {
			t.Fatal(err)
		}
		authenticate := func() {
			state, err := authenticator.Authenticate(t.Context(), core.FromHTTP(request))
			if err != nil || state.IsAuthenticated() != admitted {
				t.Fatalf("%s, error %v", state, err)
			}
			if state.Auth().Has(core.Permission("org:none:none")) {
				t.Error("a permission that nobody has")
			}
		}
		authenticate()
		least := ^uint64(0)
		for range 3 { // the runtime allocates too, now and then
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			authenticate()
			runtime.ReadMemStats(&after)
			least = min(least, after.TotalAlloc-before.TotalAlloc)
		}
		return least
	}
	cost(get("/me", bearer(a.of().session())), true) // loads the keys
	attacks, most, of := 0, uint64(0), ""
	weigh := func(attack word, admitted bool) {
		attacks++
		spent, limit := cost(attack.text, admitted), workOfAny+workOfRefused*len(attack.text)
		if admitted {
			limit = workOfAny + workOfAdmitted*len(attack.text)
		}
		if spent > uint64(limit) {
			t.Errorf("%s: %d bytes are allocated for %d", attack.name, spent, len(attack.text))
		}
		if spent > most {
			most, of = spent, attack.name
		}
	}
	for _, f := range families() {
		if !f.exhausts {
			continue
		}
		for _, attack := range f.attacks {
			weigh(attack, false)
		}
	}
	for _, bomb := range permissionBombs(a.of()) {
		weigh(word{bomb.name, get("/me", bearer(bomb.text))}, true)
	}
	t.Logf("work: %d attacks, at most %d bytes allocated, for %s", attacks, most, of)
	if attacks < 100 {
		t.Errorf("%d attacks make work, want 100 at least", attacks)
	}
}
