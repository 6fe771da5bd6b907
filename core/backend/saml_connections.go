package backend

import (
	"context"
	"iter"
)

// SAMLConnectionService manages sign-in by SAML. Clerk deprecates all of it:
// [EnterpriseConnectionService] does the same and more. Reach it as
// [Client].SAMLConnections.
type SAMLConnectionService service

// SAMLConnection is a SAML identity provider that users of some domains sign in
// with.
type SAMLConnection struct {
	ID                              string                `json:"id"`
	ACSURL                          string                `json:"acs_url"` // where the provider posts assertions
	Active                          bool                  `json:"active"`
	AllowIDPInitiated               bool                  `json:"allow_idp_initiated"`
	AllowOrganizationAccountLinking bool                  `json:"allow_organization_account_linking"`
	AllowSubdomains                 bool                  `json:"allow_subdomains"` // of the domains
	AttributeMapping                *SAMLAttributeMapping `json:"attribute_mapping,omitzero"`
	// Authenticatable says that users can sign in with it. The specification
	// requires it and forgets what it is.
	Authenticatable                  bool `json:"authenticatable"`
	CreatedAt                        Time `json:"created_at"`
	DisableAdditionalIdentifications bool `json:"disable_additional_identifications"` // users have this way to sign in only
	// DisableJITProvisioning says that nobody signs up by signing in. The
	// specification requires it and forgets what it is.
	DisableJITProvisioning bool `json:"disable_jit_provisioning"`
	// Domain is the first of Domains.
	//
	// Deprecated: use Domains.
	Domain                  string        `json:"domain,omitzero"`
	Domains                 []string      `json:"domains,omitzero"`
	EnterpriseConnectionID  Opt[string]   `json:"enterprise_connection_id,omitzero"`
	ForceAuthn              bool          `json:"force_authn"`                // ask for the credentials each time
	IDPCertificate          Opt[string]   `json:"idp_certificate,omitzero"`   // PEM
	IDPCertificateExpiresAt Time          `json:"idp_certificate_expires_at"` // zero without a certificate
	IDPCertificateIssuedAt  Time          `json:"idp_certificate_issued_at"`  // zero without a certificate
	IDPEntityID             Opt[string]   `json:"idp_entity_id,omitzero"`
	IDPMetadata             Opt[string]   `json:"idp_metadata,omitzero"` // XML
	IDPMetadataURL          Opt[string]   `json:"idp_metadata_url,omitzero"`
	IDPSSOURL               Opt[string]   `json:"idp_sso_url,omitzero"`
	LoginHint               SAMLLoginHint `json:"login_hint"`
	Name                    string        `json:"name"`
	Object                  string        `json:"object"` // "saml_connection"
	OrganizationID          Opt[string]   `json:"organization_id,omitzero"`
	Provider                string        `json:"provider"` // such as "saml_okta"
	SPEntityID              string        `json:"sp_entity_id"`
	SPMetadataURL           string        `json:"sp_metadata_url"`
	SyncUserAttributes      bool          `json:"sync_user_attributes"` // at each sign-in
	UpdatedAt               Time          `json:"updated_at"`
	UserCount               int64         `json:"user_count"`
}

// SAMLAttributeMapping names the attributes of an assertion that say who a user is.
type SAMLAttributeMapping struct {
	EmailAddress string `json:"email_address"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name"`
	UserID       string `json:"user_id"`
}

// SAMLLoginHint is what a provider is told of who wants to sign in.
type SAMLLoginHint struct {
	Mode   SAMLLoginHintMode `json:"mode"`
	Source string            `json:"source,omitzero"` // of [SAMLLoginHintCustomAttribute]: a member of the public metadata
}

// SAMLLoginHintMode is where a [SAMLLoginHint] comes from. Clerk may add values.
type SAMLLoginHintMode string

// The values of [SAMLLoginHintMode].
const (
	SAMLLoginHintCustomAttribute SAMLLoginHintMode = "custom_attribute"
	SAMLLoginHintEmailAddress    SAMLLoginHintMode = "email_address"
	SAMLLoginHintOff             SAMLLoginHintMode = "off"
)

// SAMLConnectionListParams select and order connections. An element of
// OrganizationID may begin with + (include) or - (exclude).
type SAMLConnectionListParams struct {
	Limit          int      `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset         int      `query:"offset"`   // how many to skip
	OrderBy        string   `query:"order_by"` // such as created_at, with - in front for descending order
	OrganizationID []string `query:"organization_id"`
	Query          string   `query:"query"` // part of a name
}

// Create makes a connection.
//
// Deprecated: use [EnterpriseConnectionService.Create].
//
//clerk:op POST /saml_connections
func (s *SAMLConnectionService) Create(ctx context.Context, params SAMLConnectionCreateParams) (*SAMLConnection, error) {
	return call[SAMLConnection](ctx, s.client, post("/saml_connections", params))
}

// Delete deletes a connection.
//
// Deprecated: use [EnterpriseConnectionService.Delete].
//
//clerk:op DELETE /saml_connections/{saml_connection_id}
func (s *SAMLConnectionService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/saml_connections/{}", id))
}

// Get returns the connection that has an ID.
//
// Deprecated: use [EnterpriseConnectionService.Get].
//
//clerk:op GET /saml_connections/{saml_connection_id}
func (s *SAMLConnectionService) Get(ctx context.Context, id string) (*SAMLConnection, error) {
	return call[SAMLConnection](ctx, s.client, get("/saml_connections/{}", nil, id))
}

// List returns one page of connections, the newest first unless params say
// otherwise.
//
// Deprecated: use [EnterpriseConnectionService.List].
//
//clerk:op GET /saml_connections
func (s *SAMLConnectionService) List(ctx context.Context, params SAMLConnectionListParams) (*Page[SAMLConnection], error) {
	return call[Page[SAMLConnection]](ctx, s.client, get("/saml_connections", params))
}

// All yields every connection that matches, fetching pages as it goes.
//
// Deprecated: use [EnterpriseConnectionService.All].
func (s *SAMLConnectionService) All(ctx context.Context, params SAMLConnectionListParams) iter.Seq2[*SAMLConnection, error] {
	return pages[SAMLConnection](ctx, s.client, get("/saml_connections", params))
}

// Update changes the fields of a connection that are set in params.
//
// Deprecated: use [EnterpriseConnectionService.Update].
//
//clerk:op PATCH /saml_connections/{saml_connection_id}
func (s *SAMLConnectionService) Update(ctx context.Context, id string, params SAMLConnectionUpdateParams) (*SAMLConnection, error) {
	return call[SAMLConnection](ctx, s.client, patch("/saml_connections/{}", params, id))
}
