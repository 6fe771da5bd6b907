package backend

import (
	"context"
	"iter"
)

// BlocklistIdentifierService manages who may neither sign up nor sign in. Reach it
// as [Client].BlocklistIdentifiers.
//
// See https://clerk.com/docs/guides/secure/restricting-access.
type BlocklistIdentifierService service

// BlocklistIdentifier is an email address, an email domain, a phone number or a
// wallet that is shut out.
type BlocklistIdentifier struct {
	ID             string         `json:"id,omitzero"`
	CreatedAt      Time           `json:"created_at,omitzero"`
	Identifier     string         `json:"identifier,omitzero"`
	IdentifierType IdentifierType `json:"identifier_type,omitzero"`
	InstanceID     string         `json:"instance_id,omitzero"`
	Object         string         `json:"object,omitzero"` // "blocklist_identifier"
	UpdatedAt      Time           `json:"updated_at,omitzero"`
}

// BlocklistIdentifierCreateParams are the fields of a new [BlocklistIdentifier].
type BlocklistIdentifierCreateParams struct {
	Identifier string `json:"identifier"` // required; an email address or domain, a phone number or a wallet
}

// Create shuts an identifier out.
//
//clerk:op POST /blocklist_identifiers
func (s *BlocklistIdentifierService) Create(ctx context.Context, params BlocklistIdentifierCreateParams) (*BlocklistIdentifier, error) {
	return call[BlocklistIdentifier](ctx, s.client, post("/blocklist_identifiers", params))
}

// Delete takes an identifier off the list.
//
//clerk:op DELETE /blocklist_identifiers/{identifier_id}
func (s *BlocklistIdentifierService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/blocklist_identifiers/{}", id))
}

// List returns one page of the list. The specification lacks the parameters, which
// the JavaScript packages send.
//
//clerk:op GET /blocklist_identifiers
func (s *BlocklistIdentifierService) List(ctx context.Context, params ListParams) (*Page[BlocklistIdentifier], error) {
	return call[Page[BlocklistIdentifier]](ctx, s.client, get("/blocklist_identifiers", params))
}

// All yields the whole list, fetching pages as it goes.
func (s *BlocklistIdentifierService) All(ctx context.Context, params ListParams) iter.Seq2[*BlocklistIdentifier, error] {
	return pages[BlocklistIdentifier](ctx, s.client, get("/blocklist_identifiers", params))
}
