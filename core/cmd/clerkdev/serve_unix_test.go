//go:build unix

package main

import (
	"encoding/base64"
	"strings"
	"syscall"
	"testing"

	"github.com/go-json-experiment/json"
)

// Without COMMAND clerkdev serves, says so, and answers its subcommands.
func TestServe(t *testing.T) {
	t.Parallel()
	p := start(t, nil, clerkdev, "-addr", anyPort)
	addr := p.addr()
	p.await("clerkdev: user  admin+clerk_test@example.com (org:admin of example, org_")
	p.await("clerkdev: user  member+clerk_test@example.com")
	p.await(`clerkdev: try   curl -H "Authorization: Bearer $(go run ./core/cmd/clerkdev token -addr ` + addr + `)" localhost:8080/me`)
	p.await("clerkdev: stop  Ctrl-C")

	var admin string
	for _, test := range []struct {
		args string
		role any
		life float64
	}{
		{"", nil, 60},
		{"-role admin", "admin", 60},
		{"-role org:admin -ttl 5m", "admin", 300},
		{"-role member -user member+clerk_test@example.com", "member", 60},
	} {
		status, stdout, stderr := output(t, append([]string{"token", "-addr", addr}, strings.Fields(test.args)...)...)
		if status != 0 || stderr != "" {
			t.Fatalf("token %s: %d %s", test.args, status, stderr)
		}
		claims := read(t, strings.TrimSuffix(stdout, "\n"))
		o, _ := claims["o"].(map[string]any)
		if o["rol"] != test.role || claims["exp"].(float64)-claims["iat"].(float64) != test.life {
			t.Errorf("token %s: %v", test.args, claims)
		}
		if admin == "" {
			admin = claims["sub"].(string)
		}
		if same := claims["sub"] == admin; same == strings.Contains(test.args, "member+") {
			t.Errorf("token %s: of the first user: %t", test.args, same)
		}
	}
	status, stdout, stderr := output(t, "-addr", addr, "token", "-user", "nobody@example.com")
	if want := "clerkdev: No user has the email address \"nobody@example.com\".\n"; status != 1 || stdout != "" || stderr != want {
		t.Errorf("token of nobody: %d %q %q", status, stdout, stderr)
	}
	p.signal(syscall.SIGINT)
	if got := p.status(); got != 0 {
		t.Errorf("status %d after Ctrl-C, want 0", got)
	}
	p.gone()
	free(t, addr)
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
