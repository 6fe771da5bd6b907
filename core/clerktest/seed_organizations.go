package clerktest

import (
	"cmp"
	"fmt"
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
		o.MaxAllowedMemberships = from.MaxAllowedMemberships
		o.PrivateMetadata, o.PublicMetadata = from.PrivateMetadata, from.PublicMetadata
		if err := l.readDomains(path, from, o); err != nil {
			return err
		}
		l.orgList = append(l.orgList, o)
		l.newOrgs[o.ID], l.newOrgs[o.Slug] = o, o
	}
	return nil
}

// readCreators finds who made the organisations, when the users are read.
func (l *seedLoader) readCreators(seed Seed) error {
	for k, from := range seed.Organizations {
		if from.CreatedBy == "" {
			continue
		}
		creator, err := l.userAt(fmt.Sprintf("organizations[%d].created_by", k), from.CreatedBy)
		if err != nil {
			return err
		}
		l.orgList[k].CreatedBy = creator.ID
	}
	return nil
}
