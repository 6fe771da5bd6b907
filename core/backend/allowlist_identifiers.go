package backend

import (
	"context"
	"iter"
)

// AllowlistIdentifierService manages who may sign up where the instance restricts
// that to a list. Reach it as [Client].AllowlistIdentifiers.
//
// See https://clerk.com/docs/guides/secure/restricting-access.
type AllowlistIdentifierService service

// AllowlistIdentifier is an email address, a phone number or a wallet that may
// sign up.
type AllowlistIdentifier struct {
	ID             string         `json:"id,omitzero"`
	CreatedAt      Time           `json:"created_at,omitzero"`
	Identifier     string         `json:"identifier,omitzero"`
	IdentifierType IdentifierType `json:"identifier_type,omitzero"`
	InstanceID     string         `json:"instance_id,omitzero"`
	InvitationID   string         `json:"invitation_id,omitzero"` // if one was sent
	Object         string         `json:"object,omitzero"`        // "allowlist_identifier"
	UpdatedAt      Time           `json:"updated_at,omitzero"`
}

// IdentifierType is what an identifier of a list is. Clerk may add values.
type IdentifierType string

// The values of [IdentifierType].
const (
	IdentifierEmailAddress IdentifierType = "email_address"
	IdentifierPhoneNumber  IdentifierType = "phone_number"
	IdentifierWeb3Wallet   IdentifierType = "web3_wallet"
)

// AllowlistIdentifierCreateParams are the fields of a new [AllowlistIdentifier].
type AllowlistIdentifierCreateParams struct {
	Identifier string    `json:"identifier"`      // required; an email address, a phone number or a wallet
	Notify     Opt[bool] `json:"notify,omitzero"` // send an invitation; not to a wallet
}

// Create lets an identifier sign up.
//
//clerk:op POST /allowlist_identifiers
func (s *AllowlistIdentifierService) Create(ctx context.Context, params AllowlistIdentifierCreateParams) (*AllowlistIdentifier, error) {
	return call[AllowlistIdentifier](ctx, s.client, post("/allowlist_identifiers", params))
}

// Delete takes an identifier off the list.
//
//clerk:op DELETE /allowlist_identifiers/{identifier_id}
func (s *AllowlistIdentifierService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/allowlist_identifiers/{}", id))
}

// List returns one page of the list.
//
//clerk:op GET /allowlist_identifiers
func (s *AllowlistIdentifierService) List(ctx context.Context, params ListParams) (*Page[AllowlistIdentifier], error) {
	return call[Page[AllowlistIdentifier]](ctx, s.client, list("/allowlist_identifiers", params))
}

// All yields the whole list, fetching pages as it goes.
func (s *AllowlistIdentifierService) All(ctx context.Context, params ListParams) iter.Seq2[*AllowlistIdentifier, error] {
	return pages[AllowlistIdentifier](ctx, s.client, list("/allowlist_identifiers", params))
}
