package backend

import (
	"context"
	"iter"
	"time"
)

// OrganizationService manages organisations, their members, invitations and
// domains. Reach it as [Client].Organizations.
//
// See https://clerk.com/docs/reference/backend/overview#organizations.
type OrganizationService service

// Organization is a group of users with roles.
//
// See https://clerk.com/docs/reference/backend/types/backend-organization.
type Organization struct {
	ID                 string `json:"id"`
	AdminDeleteEnabled bool   `json:"admin_delete_enabled"` // members with the permission may delete it
	CreatedAt          Time   `json:"created_at"`
	CreatedBy          string `json:"created_by,omitzero"` // a user
	HasImage           bool   `json:"has_image"`           // false if ImageURL is a generated picture
	ImageURL           string `json:"image_url,omitzero"`
	LastActiveAt       Time   `json:"last_active_at,omitzero"`
	// LogoURL is the address of the picture, only when it was just set.
	//
	// Deprecated: use ImageURL.
	LogoURL                              string      `json:"logo_url,omitzero"`
	MaxAllowedMemberships                int64       `json:"max_allowed_memberships"`                           // 0 is no limit
	MembersCount                         Opt[int64]  `json:"members_count,omitzero"`                            // only where asked for
	MissingMemberWithElevatedPermissions Opt[bool]   `json:"missing_member_with_elevated_permissions,omitzero"` // only where asked for
	Name                                 string      `json:"name"`
	Object                               string      `json:"object"` // "organization"
	PendingInvitationsCount              Opt[int64]  `json:"pending_invitations_count,omitzero"`
	PrivateMetadata                      Metadata    `json:"private_metadata,omitzero"` // for servers only
	PublicMetadata                       Metadata    `json:"public_metadata"`           // readable, not writable, in the browser
	RoleSetKey                           Opt[string] `json:"role_set_key,omitzero"`
	Slug                                 string      `json:"slug"`
	UpdatedAt                            Time        `json:"updated_at"`
}

// OrganizationCreateParams are the fields of a new [Organization].
type OrganizationCreateParams struct {
	CreatedAt             Opt[time.Time] `json:"created_at,omitzero"`              // if not now
	CreatedBy             Opt[string]    `json:"created_by,omitzero"`              // the user who becomes its administrator
	MaxAllowedMemberships Opt[int64]     `json:"max_allowed_memberships,omitzero"` // 0 is no limit
	Name                  string         `json:"name"`                             // required; at most 256 characters, no URL and no HTML
	PrivateMetadata       Metadata       `json:"private_metadata,omitzero"`
	PublicMetadata        Metadata       `json:"public_metadata,omitzero"`
	RoleSetKey            Opt[string]    `json:"role_set_key,omitzero"`
	Slug                  Opt[string]    `json:"slug,omitzero"` // a-z, 0-9 and -; unique in the instance, where it has slugs
}

// OrganizationUpdateParams are the changes to an [Organization]: what is absent
// stays. Metadata is not among them.
type OrganizationUpdateParams struct {
	AdminDeleteEnabled    Opt[bool]      `json:"admin_delete_enabled,omitzero"`
	CreatedAt             Opt[time.Time] `json:"created_at,omitzero"`
	MaxAllowedMemberships Opt[int64]     `json:"max_allowed_memberships,omitzero"` // 0 is no limit
	Name                  Opt[string]    `json:"name,omitzero"`                    // at most 256 characters, no URL and no HTML
	RoleSetKey            Opt[string]    `json:"role_set_key,omitzero"`
	Slug                  Opt[string]    `json:"slug,omitzero"` // a-z, 0-9 and -; unique in the instance
}

// OrganizationGetParams say what to add to an [Organization].
type OrganizationGetParams struct {
	IncludeMembersCount                         Opt[bool] `query:"include_members_count"`
	IncludeMissingMemberWithElevatedPermissions Opt[bool] `query:"include_missing_member_with_elevated_permissions"`
}

// OrganizationListParams select and order organisations. An element of
// OrganizationID, which takes up to 100, or of UserID may begin with + (include) or
// - (exclude). IDs that do not exist are ignored.
type OrganizationListParams struct {
	IncludeMembersCount                         Opt[bool] `query:"include_members_count"`
	IncludeMissingMemberWithElevatedPermissions Opt[bool] `query:"include_missing_member_with_elevated_permissions"`
	Limit                                       int       `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset                                      int       `query:"offset"`   // how many to skip
	OrderBy                                     string    `query:"order_by"` // created_at, members_count or name, with - in front for descending order
	OrganizationID                              []string  `query:"organization_id"`
	Query                                       string    `query:"query"`   // an ID, or part of a name or slug
	UserID                                      []string  `query:"user_id"` // of members
}

// OrganizationMetadataUpdateParams are changes to the metadata of an
// [Organization]: objects are merged at every depth, and a member that is null is
// removed.
type OrganizationMetadataUpdateParams struct {
	PrivateMetadata Metadata `json:"private_metadata,omitzero"`
	PublicMetadata  Metadata `json:"public_metadata,omitzero"`
}

// OrganizationMetadataReplaceParams are the new metadata of an [Organization]. What
// is absent stays as it is.
type OrganizationMetadataReplaceParams struct {
	PrivateMetadata Metadata `json:"private_metadata,omitzero"`
	PublicMetadata  Metadata `json:"public_metadata,omitzero"`
}

// OrganizationLogoParams hold the logo of an [Organization].
type OrganizationLogoParams struct {
	File           File        `json:"-"` // required; GIF, JPEG, PNG or WebP of at most 10 MB
	UploaderUserID Opt[string] `json:"uploader_user_id,omitzero"`
}

// Create creates an organisation. With CreatedBy it becomes the active one of that
// user's next session, unless that names another.
//
//clerk:op POST /organizations
func (s *OrganizationService) Create(ctx context.Context, params OrganizationCreateParams) (*Organization, error) {
	return call[Organization](ctx, s.client, post("/organizations", params))
}

// Delete deletes an organisation for good, with its memberships and invitations.
// Sessions that are in it go on without it.
//
//clerk:op DELETE /organizations/{organization_id}
func (s *OrganizationService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/organizations/{}", id))
}

// DeleteLogo goes back to a generated picture.
//
//clerk:op DELETE /organizations/{organization_id}/logo
func (s *OrganizationService) DeleteLogo(ctx context.Context, id string) (*Organization, error) {
	return call[Organization](ctx, s.client, del("/organizations/{}/logo", id))
}

// Get returns the organisation that has an ID or a slug.
//
//clerk:op GET /organizations/{organization_id}
func (s *OrganizationService) Get(ctx context.Context, idOrSlug string, params OrganizationGetParams) (*Organization, error) {
	return call[Organization](ctx, s.client, get("/organizations/{}", params, idOrSlug))
}

// List returns one page of organisations, the newest first unless params say
// otherwise.
//
//clerk:op GET /organizations
func (s *OrganizationService) List(ctx context.Context, params OrganizationListParams) (*Page[Organization], error) {
	return call[Page[Organization]](ctx, s.client, get("/organizations", params))
}

// All yields every organisation that matches, fetching pages as it goes.
func (s *OrganizationService) All(ctx context.Context, params OrganizationListParams) iter.Seq2[*Organization, error] {
	return pages[Organization](ctx, s.client, get("/organizations", params))
}

// ReplaceMetadata replaces metadata as a whole. [OrganizationService.UpdateMetadata]
// is safe beside other writers, this is not.
//
//clerk:op PUT /organizations/{organization_id}/metadata
func (s *OrganizationService) ReplaceMetadata(ctx context.Context, id string, params OrganizationMetadataReplaceParams) (*Organization, error) {
	return call[Organization](ctx, s.client, put("/organizations/{}/metadata", params, id))
}

// Update changes the fields of an organisation that are set in params.
//
//clerk:op PATCH /organizations/{organization_id}
func (s *OrganizationService) Update(ctx context.Context, id string, params OrganizationUpdateParams) (*Organization, error) {
	return call[Organization](ctx, s.client, patch("/organizations/{}", params, id))
}

// UpdateLogo sets or replaces the logo of an organisation. A file that is too large
// is an [Error] of status 413.
//
//clerk:op PUT /organizations/{organization_id}/logo
func (s *OrganizationService) UpdateLogo(ctx context.Context, id string, params OrganizationLogoParams) (*Organization, error) {
	return call[Organization](ctx, s.client, put("/organizations/{}/logo", nil, id).withFile(params.File, params))
}

// UpdateMetadata merges metadata into what is there.
//
//clerk:op PATCH /organizations/{organization_id}/metadata
func (s *OrganizationService) UpdateMetadata(ctx context.Context, id string, params OrganizationMetadataUpdateParams) (*Organization, error) {
	return call[Organization](ctx, s.client, patch("/organizations/{}/metadata", params, id))
}
