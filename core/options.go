package core

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/internal/redact"
	"github.com/clerkgo/clerk-go/core/internal/rest"
)

// Options configure a [Client]. The zero value of each field is its default;
// SecretKey has none. Fields are those of createClerkClient, except telemetry:
// nothing is sent. Printing Options shows which keys are set, never a key.
//
// See https://clerk.com/docs/js-backend/getting-started/create-clerk-client.
type Options struct {
	// APIURL (CLERK_API_URL) is the root of the Backend API. Empty is the one
	// that serves the instance of PublishableKey: https://api.clerk.com.
	APIURL string
	// APIVersion (CLERK_API_VERSION) is the version in its paths. Empty is v1.
	APIVersion string
	// Audience lists accepted values of a token's aud. Empty accepts all.
	Audience []string
	// Domain (CLERK_DOMAIN) is the domain of a satellite application, without
	// a scheme.
	Domain string
	// FAPIURL (CLERK_FAPI_URL) is where the Frontend API proxy forwards to.
	// Empty is where Clerk serves it.
	FAPIURL string
	// Hooks are told what the client does, to trace and count it.
	Hooks Hooks
	// HTTPClient sends requests to the Backend API. It is copied. Nil is a
	// client with a timeout of 30 seconds. Its Transport also serves the
	// Frontend API proxy.
	HTTPClient *http.Client
	// IsSatellite (CLERK_IS_SATELLITE) says that users sign in on another
	// domain.
	IsSatellite bool
	// JWTKey (CLERK_JWT_KEY) is the instance's public key in PEM format. With
	// it tokens are verified without the network, but keys do not rotate.
	JWTKey string
	// Logger is told what needs attention. Nil is [slog.Default].
	Logger *slog.Logger
	// MachineSecretKey (CLERK_MACHINE_SECRET_KEY) authenticates operations on
	// machine-to-machine tokens.
	MachineSecretKey string `json:"-"`
	// MachineTokenTTL is how long what Clerk said of an API key, or of a machine or
	// OAuth token that is no JWT, is believed without asking again, also that there
	// is no such token. Zero asks for every request. A key that is revoked is
	// accepted for that long afterwards, so choose seconds, not minutes.
	MachineTokenTTL time.Duration
	// Now is the clock. Nil is [time.Now].
	Now func() time.Time
	// ProxyURL (CLERK_PROXY_URL) is where browsers reach the Frontend API if
	// not on its own domain: an absolute URL, or a path of this application. A
	// path is of the host that X-Forwarded-Host names: have the server in front
	// of this one set that header, so that visitors cannot.
	ProxyURL string
	// PublishableKey (CLERK_PUBLISHABLE_KEY) names the instance to browsers.
	// Authenticating requests needs it.
	PublishableKey string
	// Retry says how requests to the Backend API that failed are sent again.
	Retry backend.RetryOptions
	// SatelliteAutoSync makes a satellite ask the primary domain about every
	// visitor, also those without cookies.
	SatelliteAutoSync bool
	// SDKMetadata names the package on top of this one, in the User-Agent.
	SDKMetadata SDKMetadata
	// SecretKey (CLERK_SECRET_KEY) authenticates this server to Clerk.
	SecretKey string `json:"-"`
	// SignInURL (CLERK_SIGN_IN_URL) is where users sign in. Empty is Clerk's
	// account portal.
	SignInURL string
	// SignUpURL (CLERK_SIGN_UP_URL) is where users sign up. Empty is Clerk's
	// account portal.
	SignUpURL string
	// TokenCacheSize is how many session tokens, and machine tokens in the form of a JWT,
	// are remembered after they were verified, so that the next request with the same
	// token costs no signature; see token.Cache for what is checked again. Zero is
	// token.DefaultCacheSize, a negative number remembers none.
	TokenCacheSize int
	// TaskURLs maps the key of a session task to the path where the user does
	// it. Empty sends users with a task to /tasks of sign-in.
	TaskURLs map[string]string
	// UserAgent is the User-Agent of requests to the Backend API. Empty is
	// made of SDKMetadata.
	UserAgent string
}

// SDKMetadata names a package and its version.
type SDKMetadata struct {
	Name    string
	Version string
}

// String returns "name@version", or "" for the zero value.
func (m SDKMetadata) String() string {
	if m.Name == "" {
		return ""
	}
	return m.Name + "@" + m.Version
}

// Format prints the options without the keys, whatever the verb.
func (o Options) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, o.LogValue().String())
}

// LogValue logs the options without the keys.
func (o Options) LogValue() slog.Value {
	isSet := func(key string) string {
		if key == "" {
			return ""
		}
		return "[redacted]"
	}
	return slog.GroupValue(
		slog.String("APIURL", redact.Text(o.APIURL)),
		slog.String("APIVersion", redact.Text(o.APIVersion)),
		slog.String("Domain", redact.Text(o.Domain)),
		slog.Bool("IsSatellite", o.IsSatellite),
		slog.String("JWTKey", isSet(o.JWTKey)),
		slog.String("MachineSecretKey", isSet(o.MachineSecretKey)),
		slog.String("ProxyURL", redact.Text(o.ProxyURL)),
		slog.String("PublishableKey", redact.Text(o.PublishableKey)),
		slog.String("SecretKey", isSet(o.SecretKey)),
		slog.String("SignInURL", redact.Text(o.SignInURL)),
		slog.String("SignUpURL", redact.Text(o.SignUpURL)),
	)
}

// validateProxyURL refuses a ProxyURL that would send browsers somewhere odd.
func validateProxyURL(proxyURL string, production bool) error {
	if proxyURL == "" || (strings.HasPrefix(proxyURL, "/") && !strings.HasPrefix(proxyURL, "//")) {
		return nil
	}
	u, err := url.Parse(proxyURL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.User != nil {
		return errors.New("clerk: ProxyURL (CLERK_PROXY_URL) is neither an absolute https URL nor a path that begins with /")
	}
	if u.Scheme == "http" && (production || !rest.Loopback(u)) {
		return errors.New("clerk: ProxyURL (CLERK_PROXY_URL) is plain http, which is accepted for a loopback host and a development instance only")
	}
	return nil
}
