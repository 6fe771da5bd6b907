package backend

// OrganizationMembership is the role of one user in one organization.
//
// See https://clerk.com/docs/reference/backend/types/backend-organization-membership.
type OrganizationMembership struct {
	ID              string                                `json:"id"`
	CreatedAt       Time                                  `json:"created_at"`
	Object          string                                `json:"object"`
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
// organization may know of a member.
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
