package backend

import "context"

// InstanceService manages the settings of the instance. Reach it as
// [Client].Instance.
type InstanceService service

// Instance is the instance of the client's secret key.
type Instance struct {
	ID              string        `json:"id"`
	AllowedOrigins  Opt[[]string] `json:"allowed_origins,omitzero"`
	EnvironmentType string        `json:"environment_type"`      // such as "development" or "production"
	Object          string        `json:"object"`                // "instance"
	WorkspaceID     Opt[string]   `json:"workspace_id,omitzero"` // null if the application has no owner
}

// InstanceUpdateParams are the changes to the settings of an [Instance]. What is
// absent stays.
type InstanceUpdateParams struct {
	// AllowedOrigins are origins other than of websites: browser extensions,
	// Electron, Capacitor.
	AllowedOrigins []string    `json:"allowed_origins,omitzero"`
	ClerkJSVersion Opt[string] `json:"clerk_js_version,omitzero"`
	// CookielessDev does without third-party cookies in development.
	//
	// Deprecated: use URLBasedSessionSyncing.
	CookielessDev     Opt[bool]   `json:"cookieless_dev,omitzero"`
	DevelopmentOrigin Opt[string] `json:"development_origin,omitzero"`
	// EnhancedEmailDeliverability sends emails by a way that Clerk retires. The
	// specification lacks it.
	EnhancedEmailDeliverability Opt[bool] `json:"enhanced_email_deliverability,omitzero"`
	HIBP                        Opt[bool] `json:"hibp,omitzero"` // look passwords up in known breaches
	// PreferredSignInStrategyWhenPasswordRequired is what sign-in offers first.
	// Empty clears it.
	PreferredSignInStrategyWhenPasswordRequired Opt[SignInStrategy] `json:"preferred_sign_in_strategy_when_password_required,omitzero"`
	SupportEmail                                Opt[string]         `json:"support_email,omitzero"`
	TestMode                                    Opt[bool]           `json:"test_mode,omitzero"`                 // test email addresses and phone numbers
	URLBasedSessionSyncing                      Opt[bool]           `json:"url_based_session_syncing,omitzero"` // no third-party cookies in development
}

// SignInStrategy is a way to sign in that an instance may prefer.
type SignInStrategy string

// The values of [SignInStrategy].
const (
	SignInStrategyNone     SignInStrategy = "" // the default
	SignInStrategyOTP      SignInStrategy = "otp"
	SignInStrategyPassword SignInStrategy = "password"
)

// ChangeDomain moves a production instance to another domain. That signs out all
// users and needs new DNS records, certificates, redirect URLs of social
// connections and keys: expect the instance to be down until all is set up.
//
//clerk:op POST /instance/change_domain
func (s *InstanceService) ChangeDomain(ctx context.Context, params InstanceDomainParams) error {
	return send(ctx, s.client, post("/instance/change_domain", params))
}

// Get returns the instance.
//
//clerk:op GET /instance
func (s *InstanceService) Get(ctx context.Context) (*Instance, error) {
	return call[Instance](ctx, s.client, get("/instance", nil))
}

// Update changes the settings that are set in params.
//
//clerk:op PATCH /instance
func (s *InstanceService) Update(ctx context.Context, params InstanceUpdateParams) error {
	return send(ctx, s.client, patch("/instance", params))
}
