package adaptertest_test

import (
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/core/internal/vectors"
	"github.com/go-json-experiment/json/jsontext"
)

// careless is an adapter that lets everybody in.
func careless(adaptertest.App) adaptertest.Serve {
	answer := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "https://clerk.evil.test/?redirect_url=https%3A%2F%2Fevil.test%2F")
		w.Header().Set("Set-Cookie", "__clerk_redirect_count=9; Path=/")
		w.Header().Set("X-Clerk-Auth-Reason", r.RequestURI)
		w.WriteHeader(http.StatusTemporaryRedirect)
		_, _ = w.Write([]byte(`{"ok":true,"auth":{"isAuthenticated":true},"target":"` + r.RequestURI + `"}`))
	})
	return func(l net.Listener) error { return http.Serve(l, answer) }
}

// TestRules holds that each rule accepts the adapter for net/http, and refuses
// one that lets everybody in. Its requests are those of a case, changed.
func TestRules(t *testing.T) {
	t.Parallel()
	file, err := vectors.Load("f-express")
	if err != nil {
		t.Skip(err)
	}
	const (
		page     = "f-prod-cookie-expired-uat-behind-doc" // is sent to a handshake
		signedIn = "f-prod-cookie-valid-uat-behind-doc"
	)
	for _, test := range []struct {
		label, name string
		old, new    string // of the input
	}{
		{"Number()", page, `; __client_uat=`, `; __clerk_redirect_count=0x2; __client_uat=`},
		{"absolute-form", signedIn, `"target":"/dash"`, `"target":"http://app.orchard.test/dash"`},
		{"absolute-form", page, `"target":"/dash"`, `"target":"http://other.test/dash?x=1"`},
		{"claim-parse-throws", "f-auth-v2-bad-fea", "", ""},
		{"config-error-per-request", "f-dev-sat-no-signin", "", ""},
		{"content-type-equality", signedIn, `"application/json"`, `"application/json; charset=utf-8"`},
		{"express-require-auth", "f-protected-pending", "", ""},
		{"host-takeover", page, `"target":"/dash"`, `"target":"//evil.test/dash"`},
		{"js-exception", "f-prod-header-malformed-xhr", "", ""},
		{"js-exception", signedIn, `"target":"/dash"`, `"target":"/dash?__clerk_redirect_url=:"`},
		{"loop-guard-equality", page, `; __client_uat=`, `; __clerk_redirect_count=4; __client_uat=`},
		{"middleware-missing", "f-no-middleware", "", ""},
		{"middleware-missing", "f-no-middleware", `"target":"/x"`, `"target":"/protected"`},
		{"oversized-token", "f-prod-header-malformed-xhr", "not.a.jwt", "not.a." + strings.Repeat("jwt", 6000)},
		{"pem-by-string-surgery", signedIn, `"client_options":{`, `"client_options":{"jwtKey":"-----BEGIN",`},
		{"server-rejects-first", "f-raw-percent-path", "", ""},
		{"unvalidated-forwarded-header", page, `["x-forwarded-proto","https"]`, `["x-forwarded-proto","evil"],["x-forwarded-host","u@evil.test/x"]`},
		{"untyped-claim", signedIn, "", ""},
	} {
		t.Run(test.label+" "+test.name, func(t *testing.T) {
			t.Parallel()
			c, ok := find(file, test.name)
			if !ok {
				t.Skipf("the suite has no case %s", test.name)
			}
			changed := strings.Replace(compact(t, c.Input), test.old, test.new, 1)
			if changed == compact(t, c.Input) && test.old != "" {
				t.Fatalf("the input has no %s", test.old)
			}
			c.Input = jsontext.Value(changed)
			if err := adaptertest.Build(build).Rules()[test.label](c); err != nil {
				t.Errorf("refused: %v", err)
			}
			if decidedBefore[test.label] {
				return
			}
			if err := adaptertest.Build(careless).Rules()[test.label](c); err == nil {
				t.Error("the careless adapter passes")
			}
		})
	}
}

// decidedBefore are the rules about what the client or the server refuses before
// any adapter is asked.
var decidedBefore = map[string]bool{"pem-by-string-surgery": true, "server-rejects-first": true}

func find(file *vectors.File, name string) (vectors.Case, bool) {
	for _, c := range file.Cases {
		if c.Name == name {
			return c, true
		}
	}
	return vectors.Case{}, false
}

// compact returns a value without white space.
func compact(t *testing.T, value jsontext.Value) string {
	t.Helper()
	value = value.Clone()
	if err := value.Compact(); err != nil {
		t.Fatal(err)
	}
	return string(value)
}
