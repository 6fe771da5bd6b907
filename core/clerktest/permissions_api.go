package clerktest

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

var permissionOrders = order[backend.Permission]{
	"created_at": func(a, b backend.Permission) int { return a.CreatedAt.Compare(b.CreatedAt.Time) },
	"key":        func(a, b backend.Permission) int { return strings.Compare(a.Key, b.Key) },
	"name":       func(a, b backend.Permission) int { return strings.Compare(a.Name, b.Name) },
}

func (i *Instance) listPermissions(r *http.Request) (any, error) {
	text := r.URL.Query().Get("query")
	i.mu.RLock()
	defer i.mu.RUnlock()
	var selected []backend.Permission
	for _, p := range i.permissions.list {
		if text == "" || p.ID == text || contains(text, p.Key, p.Name) {
			selected = append(selected, *p)
		}
	}
	if err := permissionOrders.sort(r, selected, "-created_at"); err != nil {
		return nil, err
	}
	return listed(r, selected, "query", "order_by")
}

func (i *Instance) postPermission(r *http.Request) (any, error) {
	var body backend.OrganizationPermissionCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := i.checkPermission(body.Name, body.Key, nil); err != nil {
		return nil, err
	}
	return *i.addPermission(backend.Permission{Description: body.Description.Or(""), Key: body.Key, Name: body.Name, Type: "user"}, backend.NewTime(i.now())), nil
}

func (i *Instance) getPermission(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	p := i.permissions.get(r.PathValue("id"))
	if p == nil {
		return nil, errNotFound("permission", r.PathValue("id"))
	}
	return *p, nil
}

var permissionKey = regexp.MustCompile(`^org:[a-z0-9_]+:[a-z0-9_]+$`)

// checkPermission refuses a name and key that a permission, nil for a new one, cannot
// have. The caller holds mu.
func (i *Instance) checkPermission(name, key string, p *backend.Permission) error {
	switch {
	case name == "":
		return errMissing("name")
	case !permissionKey.MatchString(key), strings.HasPrefix(key, "org:sys_"):
		return errInvalid("key", `must be "org:feature:action", and not of org:sys_`)
	case i.permissions.find(func(other *backend.Permission) bool { return other.Key == key && other != p }) != nil:
		return errConflict("key", "key")
	}
	return nil
}

// ownPermission returns a permission that is not one of Clerk's. The caller holds mu.
func (i *Instance) ownPermission(id string) (*backend.Permission, error) {
	p := i.permissions.get(id)
	switch {
	case p == nil:
		return nil, errNotFound("permission", id)
	case p.Type == "system":
		return nil, &apiError{http.StatusForbidden, "organization_system_permission", "System permissions cannot be changed.", ""}
	}
	return p, nil
}

func (i *Instance) patchPermission(r *http.Request) (any, error) {
	var body backend.OrganizationPermissionUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	p, err := i.ownPermission(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	name, key := body.Name.Or(p.Name), body.Key.Or(p.Key)
	if err := i.checkPermission(name, key, p); err != nil {
		return nil, err
	}
	p.Description, p.Key, p.Name, p.UpdatedAt = body.Description.Or(p.Description), key, name, backend.NewTime(i.now())
	i.eachRole(func(role *backend.Role) {
		for k, held := range role.Permissions {
			if held.ID == p.ID {
				role.Permissions[k] = *p
			}
		}
	})
	return *p, nil
}

func (i *Instance) deletePermission(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	p, err := i.ownPermission(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	i.permissions.remove(p.ID)
	i.eachRole(func(role *backend.Role) {
		role.Permissions = slices.DeleteFunc(role.Permissions, func(held backend.Permission) bool { return held.ID == p.ID })
	})
	return backend.DeletedObject{Deleted: true, ID: p.ID, Object: "permission"}, nil
}

// eachRole changes all roles; members' tokens follow. The caller holds mu.
func (i *Instance) eachRole(change func(role *backend.Role)) {
	for _, role := range i.roles.list {
		role.Permissions = slices.Clone(role.Permissions)
		change(role)
	}
	for _, u := range i.users {
		i.tellMemberships(u)
	}
}
