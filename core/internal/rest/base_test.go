package rest_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/internal/rest"
)

func TestParseBase(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://api.clerk.com":            "https://api.clerk.com",
		"https://api.clerk.com/":           "https://api.clerk.com",
		"https://api.clerk.com//":          "https://api.clerk.com",
		"https://proxy.test//clerk///api/": "https://proxy.test/clerk/api",
		"https://proxy.test/a%20b":         "https://proxy.test/a%20b",
		"HTTPS://Proxy.test:8443/x":        "https://Proxy.test:8443/x",
		"http://127.0.0.1:9000":            "http://127.0.0.1:9000",
		"":                                 "",
		"api.clerk.com":                    "",
		"//api.clerk.com":                  "",
		"ftp://api.clerk.com":              "",
		"https:api.clerk.com":              "",
		"https://":                         "",
		"https://:443":                     "",
		"https://user:hunter2@clerk.test":  "",
		"https://hunter2@clerk.test":       "",
		"https://clerk.test?x=hunter2":     "",
		"https://clerk.test?":              "",
		"https://clerk.test#hunter2":       "",
		"https://clerk.test#":              "",
		"https://clerk.test/a/../b":        "",
		"https://clerk.test/a/%2e%2e/b":    "",
		"https://clerk.test/a%2fb":         "",
		"https://clerk.test/%252e%252e":    "",
		"https://clerk.test/%zz":           "",
		"https://clerk.test/a\nb":          "",
		"https://clerk test/":              "",
	} {
		u, err := rest.ParseBase(raw)
		switch {
		case want == "" && err == nil:
			t.Errorf("ParseBase(%q) = %q, want an error", raw, u)
		case want == "" && strings.Contains(err.Error(), "hunter2"):
			t.Errorf("the error for %q quotes a secret: %v", raw, err)
		case want != "" && (err != nil || u.String() != want):
			t.Errorf("ParseBase(%q) = %v, %v; want %q", raw, u, err, want)
		}
	}
}

func TestLoopback(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost":           true,
		"LOCALHOST:80":        true,
		"localhost.":          true,
		"clerk.localhost":     true,
		"127.0.0.1":           true,
		"127.9.9.9:1":         true,
		"[::1]:80":            true,
		"[::ffff:127.0.0.1]":  true,
		"0.0.0.0":             false,
		"10.0.0.1":            false,
		"127.0.0.1.evil.test": false,
		"evil-localhost":      false,
		"localhost.evil.test": false,
		"api.clerk.com":       false,
	} {
		if got := rest.Loopback(&url.URL{Host: host}); got != want {
			t.Errorf("Loopback(%q) = %t, want %t", host, got, want)
		}
	}
}
