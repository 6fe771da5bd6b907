package backend

// SAMLConnectionCreateParams are the fields of a new [SAMLConnection]. IDPMetadata and
// IDPMetadataURL take the place of the certificate, the entity ID and the URL.
type SAMLConnectionCreateParams struct {
	AttributeMapping Opt[SAMLAttributeMappingParams] `json:"attribute_mapping,omitzero"`
	// Domain is the only domain.
	//
	// Deprecated: use Domains.
	Domain         Opt[string]              `json:"domain,omitzero"`
	Domains        []string                 `json:"domains,omitzero"`
	ForceAuthn     Opt[bool]                `json:"force_authn,omitzero"`     // ask for the credentials each time
	IDPCertificate Opt[string]              `json:"idp_certificate,omitzero"` // PEM
	IDPEntityID    Opt[string]              `json:"idp_entity_id,omitzero"`
	IDPMetadata    Opt[string]              `json:"idp_metadata,omitzero"` // XML
	IDPMetadataURL Opt[string]              `json:"idp_metadata_url,omitzero"`
	IDPSSOURL      Opt[string]              `json:"idp_sso_url,omitzero"`
	LoginHint      Opt[SAMLLoginHintParams] `json:"login_hint,omitzero"`
	Name           string                   `json:"name"` // required
	OrganizationID Opt[string]              `json:"organization_id,omitzero"`
	Provider       SAMLConnectionProvider   `json:"provider"` // required
}

// SAMLConnectionUpdateParams are the changes to a [SAMLConnection]. What is absent
// stays.
type SAMLConnectionUpdateParams struct {
	Active                          Opt[bool]                       `json:"active,omitzero"`
	AllowIDPInitiated               Opt[bool]                       `json:"allow_idp_initiated,omitzero"`
	AllowOrganizationAccountLinking Opt[bool]                       `json:"allow_organization_account_linking,omitzero"`
	AllowSubdomains                 Opt[bool]                       `json:"allow_subdomains,omitzero"` // of the domains
	AttributeMapping                Opt[SAMLAttributeMappingParams] `json:"attribute_mapping,omitzero"`
	// ConsentVerifiedDomainsDeletion lets Active take the domains from
	// organisations that verified them.
	ConsentVerifiedDomainsDeletion   Opt[bool] `json:"consent_verified_domains_deletion,omitzero"`
	DisableAdditionalIdentifications Opt[bool] `json:"disable_additional_identifications,omitzero"`
	// Domain is the only domain.
	//
	// Deprecated: use Domains.
	Domain             Opt[string]              `json:"domain,omitzero"`
	Domains            Opt[[]string]            `json:"domains,omitzero"`
	ForceAuthn         Opt[bool]                `json:"force_authn,omitzero"`     // ask for the credentials each time
	IDPCertificate     Opt[string]              `json:"idp_certificate,omitzero"` // PEM
	IDPEntityID        Opt[string]              `json:"idp_entity_id,omitzero"`
	IDPMetadata        Opt[string]              `json:"idp_metadata,omitzero"` // XML
	IDPMetadataURL     Opt[string]              `json:"idp_metadata_url,omitzero"`
	IDPSSOURL          Opt[string]              `json:"idp_sso_url,omitzero"`
	LoginHint          Opt[SAMLLoginHintParams] `json:"login_hint,omitzero"`
	Name               Opt[string]              `json:"name,omitzero"`
	OrganizationID     Opt[string]              `json:"organization_id,omitzero"`
	SyncUserAttributes Opt[bool]                `json:"sync_user_attributes,omitzero"` // at each sign-in
}

// SAMLAttributeMappingParams name the attributes of an assertion that say who a
// user is.
type SAMLAttributeMappingParams struct {
	EmailAddress Opt[string] `json:"email_address,omitzero"`
	FirstName    Opt[string] `json:"first_name,omitzero"`
	LastName     Opt[string] `json:"last_name,omitzero"`
	UserID       Opt[string] `json:"user_id,omitzero"`
}

// SAMLLoginHintParams say what a provider is told of who wants to sign in.
type SAMLLoginHintParams struct {
	Mode   SAMLLoginHintMode `json:"mode"`            // required
	Source Opt[string]       `json:"source,omitzero"` // of [SAMLLoginHintCustomAttribute]: a member of the public metadata
}

// SAMLConnectionProvider is a SAML identity provider.
type SAMLConnectionProvider string

// The values of [SAMLConnectionProvider].
const (
	SAMLProviderCustom    SAMLConnectionProvider = "saml_custom"
	SAMLProviderGoogle    SAMLConnectionProvider = "saml_google"
	SAMLProviderMicrosoft SAMLConnectionProvider = "saml_microsoft"
	SAMLProviderOkta      SAMLConnectionProvider = "saml_okta"
)
