package backend

import (
	"context"
	"iter"
	"time"
)

// OrganizationMembership is the role of one user in one organisation.
//
// See https://clerk.com/docs/reference/backend/types/backend-organization-membership.
type OrganizationMembership struct {
	ID              string                                `json:"id"`
	CreatedAt       Time                                  `json:"created_at"`
	Object          string                                `json:"object"` // "organization_membership"
	Organization    Organization                          `json:"organization"`
	Permissions     []string                              `json:"permissions"`
	PrivateMetadata Metadata                              `json:"private_metadata,omitzero"` // for servers only
	PublicMetadata  Metadata                              `json:"public_metadata"`
	PublicUserData  *OrganizationMembershipPublicUserData `json:"public_user_data,omitzero"`
	Role            string                                `json:"role"` // its key, such as "org:admin"
	RoleName        string                                `json:"role_name,omitzero"`
	UpdatedAt       Time                                  `json:"updated_at"`
}

// OrganizationMembershipPublicUserData is what the other members of an
// organisation may know of a member.
type OrganizationMembershipPublicUserData struct {
	Banned        bool        `json:"banned"`
	Deprovisioned bool        `json:"deprovisioned"`
	FirstName     Opt[string] `json:"first_name,omitzero"`
	HasImage      bool        `json:"has_image"`
	Identifier    Opt[string] `json:"identifier,omitzero"` // an email address, phone number, wallet or username
	ImageURL      string      `json:"image_url"`
	LastName      Opt[string] `json:"last_name,omitzero"`
	// ProfileImageURL is the address of the picture.
	//
	// Deprecated: use ImageURL.
	ProfileImageURL Opt[string] `json:"profile_image_url,omitzero"`
	UserID          string      `json:"user_id"`
	Username        Opt[string] `json:"username,omitzero"`
}

// OrganizationMembershipCreateParams are the fields of a new
// [OrganizationMembership].
type OrganizationMembershipCreateParams struct {
	PrivateMetadata Metadata `json:"private_metadata,omitzero"`
	PublicMetadata  Metadata `json:"public_metadata,omitzero"`
	Role            string   `json:"role"`    // required; its key, such as "org:member"
	UserID          string   `json:"user_id"` // required; no member yet
}

// OrganizationMembershipUpdateParams are the changes to an
// [OrganizationMembership].
type OrganizationMembershipUpdateParams struct {
	Role string `json:"role"` // required; its key, such as "org:admin"
}

// OrganizationMembershipMetadataUpdateParams are changes to the metadata of an
// [OrganizationMembership]: objects are merged at every depth, and a member that is
// null is removed.
type OrganizationMembershipMetadataUpdateParams struct {
	PrivateMetadata Metadata `json:"private_metadata,omitzero"`
	PublicMetadata  Metadata `json:"public_metadata,omitzero"`
}

// OrganizationMembershipListParams select and order the members of an organisation.
// A member must match every filter that is set; slices take up to 100 elements, any
// of which may match. An element of UserID may begin with + (include) or -
// (exclude).
type OrganizationMembershipListParams struct {
	CreatedAtAfter     time.Time `query:"created_at_after"` // when the user was created, not the membership
	CreatedAtBefore    time.Time `query:"created_at_before"`
	EmailAddress       []string  `query:"email_address"`
	EmailAddressQuery  string    `query:"email_address_query"` // part of an email address, in any case
	LastActiveAtAfter  time.Time `query:"last_active_at_after"`
	LastActiveAtBefore time.Time `query:"last_active_at_before"`
	Limit              int       `query:"limit"` // 1 to 500; Clerk's default is 10
	NameQuery          string    `query:"name_query"`
	Offset             int       `query:"offset"` // how many to skip
	// OrderBy is created_at, email_address, first_name, last_name, phone_number
	// or username, with - in front for descending order.
	OrderBy          string   `query:"order_by"`
	PhoneNumber      []string `query:"phone_number"`
	PhoneNumberQuery string   `query:"phone_number_query"` // part of a phone number
	Query            string   `query:"query"`              // part of any identifier, name or ID
	Role             []string `query:"role"`               // keys
	UserID           []string `query:"user_id"`
	Username         []string `query:"username"`
	UsernameQuery    string   `query:"username_query"` // part of a username
	Web3Wallet       []string `query:"web3_wallet"`
}

// OrganizationInstanceMembershipListParams order the memberships of all
// organisations.
type OrganizationInstanceMembershipListParams struct {
	Limit   int    `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset  int    `query:"offset"`   // how many to skip
	OrderBy string `query:"order_by"` // as in [OrganizationMembershipListParams]
}

// CreateMembership makes a user a member of an organisation, which becomes the
// active one of the user's next session, unless that names another.
//
//clerk:op POST /organizations/{organization_id}/memberships
func (s *OrganizationService) CreateMembership(ctx context.Context, organizationID string, params OrganizationMembershipCreateParams) (*OrganizationMembership, error) {
	return call[OrganizationMembership](ctx, s.client, post("/organizations/{}/memberships", params, organizationID))
}

// DeleteMembership takes a member out of an organisation.
//
//clerk:op DELETE /organizations/{organization_id}/memberships/{user_id}
func (s *OrganizationService) DeleteMembership(ctx context.Context, organizationID, userID string) (*OrganizationMembership, error) {
	return call[OrganizationMembership](ctx, s.client, del("/organizations/{}/memberships/{}", organizationID, userID))
}

// ListInstanceMemberships returns one page of the memberships of all
// organisations.
//
//clerk:op GET /organization_memberships
func (s *OrganizationService) ListInstanceMemberships(ctx context.Context, params OrganizationInstanceMembershipListParams) (*Page[OrganizationMembership], error) {
	return call[Page[OrganizationMembership]](ctx, s.client, get("/organization_memberships", params))
}

// AllInstanceMemberships yields every membership of all organisations, fetching
// pages as it goes.
func (s *OrganizationService) AllInstanceMemberships(ctx context.Context, params OrganizationInstanceMembershipListParams) iter.Seq2[*OrganizationMembership, error] {
	return pages[OrganizationMembership](ctx, s.client, get("/organization_memberships", params))
}

// ListMemberships returns one page of the members of an organisation.
//
//clerk:op GET /organizations/{organization_id}/memberships
func (s *OrganizationService) ListMemberships(ctx context.Context, organizationID string, params OrganizationMembershipListParams) (*Page[OrganizationMembership], error) {
	return call[Page[OrganizationMembership]](ctx, s.client, get("/organizations/{}/memberships", params, organizationID))
}

// AllMemberships yields every member of an organisation that matches, fetching
// pages as it goes.
func (s *OrganizationService) AllMemberships(ctx context.Context, organizationID string, params OrganizationMembershipListParams) iter.Seq2[*OrganizationMembership, error] {
	return pages[OrganizationMembership](ctx, s.client, get("/organizations/{}/memberships", params, organizationID))
}

// UpdateMembership gives a member another role.
//
//clerk:op PATCH /organizations/{organization_id}/memberships/{user_id}
func (s *OrganizationService) UpdateMembership(ctx context.Context, organizationID, userID string, params OrganizationMembershipUpdateParams) (*OrganizationMembership, error) {
	return call[OrganizationMembership](ctx, s.client, patch("/organizations/{}/memberships/{}", params, organizationID, userID))
}

// UpdateMembershipMetadata merges metadata into that of a membership.
//
//clerk:op PATCH /organizations/{organization_id}/memberships/{user_id}/metadata
func (s *OrganizationService) UpdateMembershipMetadata(ctx context.Context, organizationID, userID string, params OrganizationMembershipMetadataUpdateParams) (*OrganizationMembership, error) {
	return call[OrganizationMembership](ctx, s.client, patch("/organizations/{}/memberships/{}/metadata", params, organizationID, userID))
}
