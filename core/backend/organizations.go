package backend

// Organization is a group of users with roles.
//
// See https://clerk.com/docs/reference/backend/types/backend-organization.
type Organization struct {
	ID                                   string      `json:"id"`
	AdminDeleteEnabled                   bool        `json:"admin_delete_enabled"` // members with the permission may delete it
	CreatedAt                            Time        `json:"created_at"`
	CreatedBy                            string      `json:"created_by,omitzero"` // the ID of a user
	HasImage                             bool        `json:"has_image"`
	ImageURL                             string      `json:"image_url"`
	LastActiveAt                         Time        `json:"last_active_at,omitzero"`
	MaxAllowedMemberships                int64       `json:"max_allowed_memberships"` // 0 is no limit
	MembersCount                         Opt[int64]  `json:"members_count,omitzero"`  // only where asked for
	MissingMemberWithElevatedPermissions Opt[bool]   `json:"missing_member_with_elevated_permissions,omitzero"`
	Name                                 string      `json:"name"`
	Object                               string      `json:"object"`
	PendingInvitationsCount              Opt[int64]  `json:"pending_invitations_count,omitzero"`
	PrivateMetadata                      Metadata    `json:"private_metadata,omitzero"` // for servers only
	PublicMetadata                       Metadata    `json:"public_metadata"`
	RoleSetKey                           Opt[string] `json:"role_set_key,omitzero"`
	Slug                                 string      `json:"slug"`
	UpdatedAt                            Time        `json:"updated_at"`
}
