package backend

import "context"

// EmailAddressService manages the email addresses of users. Reach it as [Client].EmailAddresses.
//
// See https://clerk.com/docs/reference/backend/overview#email-addresses.
type EmailAddressService service

// EmailAddress is an email address of a user.
//
// See https://clerk.com/docs/reference/backend/types/backend-email-address.
type EmailAddress struct {
	ID                   string               `json:"id,omitzero"`
	CreatedAt            Time                 `json:"created_at"`
	EmailAddress         string               `json:"email_address"`
	LinkedTo             []IdentificationLink `json:"linked_to"`
	MatchesSSOConnection bool                 `json:"matches_sso_connection"` // its domain has an active enterprise connection
	Object               string               `json:"object"`
	Reserved             bool                 `json:"reserved"` // usable for sign-in before it is verified
	UpdatedAt            Time                 `json:"updated_at"`
	Verification         *Verification        `json:"verification"`
}

// EmailAddressCreateParams are the fields of a new [EmailAddress].
type EmailAddressCreateParams struct {
	EmailAddress                     string    `json:"email_address"`                                 // required
	NotifyPrimaryEmailAddressChanged Opt[bool] `json:"notify_primary_email_address_changed,omitzero"` // tell the previous primary address
	Primary                          Opt[bool] `json:"primary,omitzero"`                              // the first one is primary anyway
	UserID                           string    `json:"user_id"`                                       // required
	Verified                         Opt[bool] `json:"verified,omitzero"`
}

// EmailAddressUpdateParams are the changes to an [EmailAddress]. What is absent
// stays.
type EmailAddressUpdateParams struct {
	NotifyPrimaryEmailAddressChanged Opt[bool] `json:"notify_primary_email_address_changed,omitzero"` // tell the previous primary address
	Primary                          Opt[bool] `json:"primary,omitzero"`
	Verified                         Opt[bool] `json:"verified,omitzero"`
}

// UserEmailAddressReplaceParams are the only email address that a user keeps.
type UserEmailAddressReplaceParams struct {
	EmailAddress                     string                   `json:"email_address"`                                 // required
	IdentificationStatus             UserIdentificationStatus `json:"identification_status,omitzero"`                // verified unless set
	NotifyPrimaryEmailAddressChanged Opt[bool]                `json:"notify_primary_email_address_changed,omitzero"` // tell the previous primary address
}

// AttemptVerification checks a code. The answer's status tells whether it was
// right: a wrong or late one is no error. A right one also verifies the email address.
//
//clerk:op POST /email_addresses/{email_address_id}/attempt_verification
func (s *EmailAddressService) AttemptVerification(ctx context.Context, id string, params IdentifierVerificationAttemptParams) (*IdentifierVerification, error) {
	return call[IdentifierVerification](ctx, s.client, post("/email_addresses/{}/attempt_verification", params, id))
}

// Create gives a user an email address.
//
//clerk:op POST /email_addresses
func (s *EmailAddressService) Create(ctx context.Context, params EmailAddressCreateParams) (*EmailAddress, error) {
	return call[EmailAddress](ctx, s.client, post("/email_addresses", params))
}

// Delete deletes an email address.
//
//clerk:op DELETE /email_addresses/{email_address_id}
func (s *EmailAddressService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/email_addresses/{}", id))
}

// Get returns the email address that has an ID.
//
//clerk:op GET /email_addresses/{email_address_id}
func (s *EmailAddressService) Get(ctx context.Context, id string) (*EmailAddress, error) {
	return call[EmailAddress](ctx, s.client, get("/email_addresses/{}", nil, id))
}

// PrepareVerification sends a code, for a sign-in of your own making.
//
//clerk:op POST /email_addresses/{email_address_id}/prepare_verification
func (s *EmailAddressService) PrepareVerification(ctx context.Context, id string) (*IdentifierVerification, error) {
	return call[IdentifierVerification](ctx, s.client, post("/email_addresses/{}/prepare_verification", nil, id))
}

// Update changes the fields of an email address that are set in params.
//
//clerk:op PATCH /email_addresses/{email_address_id}
func (s *EmailAddressService) Update(ctx context.Context, id string, params EmailAddressUpdateParams) (*EmailAddress, error) {
	return call[EmailAddress](ctx, s.client, patch("/email_addresses/{}", params, id))
}

// ReplaceEmailAddress gives a user one email address, the primary one, and deletes
// all others. It is an [Error] if one of them came from a connected account:
// disconnect that first. A status other than verified may leave the user without
// a way to sign in.
//
//clerk:op PUT /users/{user_id}/email_address
func (s *UserService) ReplaceEmailAddress(ctx context.Context, id string, params UserEmailAddressReplaceParams) (*EmailAddress, error) {
	return call[EmailAddress](ctx, s.client, put("/users/{}/email_address", params, id))
}
