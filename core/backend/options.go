package backend

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/clerkgo/clerk-go/core/internal/redact"
	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/clerkgo/clerk-go/core/internal/version"
)

// Where the Backend API is, unless [Options] say otherwise.
const (
	DefaultAPIURL     = "https://api.clerk.com"
	DefaultAPIVersion = "v1"
)

// Options configure a [Client]. The zero value of each field is its default; only
// SecretKey has none. Printing Options shows whether a key is set, never the
// key.
type Options struct {
	// APIURL is the root of the API, without the version. Empty means
	// [DefaultAPIURL]. Plain http is accepted for a loopback host and a
	// development secret key.
	APIURL string

	// APIVersion is the version segment of each path. Empty means
	// [DefaultAPIVersion].
	APIVersion string

	// HTTPClient sends the requests. It is copied, and the copy follows no
	// redirects. Nil means one that gives each call 30 seconds.
	HTTPClient *http.Client

	// Hook is told of every call, to trace and count it. Nil costs nothing.
	Hook Hook

	// MachineSecretKey (ak_…) authenticates the operations on M2M tokens in
	// place of SecretKey.
	MachineSecretKey string

	// Now tells the time, for Retry-After headers that hold a date. Nil means
	// [time.Now].
	Now func() time.Time

	// Retry says how requests that failed are sent again.
	Retry RetryOptions

	// SecretKey (sk_test_… or sk_live_…) authenticates every other operation. It
	// may be left out only where MachineSecretKey is set.
	SecretKey string

	// UserAgent is the User-Agent header. Empty means the name and version of
	// this module.
	UserAgent string
}

// Format prints the options without the keys, whatever the verb.
func (o Options) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, o.LogValue().String())
}

// LogValue logs the options without the keys.
func (o Options) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("APIURL", redact.Text(o.APIURL)),
		slog.String("APIVersion", redact.Text(o.APIVersion)),
		slog.Bool("HTTPClient", o.HTTPClient != nil),
		slog.String("MachineSecretKey", redacted(o.MachineSecretKey)),
		slog.String("SecretKey", redacted(o.SecretKey)),
		slog.String("UserAgent", redact.Text(o.UserAgent)),
	)
}

func redacted(key string) string {
	if key == "" {
		return ""
	}
	return "[redacted]"
}

// validate fills in the defaults and returns the root of the API.
func (o *Options) validate() (*url.URL, error) {
	if o.APIURL == "" {
		o.APIURL = DefaultAPIURL
	}
	if o.APIVersion == "" {
		o.APIVersion = DefaultAPIVersion
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.UserAgent == "" {
		o.UserAgent = version.UserAgent
	}
	if err := o.validateKeys(); err != nil {
		return nil, err
	}
	if _, err := rest.Segment(o.APIVersion); err != nil {
		return nil, fmt.Errorf("clerk: APIVersion (CLERK_API_VERSION) %w; leave it empty for %s", err, DefaultAPIVersion)
	}
	if strings.ContainsFunc(o.UserAgent, unicode.IsControl) {
		return nil, errors.New("clerk: UserAgent holds a control character")
	}
	base, err := rest.ParseBase(o.APIURL)
	if err != nil {
		return nil, fmt.Errorf("clerk: APIURL (CLERK_API_URL) %w", err)
	}
	if base.Scheme == "http" && !(rest.Loopback(base) && development(o.SecretKey)) {
		return nil, errors.New("clerk: APIURL (CLERK_API_URL) is plain http, which would show the secret key to the network; " +
			"use https, or a loopback host with a development secret key (sk_test_…)")
	}
	return base, nil
}

func (o *Options) validateKeys() error {
	if o.SecretKey == "" && o.MachineSecretKey == "" {
		return errNoSecretKey
	}
	return errors.Join(
		validateKey("SecretKey (CLERK_SECRET_KEY)", o.SecretKey),
		validateKey("MachineSecretKey (CLERK_MACHINE_SECRET_KEY)", o.MachineSecretKey),
	)
}

// validateKey refuses a key that cannot be sent. The error does not quote it.
func validateKey(name, key string) error {
	if strings.ContainsFunc(key, notVisible) {
		return fmt.Errorf("clerk: %s holds white space or another character that no key has; "+
			"copy it again from the API keys page of the Clerk dashboard", name)
	}
	return nil
}

// errNoSecretKey is what a call without any key to send returns.
var errNoSecretKey = errors.New("clerk: SecretKey (CLERK_SECRET_KEY) is missing; " +
	"copy it from the API keys page of the Clerk dashboard")

// notVisible reports what is not a visible ASCII character.
func notVisible(r rune) bool { return r <= ' ' || r > '~' }

// development reports whether a secret key belongs to a development instance.
func development(secretKey string) bool {
	return strings.HasPrefix(secretKey, "sk_test_") || strings.HasPrefix(secretKey, "test_")
}
