package clerktest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

func (l *seedLoader) readPermissions(seed Seed) error {
	for k, from := range seed.Permissions {
		path := fmt.Sprintf("permissions[%d]", k)
		old := l.permissions.find(func(p *backend.Permission) bool { return p.Key == from.Key })
		own := strings.HasPrefix(from.Key, "org:sys_")
		if !permissionKey.MatchString(from.Key) || own && old == nil {
			return badSeed(path+".key", `%q is no key of a permission: want "org:feature:action", of a-z, 0-9 and _, and not of org:sys_`, from.Key)
		}
		id, err := l.id(path, "perm_", from.ID, l.permissions.get(from.ID) != nil)
		if err != nil {
			return err
		}
		if err := l.claim(path+".key", "key", from.Key, false); err != nil {
			return err
		}
		p := &backend.Permission{Description: from.Description, ID: id, Key: from.Key, Name: cmp.Or(from.Name, from.Key), Object: "permission", Type: "user"}
		if own {
			p.Name, p.Type = old.Name, old.Type
		}
		p.CreatedAt, p.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		l.permissionList = append(l.permissionList, p)
		l.newPermissions[p.Key] = p
	}
	return nil
}

func (l *seedLoader) readRoles(seed Seed) error {
	for k, from := range seed.Roles {
		path := fmt.Sprintf("roles[%d]", k)
		if rest, ok := strings.CutPrefix(from.Key, "org:"); !ok || rest == "" {
			return badSeed(path+".key", `%q is no key of a role; want one such as "org:billing"`, from.Key)
		}
		id, err := l.id(path, "role_", from.ID, l.roles.get(from.ID) != nil)
		if err != nil {
			return err
		}
		if err := l.claim(path+".key", "key", from.Key, false); err != nil {
			return err
		}
		role := &backend.Role{
			Description: optional(from.Description), ID: id, IsCreatorEligible: from.IsCreatorEligible, Key: from.Key,
			Name: cmp.Or(from.Name, from.Key), Object: "role",
		}
		role.CreatedAt, role.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		for j, key := range from.Permissions {
			p := cmp.Or(l.newPermissions[key], l.permissions.find(func(p *backend.Permission) bool { return p.Key == key }))
			if p == nil {
				return badSeed(fmt.Sprintf("%s.permissions[%d]", path, j), "no permission has the key %q; add one to permissions", key)
			}
			role.Permissions = append(role.Permissions, *p)
		}
		l.roleList = append(l.roleList, role)
		l.newRoles[role.Key] = role
	}
	return nil
}

func (l *seedLoader) readOrganizations(seed Seed) error {
	for k, from := range seed.Organizations {
		path := fmt.Sprintf("organizations[%d]", k)
		taken := func(ref string) bool {
			o := l.findOrganization(ref)
			return o != nil && o != l.replaced
		}
		id, err := l.id(path, "org_", from.ID, taken(from.ID))
		if err != nil {
			return err
		}
		if from.Name == "" {
			return badSeed(path+".name", "is missing")
		}
		slug := cmp.Or(from.Slug, slugOf(from.Name))
		if !validSlug.MatchString(slug) {
			return badSeed(path+".slug", "%q may have lower case letters, digits and - only", slug)
		}
		if err := l.claim(path+".slug", "slug", slug, taken(slug)); err != nil {
			return err
		}
		switch {
		case len([]rune(from.Name)) > 256:
			return badSeed(path+".name", "must be 256 characters at most")
		case from.MaxAllowedMemberships < 0:
			return badSeed(path+".max_allowed_memberships", "must not be negative")
		}
		if err := fillMetadata(path, seedField{"private_metadata", &from.PrivateMetadata}, seedField{"public_metadata", &from.PublicMetadata}); err != nil {
			return err
		}
		o := l.blankOrganization(Organization{ID: id, Slug: slug}, from.Name)
		o.AdminDeleteEnabled = from.AdminDeleteEnabled.Or(true)
		o.CreatedAt, o.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		o.CreatedBy, o.MaxAllowedMemberships = from.CreatedBy, from.MaxAllowedMemberships
		o.PrivateMetadata, o.PublicMetadata = from.PrivateMetadata, from.PublicMetadata
		l.orgList = append(l.orgList, o)
		l.newOrgs[o.ID], l.newOrgs[o.Slug] = o, o
	}
	return nil
}

func (l *seedLoader) readMachines(seed Seed) error {
	for k, from := range seed.Machines {
		path := fmt.Sprintf("machines[%d]", k)
		id, err := l.id(path, "mch_", from.ID, l.machines.get(from.ID) != nil)
		if err != nil {
			return err
		}
		switch {
		case from.Name == "":
			return badSeed(path+".name", "is missing")
		case from.DefaultTokenTTL < 0:
			return badSeed(path+".default_token_ttl", "must be 1 or more")
		case len(from.Scopes) > maxScopes:
			return badSeed(path+".scopes", "must be 150 at most")
		}
		m := &machine{secretKey: "ak_" + randomText(48), Machine: backend.Machine{
			DefaultTokenTTL: cmp.Or(from.DefaultTokenTTL, machineTokenSeconds), ID: id, InstanceID: l.instanceID, Name: from.Name, Object: "machine",
		}}
		m.CreatedAt, m.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		l.machineList = append(l.machineList, m)
		l.newMachines[m.ID] = m
		if l.machineNames[m.Name] == nil {
			l.machineNames[m.Name] = m
		}
	}
	// Two machines may reach each other.
	for k, from := range seed.Machines {
		for j, ref := range from.Scopes {
			other := cmp.Or(l.newMachines[ref], l.machineNames[ref], l.machines.get(ref))
			if other == nil {
				return badSeed(fmt.Sprintf("machines[%d].scopes[%d]", k, j), "no machine has the ID or name %q; add one to machines", ref)
			}
			if m := l.machineList[k]; !slices.Contains(m.reaches, other.ID) {
				m.reaches = append(m.reaches, other.ID)
			}
		}
	}
	return nil
}
