package backend_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

// TestEnterpriseSecretsAreNotPrinted covers what TestSecretsAreNotPrinted cannot
// fill: a secret within an Opt of a struct, and what providers sent in a trial.
func TestEnterpriseSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	oidc := backend.Value(backend.EnterpriseConnectionOIDCParams{ClientSecret: backend.Value(secret)})
	for _, value := range []any{
		backend.EnterpriseConnectionCreateParams{OIDC: oidc},
		&backend.EnterpriseConnectionCreateParams{OIDC: oidc},
		backend.EnterpriseConnectionUpdateParams{OIDC: oidc},
		&backend.EnterpriseConnectionUpdateParams{OIDC: oidc},
		backend.EnterpriseConnectionTestRunOAuth{AccessToken: secret},
		backend.EnterpriseConnectionTestRunOAuth{IDToken: secret},
		backend.EnterpriseConnectionTestRunSAML{SAMLResponse: secret},
	} {
		var printed bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			fmt.Fprintf(&printed, verb, value)
		}
		slog.New(slog.NewTextHandler(&printed, nil)).Info("x", "value", value)
		slog.New(slog.NewJSONHandler(&printed, nil)).Info("x", "value", value)
		if text := printed.String(); strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) {
			t.Errorf("%T prints its secret: %s", value, text)
		}
		if !strings.Contains(printed.String(), "redacted") {
			t.Errorf("%T does not say that it has a secret", value)
		}
	}
	if params, _ := oidc.Get(); params.ClientSecret.Or("") != secret {
		t.Error("printing changed the parameters")
	}
}
