package clerktest

import "net/http"

// getEnvironment tells ClerkJS what the instance is like: one session in a browser,
// sign-in by password, email code or ticket, sign-up by email code, organisations.
// What it says is off is not implemented.
func (i *Instance) getEnvironment(*http.Request) (any, error) {
	return map[string]any{
		"api_keys_settings":   map[string]any{"enabled": false, "orgs_api_keys_enabled": false, "user_api_keys_enabled": false},
		"auth_config":         i.authConfig(),
		"client_debug_mode":   false,
		"commerce_settings":   map[string]any{"billing": map[string]any{"organization": off("enabled", "has_paid_plans"), "user": off("enabled", "has_paid_plans")}},
		"display_config":      i.displayConfig(),
		"fraud_settings":      map[string]any{"native": map[string]any{"device_attestation_mode": "disabled"}, "object": "fraud_settings"},
		"maintenance_mode":    false,
		"partitioned_cookies": false,
		"organization_settings": map[string]any{
			"actions": map[string]any{"admin_delete": true}, "creator_role": roleAdmin,
			"domains": map[string]any{"default_role": roleMember, "enabled": false, "enrollment_modes": []string{}},
			"enabled": true, "max_allowed_memberships": maxMemberships, "slug": map[string]any{"disabled": false},
		},
		"user_settings": userSettings(),
	}, nil
}

func (i *Instance) authConfig() map[string]any {
	native := off("api_enabled", "trusted_device_enrollment_prompt_after_sign_in_enabled", "trusted_device_enrollment_prompt_after_sign_up_enabled",
		"trusted_device_sign_in_enabled")
	native["object"] = "native_settings"
	return map[string]any{
		"claimed_at": nil, "email_address": "required", "email_address_verification_strategies": []string{"email_code"},
		"enhanced_email_deliverability": false, "first_factors": []string{"email_code", "password", "ticket"}, "first_name": "on",
		"id": "aconf_" + i.instanceID, "identification_requirements": [][]string{}, "identification_strategies": []string{"email_address", "username"},
		"last_name": "on", "native_settings": native, "object": "auth_config", "password": "on", "phone_number": "off",
		"reverification": false, "second_factors": []string{}, "single_session_mode": true, "test_mode": true, "url_based_session_syncing": true,
		"username": "on",
	}
}

// displayConfig names the hosted pages. What has none leads to the dashboard.
func (i *Instance) displayConfig() map[string]any {
	config := map[string]any{
		"application_name": "Local Clerk", "branded": false, "captcha_oauth_bypass": []string{}, "experimental_force_oauth_first": false,
		"id": "display_config_" + i.instanceID, "instance_environment_type": "development", "object": "display_config",
		"preferred_sign_in_strategy": "password", "show_devmode_warning": true, "theme": map[string]any{},
		"organization_profile_url": i.URL() + "/organization", "sign_in_url": i.URL() + "/sign-in", "sign_up_url": i.URL() + "/sign-up",
		"user_profile_url": i.URL() + "/user",
	}
	for _, name := range []string{
		"after_create_organization_url", "after_join_waitlist_url", "after_leave_organization_url", "after_sign_in_url", "after_sign_out_all_url",
		"after_sign_out_one_url", "after_sign_up_url", "after_switch_session_url", "create_organization_url", "home_url", "logo_link_url",
		"oauth_consent_url", "waitlist_url",
	} {
		config[name] = i.URL()
	}
	for _, name := range []string{
		"captcha_heartbeat", "captcha_provider", "captcha_public_key", "captcha_public_key_invisible", "captcha_widget_type", "clerk_js_version",
		"favicon_image", "favicon_image_url", "favicon_url", "google_one_tap_client_id", "help_url", "logo_image", "logo_image_url", "logo_url",
		"privacy_policy_url", "support_email", "terms_url",
	} {
		config[name] = nil
	}
	return config
}

func userSettings() map[string]any {
	address := attribute(true, "email_code")
	address["required"], address["verify_at_sign_up"] = true, true
	disabled := off("enabled")
	return map[string]any{
		"actions": map[string]any{"create_organization": false, "create_organizations_limit": nil, "delete_self": false},
		"attack_protection": map[string]any{
			"email_link": map[string]any{"require_same_client": true}, "enumeration_protection": disabled, "pii": disabled,
			"user_lockout": map[string]any{"duration_in_minutes": 60, "enabled": false, "max_attempts": 100},
		},
		"attributes": map[string]any{
			"authenticator_app": attribute(false), "backup_code": attribute(false), "email_address": address, "first_name": named(),
			"last_name": named(), "passkey": attribute(false), "password": named(), "phone_number": attribute(false),
			"ticket": attribute(true, "ticket"), "username": attribute(true), "web3_wallet": attribute(false),
		},
		"enterprise_sso":   disabled,
		"passkey_settings": off("allow_autofill", "satisfies_second_factor", "show_sign_in_button"),
		"password_settings": map[string]any{
			"allowed_special_characters": "", "disable_hibp": true, "disable_password_reverification": true, "enforce_hibp_on_sign_in": false,
			"max_length": 72, "min_length": minPassword, "min_zxcvbn_strength": 0, "require_lowercase": false, "require_numbers": false,
			"require_special_char": false, "require_uppercase": false, "show_zxcvbn": false,
		},
		"restrictions": map[string]any{
			"allowlist": disabled, "allowlist_blocklist_disabled_on_sign_in": disabled, "block_disposable_email_domains": disabled,
			"block_email_subaddresses": disabled, "blocklist": disabled,
		},
		"saml":    disabled,
		"sign_in": map[string]any{"second_factor": off("required")},
		"sign_up": map[string]any{
			"captcha_enabled": false, "captcha_widget_type": "smart", "custom_action_required": false, "legal_consent_enabled": false, "mode": "public",
			"progressive": true,
		},
		"social": map[string]any{},
		"username_settings": map[string]any{
			"allow_extended_special_characters": true, "allow_numeric_usernames": true, "max_length": 64, "min_length": 1,
		},
	}
}

// attribute says how an attribute of users serves: as a first factor if it is on.
func attribute(enabled bool, factors ...string) map[string]any {
	return map[string]any{
		"enabled": enabled, "first_factors": factors, "immutable": false, "required": false, "second_factors": []string{},
		"used_for_first_factor": enabled, "used_for_second_factor": false, "verifications": factors, "verify_at_sign_up": false,
	}
}

// named is an attribute that nobody is found by.
func named() map[string]any {
	a := attribute(true)
	a["used_for_first_factor"] = false
	return a
}

// off says no to each name.
func off(names ...string) map[string]any {
	answers := map[string]any{}
	for _, name := range names {
		answers[name] = false
	}
	return answers
}
