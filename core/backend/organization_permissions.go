package backend

import (
	"context"
	"iter"
)

// OrganizationPermissionService manages what roles are made of. Reach it as
// [Client].OrganizationPermissions.
//
// See https://clerk.com/docs/guides/organizations/roles-and-permissions.
type OrganizationPermissionService service

// Permission is something that a member of an organisation may do.
type Permission struct {
	ID          string `json:"id"`
	CreatedAt   Time   `json:"created_at"`
	Description string `json:"description"`
	Key         string `json:"key"` // such as "org:invoices:create"
	Name        string `json:"name"`
	Object      string `json:"object"` // "permission"
	Type        string `json:"type"`   // "system" or "user"
	UpdatedAt   Time   `json:"updated_at"`
}

// OrganizationPermissionCreateParams are the fields of a new [Permission].
type OrganizationPermissionCreateParams struct {
	Description Opt[string] `json:"description,omitzero"`
	// Key is "org:feature:action", of a-z, 0-9 and _; org:sys_ is Clerk's.
	// Required.
	Key  string `json:"key"`
	Name string `json:"name"` // required
}

// OrganizationPermissionUpdateParams are the changes to a [Permission]. What is
// absent stays.
type OrganizationPermissionUpdateParams struct {
	Description Opt[string] `json:"description,omitzero"`
	Key         Opt[string] `json:"key,omitzero"` // as in [OrganizationPermissionCreateParams]
	Name        Opt[string] `json:"name,omitzero"`
}

// OrganizationPermissionListParams select and order permissions.
type OrganizationPermissionListParams struct {
	Limit   int    `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset  int    `query:"offset"`   // how many to skip
	OrderBy string `query:"order_by"` // created_at, key or name, with - in front for descending order
	Query   string `query:"query"`    // an ID, or part of a name or key
}

// Create makes a permission.
//
//clerk:op POST /organization_permissions
func (s *OrganizationPermissionService) Create(ctx context.Context, params OrganizationPermissionCreateParams) (*Permission, error) {
	return call[Permission](ctx, s.client, post("/organization_permissions", params))
}

// Delete deletes a permission. Clerk's own cannot be deleted.
//
//clerk:op DELETE /organization_permissions/{permission_id}
func (s *OrganizationPermissionService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/organization_permissions/{}", id))
}

// Get returns the permission that has an ID.
//
//clerk:op GET /organization_permissions/{permission_id}
func (s *OrganizationPermissionService) Get(ctx context.Context, id string) (*Permission, error) {
	return call[Permission](ctx, s.client, get("/organization_permissions/{}", nil, id))
}

// List returns one page of permissions.
//
//clerk:op GET /organization_permissions
func (s *OrganizationPermissionService) List(ctx context.Context, params OrganizationPermissionListParams) (*Page[Permission], error) {
	return call[Page[Permission]](ctx, s.client, get("/organization_permissions", params))
}

// All yields every permission that matches, fetching pages as it goes.
func (s *OrganizationPermissionService) All(ctx context.Context, params OrganizationPermissionListParams) iter.Seq2[*Permission, error] {
	return pages[Permission](ctx, s.client, get("/organization_permissions", params))
}

// Update changes the fields of a permission that are set in params. Clerk's own
// cannot be changed.
//
//clerk:op PATCH /organization_permissions/{permission_id}
func (s *OrganizationPermissionService) Update(ctx context.Context, id string, params OrganizationPermissionUpdateParams) (*Permission, error) {
	return call[Permission](ctx, s.client, patch("/organization_permissions/{}", params, id))
}
