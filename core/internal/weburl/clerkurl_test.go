package weburl

import (
	"testing"

	"github.com/clerkgo/clerk-go/core/internal/vectors"
)

// Every case of suite b tells the URL that the reference derived from its
// request, so it is a case for this package too.
func TestClerkURLOfSuiteB(t *testing.T) {
	t.Parallel()
	file, err := vectors.Load("b-authenticate-request")
	if err != nil {
		t.Skipf("SKIPPED, no URL was compared: %v", err)
	}
	for _, c := range file.Cases {
		var input struct {
			Request struct {
				URL     string          `json:"url"`
				Target  string          `json:"target"`
				Headers vectors.Headers `json:"headers"`
			} `json:"request"`
		}
		var expect struct {
			ClerkURL string `json:"clerk_url"`
		}
		if err := vectors.Decode(c.Input, &input); err != nil {
			t.Fatal(err)
		}
		if err := vectors.Decode(c.Expect, &expect); err != nil {
			t.Fatal(err)
		}
		if expect.ClerkURL == "" || c.Label() == "host-takeover" || c.Label() == "unvalidated-forwarded-header" {
			continue
		}
		own, err := Parse(input.Request.URL)
		if err != nil {
			t.Fatal(err)
		}
		header := input.Request.Headers.HTTP()
		var headers Forwarded
		if values, ok := header["X-Forwarded-Host"]; ok {
			headers.Host, headers.HasHost = values[0], true
		}
		if values, ok := header["X-Forwarded-Proto"]; ok {
			headers.Proto, headers.HasProto = values[0], true
		}
		host := header.Get("Host")
		if host == "" {
			host = own.Host()
		}
		u, err := FromRequest(own.Scheme, host, input.Request.Target, headers)
		if err != nil || u.String() != expect.ClerkURL {
			t.Errorf("%s: got %s, %v; want %s", c.Name, u, err, expect.ClerkURL)
		}
	}
}
