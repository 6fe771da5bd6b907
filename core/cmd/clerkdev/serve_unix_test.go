//go:build unix

package main

import (
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// Without COMMAND clerkdev serves, says so, and answers its subcommands.
func TestServe(t *testing.T) {
	t.Parallel()
	p := start(t, nil, clerkdev, "-addr", anyPort)
	addr := p.addr()
	p.await("clerkdev: user  admin+clerk_test@example.com (org:admin of example, org_")
	p.await("clerkdev: user  member+clerk_test@example.com")
	p.await("clerkdev: data  in memory only")
	link, ok := strings.CutSuffix(p.await("clerkdev: open  "), " and click on a user")
	if !ok || link != "http://"+addr+"/sign-in?redirect_url=http://localhost:8080/me" {
		t.Errorf("sign-in is at %q", link)
	}
	if page := get(t, link); !strings.Contains(page, `name="user" value="user_`) || !strings.Contains(page, "localhost:8080/me") {
		t.Errorf("sign-in shows\n%s", page)
	}
	p.await("clerkdev: see   http://" + addr + "/ for users, sessions and requests")
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

func get(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", url, response.StatusCode, err)
	}
	return string(body)
}
