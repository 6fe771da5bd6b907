package backend

import (
	"context"
	"iter"
)

// RoleSetService manages which roles an organisation has. Every method takes the
// key of a role set, or its ID. Reach it as [Client].RoleSets.
//
// See https://clerk.com/docs/guides/organizations/control-access/role-sets.
type RoleSetService service

// RoleSet is the roles that an organisation has.
type RoleSet struct {
	ID               string            `json:"id"`
	CreatedAt        Time              `json:"created_at"`
	CreatorRole      *RoleSetItem      `json:"creator_role,omitzero"` // of who creates the organisation
	DefaultRole      *RoleSetItem      `json:"default_role,omitzero"` // of new members
	Description      Opt[string]       `json:"description,omitzero"`
	Key              string            `json:"key"` // such as "role_set:default"
	Name             string            `json:"name"`
	Object           string            `json:"object"`                      // "role_set"
	RoleSetMigration *RoleSetMigration `json:"role_set_migration,omitzero"` // while one goes on
	Roles            []RoleSetItem     `json:"roles"`
	Type             RoleSetType       `json:"type"`
	UpdatedAt        Time              `json:"updated_at"`
}

// RoleSetItem is a role of a [RoleSet].
type RoleSetItem struct {
	ID           string      `json:"id"` // of the role
	CreatedAt    Time        `json:"created_at"`
	Description  Opt[string] `json:"description,omitzero"`
	HasMembers   Opt[bool]   `json:"has_members,omitzero"`
	Key          string      `json:"key"` // such as "org:admin"
	MembersCount Opt[int64]  `json:"members_count,omitzero"`
	Name         string      `json:"name"`
	Object       string      `json:"object"` // "role_set_item"
	UpdatedAt    Time        `json:"updated_at"`
}

// RoleSetMigration is a move of members from one [RoleSet] to another.
type RoleSetMigration struct {
	ID              string                 `json:"id"`
	CompletedAt     Time                   `json:"completed_at,omitzero"`
	CreatedAt       Time                   `json:"created_at"`
	DestRoleSetID   Opt[string]            `json:"dest_role_set_id,omitzero"`
	InstanceID      string                 `json:"instance_id"`
	Mappings        Opt[map[string]string] `json:"mappings,omitzero"` // keys of roles, from old to new
	MigratedMembers int64                  `json:"migrated_members"`
	Object          string                 `json:"object"`                   // "role_set_migration"
	OrganizationID  Opt[string]            `json:"organization_id,omitzero"` // null for all that have the set
	SourceRoleSetID string                 `json:"source_role_set_id"`
	StartedAt       Time                   `json:"started_at,omitzero"`
	Status          string                 `json:"status"`       // such as "enqueued", "in_progress" or "completed"
	TriggerType     string                 `json:"trigger_type"` // such as "role_set_deletion"
	UpdatedAt       Time                   `json:"updated_at"`
}

// RoleSetType is what a [RoleSet] is for. Clerk may add values.
type RoleSetType string

// The values of [RoleSetType].
const (
	RoleSetCustom  RoleSetType = "custom"
	RoleSetInitial RoleSetType = "initial" // new organisations have it; there is one
)

// RoleSetCreateParams are the fields of a new [RoleSet].
type RoleSetCreateParams struct {
	CreatorRoleKey string      `json:"creator_role_key"` // required; one of Roles
	DefaultRoleKey string      `json:"default_role_key"` // required; one of Roles
	Description    Opt[string] `json:"description,omitzero"`
	Key            Opt[string] `json:"key,omitzero"` // role_set: and a-z, 0-9 and _; made of Name unless set
	Name           string      `json:"name"`         // required
	Roles          []string    `json:"roles"`        // required; 1 to 10 keys
	Type           RoleSetType `json:"type,omitzero"`
}

// RoleSetUpdateParams are the changes to a [RoleSet]. What is absent stays.
type RoleSetUpdateParams struct {
	CreatorRoleKey Opt[string] `json:"creator_role_key,omitzero"`
	DefaultRoleKey Opt[string] `json:"default_role_key,omitzero"`
	Description    Opt[string] `json:"description,omitzero"`
	Key            Opt[string] `json:"key,omitzero"` // role_set: and a-z, 0-9 and _
	Name           Opt[string] `json:"name,omitzero"`
	// Type may become [RoleSetInitial]; the set that was becomes custom.
	Type Opt[RoleSetType] `json:"type,omitzero"`
}

// RoleSetReplaceParams name the set that takes over.
type RoleSetReplaceParams struct {
	DestRoleSetKey string `json:"dest_role_set_key"` // required
	// ReassignmentMappings map keys of roles, from old to new. It is required if
	// members have roles that the other set lacks.
	ReassignmentMappings map[string]string `json:"reassignment_mappings,omitzero"`
}

// RoleSetRolesAddParams are the roles to add.
type RoleSetRolesAddParams struct {
	CreatorRoleKey Opt[string] `json:"creator_role_key,omitzero"` // one of RoleKeys
	DefaultRoleKey Opt[string] `json:"default_role_key,omitzero"` // one of RoleKeys
	RoleKeys       []string    `json:"role_keys"`                 // required; 1 to 10
}

// RoleSetRoleReplaceParams name the role to remove and the one that takes over.
type RoleSetRoleReplaceParams struct {
	RoleKey   string `json:"role_key"`    // required
	ToRoleKey string `json:"to_role_key"` // required
}

// RoleSetListParams select and order role sets.
type RoleSetListParams struct {
	Limit   int    `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset  int    `query:"offset"`   // how many to skip
	OrderBy string `query:"order_by"` // created_at, key or name, with - in front for descending order
	Query   string `query:"query"`    // an ID, or part of a name or key
}

// AddRoles adds roles to a set.
//
//clerk:op POST /role_sets/{role_set_key_or_id}/roles
func (s *RoleSetService) AddRoles(ctx context.Context, keyOrID string, params RoleSetRolesAddParams) (*RoleSet, error) {
	return call[RoleSet](ctx, s.client, post("/role_sets/{}/roles", params, keyOrID))
}

// Create makes a role set.
//
//clerk:op POST /role_sets
func (s *RoleSetService) Create(ctx context.Context, params RoleSetCreateParams) (*RoleSet, error) {
	return call[RoleSet](ctx, s.client, post("/role_sets", params))
}

// Get returns a role set.
//
//clerk:op GET /role_sets/{role_set_key_or_id}
func (s *RoleSetService) Get(ctx context.Context, keyOrID string) (*RoleSet, error) {
	return call[RoleSet](ctx, s.client, get("/role_sets/{}", nil, keyOrID))
}

// List returns one page of role sets, the newest first unless params say
// otherwise.
//
//clerk:op GET /role_sets
func (s *RoleSetService) List(ctx context.Context, params RoleSetListParams) (*Page[RoleSet], error) {
	return call[Page[RoleSet]](ctx, s.client, get("/role_sets", params))
}

// All yields every role set that matches, fetching pages as it goes.
func (s *RoleSetService) All(ctx context.Context, params RoleSetListParams) iter.Seq2[*RoleSet, error] {
	return pages[RoleSet](ctx, s.client, get("/role_sets", params))
}

// Replace deletes a role set and gives the organisations that had it another one.
//
//clerk:op POST /role_sets/{role_set_key_or_id}/replace
func (s *RoleSetService) Replace(ctx context.Context, keyOrID string, params RoleSetReplaceParams) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, post("/role_sets/{}/replace", params, keyOrID))
}

// ReplaceRole removes a role from a set and gives the members that had it another
// one.
//
//clerk:op POST /role_sets/{role_set_key_or_id}/roles/replace
func (s *RoleSetService) ReplaceRole(ctx context.Context, keyOrID string, params RoleSetRoleReplaceParams) (*RoleSet, error) {
	return call[RoleSet](ctx, s.client, post("/role_sets/{}/roles/replace", params, keyOrID))
}

// Update changes the fields of a role set that are set in params.
//
//clerk:op PATCH /role_sets/{role_set_key_or_id}
func (s *RoleSetService) Update(ctx context.Context, keyOrID string, params RoleSetUpdateParams) (*RoleSet, error) {
	return call[RoleSet](ctx, s.client, patch("/role_sets/{}", params, keyOrID))
}
