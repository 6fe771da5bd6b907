package backend

import (
	"net/http"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/rest"
)

// Client is the Backend API of one Clerk instance: each resource is a service on
// it. Build it by [NewClient]; its zero value has no services. It is immutable and
// safe for concurrent use, and printing it shows no key.
type Client struct {
	APIKeys                 *APIKeyService
	AccountlessApplications *AccountlessApplicationService
	ActorTokens             *ActorTokenService
	AdminPortalLinkTokens   *AdminPortalLinkTokenService
	AgentTasks              *AgentTaskService
	AllowlistIdentifiers    *AllowlistIdentifierService
	BetaFeatures            *BetaFeatureService
	Billing                 *BillingService
	BlocklistIdentifiers    *BlocklistIdentifierService
	Clients                 *ClientService
	Directories             *DirectoryService
	Domains                 *DomainService
	EmailAddresses          *EmailAddressService
	Emails                  *EmailService
	EnterpriseConnections   *EnterpriseConnectionService
	IDPOAuthAccessTokens    *IDPOAuthAccessTokenService
	Instance                *InstanceService
	Invitations             *InvitationService
	JWKS                    *JWKSService
	JWTTemplates            *JWTTemplateService
	M2MTokens               *M2MTokenService
	Machines                *MachineService
	Miscellaneous           *MiscellaneousService
	OAuthApplications       *OAuthApplicationService
	OrganizationPermissions *OrganizationPermissionService
	OrganizationRoles       *OrganizationRoleService
	Organizations           *OrganizationService
	PhoneNumbers            *PhoneNumberService
	ProxyChecks             *ProxyCheckService
	RedirectURLs            *RedirectURLService
	RoleSets                *RoleSetService
	SAMLConnections         *SAMLConnectionService
	SCIMDirectories         *SCIMDirectoryService
	Sessions                *SessionService
	SignInTokens            *SignInTokenService
	SignUps                 *SignUpService
	Templates               *TemplateService
	TestingTokens           *TestingTokenService
	Users                   *UserService
	WaitlistEntries         *WaitlistEntryService
	Webhooks                *WebhookService

	transport *transport
}

// transport is what every service shares.
type transport struct {
	apiVersion string
	header     http.Header // besides those of every request
	hook       Hook        // nil for none
	machineKey secret
	now        func() time.Time
	rest       *rest.Client
	retry      rest.Retry // in place of the client's, where it is set
	secretKey  secret
	timeout    time.Duration // of one call; 0 leaves it to the HTTP client
	unusable   error         // returned by every call, if set
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
		hook:       options.Hook,
		machineKey: seal(options.MachineSecretKey),
		now:        options.Now,
		rest: rest.New(base, rest.Options{
			HTTPClient: options.HTTPClient, Now: options.Now, Retry: options.Retry.rules(), UserAgent: options.UserAgent,
		}),
		secretKey: seal(options.SecretKey),
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
	c.AccountlessApplications = (*AccountlessApplicationService)(&s)
	c.ActorTokens = (*ActorTokenService)(&s)
	c.AdminPortalLinkTokens = (*AdminPortalLinkTokenService)(&s)
	c.AgentTasks = (*AgentTaskService)(&s)
	c.AllowlistIdentifiers = (*AllowlistIdentifierService)(&s)
	c.BetaFeatures = (*BetaFeatureService)(&s)
	c.Billing = (*BillingService)(&s)
	c.BlocklistIdentifiers = (*BlocklistIdentifierService)(&s)
	c.Clients = (*ClientService)(&s)
	c.Directories = (*DirectoryService)(&s)
	c.Domains = (*DomainService)(&s)
	c.EmailAddresses = (*EmailAddressService)(&s)
	c.Emails = (*EmailService)(&s)
	c.EnterpriseConnections = (*EnterpriseConnectionService)(&s)
	c.IDPOAuthAccessTokens = (*IDPOAuthAccessTokenService)(&s)
	c.Instance = (*InstanceService)(&s)
	c.Invitations = (*InvitationService)(&s)
	c.JWKS = (*JWKSService)(&s)
	c.JWTTemplates = (*JWTTemplateService)(&s)
	c.M2MTokens = (*M2MTokenService)(&s)
	c.Machines = (*MachineService)(&s)
	c.Miscellaneous = (*MiscellaneousService)(&s)
	c.OAuthApplications = (*OAuthApplicationService)(&s)
	c.OrganizationPermissions = (*OrganizationPermissionService)(&s)
	c.OrganizationRoles = (*OrganizationRoleService)(&s)
	c.Organizations = (*OrganizationService)(&s)
	c.PhoneNumbers = (*PhoneNumberService)(&s)
	c.ProxyChecks = (*ProxyCheckService)(&s)
	c.RedirectURLs = (*RedirectURLService)(&s)
	c.RoleSets = (*RoleSetService)(&s)
	c.SAMLConnections = (*SAMLConnectionService)(&s)
	c.SCIMDirectories = (*SCIMDirectoryService)(&s)
	c.Sessions = (*SessionService)(&s)
	c.SignInTokens = (*SignInTokenService)(&s)
	c.SignUps = (*SignUpService)(&s)
	c.Templates = (*TemplateService)(&s)
	c.TestingTokens = (*TestingTokenService)(&s)
	c.Users = (*UserService)(&s)
	c.WaitlistEntries = (*WaitlistEntryService)(&s)
	c.Webhooks = (*WebhookService)(&s)
	return c
}
