package clerktest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

var roleOrders = order[backend.Role]{
	"created_at": func(a, b backend.Role) int { return a.CreatedAt.Compare(b.CreatedAt.Time) },
	"key":        func(a, b backend.Role) int { return strings.Compare(a.Key, b.Key) },
	"name":       func(a, b backend.Role) int { return strings.Compare(a.Name, b.Name) },
}

func (i *Instance) listRoles(r *http.Request) (any, error) {
	text := r.URL.Query().Get("query")
	i.mu.RLock()
	defer i.mu.RUnlock()
	var selected []backend.Role
	for _, role := range i.roles.list {
		if text == "" || role.ID == text || contains(text, role.Key, role.Name) {
			selected = append(selected, shownRole(role))
		}
	}
	if err := roleOrders.sort(r, selected, "-created_at"); err != nil {
		return nil, err
	}
	return listed(r, selected, "query", "order_by")
}

func shownRole(role *backend.Role) backend.Role {
	shown := *role
	shown.Permissions = append([]backend.Permission{}, role.Permissions...)
	return shown
}

func (i *Instance) postRole(r *http.Request) (any, error) {
	var body backend.OrganizationRoleCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	switch {
	case !strings.HasPrefix(body.Key, "org:"):
		return nil, errInvalid("key", `must begin with "org:"`)
	case body.Name == "":
		return nil, errMissing("name")
	case i.findRole(body.Key) != nil:
		return nil, errConflict("key", "key")
	}
	if !body.IncludeInInitialRoleSet.Or(true) {
		return nil, errUnsupported(r, "include_in_initial_role_set")
	}
	permissions, err := i.permissionsByID(body.Permissions.Or(nil))
	if err != nil {
		return nil, err
	}
	return shownRole(i.addRole(backend.Role{
		Description: optional(body.Description.Or("")), Key: body.Key, Name: body.Name, Permissions: permissions,
	}, backend.NewTime(i.now()))), nil
}

// permissionsByID returns permissions. The caller holds mu.
func (i *Instance) permissionsByID(ids []string) ([]backend.Permission, error) {
	var permissions []backend.Permission
	for _, id := range ids {
		p := i.permissions.get(id)
		if p == nil {
			return nil, errNotFound("permission", id)
		}
		permissions = append(permissions, *p)
	}
	return permissions, nil
}

// changeRole answers with a role after a change to it. Members' tokens follow.
func (i *Instance) changeRole(id string, change func(role *backend.Role) error) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	role := i.roles.get(id)
	if role == nil {
		return nil, errNotFound("role", id)
	}
	changed := shownRole(role)
	if err := change(&changed); err != nil {
		return nil, err
	}
	changed.UpdatedAt = backend.NewTime(i.now())
	before := role.Key
	*role = changed
	for _, m := range i.memberships.list {
		if m.role == before {
			m.role = role.Key
			i.tellMemberships(m.user)
		}
	}
	return shownRole(role), nil
}

func (i *Instance) getRole(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	role := i.roles.get(r.PathValue("id"))
	if role == nil {
		return nil, errNotFound("role", r.PathValue("id"))
	}
	return shownRole(role), nil
}

func (i *Instance) patchRole(r *http.Request) (any, error) {
	var body backend.OrganizationRoleUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	return i.changeRole(r.PathValue("id"), func(role *backend.Role) error {
		if key, ok := body.Key.Get(); ok && key != role.Key {
			if !strings.HasPrefix(key, "org:") || i.findRole(key) != nil {
				return errInvalid("key", `must begin with "org:" and be free`)
			}
			role.Key = key
		}
		role.Name = body.Name.Or(role.Name)
		if !body.Description.IsZero() {
			role.Description = optional(body.Description.Or(""))
		}
		if ids, ok := body.Permissions.Get(); ok {
			permissions, err := i.permissionsByID(ids)
			role.Permissions = permissions
			return err
		}
		return nil
	})
}

func (i *Instance) deleteRole(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	role := i.roles.get(id)
	switch {
	case role == nil:
		return nil, errNotFound("role", id)
	case slices.ContainsFunc(i.memberships.list, func(m *membership) bool { return m.role == role.Key }):
		return nil, &apiError{http.StatusUnprocessableEntity, "organization_role_used", "A member has the role.", ""}
	}
	i.roles.remove(id)
	return backend.DeletedObject{Deleted: true, ID: id, Object: "role"}, nil
}

func (i *Instance) assignPermission(r *http.Request) (any, error) {
	return i.changeRole(r.PathValue("id"), func(role *backend.Role) error {
		permissions, err := i.permissionsByID([]string{r.PathValue("permission")})
		if err != nil {
			return err
		}
		if !slices.Contains(role.Permissions, permissions[0]) {
			role.Permissions = append(role.Permissions, permissions[0])
		}
		return nil
	})
}

func (i *Instance) removePermission(r *http.Request) (any, error) {
	return i.changeRole(r.PathValue("id"), func(role *backend.Role) error {
		role.Permissions = slices.DeleteFunc(role.Permissions, func(p backend.Permission) bool { return p.ID == r.PathValue("permission") })
		return nil
	})
}
