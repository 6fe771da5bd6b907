package backend

import "context"

// InstanceRestrictions say who may sign up and sign in.
type InstanceRestrictions struct {
	Allowlist                          bool   `json:"allowlist"`
	AllowlistBlocklistDisabledOnSignIn bool   `json:"allowlist_blocklist_disabled_on_sign_in"` // the lists are for sign-ups only
	BlockDisposableEmailDomains        bool   `json:"block_disposable_email_domains"`
	BlockEmailSubaddresses             bool   `json:"block_email_subaddresses"` // such as ada+1@example.com
	Blocklist                          bool   `json:"blocklist"`
	Object                             string `json:"object"` // "instance_restrictions"
}

// InstanceRestrictionsUpdateParams are the changes to [InstanceRestrictions]. What
// is absent stays.
type InstanceRestrictionsUpdateParams struct {
	Allowlist                          Opt[bool] `json:"allowlist,omitzero"`
	AllowlistBlocklistDisabledOnSignIn Opt[bool] `json:"allowlist_blocklist_disabled_on_sign_in,omitzero"`
	BlockDisposableEmailDomains        Opt[bool] `json:"block_disposable_email_domains,omitzero"`
	BlockEmailSubaddresses             Opt[bool] `json:"block_email_subaddresses,omitzero"`
	Blocklist                          Opt[bool] `json:"blocklist,omitzero"`
	// IgnoreDotsForGmailAddresses takes addresses that differ in dots for one.
	// The specification lacks it.
	IgnoreDotsForGmailAddresses Opt[bool] `json:"ignore_dots_for_gmail_addresses,omitzero"`
}

// InstanceProtect are the settings of Clerk Protect.
type InstanceProtect struct {
	ChecksBypassed bool   `json:"checks_bypassed"` // the checks of what it needs are off
	Object         string `json:"object"`          // "instance_protect"
	RulesEnabled   bool   `json:"rules_enabled"`
	SpecterEnabled bool   `json:"specter_enabled"`
}

// InstanceProtectUpdateParams are the changes to [InstanceProtect]. What is absent
// stays.
type InstanceProtectUpdateParams struct {
	RulesEnabled   Opt[bool] `json:"rules_enabled,omitzero"`
	SpecterEnabled Opt[bool] `json:"specter_enabled,omitzero"`
}

// InstanceCommunication are the settings of text messages.
type InstanceCommunication struct {
	BlockedCountryCodes []string `json:"blocked_country_codes"` // to where none is sent; ISO 3166-1 alpha-2
	Object              string   `json:"object"`                // "instance_communication"
}

// InstanceCommunicationUpdateParams are the changes to [InstanceCommunication].
type InstanceCommunicationUpdateParams struct {
	// BlockedCountryCodes is the whole new list, in capital letters. Clerk
	// drops codes that it does not know.
	BlockedCountryCodes Opt[[]string] `json:"blocked_country_codes,omitzero"`
}

// OAuthApplicationSettings are the settings of the instance as an OAuth provider.
type OAuthApplicationSettings struct {
	// ClientIDMetadataDocumentsAdvertised tells OAuth clients that they may
	// bring a Client ID Metadata Document.
	ClientIDMetadataDocumentsAdvertised bool `json:"client_id_metadata_documents_advertised"`
	// ClientIDMetadataDocumentsBlockImplicitlyAllowedClients shuts out clients
	// that nobody allowed explicitly. Tokens they have stay valid.
	ClientIDMetadataDocumentsBlockImplicitlyAllowedClients bool `json:"client_id_metadata_documents_block_implicitly_allowed_clients"`
	// ClientIDMetadataDocumentsOnlyAllowPreRegisteredClients shuts out clients
	// that are new.
	ClientIDMetadataDocumentsOnlyAllowPreRegisteredClients bool          `json:"client_id_metadata_documents_only_allow_pre_registered_clients"`
	DefaultScopes                                          Opt[[]string] `json:"default_scopes,omitzero"`
	DynamicOAuthClientRegistration                         bool          `json:"dynamic_oauth_client_registration"` // RFC 7591
	OAuthJWTAccessTokens                                   bool          `json:"oauth_jwt_access_tokens"`           // else they are opaque
	Object                                                 string        `json:"object"`                            // "oauth_application_settings"
}

// OAuthApplicationSettingsUpdateParams are the changes to
// [OAuthApplicationSettings]. What is absent stays.
type OAuthApplicationSettingsUpdateParams struct {
	ClientIDMetadataDocumentsAdvertised                    Opt[bool]     `json:"client_id_metadata_documents_advertised,omitzero"`
	ClientIDMetadataDocumentsBlockImplicitlyAllowedClients Opt[bool]     `json:"client_id_metadata_documents_block_implicitly_allowed_clients,omitzero"`
	ClientIDMetadataDocumentsOnlyAllowPreRegisteredClients Opt[bool]     `json:"client_id_metadata_documents_only_allow_pre_registered_clients,omitzero"`
	DefaultScopes                                          Opt[[]string] `json:"default_scopes,omitzero"` // null for Clerk's own
	DynamicOAuthClientRegistration                         Opt[bool]     `json:"dynamic_oauth_client_registration,omitzero"`
	OAuthJWTAccessTokens                                   Opt[bool]     `json:"oauth_jwt_access_tokens,omitzero"`
}

// OrganizationSettings are the settings of organisations.
type OrganizationSettings struct {
	AdminDeleteEnabled     bool                               `json:"admin_delete_enabled"` // admins may delete their organisation
	CreatorRole            string                             `json:"creator_role"`         // the key of who creates one
	DomainsDefaultRole     string                             `json:"domains_default_role"` // the key of who joins by a domain
	DomainsEnabled         bool                               `json:"domains_enabled"`
	DomainsEnrollmentModes []OrganizationDomainEnrollmentMode `json:"domains_enrollment_modes"`
	Enabled                bool                               `json:"enabled"`
	InitialRoleSetKey      Opt[string]                        `json:"initial_role_set_key,omitzero"` // of new organisations
	MaxAllowedDomains      int64                              `json:"max_allowed_domains"`
	MaxAllowedMemberships  int64                              `json:"max_allowed_memberships"`
	// MaxAllowedPermissions means nothing any more.
	//
	// Deprecated: permissions are not limited.
	MaxAllowedPermissions int64  `json:"max_allowed_permissions"`
	MaxAllowedRoles       int64  `json:"max_allowed_roles"`
	MaxRoleSetsAllowed    int64  `json:"max_role_sets_allowed"`
	Object                string `json:"object"` // "organization_settings"
	SlugDisabled          bool   `json:"slug_disabled"`
}

// OrganizationSettingsUpdateParams are the changes to [OrganizationSettings]. What
// is absent stays.
type OrganizationSettingsUpdateParams struct {
	AdminDeleteEnabled     Opt[bool]                          `json:"admin_delete_enabled,omitzero"`
	CreatorRoleID          Opt[string]                        `json:"creator_role_id,omitzero"`
	DomainsDefaultRoleID   Opt[string]                        `json:"domains_default_role_id,omitzero"`
	DomainsEnabled         Opt[bool]                          `json:"domains_enabled,omitzero"`
	DomainsEnrollmentModes []OrganizationDomainEnrollmentMode `json:"domains_enrollment_modes,omitzero"`
	Enabled                Opt[bool]                          `json:"enabled,omitzero"`
	MaxAllowedMemberships  Opt[int64]                         `json:"max_allowed_memberships,omitzero"` // 0 is no limit
	SlugDisabled           Opt[bool]                          `json:"slug_disabled,omitzero"`
}

// GetCommunication returns the settings of text messages.
//
//clerk:op GET /instance/communication
func (s *InstanceService) GetCommunication(ctx context.Context) (*InstanceCommunication, error) {
	return call[InstanceCommunication](ctx, s.client, get("/instance/communication", nil))
}

// GetOAuthApplicationSettings returns the settings of the instance as an OAuth
// provider.
//
//clerk:op GET /instance/oauth_application_settings
func (s *InstanceService) GetOAuthApplicationSettings(ctx context.Context) (*OAuthApplicationSettings, error) {
	return call[OAuthApplicationSettings](ctx, s.client, get("/instance/oauth_application_settings", nil))
}

// GetOrganizationSettings returns the settings of organisations.
//
//clerk:op GET /instance/organization_settings
func (s *InstanceService) GetOrganizationSettings(ctx context.Context) (*OrganizationSettings, error) {
	return call[OrganizationSettings](ctx, s.client, get("/instance/organization_settings", nil))
}

// GetProtect returns the settings of Clerk Protect.
//
//clerk:op GET /instance/protect
func (s *InstanceService) GetProtect(ctx context.Context) (*InstanceProtect, error) {
	return call[InstanceProtect](ctx, s.client, get("/instance/protect", nil))
}

// UpdateCommunication changes the settings of text messages.
//
//clerk:op PATCH /instance/communication
func (s *InstanceService) UpdateCommunication(ctx context.Context, params InstanceCommunicationUpdateParams) (*InstanceCommunication, error) {
	return call[InstanceCommunication](ctx, s.client, patch("/instance/communication", params))
}

// UpdateOAuthApplicationSettings changes the settings of the instance as an OAuth
// provider.
//
//clerk:op PATCH /instance/oauth_application_settings
func (s *InstanceService) UpdateOAuthApplicationSettings(ctx context.Context, params OAuthApplicationSettingsUpdateParams) (*OAuthApplicationSettings, error) {
	return call[OAuthApplicationSettings](ctx, s.client, patch("/instance/oauth_application_settings", params))
}

// UpdateOrganizationSettings changes the settings of organisations.
//
//clerk:op PATCH /instance/organization_settings
func (s *InstanceService) UpdateOrganizationSettings(ctx context.Context, params OrganizationSettingsUpdateParams) (*OrganizationSettings, error) {
	return call[OrganizationSettings](ctx, s.client, patch("/instance/organization_settings", params))
}

// UpdateProtect changes the settings of Clerk Protect.
//
//clerk:op PATCH /instance/protect
func (s *InstanceService) UpdateProtect(ctx context.Context, params InstanceProtectUpdateParams) (*InstanceProtect, error) {
	return call[InstanceProtect](ctx, s.client, patch("/instance/protect", params))
}

// UpdateRestrictions changes who may sign up and sign in.
//
//clerk:op PATCH /instance/restrictions
func (s *InstanceService) UpdateRestrictions(ctx context.Context, params InstanceRestrictionsUpdateParams) (*InstanceRestrictions, error) {
	return call[InstanceRestrictions](ctx, s.client, patch("/instance/restrictions", params))
}
