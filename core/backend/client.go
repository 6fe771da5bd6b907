package backend

import (
	"time"

	"github.com/clerkgo/clerk-go/core/internal/rest"
)

// Client is the Backend API of one Clerk instance: each resource is a service on
// it. Build it by [NewClient]; its zero value has no services. It is immutable and
// safe for concurrent use, and printing it shows no key.
type Client struct {
	APIKeys              *APIKeyService
	Clients              *ClientService
	IDPOAuthAccessTokens *IDPOAuthAccessTokenService
	JWKS                 *JWKSService
	M2MTokens            *M2MTokenService
	Sessions             *SessionService
	Users                *UserService

	transport *transport
}

// transport is what every service shares.
type transport struct {
	apiVersion string
	machineKey secret
	now        func() time.Time
	rest       *rest.Client
	secretKey  secret
	unusable   error // returned by every call, if set
}

// secret returns a key. A function is what no printer looks into, however deep it
// goes.
type secret func() string

func seal(key string) secret { return func() string { return key } }

// service is what each service is made of.
type service struct{ client *Client }

// NewClient returns a client of the Backend API. It makes no request. The error
// names the option that is wrong, its environment variable and the fix.
func NewClient(options Options) (*Client, error) {
	base, err := options.validate()
	if err != nil {
		return nil, err
	}
	return newClient(&transport{
		apiVersion: options.APIVersion,
		machineKey: seal(options.MachineSecretKey),
		now:        options.Now,
		rest:       rest.New(base, options.HTTPClient, options.UserAgent),
		secretKey:  seal(options.SecretKey),
	}), nil
}

// Unusable returns a client whose every call returns err and makes no request. It
// stands in for a client that could not be built, so that nobody has to check
// for nil. err must not be nil.
func Unusable(err error) *Client {
	return newClient(&transport{unusable: err})
}

func newClient(t *transport) *Client {
	c := &Client{transport: t}
	s := service{client: c}
	c.APIKeys = (*APIKeyService)(&s)
	c.Clients = (*ClientService)(&s)
	c.IDPOAuthAccessTokens = (*IDPOAuthAccessTokenService)(&s)
	c.JWKS = (*JWKSService)(&s)
	c.M2MTokens = (*M2MTokenService)(&s)
	c.Sessions = (*SessionService)(&s)
	c.Users = (*UserService)(&s)
	return c
}
