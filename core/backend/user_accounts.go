package backend

// ExternalAccount is an account at an OAuth provider that a user has connected.
//
// See https://clerk.com/docs/reference/backend/types/backend-external-account.
type ExternalAccount struct {
	ID             string `json:"id"`
	ApprovedScopes string `json:"approved_scopes"` // separated by spaces
	// AvatarURL is where the provider keeps the picture.
	//
	// Deprecated: use ImageURL.
	AvatarURL            string        `json:"avatar_url,omitzero"`
	CreatedAt            Time          `json:"created_at"`
	EmailAddress         string        `json:"email_address"`
	EmailAddressVerified Opt[bool]     `json:"email_address_verified,omitzero"` // by the provider, when the account was made; null if unknown
	FirstName            string        `json:"first_name"`
	IdentificationID     string        `json:"identification_id"`
	ImageURL             Opt[string]   `json:"image_url,omitzero"`
	Label                Opt[string]   `json:"label,omitzero"`
	LastName             string        `json:"last_name"`
	Object               string        `json:"object"` // "external_account", "facebook_account" or "google_account"
	PhoneNumber          Opt[string]   `json:"phone_number,omitzero"`
	Provider             string        `json:"provider"`         // such as "oauth_google"
	ProviderUserID       string        `json:"provider_user_id"` // the user's ID at the provider
	PublicMetadata       Metadata      `json:"public_metadata"`
	UpdatedAt            Time          `json:"updated_at"`
	Username             Opt[string]   `json:"username,omitzero"`
	Verification         *Verification `json:"verification"`
}

// EnterpriseAccount is an account at an identity provider that a user signs in
// with.
type EnterpriseAccount struct {
	ID                     string                       `json:"id"`
	Active                 bool                         `json:"active"`
	EmailAddress           string                       `json:"email_address"`
	EnterpriseConnection   *EnterpriseAccountConnection `json:"enterprise_connection,omitzero"`
	EnterpriseConnectionID Opt[string]                  `json:"enterprise_connection_id,omitzero"`
	FirstName              Opt[string]                  `json:"first_name,omitzero"`
	LastAuthenticatedAt    Time                         `json:"last_authenticated_at,omitzero"`
	LastName               Opt[string]                  `json:"last_name,omitzero"`
	Object                 string                       `json:"object"`
	Protocol               EnterpriseProtocol           `json:"protocol,omitzero"`
	Provider               string                       `json:"provider"`
	ProviderUserID         Opt[string]                  `json:"provider_user_id,omitzero"` // the user's ID at the provider
	PublicMetadata         Metadata                     `json:"public_metadata,omitzero"`
	Verification           *Verification                `json:"verification"`
}

// EnterpriseProtocol is how an identity provider is talked to. Clerk may add values.
type EnterpriseProtocol string

// The values of [EnterpriseProtocol].
const (
	EnterpriseProtocolOAuth EnterpriseProtocol = "oauth"
	EnterpriseProtocolSAML  EnterpriseProtocol = "saml"
)

// EnterpriseAccountConnection is the connection that an [EnterpriseAccount]
// belongs to.
type EnterpriseAccountConnection struct {
	ID                               string `json:"id"`
	Active                           bool   `json:"active"`
	AllowIDPInitiated                bool   `json:"allow_idp_initiated"`
	AllowSubdomains                  bool   `json:"allow_subdomains"`
	CreatedAt                        Time   `json:"created_at"`
	DisableAdditionalIdentifications bool   `json:"disable_additional_identifications"`
	// Domain is the first of Domains.
	//
	// Deprecated: use Domains.
	Domain             string      `json:"domain,omitzero"`
	Domains            []string    `json:"domains,omitzero"`
	LogoPublicURL      Opt[string] `json:"logo_public_url,omitzero"`
	Name               string      `json:"name"`
	Protocol           string      `json:"protocol"`
	Provider           string      `json:"provider"`
	SyncUserAttributes bool        `json:"sync_user_attributes"`
	UpdatedAt          Time        `json:"updated_at"`
}

// SAMLAccount is an account at a SAML identity provider that a user signs in with.
// [EnterpriseAccount] covers it and the other protocols.
//
// See https://clerk.com/docs/reference/backend/types/backend-saml-account.
type SAMLAccount struct {
	ID                  string                 `json:"id"`
	Active              bool                   `json:"active"`
	EmailAddress        string                 `json:"email_address"`
	FirstName           Opt[string]            `json:"first_name,omitzero"`
	LastAuthenticatedAt Time                   `json:"last_authenticated_at,omitzero"`
	LastName            Opt[string]            `json:"last_name,omitzero"`
	Object              string                 `json:"object"`
	Provider            string                 `json:"provider"`                  // such as "saml_okta"
	ProviderUserID      Opt[string]            `json:"provider_user_id,omitzero"` // the user's ID at the provider
	PublicMetadata      Metadata               `json:"public_metadata,omitzero"`
	SAMLConnection      *SAMLAccountConnection `json:"saml_connection,omitzero"`
	Verification        *Verification          `json:"verification"`
}

// SAMLAccountConnection is the connection that a [SAMLAccount] belongs to.
type SAMLAccountConnection struct {
	ID                               string `json:"id"`
	Active                           bool   `json:"active"`
	AllowIDPInitiated                bool   `json:"allow_idp_initiated"`
	AllowSubdomains                  bool   `json:"allow_subdomains"`
	CreatedAt                        Time   `json:"created_at"`
	DisableAdditionalIdentifications bool   `json:"disable_additional_identifications"`
	// Domain is the first of Domains.
	//
	// Deprecated: use Domains.
	Domain             string   `json:"domain,omitzero"`
	Domains            []string `json:"domains,omitzero"`
	Name               string   `json:"name"`
	Provider           string   `json:"provider"`
	SyncUserAttributes bool     `json:"sync_user_attributes"`
	UpdatedAt          Time     `json:"updated_at"`
}
