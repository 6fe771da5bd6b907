package core

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/token"
)

// Client is one Clerk instance: its Backend API, its keys and its domains. It
// is safe for concurrent use and meant to live as long as the program: it
// holds the instance's public keys, which other clients do not share.
//
// The services of the Backend API are its fields, by embedding:
//
//   - APIKeys: keys that users and organisations made for programs
//   - Clients: browsers and apps
//   - IDPOAuthAccessTokens: what OAuth clients got from the instance
//   - JWKS: the keys that sign session tokens
//   - M2MTokens: what machines send to each other
//   - Sessions: who is signed in
//   - Users: create, read, update and delete users
//
// Build one with [NewClient], or take the one of the environment, [Default].
type Client struct {
	*backend.Client

	options  Options
	instance pubkey.Key
	keys     token.KeySource
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
	c := &Client{options: options}
	if err := c.parsePublishableKey(); err != nil {
		return nil, err
	}
	if err := validateProxyURL(options.ProxyURL, c.instance.Production); err != nil {
		return nil, err
	}
	var err error
	c.Client, err = backend.NewClient(backend.Options{
		APIURL:           first(options.APIURL, pubkey.APIURL(c.instance.FrontendAPI)),
		APIVersion:       options.APIVersion,
		HTTPClient:       options.HTTPClient,
		MachineSecretKey: options.MachineSecretKey,
		Now:              options.Now,
		SecretKey:        options.SecretKey,
		UserAgent:        options.UserAgent,
	})
	if err != nil {
		return nil, err
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

// keySource returns where the client's keys come from: the JWT key if there is
// one, else the Backend API.
func (c *Client) keySource() (token.KeySource, error) {
	if c.options.JWTKey == "" {
		return token.NewKeySet(token.KeySetOptions{Load: c.loadKeys, Logger: c.options.Logger, Now: c.options.Now}), nil
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
	raw, err := c.JWKS.Raw(ctx)
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
	if options.Keys == nil {
		options.Keys = c.keys
	}
	if options.Audience == nil {
		options.Audience = c.options.Audience
	}
	if options.Now == nil {
		options.Now = c.options.Now
	}
	return token.Verify(ctx, jwt, options)
}

// Err returns why the client cannot be used, nil if it can. Only [Default]
// returns clients that cannot.
func (c *Client) Err() error { return c.err }

// unusable returns a client whose every call returns err.
func unusable(err error) *Client {
	return &Client{Client: backend.Unusable(err), err: err}
}
