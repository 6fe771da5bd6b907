package clerktest

import (
	"slices"

	"github.com/clerkgo/clerk-go/core/backend"
)

// The roles that every instance begins with.
const (
	roleAdmin  = "org:admin"
	roleMember = "org:member"
)

// systemPermissions are Clerk's own, with the roles that have them at first.
var systemPermissions = []struct {
	key, name string
	roles     []string
}{
	{"org:sys_domains:manage", "Manage domains", []string{roleAdmin}},
	{"org:sys_domains:read", "Read domains", []string{roleAdmin}},
	{"org:sys_memberships:manage", "Manage members", []string{roleAdmin}},
	{"org:sys_memberships:read", "Read members", []string{roleAdmin, roleMember}},
	{"org:sys_profile:delete", "Delete organization", []string{roleAdmin}},
	{"org:sys_profile:manage", "Manage organization", []string{roleAdmin}},
}

// addRoles gives a new instance its roles and permissions.
func (i *Instance) addRoles() {
	now := backend.NewTime(i.now())
	admin := i.addRole(backend.Role{Key: roleAdmin, Name: "Admin", IsCreatorEligible: true}, now)
	member := i.addRole(backend.Role{Key: roleMember, Name: "Member"}, now)
	for _, system := range systemPermissions {
		p := i.addPermission(backend.Permission{Key: system.key, Name: system.name, Type: "system"}, now)
		for _, role := range []*backend.Role{admin, member} {
			if slices.Contains(system.roles, role.Key) {
				role.Permissions = append(role.Permissions, *p)
			}
		}
	}
}

// addRole stores a role. The caller holds mu, or is the only one to know the
// instance.
func (i *Instance) addRole(role backend.Role, now backend.Time) *backend.Role {
	role.ID, role.Object, role.CreatedAt, role.UpdatedAt = newID("role_"), "role", now, now
	if role.Description.IsZero() {
		role.Description = backend.Null[string]()
	}
	i.roles.add(role.ID, &role)
	return &role
}

// addPermission stores a permission. The caller holds mu, or is the only one to
// know the instance.
func (i *Instance) addPermission(p backend.Permission, now backend.Time) *backend.Permission {
	p.ID, p.Object, p.CreatedAt, p.UpdatedAt = newID("perm_"), "permission", now, now
	i.permissions.add(p.ID, &p)
	return &p
}

// findRole returns a role by its key, nil if there is none. The caller holds mu.
func (i *Instance) findRole(key string) *backend.Role {
	return i.roles.find(func(role *backend.Role) bool { return role.Key == key })
}

// permissionsOf returns the keys of a role's permissions. The caller holds mu.
func (i *Instance) permissionsOf(key string) []string {
	keys := []string{}
	if role := i.findRole(key); role != nil {
		for _, p := range role.Permissions {
			keys = append(keys, p.Key)
		}
	}
	return keys
}

// roleName returns the name of a role. The caller holds mu.
func (i *Instance) roleName(key string) string {
	if role := i.findRole(key); role != nil {
		return role.Name
	}
	return key
}
