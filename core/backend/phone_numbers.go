package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// PhoneNumberService manages the phone numbers of users. Reach it as [Client].PhoneNumbers.
//
// See https://clerk.com/docs/reference/backend/overview#phone-numbers.
type PhoneNumberService service

// PhoneNumber is a phone number of a user.
//
// See https://clerk.com/docs/reference/backend/types/backend-phone-number.
type PhoneNumber struct {
	ID                      string               `json:"id,omitzero"`
	BackupCodes             Opt[[]string]        `json:"backup_codes,omitzero"` // only when they were just made
	CreatedAt               Time                 `json:"created_at"`
	DefaultSecondFactor     bool                 `json:"default_second_factor"`
	LinkedTo                []IdentificationLink `json:"linked_to"`
	Object                  string               `json:"object"`
	PhoneNumber             string               `json:"phone_number"` // E.164
	Reserved                bool                 `json:"reserved"`     // usable for sign-in before it is verified
	ReservedForSecondFactor bool                 `json:"reserved_for_second_factor"`
	UpdatedAt               Time                 `json:"updated_at"`
	Verification            *Verification        `json:"verification"`
}

// Format prints the number without its backup codes.
func (n PhoneNumber) Format(state fmt.State, verb rune) {
	type plain PhoneNumber
	if codes, ok := n.BackupCodes.Get(); ok {
		n.BackupCodes = Value(hideAll(codes))
	}
	printed(state, verb, plain(n))
}

// LogValue logs what Format prints.
func (n PhoneNumber) LogValue() slog.Value { return logged(n) }

// PhoneNumberCreateParams are the fields of a new [PhoneNumber].
type PhoneNumberCreateParams struct {
	PhoneNumber             string    `json:"phone_number"`                        // required; E.164
	Primary                 Opt[bool] `json:"primary,omitzero"`                    // the first one is primary anyway
	ReservedForSecondFactor Opt[bool] `json:"reserved_for_second_factor,omitzero"` // needs Verified
	UserID                  string    `json:"user_id"`                             // required
	Verified                Opt[bool] `json:"verified,omitzero"`
}

// PhoneNumberUpdateParams are the changes to a [PhoneNumber]. What is absent
// stays.
type PhoneNumberUpdateParams struct {
	Primary                 Opt[bool] `json:"primary,omitzero"`
	ReservedForSecondFactor Opt[bool] `json:"reserved_for_second_factor,omitzero"` // needs a verified number
	Verified                Opt[bool] `json:"verified,omitzero"`
}

// UserPhoneNumberReplaceParams are the only phone number that a user keeps.
type UserPhoneNumberReplaceParams struct {
	IdentificationStatus UserIdentificationStatus `json:"identification_status,omitzero"` // verified unless set
	PhoneNumber          string                   `json:"phone_number"`                   // required; E.164
}

// AttemptVerification checks a code. The answer's status tells whether it was
// right: a wrong or late one is no error. A right one also verifies the phone number.
//
//clerk:op POST /phone_numbers/{phone_number_id}/attempt_verification
func (s *PhoneNumberService) AttemptVerification(ctx context.Context, id string, params IdentifierVerificationAttemptParams) (*IdentifierVerification, error) {
	return call[IdentifierVerification](ctx, s.client, post("/phone_numbers/{}/attempt_verification", params, id))
}

// Create gives a user a phone number.
//
//clerk:op POST /phone_numbers
func (s *PhoneNumberService) Create(ctx context.Context, params PhoneNumberCreateParams) (*PhoneNumber, error) {
	return call[PhoneNumber](ctx, s.client, post("/phone_numbers", params))
}

// Delete deletes a phone number.
//
//clerk:op DELETE /phone_numbers/{phone_number_id}
func (s *PhoneNumberService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/phone_numbers/{}", id))
}

// Get returns the phone number that has an ID.
//
//clerk:op GET /phone_numbers/{phone_number_id}
func (s *PhoneNumberService) Get(ctx context.Context, id string) (*PhoneNumber, error) {
	return call[PhoneNumber](ctx, s.client, get("/phone_numbers/{}", nil, id))
}

// PrepareVerification sends a code, for a sign-in of your own making.
//
//clerk:op POST /phone_numbers/{phone_number_id}/prepare_verification
func (s *PhoneNumberService) PrepareVerification(ctx context.Context, id string) (*IdentifierVerification, error) {
	return call[IdentifierVerification](ctx, s.client, post("/phone_numbers/{}/prepare_verification", nil, id))
}

// Update changes the fields of a phone number that are set in params.
//
//clerk:op PATCH /phone_numbers/{phone_number_id}
func (s *PhoneNumberService) Update(ctx context.Context, id string, params PhoneNumberUpdateParams) (*PhoneNumber, error) {
	return call[PhoneNumber](ctx, s.client, patch("/phone_numbers/{}", params, id))
}

// ReplacePhoneNumber gives a user one phone number, the primary one, and deletes
// all others. It is never a second factor: where a deleted one was, the user has
// no second factor any more. A status other than verified may leave the user
// without a way to sign in.
//
//clerk:op PUT /users/{user_id}/phone_number
func (s *UserService) ReplacePhoneNumber(ctx context.Context, id string, params UserPhoneNumberReplaceParams) (*PhoneNumber, error) {
	return call[PhoneNumber](ctx, s.client, put("/users/{}/phone_number", params, id))
}
