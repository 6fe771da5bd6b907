package core

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/clerkgo/clerk-go/core/token"
)

// Client is one Clerk instance: its Backend API, its keys and its domains. It
// is safe for concurrent use and meant to live as long as the program: it
// holds the instance's public keys, which other clients do not share.
//
// The services of the Backend API are its fields, by embedding:
//
//   - APIKeys: keys that users and organisations made for programs
//   - AccountlessApplications: instances that no account owns yet
//   - ActorTokens: to act as a user
//   - AdminPortalLinkTokens: links for who sets up an enterprise connection
//   - AgentTasks: what agents do for users
//   - AllowlistIdentifiers: who may sign up
//   - BetaFeatures: settings that Clerk calls beta
//   - Billing: plans, prices, subscriptions, statements, credits
//   - BlocklistIdentifiers: who is shut out
//   - Clients: browsers and apps
//   - Directories: provisioning of users, and groups that give roles
//   - Domains: the domains of the instance
//   - EmailAddresses: of users
//   - Emails: emails of your own
//   - EnterpriseConnections: sign-in by SAML and OpenID Connect
//   - IDPOAuthAccessTokens: what OAuth clients got from the instance
//   - Instance: its settings
//   - Invitations: to the application
//   - JWKS: the keys that sign session tokens
//   - JWTTemplates: tokens for other services
//   - M2MTokens: what machines send to each other
//   - Machines: which machines there are
//   - Miscellaneous: what belongs nowhere else
//   - OAuthApplications: the OAuth clients of the instance
//   - OrganizationPermissions: what roles are made of
//   - OrganizationRoles: what members may do
//   - Organizations: organisations, their members, invitations and domains
//   - PhoneNumbers: of users
//   - ProxyChecks: whether a proxy of the Frontend API works
//   - RedirectURLs: where native applications may return to
//   - RoleSets: which roles an organisation has
//   - SAMLConnections: deprecated; see EnterpriseConnections
//   - SCIMDirectories: Directories, by their old name
//   - Sessions: who is signed in
//   - SignInTokens: to sign a user in
//   - SignUps: attempts to sign up
//   - Templates: deprecated; emails and text messages of the instance
//   - TestingTokens: to let tests past bot protection
//   - Users: create, read, update and delete users
//   - WaitlistEntries: who waits to be let in
//   - Webhooks: the connection to Svix, which delivers them
//
// Build one with [NewClient], or take the one of the environment, [Default].
type Client struct {
	*backend.Client

	options  *Options // a pointer, since fmt looks into structs that hold a client, but not behind it
	instance pubkey.Key
	keys     token.KeySource
	cache    *token.Cache // of tokens that were verified; nil for none
	opaque   *opaqueTokens
	err      error
}

// NewClient returns a client. It makes no request. The error names the option
// that is wrong or missing, its environment variable, and how to get it right.
func NewClient(options Options) (*Client, error) {
	options.Audience = slices.Clone(options.Audience)
	options.TaskURLs = maps.Clone(options.TaskURLs)
	if options.Logger == nil {
		options.Logger = slog.Default()
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.UserAgent == "" {
		options.UserAgent = options.SDKMetadata.String()
	}
	c := &Client{options: &options}
	if err := c.parsePublishableKey(); err != nil {
		return nil, err
	}
	if err := validateProxyURL(options.ProxyURL, c.instance.Production); err != nil {
		return nil, err
	}
	apiURL := first(options.APIURL, pubkey.APIURL(c.instance.FrontendAPI))
	if err := c.checkLoopback(apiURL); err != nil {
		return nil, err
	}
	var err error
	c.Client, err = backend.NewClient(backend.Options{
		APIURL:           apiURL,
		APIVersion:       options.APIVersion,
		Hook:             options.Hooks.Call,
		HTTPClient:       options.HTTPClient,
		MachineSecretKey: options.MachineSecretKey,
		Now:              options.Now,
		Retry:            options.Retry,
		SecretKey:        options.SecretKey,
		UserAgent:        options.UserAgent,
	})
	if err != nil {
		return nil, err
	}
	c.opaque = newOpaqueTokens(options.MachineTokenTTL, options.Now)
	if options.TokenCacheSize >= 0 {
		c.cache = token.NewCache(options.TokenCacheSize)
	}
	c.keys, err = c.keySource()
	return c, err
}

// Format prints the client's options without keys, whatever the verb.
func (c Client) Format(state fmt.State, verb rune) { c.options.Format(state, verb) }

// LogValue logs the client's options without keys.
func (c Client) LogValue() slog.Value { return c.options.LogValue() }

// parsePublishableKey reads what the publishable key says about the instance,
// if there is one.
func (c *Client) parsePublishableKey() error {
	if c.options.PublishableKey == "" {
		return nil
	}
	key, err := pubkey.Parse(c.options.PublishableKey)
	if err != nil {
		return fmt.Errorf("clerk: %w", err)
	}
	c.instance = key
	return nil
}

// checkLoopback warns of a Backend API on this machine, so that nobody takes a local
// Clerk for Clerk, and refuses one for a production instance.
func (c *Client) checkLoopback(apiURL string) error {
	u, err := url.Parse(apiURL)
	if err != nil || !rest.Loopback(u) {
		return nil // what is malformed is reported by the Backend API's client
	}
	if c.instance.Production {
		return errors.New("clerk: APIURL (CLERK_API_URL) is on this machine, but PublishableKey (CLERK_PUBLISHABLE_KEY) is of a " +
			"production instance; use the keys of the local Clerk, or leave APIURL empty")
	}
	c.options.Logger.Warn("clerk: the Backend API is on this machine, not Clerk's: users, keys and tokens are those of a local Clerk", "host", u.Host)
	return nil
}

// keySource returns where the client's keys come from: the JWT key if there is
// one, else the Backend API.
func (c *Client) keySource() (token.KeySource, error) {
	if c.options.JWTKey == "" {
		return token.NewKeySet(token.KeySetOptions{Hook: c.keyHook(), Load: c.loadKeys, Logger: c.options.Logger, Now: c.options.Now}), nil
	}
	key, err := token.ParsePEM(c.options.JWTKey)
	if err != nil {
		return nil, fmt.Errorf("clerk: JWTKey (CLERK_JWT_KEY): %w", err)
	}
	return key, nil
}

// codeKeyInvalid is Clerk's code for a secret key that it does not know.
const codeKeyInvalid = "clerk_key_invalid"

// loadKeys loads the key set of the instance once. An answer of Clerk says
// that there are no keys; anything else that Clerk cannot be reached.
func (c *Client) loadKeys(ctx context.Context) ([]byte, error) {
	once := c.With(backend.CallOptions{Retry: backend.RetryOptions{MaxAttempts: 1}}) // a key set has its own retries
	raw, err := once.JWKS.Raw(ctx)
	if err == nil {
		return raw, nil
	}
	if backend.HasCode(err, codeKeyInvalid) {
		return nil, token.SecretKeyInvalid(err)
	}
	if apiErr, ok := errors.AsType[*backend.Error](err); ok && apiErr.Code == backend.CodeAPIResponse {
		return nil, token.KeysNotLoaded(err)
	}
	return nil, err
}

// VerifyToken returns the claims of a session token; see [token.Verify] for the
// checks and errors. Unless options say otherwise, it uses the keys, the
// audience and the clock of the client.
//
// It is for tokens that come some other way than in a request. Requests are
// authenticated by an [Authenticator], which tells kinds of tokens apart.
func (c *Client) VerifyToken(ctx context.Context, jwt string, options token.Options) (*token.Claims, error) {
	if c.err != nil {
		return nil, c.err
	}
	if options.Audience == nil {
		options.Audience = c.options.Audience
	}
	if options.Cache == nil {
		options.Cache = c.cache
	}
	if options.Now == nil {
		options.Now = c.options.Now
	}
	if options.Keys == nil {
		options.Keys = c.keys
	}
	return token.Verify(ctx, jwt, options)
}

// Err returns why the client cannot be used, nil if it can. Only [Default]
// returns clients that cannot.
func (c *Client) Err() error { return c.err }

// unusable returns a client whose every call returns err.
func unusable(err error) *Client {
	return &Client{Client: backend.Unusable(err), options: &Options{}, err: err}
}
