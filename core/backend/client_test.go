package backend_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

func TestNewClientRefuses(t *testing.T) {
	t.Parallel()
	const live = "sk_live_hunter2"
	for name, test := range map[string]struct {
		options backend.Options
		says    []string
	}{
		"no key":             {backend.Options{}, []string{"SecretKey", "CLERK_SECRET_KEY", "API keys page"}},
		"key with newline":   {backend.Options{SecretKey: live + "\n"}, []string{"SecretKey", "CLERK_SECRET_KEY", "API keys page"}},
		"key with space":     {backend.Options{SecretKey: "sk_live_hunter2 x"}, []string{"SecretKey"}},
		"key with control":   {backend.Options{SecretKey: live + "\x00"}, []string{"SecretKey"}},
		"key with a quote ’": {backend.Options{SecretKey: live + "’"}, []string{"SecretKey"}},
		"machine key":        {backend.Options{SecretKey: live, MachineSecretKey: "ak_hunter2\t"}, []string{"MachineSecretKey", "CLERK_MACHINE_SECRET_KEY"}},
		"relative URL":       {backend.Options{SecretKey: live, APIURL: "api.clerk.com"}, []string{"APIURL", "CLERK_API_URL", "absolute"}},
		"credentials":        {backend.Options{SecretKey: live, APIURL: "https://me:hunter2@clerk.test"}, []string{"APIURL", "credentials"}},
		"query":              {backend.Options{SecretKey: live, APIURL: "https://clerk.test?k=hunter2"}, []string{"APIURL", "query"}},
		"fragment":           {backend.Options{SecretKey: live, APIURL: "https://clerk.test#hunter2"}, []string{"APIURL", "fragment"}},
		"plain http":         {backend.Options{SecretKey: "sk_test_hunter2", APIURL: "http://clerk.test"}, []string{"APIURL", "CLERK_API_URL", "https"}},
		"plain http, live":   {backend.Options{SecretKey: live, APIURL: "http://localhost:1"}, []string{"APIURL", "sk_test_"}},
		"plain http, no key": {backend.Options{MachineSecretKey: "ak_hunter2", APIURL: "http://localhost:1"}, []string{"APIURL", "sk_test_"}},
		"version":            {backend.Options{SecretKey: live, APIVersion: "../v2"}, []string{"APIVersion", "CLERK_API_VERSION"}},
		"user agent":         {backend.Options{SecretKey: live, UserAgent: "a\r\nb"}, []string{"UserAgent"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, err := backend.NewClient(test.options)
			if err == nil || client != nil {
				t.Fatalf("got %v, %v; want an error", client, err)
			}
			for _, part := range test.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not mention %q", err, part)
				}
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error shows a secret: %v", err)
			}
		})
	}
}

func TestNewClientAccepts(t *testing.T) {
	t.Parallel()
	for _, options := range []backend.Options{
		{SecretKey: "sk_live_x"},
		{MachineSecretKey: "ak_x"},
		{SecretKey: "sk_live_x", APIURL: "https://proxy.test/clerk/", APIVersion: "v2"},
		{SecretKey: "sk_test_x", APIURL: "http://[::1]:3000"},
		{SecretKey: "test_x", APIURL: "http://clerk.localhost"},
	} {
		if _, err := backend.NewClient(options); err != nil {
			t.Errorf("NewClient(%v): %v", options, err)
		}
	}
}

func TestDefaultsReachTheWire(t *testing.T) {
	t.Parallel()
	var got *http.Request
	client := clientOf(t, backend.Options{SecretKey: "sk_live_x", HTTPClient: &http.Client{
		Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			got = r
			return nil, errors.New("seen enough")
		}),
	}})
	_, _ = client.Users.Get(t.Context(), "user_1")
	if got.URL.String() != "https://api.clerk.com/v1/users/user_1" {
		t.Errorf("URL %s", got.URL)
	}
	for name, want := range map[string]string{
		"Authorization":     "Bearer sk_live_x",
		"Clerk-API-Version": "2026-05-12",
		"Content-Type":      "application/json",
		"User-Agent":        "clerk-go/core@0.1.0",
	} {
		if value := got.Header.Get(name); value != want {
			t.Errorf("%s: %q, want %q", name, value, want)
		}
	}
}

func TestUnusableClient(t *testing.T) {
	t.Parallel()
	missing := errors.New("CLERK_SECRET_KEY is missing")
	client := backend.Unusable(missing)
	_, getErr := client.Users.Get(t.Context(), "user_1")
	_, listErr := client.Users.List(t.Context(), backend.UserListParams{})
	_, rawErr := client.JWKS.Raw(t.Context())
	errs := []error{getErr, listErr, rawErr}
	for _, err := range client.Users.All(t.Context(), backend.UserListParams{}) {
		errs = append(errs, err)
	}
	if len(errs) != 4 {
		t.Fatalf("%d errors, want 4", len(errs))
	}
	for _, err := range errs {
		if err != missing {
			t.Errorf("got %v, want %v", err, missing)
		}
	}
}

func TestKeysAreNeverPrinted(t *testing.T) {
	t.Parallel()
	options := backend.Options{SecretKey: "sk_test_hunter2", MachineSecretKey: "ak_hunter2", APIURL: "http://me:hunter2@localhost"}
	good := options
	good.APIURL = "http://localhost"
	client := clientOf(t, good)
	created := backend.UserCreateParams{
		BackupCodes:    []string{"hunter2"},
		Password:       backend.Value("hunter2"),
		PasswordDigest: backend.Value("hunter2"),
		TOTPSecret:     backend.Value("hunter2"),
		Username:       backend.Value("ada"),
	}
	updated := backend.UserUpdateParams{
		BackupCodes:    []string{"hunter2"},
		Password:       backend.Value("hunter2"),
		PasswordDigest: backend.Value("hunter2"),
		TOTPSecret:     backend.Value("hunter2"),
		Username:       backend.Value("ada"),
	}
	values := map[string]any{
		"options": options, "*options": &options, "client": client, "*client": *client, "service": client.Users,
		"*service": *client.Users, "create": created, "*create": &created, "update": updated, "nested": []any{options, created},
	}
	for name, value := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%t"} {
			printed := fmt.Sprintf(verb, value)
			if leaks(printed) {
				t.Errorf("%s at %s shows a secret: %s", name, verb, printed)
			}
		}
		var log bytes.Buffer
		slog.New(slog.NewTextHandler(&log, nil)).Info("x", "value", value)
		if name != "nested" { // LogValue does not reach into slices
			slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "value", value)
		}
		if leaks(log.String()) {
			t.Errorf("%s in a log shows a secret: %s", name, log.String())
		}
	}
	if printed := fmt.Sprintf("%+v", created); !strings.Contains(printed, "ada") || !strings.Contains(printed, "[redacted]") {
		t.Errorf("too little is printed: %s", printed)
	}
	if created.Password.Or("") != "hunter2" || created.BackupCodes[0] != "hunter2" {
		t.Error("printing changed the parameters")
	}
}

// leaks looks for the secret of the tests, plain or in hexadecimal.
func leaks(s string) bool {
	return strings.Contains(s, "hunter2") || strings.Contains(strings.ToLower(s), fmt.Sprintf("%x", "hunter2"))
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
