package backend

import "context"

// SignUpService reads and changes attempts to sign up. Reach it as
// [Client].SignUps.
//
// See https://clerk.com/docs/reference/backend/overview#sign-ups.
type SignUpService service

// SignUp is an attempt to sign up.
type SignUp struct {
	ID               string      `json:"id"`
	AbandonAt        Time        `json:"abandon_at"`
	CreatedSessionID Opt[string] `json:"created_session_id,omitzero"` // once it is complete
	CreatedUserID    Opt[string] `json:"created_user_id,omitzero"`    // once it is complete
	CustomAction     bool        `json:"custom_action"`
	EmailAddress     Opt[string] `json:"email_address,omitzero"`
	// ExternalAccount is the account at an OAuth provider.
	//
	// Deprecated: use Verifications.
	ExternalAccount  Metadata            `json:"external_account,omitzero"`
	ExternalID       Opt[string]         `json:"external_id,omitzero"` // the ID in a system of yours
	FirstName        Opt[string]         `json:"first_name,omitzero"`
	LastName         Opt[string]         `json:"last_name,omitzero"`
	LegalAcceptedAt  Time                `json:"legal_accepted_at"`
	Locale           Opt[string]         `json:"locale,omitzero"` // such as "en-US"
	MissingFields    []string            `json:"missing_fields"`
	Object           string              `json:"object"` // "sign_up_attempt"
	OptionalFields   []string            `json:"optional_fields"`
	PasswordEnabled  bool                `json:"password_enabled"`
	PhoneNumber      Opt[string]         `json:"phone_number,omitzero"`
	PublicMetadata   Metadata            `json:"public_metadata,omitzero"`
	RequiredFields   []string            `json:"required_fields"`
	Status           SignUpStatus        `json:"status"`
	UnsafeMetadata   Metadata            `json:"unsafe_metadata,omitzero"`
	UnverifiedFields []string            `json:"unverified_fields"`
	Username         Opt[string]         `json:"username,omitzero"`
	Verifications    SignUpVerifications `json:"verifications"`
	Web3Wallet       Opt[string]         `json:"web3_wallet,omitzero"`
}

// SignUpStatus is the state of a [SignUp]. Clerk may add values.
type SignUpStatus string

// The values of [SignUpStatus].
const (
	SignUpAbandoned           SignUpStatus = "abandoned"
	SignUpComplete            SignUpStatus = "complete"
	SignUpMissingRequirements SignUpStatus = "missing_requirements"
)

// SignUpVerifications are what has to be proved of each identifier; nil where
// there is nothing.
type SignUpVerifications struct {
	EmailAddress    *SignUpVerification `json:"email_address"`
	ExternalAccount Metadata            `json:"external_account"`
	PhoneNumber     *SignUpVerification `json:"phone_number"`
	Web3Wallet      *SignUpVerification `json:"web3_wallet"`
}

// SignUpVerification is how an identifier can be proved.
type SignUpVerification struct {
	NextAction          SignUpNextAction `json:"next_action,omitzero"`
	SupportedStrategies []string         `json:"supported_strategies,omitzero"` // such as "email_code"
}

// SignUpNextAction is what a [SignUpVerification] waits for. Clerk may add values.
type SignUpNextAction string

// The values of [SignUpNextAction].
const (
	SignUpNeedsAttempt SignUpNextAction = "needs_attempt"
	SignUpNeedsNothing SignUpNextAction = ""
	SignUpNeedsPrepare SignUpNextAction = "needs_prepare"
)

// SignUpUpdateParams are the changes to a [SignUp]. What is absent stays.
type SignUpUpdateParams struct {
	CustomAction Opt[bool]   `json:"custom_action,omitzero"` // marks the attempt as finished by you
	ExternalID   Opt[string] `json:"external_id,omitzero"`   // of the user to come, in a system of yours
}

// Get returns the attempt that has an ID.
//
//clerk:op GET /sign_ups/{id}
func (s *SignUpService) Get(ctx context.Context, id string) (*SignUp, error) {
	return call[SignUp](ctx, s.client, get("/sign_ups/{}", nil, id))
}

// Update changes the fields of an attempt that are set in params.
//
//clerk:op PATCH /sign_ups/{id}
func (s *SignUpService) Update(ctx context.Context, id string, params SignUpUpdateParams) (*SignUp, error) {
	return call[SignUp](ctx, s.client, patch("/sign_ups/{}", params, id))
}
