package main

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/go-json-experiment/json"
)

// Each kind of token is one that the local Clerk knows.
func TestTokenKinds(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	ada := inst.CreateUser(clerktest.UserParams{EmailAddress: "ada@example.com", Memberships: []clerktest.Membership{{Role: "admin"}}})
	grace := inst.CreateUser(clerktest.UserParams{EmailAddress: "grace@example.com"})
	other := inst.CreateOrganization(clerktest.OrganizationParams{Name: "Other"})
	api := inst.CreateMachine(clerktest.MachineParams{Name: "api"})
	worker := inst.CreateMachine(clerktest.MachineParams{Name: "worker", Scopes: []string{api.ID}})
	client, err := backend.NewClient(backend.Options{APIURL: inst.APIURL(), SecretKey: inst.SecretKey()})
	if err != nil {
		t.Fatal(err)
	}
	token := func(args string) string {
		t.Helper()
		status, stdout, stderr := output(t, append([]string{"token", "-addr", inst.Addr()}, strings.Fields(args)...)...)
		if status != 0 || stderr != "" || strings.Count(stdout, "\n") != 1 {
			t.Fatalf("token %s: %d %q %q", args, status, stdout, stderr)
		}
		return strings.TrimSpace(stdout)
	}

	for args, want := range map[string][3]any{
		"-org example": {ada.ID, "example", "admin"},
		"-kind session -org " + other.ID + " -role member": {ada.ID, "other", "member"},
		"-role billing -user " + grace.ID:                  {grace.ID, "example", "billing"},
	} {
		claims := read(t, token(args))
		o, _ := claims["o"].(map[string]any)
		if got := [3]any{claims["sub"], o["slg"], o["rol"]}; got != want {
			t.Errorf("token %s: %v, want %v", args, got, want)
		}
	}

	for args, want := range map[string]string{
		"-kind api_key": ada.ID,
		"-kind api_key -user grace@example.com -scopes read,write -ttl 1h": grace.ID,
		"-kind api_key -org other": other.ID,
	} {
		key, err := client.APIKeys.Verify(t.Context(), backend.APIKeyVerifyParams{Secret: token(args)})
		if err != nil {
			t.Fatal(err)
		}
		if key.Subject != want || key.Expiration.IsZero() == strings.Contains(args, "-ttl") || strings.Contains(args, "-scopes") != (strings.Join(key.Scopes, " ") == "read write") {
			t.Errorf("token %s: %v", args, key)
		}
	}

	for args, want := range map[string][2]string{
		"-kind m2m":                 {api.ID, ""},
		"-kind m2m -machine worker": {worker.ID, api.ID},
		"-kind m2m -machine " + api.ID + " -scopes worker,api": {api.ID, worker.ID + " " + api.ID},
	} {
		claims := read(t, token(args))
		scopes, _ := claims["scopes"].(string)
		if got := [2]string{claims["sub"].(string), scopes}; got != want {
			t.Errorf("token %s: %v, want %v", args, got, want)
		}
	}

	access, err := client.IDPOAuthAccessTokens.Verify(t.Context(), backend.IDPOAuthAccessTokenVerifyParams{AccessToken: backend.Value(token("-kind oauth -scopes openid -user grace@example.com"))})
	if err != nil || access.Subject != grace.ID || strings.Join(access.Scopes, " ") != "openid" {
		t.Errorf("OAuth access token: %v %v", access, err)
	}
}

// A flag that does not fit a kind is refused by name, before anybody is asked.
func TestTokenFlagsFit(t *testing.T) {
	t.Parallel()
	fits := map[string]string{"session": "org role ttl user", "api_key": "org scopes ttl user", "m2m": "machine scopes ttl", "oauth": "scopes ttl user"}
	for kind, fitting := range fits {
		for _, flag := range []string{"machine", "org", "role", "scopes", "ttl", "user"} {
			status, stdout, stderr := output(t, "token", "-addr", "127.0.0.1:1", "-kind", kind, "-"+flag, "1s")
			want := "clerkdev: -" + flag + " is no flag of a token of kind " + kind + "; see clerkdev -h\n"
			if refused := status == 2 && stdout == "" && stderr == want; refused == strings.Contains(fitting, flag) {
				t.Errorf("-kind %s -%s: %d %q", kind, flag, status, stderr)
			}
		}
	}
}

// read returns the claims of a token.
func read(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("no token: %q", token)
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}
