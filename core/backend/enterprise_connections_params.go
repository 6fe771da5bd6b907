package backend

import (
	"fmt"
	"log/slog"
)

// EnterpriseConnectionCreateParams are the fields of a new [EnterpriseConnection].
type EnterpriseConnectionCreateParams struct {
	Active                          Opt[bool]                           `json:"active,omitzero"` // needs the provider's metadata in SAML
	AllowOrganizationAccountLinking Opt[bool]                           `json:"allow_organization_account_linking,omitzero"`
	Authenticatable                 Opt[bool]                           `json:"authenticatable,omitzero"` // the specification lacks it
	CustomAttributes                []CustomAttributeParams             `json:"custom_attributes,omitzero"`
	DisableJITProvisioning          Opt[bool]                           `json:"disable_jit_provisioning,omitzero"` // the specification lacks it
	Domains                         []string                            `json:"domains"`                           // required; one at least
	Name                            string                              `json:"name"`                              // required
	OIDC                            Opt[EnterpriseConnectionOIDCParams] `json:"oidc,omitzero"`
	OrganizationID                  Opt[string]                         `json:"organization_id,omitzero"`
	Provider                        EnterpriseConnectionProvider        `json:"provider"` // required
	SAML                            Opt[EnterpriseConnectionSAMLParams] `json:"saml,omitzero"`
	SyncUserAttributes              Opt[bool]                           `json:"sync_user_attributes,omitzero"` // the specification lacks it
}

// EnterpriseConnectionUpdateParams are the changes to an [EnterpriseConnection]. What
// is absent stays.
type EnterpriseConnectionUpdateParams struct {
	// Active, set to true, takes the domains from organisations that verified
	// them.
	Active                           Opt[bool]                           `json:"active,omitzero"`
	AllowOrganizationAccountLinking  Opt[bool]                           `json:"allow_organization_account_linking,omitzero"`
	Authenticatable                  Opt[bool]                           `json:"authenticatable,omitzero"` // the specification lacks it
	CustomAttributes                 Opt[[]CustomAttributeParams]        `json:"custom_attributes,omitzero"`
	DisableAdditionalIdentifications Opt[bool]                           `json:"disable_additional_identifications,omitzero"`
	DisableJITProvisioning           Opt[bool]                           `json:"disable_jit_provisioning,omitzero"` // the specification lacks it
	Domains                          Opt[[]string]                       `json:"domains,omitzero"`                  // all of them; an empty list changes nothing
	Name                             Opt[string]                         `json:"name,omitzero"`
	OIDC                             Opt[EnterpriseConnectionOIDCParams] `json:"oidc,omitzero"`
	OrganizationID                   Opt[string]                         `json:"organization_id,omitzero"` // another one; it cannot be cleared
	Provider                         Opt[EnterpriseConnectionProvider]   `json:"provider,omitzero"`        // the specification lacks it
	SAML                             Opt[EnterpriseConnectionSAMLParams] `json:"saml,omitzero"`
	SyncUserAttributes               Opt[bool]                           `json:"sync_user_attributes,omitzero"`
}

// EnterpriseConnectionProvider is an identity provider.
type EnterpriseConnectionProvider string

// The values of [EnterpriseConnectionProvider].
const (
	ProviderOIDCCustom           EnterpriseConnectionProvider = "oidc_custom"
	ProviderOIDCGitHubEnterprise EnterpriseConnectionProvider = "oidc_github_enterprise"
	ProviderOIDCGitLab           EnterpriseConnectionProvider = "oidc_gitlab"
	ProviderSAMLCustom           EnterpriseConnectionProvider = "saml_custom"
	ProviderSAMLGoogle           EnterpriseConnectionProvider = "saml_google"
	ProviderSAMLMicrosoft        EnterpriseConnectionProvider = "saml_microsoft"
	ProviderSAMLOkta             EnterpriseConnectionProvider = "saml_okta"
)

// EnterpriseConnectionOIDCParams are the OpenID Connect side of a connection.
type EnterpriseConnectionOIDCParams struct {
	AuthURL      Opt[string] `json:"auth_url,omitzero"`
	ClientID     Opt[string] `json:"client_id,omitzero"`
	ClientSecret Opt[string] `json:"client_secret,omitzero"`
	DiscoveryURL Opt[string] `json:"discovery_url,omitzero"` // in place of the three other URLs
	RequiresPKCE Opt[bool]   `json:"requires_pkce,omitzero"` // true for a client without a secret
	TokenURL     Opt[string] `json:"token_url,omitzero"`
	UserInfoURL  Opt[string] `json:"user_info_url,omitzero"`
}

// Format prints the parameters without the client secret.
func (p EnterpriseConnectionOIDCParams) Format(state fmt.State, verb rune) {
	type plain EnterpriseConnectionOIDCParams
	hide(&p.ClientSecret)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p EnterpriseConnectionOIDCParams) LogValue() slog.Value { return logged(p) }

// Format prints the parameters without the client secret.
func (p EnterpriseConnectionCreateParams) Format(state fmt.State, verb rune) {
	type plain EnterpriseConnectionCreateParams
	p.OIDC = hideClientSecret(p.OIDC)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p EnterpriseConnectionCreateParams) LogValue() slog.Value { return logged(p) }

// Format prints the parameters without the client secret.
func (p EnterpriseConnectionUpdateParams) Format(state fmt.State, verb rune) {
	type plain EnterpriseConnectionUpdateParams
	p.OIDC = hideClientSecret(p.OIDC)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p EnterpriseConnectionUpdateParams) LogValue() slog.Value { return logged(p) }

// hideClientSecret does what Format cannot: fmt prints an Opt by its fields, which
// have no Format it may call.
func hideClientSecret(o Opt[EnterpriseConnectionOIDCParams]) Opt[EnterpriseConnectionOIDCParams] {
	if value, ok := o.Get(); ok {
		hide(&value.ClientSecret)
		return Value(value)
	}
	return o
}

// EnterpriseConnectionSAMLParams are the SAML side of a connection. IDPMetadata and
// IDPMetadataURL take the place of the certificate, the entity ID and the URL.
type EnterpriseConnectionSAMLParams struct {
	AllowIDPInitiated Opt[bool]                       `json:"allow_idp_initiated,omitzero"`
	AllowSubdomains   Opt[bool]                       `json:"allow_subdomains,omitzero"` // of the domains
	AttributeMapping  Opt[SAMLAttributeMappingParams] `json:"attribute_mapping,omitzero"`
	ForceAuthn        Opt[bool]                       `json:"force_authn,omitzero"`      // ask for the credentials each time
	IDPCertificate    Opt[string]                     `json:"idp_certificate,omitzero"`  // PEM
	IDPCertificates   []string                        `json:"idp_certificates,omitzero"` // PEM; the specification lacks it
	IDPEntityID       Opt[string]                     `json:"idp_entity_id,omitzero"`
	IDPMetadata       Opt[string]                     `json:"idp_metadata,omitzero"` // XML
	IDPMetadataURL    Opt[string]                     `json:"idp_metadata_url,omitzero"`
	IDPSSOURL         Opt[string]                     `json:"idp_sso_url,omitzero"`
	LoginHint         Opt[SAMLLoginHintParams]        `json:"login_hint,omitzero"`
	Name              Opt[string]                     `json:"name,omitzero"` // of an update only
}

// CustomAttributeParams say where an attribute of users comes from.
type CustomAttributeParams struct {
	DirectoryPath Opt[string] `json:"directory_path,omitzero"` // in a resource of a directory; a GJSON path
	Key           string      `json:"key"`                     // required; in the user's metadata; no _ in front
	MultiValued   Opt[bool]   `json:"multi_valued,omitzero"`   // an array in the public metadata
	Name          string      `json:"name"`                    // required
	SCIMPath      Opt[string] `json:"scim_path,omitzero"`      // DirectoryPath, by its old name
	SSOPath       Opt[string] `json:"sso_path,omitzero"`       // in a SAML assertion or OpenID claims
}
