package backend

import (
	"context"
	"iter"
)

// EnterpriseConnectionService manages sign-in by the identity providers of your
// customers, with SAML or OpenID Connect. Reach it as
// [Client].EnterpriseConnections.
//
// See https://clerk.com/docs/guides/configure/auth-strategies/enterprise-connections/overview.
type EnterpriseConnectionService service

// EnterpriseConnection is an identity provider that users of some domains sign in
// with.
type EnterpriseConnection struct {
	ID                              string `json:"id"`
	Active                          bool   `json:"active"`
	AllowOrganizationAccountLinking bool   `json:"allow_organization_account_linking"` // link accounts by membership
	// Authenticatable says that users can sign in with it. The specification
	// requires it and forgets what it is.
	Authenticatable                  bool              `json:"authenticatable"`
	CreatedAt                        Time              `json:"created_at"`
	CustomAttributes                 []CustomAttribute `json:"custom_attributes,omitzero"`
	DisableAdditionalIdentifications bool              `json:"disable_additional_identifications"` // users have this way to sign in only
	// DisableJITProvisioning says that nobody signs up by signing in. The
	// specification requires it and forgets what it is.
	DisableJITProvisioning bool                             `json:"disable_jit_provisioning"`
	Domains                []string                         `json:"domains"`
	LogoPublicURL          Opt[string]                      `json:"logo_public_url,omitzero"`
	Name                   string                           `json:"name"`
	OAuthConfig            *EnterpriseConnectionOAuthConfig `json:"oauth_config,omitzero"` // of OpenID Connect
	Object                 string                           `json:"object"`                // "enterprise_connection"
	OrganizationID         Opt[string]                      `json:"organization_id,omitzero"`
	Provider               string                           `json:"provider"`                 // such as "saml_okta"
	SAMLConnection         *EnterpriseConnectionSAMLConfig  `json:"saml_connection,omitzero"` // of SAML
	SyncUserAttributes     bool                             `json:"sync_user_attributes"`     // at each sign-in
	UpdatedAt              Time                             `json:"updated_at"`
}

// EnterpriseConnectionOAuthConfig is the OpenID Connect side of an
// [EnterpriseConnection].
type EnterpriseConnectionOAuthConfig struct {
	ID            string      `json:"id,omitzero"`
	AuthURL       Opt[string] `json:"auth_url,omitzero"`
	ClientID      Opt[string] `json:"client_id,omitzero"`
	CreatedAt     Time        `json:"created_at,omitzero"`
	DiscoveryURL  Opt[string] `json:"discovery_url,omitzero"`
	LogoPublicURL Opt[string] `json:"logo_public_url,omitzero"`
	Name          string      `json:"name,omitzero"`
	ProviderKey   string      `json:"provider_key,omitzero"` // such as "oidc_custom"
	RequiresPKCE  bool        `json:"requires_pkce"`         // RFC 7636
	TokenURL      Opt[string] `json:"token_url,omitzero"`
	UpdatedAt     Time        `json:"updated_at,omitzero"`
	UserInfoURL   Opt[string] `json:"user_info_url,omitzero"`
}

// EnterpriseConnectionSAMLConfig is the SAML side of an [EnterpriseConnection].
type EnterpriseConnectionSAMLConfig struct {
	ID                string         `json:"id,omitzero"`
	ACSURL            Opt[string]    `json:"acs_url,omitzero"` // where the provider posts assertions
	Active            bool           `json:"active"`
	AllowIDPInitiated bool           `json:"allow_idp_initiated"`
	AllowSubdomains   bool           `json:"allow_subdomains"` // of the domains
	ForceAuthn        bool           `json:"force_authn"`      // ask for the credentials each time
	IDPEntityID       Opt[string]    `json:"idp_entity_id,omitzero"`
	IDPMetadataURL    Opt[string]    `json:"idp_metadata_url,omitzero"`
	IDPSSOURL         Opt[string]    `json:"idp_sso_url,omitzero"`
	LoginHint         *SAMLLoginHint `json:"login_hint,omitzero"`
	Name              string         `json:"name,omitzero"`
	SPEntityID        Opt[string]    `json:"sp_entity_id,omitzero"`
	SPMetadataURL     Opt[string]    `json:"sp_metadata_url,omitzero"`
}

// EnterpriseConnectionListParams select connections.
type EnterpriseConnectionListParams struct {
	Active         Opt[bool] `query:"active"`
	Limit          int       `query:"limit"`  // 1 to 500; Clerk's default is 10
	Offset         int       `query:"offset"` // how many to skip
	OrganizationID string    `query:"organization_id"`
}

// Create makes a connection.
//
//clerk:op POST /enterprise_connections
func (s *EnterpriseConnectionService) Create(ctx context.Context, params EnterpriseConnectionCreateParams) (*EnterpriseConnection, error) {
	return call[EnterpriseConnection](ctx, s.client, post("/enterprise_connections", params))
}

// Delete deletes a connection.
//
//clerk:op DELETE /enterprise_connections/{enterprise_connection_id}
func (s *EnterpriseConnectionService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/enterprise_connections/{}", id))
}

// Get returns the connection that has an ID.
//
//clerk:op GET /enterprise_connections/{enterprise_connection_id}
func (s *EnterpriseConnectionService) Get(ctx context.Context, id string) (*EnterpriseConnection, error) {
	return call[EnterpriseConnection](ctx, s.client, get("/enterprise_connections/{}", nil, id))
}

// List returns one page of connections.
//
//clerk:op GET /enterprise_connections
func (s *EnterpriseConnectionService) List(ctx context.Context, params EnterpriseConnectionListParams) (*Page[EnterpriseConnection], error) {
	return call[Page[EnterpriseConnection]](ctx, s.client, get("/enterprise_connections", params))
}

// All yields every connection that matches, fetching pages as it goes.
func (s *EnterpriseConnectionService) All(ctx context.Context, params EnterpriseConnectionListParams) iter.Seq2[*EnterpriseConnection, error] {
	return pages[EnterpriseConnection](ctx, s.client, get("/enterprise_connections", params))
}

// Update changes the fields of a connection that are set in params.
//
//clerk:op PATCH /enterprise_connections/{enterprise_connection_id}
func (s *EnterpriseConnectionService) Update(ctx context.Context, id string, params EnterpriseConnectionUpdateParams) (*EnterpriseConnection, error) {
	return call[EnterpriseConnection](ctx, s.client, patch("/enterprise_connections/{}", params, id))
}
