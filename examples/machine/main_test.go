package main

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/examples/internal/exampletest"
)

func TestRoutes(t *testing.T) {
	inst := exampletest.Start(t)
	url := exampletest.Serve(t, routes())
	user := inst.CreateUser(clerktest.UserParams{})
	reads := inst.CreateAPIKey(clerktest.APIKeyParams{Subject: user.ID, Scopes: []string{"invoices:read"}})
	writes := inst.CreateAPIKey(clerktest.APIKeyParams{Subject: user.ID, Scopes: []string{"invoices:write"}})
	machine := inst.M2MToken(clerktest.MachineTokenOptions{Machine: "mch_billing"})
	session := inst.Token(user, clerktest.TokenOptions{})
	for _, test := range []struct {
		name, method, path, token string
		status                    int
		body                      string
	}{
		{"stranger", "GET", "/export", "", 401, ""},
		{"key", "GET", "/export", reads.Secret, 200, fmt.Sprintf("key %s of %s, scopes [\"invoices:read\"]\n", reads.ID, user.ID)},
		{"no key", "GET", "/export", "ak_nobody", 401, ""},
		{"machine", "GET", "/export", machine, 200, "machine mch_billing\n"},
		{"session", "GET", "/export", session, 200, "user " + user.ID + "\n"},
		{"key with the scope", "POST", "/invoices", writes.Secret, 201, ""},
		{"key without it", "POST", "/invoices", reads.Secret, 403, ""},
		{"machine", "POST", "/invoices", machine, 401, ""},
		{"session", "POST", "/invoices", session, 401, ""},
	} {
		t.Run(test.name+" "+test.path, func(t *testing.T) {
			request, err := http.NewRequestWithContext(t.Context(), test.method, url+test.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if test.token != "" {
				request.Header.Set("Authorization", "Bearer "+test.token)
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			body, err := io.ReadAll(response.Body)
			if err != nil || response.StatusCode != test.status || test.body != "" && string(body) != test.body {
				t.Errorf("got %d %s, %v; want %d %s", response.StatusCode, body, err, test.status, test.body)
			}
		})
	}
}
