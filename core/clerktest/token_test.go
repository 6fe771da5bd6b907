package clerktest_test

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
	"github.com/lestrrat-go/jwx/v3/jwk"
	"github.com/lestrrat-go/jwx/v3/jws"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// decodeToken returns the header and claims of a token, unverified.
func decodeToken(t *testing.T, token string) (header, claims object) {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("a token of %d parts", len(parts))
	}
	for k, target := range []*object{&header, &claims} {
		text, err := base64.RawURLEncoding.DecodeString(parts[k])
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, target); err != nil {
			t.Fatal(err)
		}
	}
	return header, claims
}

// verify checks a token against the key set that an instance serves.
func verify(t *testing.T, inst *clerktest.Instance, token string) error {
	t.Helper()
	_, body := send(t, inst, "GET", inst.APIURL()+"/v1/jwks", "")
	set, err := jwk.Parse([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	_, err = jws.Verify([]byte(token), jws.WithKeySet(set))
	return err
}

func TestToken(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t, clerktest.Options{Now: clerktest.NewClock(noon).Now})
	user := inst.CreateUser(clerktest.UserParams{})
	token := inst.Token(user, clerktest.TokenOptions{})
	if err := verify(t, inst, token); err != nil {
		t.Fatal(err)
	}
	header, claims := decodeToken(t, token)
	kid, _ := header["kid"].(string)
	if !strings.HasPrefix(kid, "ins_") {
		t.Errorf("kid %q", kid)
	}
	if diff := cmp.Diff(object{"alg": "RS256", "cat": "cl_B7d4PD111AAA", "kid": kid, "typ": "JWT"}, header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
	for _, name := range []string{"jti", "sid"} { // random
		if text, _ := claims[name].(string); len(text) < 20 {
			t.Errorf("%s is %v", name, claims[name])
		}
		delete(claims, name)
	}
	now := float64(noon.Unix())
	want := object{
		"azp": "http://localhost:8080", "exp": now + 60, "fva": []any{0.0, -1.0}, "iat": now, "iss": "https://clerktest.clerk.accounts.dev",
		"nbf": now - 10, "sts": "active", "sub": user.ID, "v": 2.0,
	}
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
}

func TestTokenOptions(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t, clerktest.Options{Now: clerktest.NewClock(noon).Now})
	user := &backend.User{ID: "user_1"}
	mine := clerktest.Organization{ID: "org_1", Slug: "first"}
	theirs := object{"id": inst.Organization().ID, "slg": "example"}
	with := func(o object, more object) object {
		o = maps.Clone(o)
		maps.Copy(o, more)
		return o
	}
	for name, test := range map[string]struct {
		options clerktest.TokenOptions
		want    object // nil: absent
	}{
		"claims": {
			clerktest.TokenOptions{Claims: map[string]any{"azp": nil, "plan": "x", "sub": "user_2"}},
			object{"azp": nil, "plan": "x", "sub": "user_2"},
		},
		"features of a user": {
			clerktest.TokenOptions{Features: []string{"a", "org:b", "uo:c"}, Plans: []string{"free"}},
			object{"fea": "u:a,o:b,uo:c", "o": nil, "pla": "u:free"},
		},
		"features of an organization": {
			clerktest.TokenOptions{Features: []string{"a", "user:b"}, Organization: mine, Plans: []string{"pro", "u:free"}},
			object{"fea": "o:a,u:b", "o": object{"id": "org_1", "slg": "first"}, "pla": "o:pro,u:free"},
		},
		"organization": {
			clerktest.TokenOptions{Organization: mine, Role: "org:admin"},
			object{"o": object{"id": "org_1", "rol": "admin", "slg": "first"}},
		},
		"party":   {clerktest.TokenOptions{AuthorizedParty: "https://a.example"}, object{"azp": "https://a.example"}},
		"pending": {clerktest.TokenOptions{Status: "pending"}, object{"sts": "pending"}},
		// The example of the claims' description: user features have no number.
		"permissions": {
			clerktest.TokenOptions{
				Features:    []string{"o:reservations", "u:dashboard", "uo:support-chat", "o:impersonation"},
				Permissions: []string{"org:support-chat:read", "org:reservations:manage", "org:support-chat:manage"},
			},
			object{
				"fea": "o:reservations,u:dashboard,uo:support-chat,o:impersonation",
				"o":   with(theirs, object{"fpm": "2,3,0", "per": "read,manage"}),
			},
		},
		"permissions without features": {
			clerktest.TokenOptions{Permissions: []string{"org:invoices:create", "org:sys_memberships:read"}, Role: "biller"},
			object{
				"fea": "o:invoices,o:sys_memberships",
				"o":   with(theirs, object{"fpm": "1,2", "per": "create,read", "rol": "biller"}),
			},
		},
		"role":    {clerktest.TokenOptions{Role: "org:admin"}, object{"o": with(theirs, object{"rol": "admin"})}},
		"session": {clerktest.TokenOptions{Session: &clerktest.Session{ID: "sess_1"}}, object{"sid": "sess_1"}},
		"ttl":     {clerktest.TokenOptions{TTL: time.Hour}, object{"exp": float64(noon.Unix() + 3600)}},
	} {
		_, claims := decodeToken(t, inst.Token(user, test.options))
		for claim, want := range test.want {
			if diff := cmp.Diff(want, claims[claim]); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", name, claim, diff)
			}
		}
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t, clerktest.Options{Now: clerktest.NewClock(noon).Now})
	user := inst.CreateUser(clerktest.UserParams{})
	good, _ := decodeToken(t, inst.Token(user, clerktest.TokenOptions{}))
	now := float64(noon.Unix())
	for name, test := range map[string]struct {
		fault    clerktest.Fault
		sameKey  bool
		verifies bool
		times    []float64 // exp, iat, nbf from now
	}{
		"expired":          {clerktest.Expired, true, true, []float64{-3600, -3660, -3670}},
		"foreign key":      {clerktest.ForeignKey, true, false, []float64{60, 0, -10}},
		"issued in future": {clerktest.IssuedInFuture, true, true, []float64{3660, 3600, -10}},
		"none":             {clerktest.NoFault, true, true, []float64{60, 0, -10}},
		"not active yet":   {clerktest.NotActiveYet, true, true, []float64{3660, 0, 3600}},
		"tampered":         {clerktest.Tampered, true, false, []float64{60, 0, -10}},
		"unknown key":      {clerktest.UnknownKey, false, false, []float64{60, 0, -10}},
	} {
		for kind, token := range map[string]string{
			"machine": inst.M2MToken(clerktest.MachineTokenOptions{Fault: test.fault}),
			"session": inst.Token(user, clerktest.TokenOptions{Fault: test.fault}),
		} {
			header, claims := decodeToken(t, token)
			if got := header["kid"] == good["kid"]; got != test.sameKey {
				t.Errorf("%s %s token: names this instance's key: %t", name, kind, got)
			}
			if err := verify(t, inst, token); (err == nil) != test.verifies {
				t.Errorf("%s %s token: verify: %v", name, kind, err)
			}
			times := []float64{claims["exp"].(float64) - now, claims["iat"].(float64) - now, claims["nbf"].(float64) - now}
			if !slices.Equal(times, test.times) {
				t.Errorf("%s %s token: exp, iat, nbf %v, want %v", name, kind, times, test.times)
			}
		}
	}
}

func TestM2MToken(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	token := inst.M2MToken(clerktest.MachineTokenOptions{Machine: "mch_1", Scopes: []string{"mch_2", "mch_3"}, Claims: map[string]any{"x": 1}})
	if err := verify(t, inst, token); err != nil {
		t.Fatal(err)
	}
	header, claims := decodeToken(t, token)
	if header["cat"] != "cl_B7d4PD333AAA" {
		t.Errorf("cat %v", header["cat"])
	}
	got := object{"aud": claims["aud"], "scopes": claims["scopes"], "sub": claims["sub"], "x": claims["x"]}
	want := object{"aud": []any{"mch_2", "mch_3"}, "scopes": "mch_2 mch_3", "sub": "mch_1", "x": 1.0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
	if _, claims := decodeToken(t, inst.M2MToken(clerktest.MachineTokenOptions{})); !strings.HasPrefix(claims["sub"].(string), "mch_") {
		t.Errorf("sub %v", claims["sub"])
	}
}

// A token belongs to a session that the Backend API knows.
func TestTokenHasASession(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	_, first := decodeToken(t, inst.Token(user, clerktest.TokenOptions{}))
	_, second := decodeToken(t, inst.Token(user, clerktest.TokenOptions{}))
	if first["sid"] != second["sid"] {
		t.Error("two tokens, two sessions")
	}
	status, session := call[clerktest.Session](t, inst, "GET", "/v1/sessions/"+first["sid"].(string), "")
	if status != 200 || session.UserID != user.ID {
		t.Errorf("%d, session of %q", status, session.UserID)
	}
}

func TestRotate(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	before := inst.Token(user, clerktest.TokenOptions{})
	inst.Rotate()
	after := inst.Token(user, clerktest.TokenOptions{})
	if err := verify(t, inst, before); err == nil {
		t.Error("the old key is still listed")
	}
	if err := verify(t, inst, after); err != nil {
		t.Error(err)
	}
}

// Whatever is a mistake of the caller panics outside a test.
func TestMistakes(t *testing.T) {
	t.Parallel()
	inst, err := clerktest.New()
	if err != nil {
		t.Fatal(err)
	}
	defer inst.Close()
	user := inst.CreateUser(clerktest.UserParams{EmailAddress: "a@example.com"})
	for name, mistake := range map[string]func(){
		"a negative TTL":  func() { inst.Token(user, clerktest.TokenOptions{TTL: -1}) },
		"a taken address": func() { inst.CreateUser(clerktest.UserParams{EmailAddress: "A@example.com"}) },
		"a taken ID":      func() { inst.CreateUser(clerktest.UserParams{ID: user.ID}) },
		"an odd claim":    func() { inst.Token(user, clerktest.TokenOptions{Claims: map[string]any{"x": func() {}}}) },
		"an odd membership": func() {
			inst.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{{Permissions: []string{"x"}}}})
		},
		"an odd permission":  func() { inst.Token(user, clerktest.TokenOptions{Permissions: []string{"invoices:create"}}) },
		"no user":            func() { inst.Token(nil, clerktest.TokenOptions{}) },
		"no user of this":    func() { inst.CreateSession(&backend.User{ID: "user_1"}) },
		"no user with an ID": func() { inst.Token(&backend.User{}, clerktest.TokenOptions{}) },
		"a negative life":    func() { inst.M2MToken(clerktest.MachineTokenOptions{TTL: time.Millisecond}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			mistake()
		}()
	}
	// A mistake leaves no lock behind.
	if inst.Token(user, clerktest.TokenOptions{}) == "" {
		t.Error("no token")
	}
}
