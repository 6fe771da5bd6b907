package backend

import (
	"context"
	"iter"
)

// DirectoryService manages the directories that provision users, and the groups in
// them that give roles. Reach it as [Client].Directories.
type DirectoryService service

// DirectoryCreateParams are the fields of a new [Directory].
type DirectoryCreateParams struct {
	EnterpriseConnectionID string                            `json:"enterprise_connection_id"` // required
	GroupRoleMappings      []DirectoryGroupRoleMappingParams `json:"group_role_mappings,omitzero"`
	Name                   Opt[string]                       `json:"name,omitzero"`
	Provider               string                            `json:"provider"` // required
}

// DirectoryGroupRoleMappingParams are the fields of a [DirectoryGroupRoleMapping]
// that is made together with its directory. One of DirectoryGroupID and SCIMGroupID
// is required; both are allowed if they are the same.
type DirectoryGroupRoleMappingParams struct {
	DirectoryGroupDisplayName Opt[string] `json:"directory_group_display_name,omitzero"` // at most 255 characters
	DirectoryGroupID          Opt[string] `json:"directory_group_id,omitzero"`           // at the identity provider
	Precedence                Opt[int64]  `json:"precedence,omitzero"`                   // the place in the list unless set
	RoleID                    string      `json:"role_id"`                               // required
	SCIMGroupDisplayName      Opt[string] `json:"scim_group_display_name,omitzero"`      // DirectoryGroupDisplayName, by its old name
	SCIMGroupID               Opt[string] `json:"scim_group_id,omitzero"`                // DirectoryGroupID, by its old name
}

// DirectoryGroupRoleMappingCreateParams are the fields of a new
// [DirectoryGroupRoleMapping]. One of DirectoryGroupID and SCIMGroupID is required;
// both are allowed if they are the same.
type DirectoryGroupRoleMappingCreateParams struct {
	DirectoryGroupID Opt[string] `json:"directory_group_id,omitzero"` // at the identity provider
	Precedence       Opt[int64]  `json:"precedence,omitzero"`         // the last unless set
	RoleID           string      `json:"role_id"`                     // required
	SCIMGroupID      Opt[string] `json:"scim_group_id,omitzero"`      // DirectoryGroupID, by its old name
}

// DirectoryGroupRoleMappingsReplaceParams are all mappings of a directory, the most
// important first.
type DirectoryGroupRoleMappingsReplaceParams struct {
	Mappings []DirectoryGroupRole `json:"mappings"` // required; may be empty
}

// DirectoryGroupRole is a group and its role. One of DirectoryGroupID and SCIMGroupID
// is required; both are allowed if they are the same.
type DirectoryGroupRole struct {
	DirectoryGroupID Opt[string] `json:"directory_group_id,omitzero"` // at the identity provider
	RoleID           string      `json:"role_id"`                     // required
	SCIMGroupID      Opt[string] `json:"scim_group_id,omitzero"`      // DirectoryGroupID, by its old name
}

// Create makes a directory. The answer holds its API key.
//
//clerk:op POST /directories
func (s *DirectoryService) Create(ctx context.Context, params DirectoryCreateParams) (*Directory, error) {
	return call[Directory](ctx, s.client, post("/directories", params))
}

// CreateGroupRoleMapping gives a group a role. The directory has to have mappings
// enabled.
//
//clerk:op POST /directories/{directory_id}/group_role_mappings
func (s *DirectoryService) CreateGroupRoleMapping(ctx context.Context, id string, params DirectoryGroupRoleMappingCreateParams) (*DirectoryGroupRoleMapping, error) {
	return call[DirectoryGroupRoleMapping](ctx, s.client, post("/directories/{}/group_role_mappings", params, id))
}

// Delete deletes a directory and ends its provisioning: its API key is refused from
// then on.
//
//clerk:op DELETE /directories/{directory_id}
func (s *DirectoryService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/directories/{}", id))
}

// DeleteGroupRoleMapping takes the role from a group. The directory has to have
// mappings enabled.
//
//clerk:op DELETE /directories/{directory_id}/group_role_mappings/{mapping_id}
func (s *DirectoryService) DeleteGroupRoleMapping(ctx context.Context, id, mappingID string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/directories/{}/group_role_mappings/{}", id, mappingID))
}

// Get returns the directory that has an ID.
//
//clerk:op GET /directories/{directory_id}
func (s *DirectoryService) Get(ctx context.Context, id string) (*Directory, error) {
	return call[Directory](ctx, s.client, get("/directories/{}", nil, id))
}

// List returns one page of directories.
//
//clerk:op GET /directories
func (s *DirectoryService) List(ctx context.Context, params ListParams) (*Page[Directory], error) {
	return call[Page[Directory]](ctx, s.client, get("/directories", params))
}

// All yields every directory, fetching pages as it goes.
func (s *DirectoryService) All(ctx context.Context, params ListParams) iter.Seq2[*Directory, error] {
	return pages[Directory](ctx, s.client, get("/directories", params))
}

// ListGroupRoleMappings returns the mappings of a directory by precedence, all of
// them.
//
//clerk:op GET /directories/{directory_id}/group_role_mappings
func (s *DirectoryService) ListGroupRoleMappings(ctx context.Context, id string) (*Page[DirectoryGroupRoleMapping], error) {
	return call[Page[DirectoryGroupRoleMapping]](ctx, s.client, get("/directories/{}/group_role_mappings", nil, id))
}

// ReplaceGroupRoleMappings replaces the mappings of a directory, all of them. The
// directory has to have mappings enabled.
//
//clerk:op PUT /directories/{directory_id}/group_role_mappings
func (s *DirectoryService) ReplaceGroupRoleMappings(ctx context.Context, id string, params DirectoryGroupRoleMappingsReplaceParams) (*Page[DirectoryGroupRoleMapping], error) {
	return call[Page[DirectoryGroupRoleMapping]](ctx, s.client, put("/directories/{}/group_role_mappings", params, id))
}

// RotateAPIKey gives a directory a new API key, and returns the directory with it.
// There is no other way to see a key again. The previous one goes on for a while.
//
//clerk:op POST /directories/{directory_id}/rotate_api_key
func (s *DirectoryService) RotateAPIKey(ctx context.Context, id string) (*Directory, error) {
	return call[Directory](ctx, s.client, post("/directories/{}/rotate_api_key", nil, id))
}

// Update changes the fields of a directory that are set in params.
//
//clerk:op PATCH /directories/{directory_id}
func (s *DirectoryService) Update(ctx context.Context, id string, params DirectoryUpdateParams) (*Directory, error) {
	return call[Directory](ctx, s.client, patch("/directories/{}", params, id))
}
