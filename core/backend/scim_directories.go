package backend

import (
	"context"
	"iter"
)

// SCIMDirectoryService is [DirectoryService] by its old name: the same directories,
// at other paths. Reach it as [Client].SCIMDirectories.
type SCIMDirectoryService service

// SCIMDirectoryCreateParams are the fields of a new [Directory].
type SCIMDirectoryCreateParams struct {
	EnterpriseConnectionID string                       `json:"enterprise_connection_id"` // required
	GroupRoleMappings      []SCIMGroupRoleMappingParams `json:"group_role_mappings,omitzero"`
	Name                   Opt[string]                  `json:"name,omitzero"`
	Provider               string                       `json:"provider"` // required
}

// SCIMGroupRoleMappingParams are the fields of a [DirectoryGroupRoleMapping] that is
// made together with its directory.
type SCIMGroupRoleMappingParams struct {
	Precedence           Opt[int64]  `json:"precedence,omitzero"`              // the place in the list unless set
	RoleID               string      `json:"role_id"`                          // required
	SCIMGroupDisplayName Opt[string] `json:"scim_group_display_name,omitzero"` // at most 255 characters
	SCIMGroupID          string      `json:"scim_group_id"`                    // required; at the identity provider
}

// SCIMGroupRoleMappingCreateParams are the fields of a new
// [DirectoryGroupRoleMapping].
type SCIMGroupRoleMappingCreateParams struct {
	Precedence  Opt[int64] `json:"precedence,omitzero"` // the last unless set
	RoleID      string     `json:"role_id"`             // required
	SCIMGroupID string     `json:"scim_group_id"`       // required; at the identity provider
}

// SCIMGroupRoleMappingsReplaceParams are all mappings of a directory, the most
// important first.
type SCIMGroupRoleMappingsReplaceParams struct {
	Mappings []SCIMGroupRole `json:"mappings"` // required; may be empty
}

// SCIMGroupRole is a group and its role.
type SCIMGroupRole struct {
	RoleID      string `json:"role_id"`       // required
	SCIMGroupID string `json:"scim_group_id"` // required; at the identity provider
}

// Create makes a directory. The answer holds its API key.
//
//clerk:op POST /scim_directories
func (s *SCIMDirectoryService) Create(ctx context.Context, params SCIMDirectoryCreateParams) (*Directory, error) {
	return call[Directory](ctx, s.client, post("/scim_directories", params))
}

// CreateGroupRoleMapping gives a group a role. The directory has to have mappings
// enabled.
//
//clerk:op POST /scim_directories/{scim_directory_id}/group_role_mappings
func (s *SCIMDirectoryService) CreateGroupRoleMapping(ctx context.Context, id string, params SCIMGroupRoleMappingCreateParams) (*DirectoryGroupRoleMapping, error) {
	return call[DirectoryGroupRoleMapping](ctx, s.client, post("/scim_directories/{}/group_role_mappings", params, id))
}

// Delete deletes a directory and ends its provisioning: its API key is refused from
// then on.
//
//clerk:op DELETE /scim_directories/{scim_directory_id}
func (s *SCIMDirectoryService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/scim_directories/{}", id))
}

// DeleteGroupRoleMapping takes the role from a group. The directory has to have
// mappings enabled.
//
//clerk:op DELETE /scim_directories/{scim_directory_id}/group_role_mappings/{mapping_id}
func (s *SCIMDirectoryService) DeleteGroupRoleMapping(ctx context.Context, id, mappingID string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/scim_directories/{}/group_role_mappings/{}", id, mappingID))
}

// Get returns the directory that has an ID.
//
//clerk:op GET /scim_directories/{scim_directory_id}
func (s *SCIMDirectoryService) Get(ctx context.Context, id string) (*Directory, error) {
	return call[Directory](ctx, s.client, get("/scim_directories/{}", nil, id))
}

// List returns one page of directories.
//
//clerk:op GET /scim_directories
func (s *SCIMDirectoryService) List(ctx context.Context, params ListParams) (*Page[Directory], error) {
	return call[Page[Directory]](ctx, s.client, get("/scim_directories", params))
}

// All yields every directory, fetching pages as it goes.
func (s *SCIMDirectoryService) All(ctx context.Context, params ListParams) iter.Seq2[*Directory, error] {
	return pages[Directory](ctx, s.client, get("/scim_directories", params))
}

// ListGroupRoleMappings returns the mappings of a directory by precedence, all of
// them.
//
//clerk:op GET /scim_directories/{scim_directory_id}/group_role_mappings
func (s *SCIMDirectoryService) ListGroupRoleMappings(ctx context.Context, id string) (*Page[DirectoryGroupRoleMapping], error) {
	return call[Page[DirectoryGroupRoleMapping]](ctx, s.client, get("/scim_directories/{}/group_role_mappings", nil, id))
}

// ReplaceGroupRoleMappings replaces the mappings of a directory, all of them. The
// directory has to have mappings enabled.
//
//clerk:op PUT /scim_directories/{scim_directory_id}/group_role_mappings
func (s *SCIMDirectoryService) ReplaceGroupRoleMappings(ctx context.Context, id string, params SCIMGroupRoleMappingsReplaceParams) (*Page[DirectoryGroupRoleMapping], error) {
	return call[Page[DirectoryGroupRoleMapping]](ctx, s.client, put("/scim_directories/{}/group_role_mappings", params, id))
}

// RotateAPIKey gives a directory a new API key, and returns the directory with it.
// There is no other way to see a key again. The previous one goes on for a while.
//
//clerk:op POST /scim_directories/{scim_directory_id}/rotate_api_key
func (s *SCIMDirectoryService) RotateAPIKey(ctx context.Context, id string) (*Directory, error) {
	return call[Directory](ctx, s.client, post("/scim_directories/{}/rotate_api_key", nil, id))
}

// Update changes the fields of a directory that are set in params.
//
//clerk:op PATCH /scim_directories/{scim_directory_id}
func (s *SCIMDirectoryService) Update(ctx context.Context, id string, params DirectoryUpdateParams) (*Directory, error) {
	return call[Directory](ctx, s.client, patch("/scim_directories/{}", params, id))
}
