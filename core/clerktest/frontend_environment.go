package clerktest

import "net/http"

// getEnvironment tells ClerkJS what the instance is like: as much of it as sign-in by
// password or email code needs.
func (i *Instance) getEnvironment(*http.Request) (any, error) {
	attribute := func(enabled bool, factors ...string) map[string]any {
		return map[string]any{
			"enabled": enabled, "first_factors": factors, "name": "", "required": false, "second_factors": []string{}, "used_for_first_factor": enabled,
			"used_for_second_factor": false, "verifications": factors, "verify_at_sign_up": enabled,
		}
	}
	return map[string]any{
		"auth_config": map[string]any{
			"claimed_at": nil, "email_address": "on", "identification_strategies": []string{"email_address"}, "id": "aconf_local",
			"first_factors": []string{"password", "email_code"}, "object": "auth_config", "reverification": false,
			"second_factors": []string{}, "single_session_mode": true,
		},
		"commerce_settings": map[string]any{},
		"display_config": map[string]any{
			"after_sign_in_url": i.URL(), "after_sign_out_all_url": i.URL(), "after_sign_up_url": i.URL(), "application_name": "Local Clerk",
			"branded": false, "captcha_provider": nil, "captcha_public_key": nil, "captcha_widget_type": nil, "home_url": i.URL(),
			"instance_environment_type": "development", "object": "display_config", "preferred_sign_in_strategy": "password",
			"sign_in_url": i.URL() + "/sign-in", "sign_up_url": i.URL() + "/sign-up", "user_profile_url": i.URL() + "/user",
		},
		"maintenance_mode":      false,
		"object":                "environment",
		"organization_settings": map[string]any{"enabled": true, "max_allowed_memberships": maxMemberships, "object": "organization_settings"},
		"user_settings": map[string]any{
			"attributes": map[string]any{
				"email_address": attribute(true, "email_code"), "first_name": attribute(true), "last_name": attribute(true),
				"password": attribute(true), "passkey": attribute(false), "phone_number": attribute(false), "username": attribute(true),
				"web3_wallet": attribute(false), "ticket": attribute(true), "authenticator_app": attribute(false), "backup_code": attribute(false),
			},
			"password_settings": map[string]any{"disable_hibp": true, "max_length": 72, "min_length": 8},
			"sign_in":           map[string]any{"second_factor": map[string]any{"required": false}},
			"sign_up":           map[string]any{"captcha_enabled": false, "mode": "public", "progressive": true},
			"social":            map[string]any{},
		},
	}, nil
}
