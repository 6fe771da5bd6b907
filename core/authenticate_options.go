package core

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/internal/redact"
	"github.com/clerkgo/clerk-go/core/token"
)

// AuthenticateOptions configure an [Authenticator]. The zero value of each field
// is its default. A field that [Options] has too takes the place of the client's
// where it is set, so that one client can serve several domains and instances.
//
// See https://clerk.com/docs/reference/backend/authenticate-request.
type AuthenticateOptions struct {
	// AcceptsToken lists the kinds of tokens that count. Nil is [SessionToken]
	// alone; [AnyToken] is every kind. Machine tokens are read from the
	// Authorization header only.
	AcceptsToken []TokenType
	// Audience lists accepted values of a token's aud.
	Audience []string
	// AuthorizedParties lists the origins whose session tokens are accepted,
	// such as "https://example.com". Set it: it stops tokens that another
	// application of the instance obtained. Empty accepts all.
	AuthorizedParties []string
	// ClockSkew is how far the clock of this machine may be off. Zero is five
	// seconds; [token.NoClockSkew] is none.
	ClockSkew time.Duration
	// Domain, IsSatellite, ProxyURL and SatelliteAutoSync describe one of
	// several domains; see [Options]. They cannot be taken away from a client
	// that has them.
	Domain            string
	IsSatellite       bool
	ProxyURL          string
	SatelliteAutoSync bool
	// HeaderTypes lists accepted values of a session token's typ. Empty accepts
	// "JWT" and none.
	HeaderTypes []string
	// Issuers lists accepted values of a session token's iss. Empty accepts
	// all: keys tell instances apart.
	Issuers []string
	// JWTKey, MachineSecretKey, PublishableKey and SecretKey name another
	// instance, whose keys are kept apart from those of the client.
	JWTKey           string
	MachineSecretKey string `json:"-"`
	PublishableKey   string
	SecretKey        string `json:"-"`
	// OrganizationSync makes the URL of a page choose the active organisation.
	OrganizationSync OrganizationSyncOptions
	// SignInURL and SignUpURL are where users sign in and up.
	SignInURL string
	SignUpURL string

	// severalKinds makes a list of one kind behave as one of several, as an
	// array of one does in JavaScript.
	severalKinds bool
}

// Format prints the options that are not secret, whatever the verb.
func (o AuthenticateOptions) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, o.LogValue().String())
}

// LogValue logs the options that are not secret.
func (o AuthenticateOptions) LogValue() slog.Value {
	overrides := Options{
		Domain: o.Domain, IsSatellite: o.IsSatellite, JWTKey: o.JWTKey, MachineSecretKey: o.MachineSecretKey, ProxyURL: o.ProxyURL,
		PublishableKey: o.PublishableKey, SecretKey: o.SecretKey, SignInURL: o.SignInURL, SignUpURL: o.SignUpURL,
	}
	return slog.GroupValue(
		slog.Any("AcceptsToken", redact.Texts(o.AcceptsToken)),
		slog.Any("Audience", redact.Texts(o.Audience)),
		slog.Any("AuthorizedParties", redact.Texts(o.AuthorizedParties)),
		slog.Duration("ClockSkew", o.ClockSkew),
		slog.Any("Issuers", redact.Texts(o.Issuers)),
		slog.Any("Options", overrides.LogValue()),
	)
}

// tokenTypes are the values that AcceptsToken may hold.
var tokenTypes = []TokenType{AnyToken, APIKey, M2MToken, OAuthToken, SessionToken}

// acceptsOneKind reports whether exactly one kind of token counts.
func (o *AuthenticateOptions) acceptsOneKind() bool {
	return len(o.AcceptsToken) == 1 && !o.severalKinds && o.AcceptsToken[0] != AnyToken
}

// accepts reports whether a kind of token counts; no kind is a session's.
func (o *AuthenticateOptions) accepts(kind TokenType) bool {
	if kind == "" {
		kind = SessionToken
	}
	return slices.Contains(o.AcceptsToken, AnyToken) || slices.Contains(o.AcceptsToken, kind)
}

// onlyMachine returns the kind of machine token that alone counts, "" if
// sessions or several kinds do.
func (o *AuthenticateOptions) onlyMachine() TokenType {
	if !o.acceptsOneKind() || o.AcceptsToken[0] == SessionToken {
		return ""
	}
	return o.AcceptsToken[0]
}

// needsPublishableKey reports whether browsers may be involved.
func (o *AuthenticateOptions) needsPublishableKey() bool {
	only := o.onlyMachine()
	return only != APIKey && only != M2MToken
}

var (
	errNoPublishableKey = errors.New("clerk: PublishableKey (CLERK_PUBLISHABLE_KEY) is missing; copy it from the API keys page of the Clerk dashboard")
	errNoSecretKey      = errors.New("clerk: SecretKey (CLERK_SECRET_KEY) is missing; copy it from the API keys page of the Clerk dashboard")
)

// NewAuthenticator returns an authenticator with its own copy of options. The
// error names what is missing or wrong, its variable, and how to get it right.
func (c *Client) NewAuthenticator(options AuthenticateOptions) (*Authenticator, error) {
	options.AcceptsToken = slices.Clone(options.AcceptsToken)
	if options.AcceptsToken == nil {
		options.AcceptsToken = sessionsOnly
	}
	for _, kind := range options.AcceptsToken {
		if !slices.Contains(tokenTypes, kind) {
			return nil, fmt.Errorf("clerk: AcceptsToken holds %q; use the constants %q", redact.Text(string(kind)), tokenTypes)
		}
	}
	client, err := c.with(options)
	if err != nil {
		return nil, err
	}
	if client.instance.Raw == "" && options.needsPublishableKey() {
		return nil, errNoPublishableKey
	}
	if client.options.SecretKey == "" && options.onlyMachine() != M2MToken {
		return nil, errNoSecretKey
	}
	if err := validateSatellite(*client.options); err != nil {
		return nil, err
	}
	sync, err := options.OrganizationSync.compile()
	if err != nil {
		return nil, err
	}
	a := &Authenticator{
		client:     client,
		options:    options,
		sync:       sync,
		instance:   client.instance,
		issuerHost: client.instance.Override("", client.options.Domain, client.options.IsSatellite).FrontendAPI,
		cookies:    namesOf(pubkey.CookieSuffix(client.instance.Raw)),
	}
	a.buildVerifiers()
	return a, nil
}

// buildVerifiers builds one verifier for each kind of token.
func (a *Authenticator) buildVerifiers() {
	machine := token.Options{
		Audience:  a.client.options.Audience,
		Cache:     a.client.cache,
		ClockSkew: a.options.ClockSkew,
		Keys:      a.client.keys,
	}
	if _, ok := a.client.keys.(*token.KeySet); !ok { // which has the client's clock
		machine.Now = a.client.options.Now
	}
	oauth := machine
	oauth.HeaderTypes, oauth.RequireAudience = oauthTypes, true
	session := machine
	session.AuthorizedParties, session.HeaderTypes, session.Issuers = a.options.AuthorizedParties, a.options.HeaderTypes, a.options.Issuers
	lenient := session
	lenient.ClockSkew = handshakeSkew
	a.verifiers.session, a.verifiers.lenient = token.NewVerifier(session), token.NewVerifier(lenient)
	a.verifiers.m2m, a.verifiers.oauth = token.NewVerifier(machine), token.NewVerifier(oauth)
}

// with returns the client with the options that take the place of its own. Where
// they name another instance it has keys of its own.
func (c *Client) with(options AuthenticateOptions) (*Client, error) {
	if c.err != nil {
		return nil, c.err
	}
	merged := *c.options
	for _, field := range [...]struct {
		to   *string
		from string
	}{
		{&merged.Domain, options.Domain},
		{&merged.JWTKey, options.JWTKey},
		{&merged.MachineSecretKey, options.MachineSecretKey},
		{&merged.ProxyURL, options.ProxyURL},
		{&merged.PublishableKey, options.PublishableKey},
		{&merged.SecretKey, options.SecretKey},
		{&merged.SignInURL, options.SignInURL},
		{&merged.SignUpURL, options.SignUpURL},
	} {
		if field.from != "" {
			*field.to = field.from
		}
	}
	if another := merged.SecretKey != c.options.SecretKey; another {
		// Another instance has keys of its own, or none.
		merged.JWTKey, merged.MachineSecretKey = options.JWTKey, options.MachineSecretKey
	}
	merged.IsSatellite = merged.IsSatellite || options.IsSatellite
	merged.SatelliteAutoSync = merged.SatelliteAutoSync || options.SatelliteAutoSync
	if len(options.Audience) > 0 {
		merged.Audience = slices.Clone(options.Audience)
	}
	if merged.JWTKey != c.options.JWTKey || merged.SecretKey != c.options.SecretKey || merged.MachineSecretKey != c.options.MachineSecretKey {
		other, err := NewClient(merged)
		if err == nil {
			other.cache = c.cache // a token counts only for the key that verified it
		}
		return other, err
	}
	derived := *c
	derived.options = &merged
	if err := derived.parsePublishableKey(); err != nil {
		return nil, err
	}
	return &derived, validateProxyURL(merged.ProxyURL, derived.instance.Production)
}
