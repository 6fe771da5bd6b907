package core_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
)

// TestLoopbackIsSaid: a local Clerk is never taken for Clerk.
func TestLoopbackIsSaid(t *testing.T) {
	t.Parallel()
	const development, production = "pk_test_Y2xlcmsudGVzdC5hY2NvdW50cy5kZXYk", "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"
	for name, test := range map[string]struct {
		apiURL, publishableKey, secretKey string
		warnings                          int
		refused                           bool
	}{
		"Clerk":                      {"", development, "sk_test_1", 0, false},
		"elsewhere":                  {"https://proxy.example.com", development, "sk_test_1", 0, false},
		"this machine":               {"http://127.0.0.1:4400/bapi", development, "sk_test_1", 1, false},
		"this machine, by name":      {"http://localhost:4400/bapi", development, "sk_test_1", 1, false},
		"this machine, without a pk": {"http://[::1]:4400/bapi", "", "sk_test_1", 1, false},
		"a production instance":      {"https://127.0.0.1:4400/bapi", production, "sk_live_1", 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			_, err := core.NewClient(core.Options{
				APIURL: test.apiURL, Logger: slog.New(slog.NewTextHandler(&log, nil)),
				PublishableKey: test.publishableKey, SecretKey: test.secretKey,
			})
			if (err != nil) != test.refused || err != nil && !strings.Contains(err.Error(), "CLERK_API_URL") {
				t.Errorf("got %v", err)
			}
			if n := strings.Count(log.String(), "local Clerk"); n != test.warnings || strings.Contains(log.String(), test.secretKey) {
				t.Errorf("%d warnings, want %d: %s", n, test.warnings, log.String())
			}
		})
	}
}
