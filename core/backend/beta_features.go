package backend

import "context"

// BetaFeatureService manages settings that Clerk calls beta. Reach it as
// [Client].BetaFeatures.
type BetaFeatureService service

// InstanceSettings are settings of the instance that Clerk calls beta.
type InstanceSettings struct {
	ID string `json:"id,omitzero"`
	// EnhancedEmailDeliverability sends emails by a way that Clerk retires.
	//
	// Deprecated: set up the email domain of the instance.
	EnhancedEmailDeliverability bool   `json:"enhanced_email_deliverability"`
	FromEmailAddress            string `json:"from_email_address,omitzero"`
	Object                      string `json:"object,omitzero"` // "instance_settings"
	ProgressiveSignUp           bool   `json:"progressive_sign_up"`
	RestrictedToAllowlist       bool   `json:"restricted_to_allowlist"`
}

// InstanceSettingsUpdateParams are the changes to [InstanceSettings]. What is
// absent stays.
type InstanceSettingsUpdateParams struct {
	// FromEmailAddress is what stands before the @ of the sender of emails:
	// letters and digits only.
	FromEmailAddress      Opt[string] `json:"from_email_address,omitzero"`
	ProgressiveSignUp     Opt[bool]   `json:"progressive_sign_up,omitzero"` // Clerk asks you to talk to its support first
	RestrictedToAllowlist Opt[bool]   `json:"restricted_to_allowlist,omitzero"`
	TestMode              Opt[bool]   `json:"test_mode,omitzero"` // test email addresses and phone numbers
}

// InstanceDomainParams are the new domain of a production instance.
type InstanceDomainParams struct {
	HomeURL Opt[string] `json:"home_url,omitzero"` // such as "https://www.example.com"
	// IsSecondary keeps the subdomain of HomeURL, for several apps on one root
	// domain.
	IsSecondary Opt[bool] `json:"is_secondary,omitzero"`
}

// ChangeDomain moves a production instance to another domain. The specification
// lacks this operation.
//
// Deprecated: use [InstanceService.ChangeDomain].
//
//clerk:op POST /beta_features/change_domain
func (s *BetaFeatureService) ChangeDomain(ctx context.Context, params InstanceDomainParams) error {
	return send(ctx, s.client, post("/beta_features/change_domain", params))
}

// UpdateDomain moves a production instance to another domain.
//
// Deprecated: use [InstanceService.ChangeDomain].
//
//clerk:op PUT /beta_features/domain
func (s *BetaFeatureService) UpdateDomain(ctx context.Context, params InstanceDomainParams) error {
	return send(ctx, s.client, put("/beta_features/domain", params))
}

// UpdateInstanceSettings changes the settings that are set in params.
//
//clerk:op PATCH /beta_features/instance_settings
func (s *BetaFeatureService) UpdateInstanceSettings(ctx context.Context, params InstanceSettingsUpdateParams) (*InstanceSettings, error) {
	return call[InstanceSettings](ctx, s.client, patch("/beta_features/instance_settings", params))
}
