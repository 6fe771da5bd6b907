package backend

import (
	"context"
	"iter"
)

// OrganizationRoleService manages what members of organisations may do. Reach it as
// [Client].OrganizationRoles.
//
// See https://clerk.com/docs/guides/organizations/roles-and-permissions.
type OrganizationRoleService service

// Role is what a member of an organisation is.
type Role struct {
	ID                string       `json:"id"`
	CreatedAt         Time         `json:"created_at"`
	Description       Opt[string]  `json:"description,omitzero"`
	IsCreatorEligible bool         `json:"is_creator_eligible"` // may be the role of who creates an organisation
	Key               string       `json:"key"`                 // such as "org:admin"
	Name              string       `json:"name"`
	Object            string       `json:"object"` // "role"
	Permissions       []Permission `json:"permissions"`
	UpdatedAt         Time         `json:"updated_at"`
}

// OrganizationRoleCreateParams are the fields of a new [Role].
type OrganizationRoleCreateParams struct {
	Description             Opt[string]   `json:"description,omitzero"`
	IncludeInInitialRoleSet Opt[bool]     `json:"include_in_initial_role_set,omitzero"`
	Key                     string        `json:"key"`                  // required; org: and a-z, 0-9 and _
	Name                    string        `json:"name"`                 // required
	Permissions             Opt[[]string] `json:"permissions,omitzero"` // IDs
}

// OrganizationRoleUpdateParams are the changes to a [Role]. What is absent stays.
type OrganizationRoleUpdateParams struct {
	Description Opt[string]   `json:"description,omitzero"`
	Key         Opt[string]   `json:"key,omitzero"` // org: and a-z, 0-9 and _
	Name        Opt[string]   `json:"name,omitzero"`
	Permissions Opt[[]string] `json:"permissions,omitzero"` // IDs, all of them
}

// OrganizationRoleListParams select and order roles.
type OrganizationRoleListParams struct {
	Limit   int    `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset  int    `query:"offset"`   // how many to skip
	OrderBy string `query:"order_by"` // created_at, key or name, with - in front for descending order
	Query   string `query:"query"`    // an ID, or part of a name or key
}

// AssignPermission adds a permission to a role.
//
//clerk:op POST /organization_roles/{organization_role_id}/permissions/{permission_id}
func (s *OrganizationRoleService) AssignPermission(ctx context.Context, id, permissionID string) (*Role, error) {
	return call[Role](ctx, s.client, post("/organization_roles/{}/permissions/{}", nil, id, permissionID))
}

// Create makes a role.
//
//clerk:op POST /organization_roles
func (s *OrganizationRoleService) Create(ctx context.Context, params OrganizationRoleCreateParams) (*Role, error) {
	return call[Role](ctx, s.client, post("/organization_roles", params))
}

// Delete deletes a role. It is an [Error] while a member, an invitation or a
// setting of the instance has it.
//
//clerk:op DELETE /organization_roles/{organization_role_id}
func (s *OrganizationRoleService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/organization_roles/{}", id))
}

// Get returns the role that has an ID.
//
//clerk:op GET /organization_roles/{organization_role_id}
func (s *OrganizationRoleService) Get(ctx context.Context, id string) (*Role, error) {
	return call[Role](ctx, s.client, get("/organization_roles/{}", nil, id))
}

// List returns one page of roles, the newest first unless params say otherwise.
//
//clerk:op GET /organization_roles
func (s *OrganizationRoleService) List(ctx context.Context, params OrganizationRoleListParams) (*Page[Role], error) {
	return call[Page[Role]](ctx, s.client, get("/organization_roles", params))
}

// All yields every role that matches, fetching pages as it goes.
func (s *OrganizationRoleService) All(ctx context.Context, params OrganizationRoleListParams) iter.Seq2[*Role, error] {
	return pages[Role](ctx, s.client, get("/organization_roles", params))
}

// RemovePermission takes a permission from a role.
//
//clerk:op DELETE /organization_roles/{organization_role_id}/permissions/{permission_id}
func (s *OrganizationRoleService) RemovePermission(ctx context.Context, id, permissionID string) (*Role, error) {
	return call[Role](ctx, s.client, del("/organization_roles/{}/permissions/{}", id, permissionID))
}

// Update changes the fields of a role that are set in params. Another key is
// carried over to the settings that name the role.
//
//clerk:op PATCH /organization_roles/{organization_role_id}
func (s *OrganizationRoleService) Update(ctx context.Context, id string, params OrganizationRoleUpdateParams) (*Role, error) {
	return call[Role](ctx, s.client, patch("/organization_roles/{}", params, id))
}
