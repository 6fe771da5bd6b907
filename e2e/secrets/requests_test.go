package secrets

import (
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// TestRequests sends a secret in everything of a request that may hold a credential, while
// Clerk answers in several ways.
func TestRequests(t *testing.T) {
	t.Parallel()
	for how, broken := range map[string]*clerktest.Disruption{
		"Clerk answers":      nil,
		"Clerk fails":        {Status: http.StatusInternalServerError},
		"Clerk refuses":      {Status: http.StatusUnauthorized},
		"the answer is none": {Reset: true},
	} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			inst := clerktest.Start(t)
			user := inst.CreateUser(clerktest.UserParams{})
			var log journal
			options := inst.Options()
			options.Logger = log.logger()
			options.Retry.MaxAttempts = 1
			client, err := core.NewClient(options)
			if err != nil {
				t.Fatal(err)
			}
			sent := credentials(inst, user)
			if broken != nil {
				inst.Disrupt("/", *broken)
			}
			for _, accepts := range [][]core.TokenType{nil, {core.AnyToken}, {core.APIKey}, {core.M2MToken}} {
				authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{AcceptsToken: accepts})
				if err != nil {
					t.Fatal(err)
				}
				for what, credential := range sent {
					for where, put := range places(inst) {
						r := httptest.NewRequest(http.MethodGet, "/page", nil)
						r.Header.Set("Sec-Fetch-Dest", "document")
						put(r, credential)
						name := fmt.Sprintf("%s in %s, accepting %v", what, where, accepts)
						for _, value := range outcome(t, authenticator, r) {
							if line, ok := value.(string); !ok || !meant(line) {
								check(t, name, value)
							}
						}
					}
				}
			}
			check(t, "the log", log.String())
		})
	}
}

// meant reports whether a header is one that carries credentials on purpose: a browser
// gets its cookies, and takes itself to Clerk.
func meant(line string) bool {
	return strings.HasPrefix(line, "Set-Cookie: ") || strings.HasPrefix(line, "Location: ")
}

// credentials are tokens of every kind with the secret in them, well-formed and not.
func credentials(inst *clerktest.Instance, user *backend.User) map[string]string {
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	header := part(`{"alg":"RS256","typ":"JWT","kid":"ins_1"}`)
	signed := inst.Token(user, clerktest.TokenOptions{Claims: map[string]any{"secret": mark}})
	expired := inst.Token(user, clerktest.TokenOptions{Claims: map[string]any{"secret": mark}, Fault: clerktest.Expired})
	tampered := inst.Token(user, clerktest.TokenOptions{Claims: map[string]any{"secret": mark}, Fault: clerktest.Tampered})
	unknown := inst.Token(user, clerktest.TokenOptions{Claims: map[string]any{"secret": mark}, Fault: clerktest.UnknownKey})
	return map[string]string{
		"an API key":           "ak_" + mark,
		"an M2M token":         "mt_" + mark,
		"an OAuth token":       "oat_" + mark,
		"a secret key":         "sk_test_" + mark,
		"garbage":              mark,
		"three parts":          mark + "." + mark + "." + mark,
		"a header":             part(`{"alg":"RS256","x":"`+mark+`"}`) + "." + part(`{}`) + "." + part("s"),
		"a payload":            header + "." + part(`{"sub":"`+user.ID+`","x":"`+mark+`"}`) + "." + part("s"),
		"a payload of no JSON": header + "." + part(mark) + "." + part("s"),
		"a signature":          header + "." + part(`{"sub":"user_1"}`) + "." + part(mark),
		"a session token":      signed,
		"an expired token":     expired,
		"a tampered token":     tampered,
		"a token by no key":    unknown,
		"a machine's JWT":      inst.M2MToken(clerktest.MachineTokenOptions{Claims: map[string]any{"secret": mark}}),
		"an M2M JWT, tampered": inst.M2MToken(clerktest.MachineTokenOptions{Claims: map[string]any{"secret": mark}, Fault: clerktest.Tampered}),
	}
}

// places put a credential into a request.
func places(inst *clerktest.Instance) map[string]func(*http.Request, string) {
	digest := sha1.Sum([]byte(inst.PublishableKey()))
	suffix := "_" + base64.URLEncoding.EncodeToString(digest[:])[:8]
	all := map[string]func(*http.Request, string){
		"Authorization":           func(r *http.Request, c string) { r.Header.Set("Authorization", "Bearer "+c) },
		"Authorization, bare":     func(r *http.Request, c string) { r.Header.Set("Authorization", c) },
		"Authorization, as Basic": func(r *http.Request, c string) { r.SetBasicAuth("user", c) },
		"all cookies":             func(r *http.Request, c string) {},
	}
	cookie := func(r *http.Request, name, value string) { r.AddCookie(&http.Cookie{Name: name, Value: value}) }
	names := []string{"__client_uat", "__clerk_db_jwt", "__session", "__clerk_handshake", "__clerk_handshake_nonce", "__refresh"}
	for _, name := range names {
		for _, full := range []string{name, name + suffix} {
			all["cookie "+full] = func(r *http.Request, c string) {
				for other, value := range map[string]string{"__client_uat": "1", "__clerk_db_jwt": "browser"} {
					if other != name {
						cookie(r, other, value)
					}
				}
				cookie(r, full, c)
			}
		}
		all["query "+name] = func(r *http.Request, c string) {
			r.URL.RawQuery = url.Values{name: {c}}.Encode()
			r.RequestURI = r.URL.RequestURI()
		}
	}
	all["all cookies"] = func(r *http.Request, c string) {
		for _, name := range names[2:] {
			cookie(r, name, c)
		}
		cookie(r, "__client_uat", "1")
		cookie(r, "__clerk_db_jwt", c)
		cookie(r, "__refresh"+suffix, c)
	}
	return all
}
