//lint:file-ignore SA1019 Clients of both generations read and send these members.

package clerktest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A membership is one user in one organisation.
type membership struct {
	id              string
	createdAt       backend.Time
	organization    *backend.Organization
	permissions     []string // in place of the role's, for tests; nil for none
	privateMetadata backend.Metadata
	publicMetadata  backend.Metadata
	role            string // a key, such as "org:admin"
	updatedAt       backend.Time
	user            *user
}

// CreateMembership makes a user of the instance a member of an organisation of it,
// in place of a membership that the user has there.
func (i *Instance) CreateMembership(user *backend.User, membership Membership) {
	i.helper()
	if _, err := newEntitlements(TokenOptions{Permissions: membership.Permissions}, "o"); err != nil {
		i.fail(err)
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	u := i.findUser(user.ID)
	if u == nil {
		i.fail(errNotFound("user", user.ID))
		return
	}
	i.join(u, membership)
}

// join makes a user a member of an organisation, which is made if it is new. The
// caller holds mu.
func (i *Instance) join(u *user, wanted Membership) *membership {
	o := wanted.Organization
	if o == (Organization{}) {
		o = i.Organization()
	}
	organization := i.organizations.get(o.ID)
	if organization == nil {
		organization = i.addOrganization(o, cmp.Or(o.Slug, "Organization"))
	}
	if before := i.findMembership(organization.ID, u.ID); before != nil {
		i.forget(before)
	}
	now := backend.NewTime(i.now())
	m := &membership{
		id:              newID("orgmem_"),
		createdAt:       now,
		organization:    organization,
		permissions:     wanted.Permissions,
		privateMetadata: emptyMetadata(),
		publicMetadata:  emptyMetadata(),
		role:            roleKey(wanted.Role),
		updatedAt:       now,
		user:            u,
	}
	i.enroll(m)
	i.tellMemberships(u)
	return m
}

// enroll stores a membership and leaves it to the caller, who holds mu, to tell.
func (i *Instance) enroll(m *membership) {
	i.memberships.add(m.id, m)
	i.members.add(m.organization.ID, m)
	i.userMemberships.add(m.user.ID, m)
}

// leave ends a membership. The caller holds mu.
func (i *Instance) leave(m *membership) {
	i.forget(m)
	i.tellMemberships(m.user)
}

// forget drops a membership and leaves it to the caller, who holds mu, to tell.
func (i *Instance) forget(m *membership) {
	i.memberships.remove(m.id)
	i.members.remove(m.organization.ID, m)
	i.userMemberships.remove(m.user.ID, m)
}

// tellMemberships brings up to date what tokens say of a user's memberships, in the
// sessions that there are too. The caller holds mu.
func (i *Instance) tellMemberships(u *user) {
	u.memberships = nil
	for _, m := range i.userMemberships[u.ID] {
		u.memberships = append(u.memberships, i.claimed(m))
	}
	for _, s := range i.userSessions[u.ID] {
		if s.membership.Organization == (Organization{}) {
			continue
		}
		k := slices.IndexFunc(u.memberships, func(m Membership) bool { return m.Organization.ID == s.membership.Organization.ID })
		if k < 0 {
			s.membership, s.LastActiveOrganizationID = Membership{}, backend.Null[string]()
			continue
		}
		s.membership = u.memberships[k]
	}
}

// claimedPermissions are those of a role that tokens have: Clerk's own are not in
// tokens. The caller holds mu.
func (i *Instance) claimedPermissions(role string) []string {
	var permissions []string
	for _, permission := range i.permissionsOf(role) {
		if !strings.HasPrefix(permission, "org:sys_") {
			permissions = append(permissions, permission)
		}
	}
	return permissions
}

// claimed is what tokens say of a membership.
func (i *Instance) claimed(m *membership) Membership {
	permissions := m.permissions
	if permissions == nil {
		permissions = i.claimedPermissions(m.role)
	}
	return Membership{
		Organization: Organization{ID: m.organization.ID, Slug: m.organization.Slug},
		Permissions:  permissions,
		Role:         m.role,
	}
}

// roleKey returns the key of a role whose prefix may be left out.
func roleKey(role string) string {
	if role == "" || strings.HasPrefix(role, "org:") {
		return cmp.Or(role, roleMember)
	}
	return "org:" + role
}

// findMembership returns the membership of a user in an organisation, nil if there
// is none. The caller holds mu.
func (i *Instance) findMembership(organizationID, userID string) *membership {
	for _, m := range i.userMemberships[userID] {
		if m.organization.ID == organizationID {
			return m
		}
	}
	return nil
}

// shownMembership is a membership as the Backend API shows it. The caller holds mu.
func (i *Instance) shownMembership(m *membership) backend.OrganizationMembership {
	u := m.user
	return backend.OrganizationMembership{
		CreatedAt:       m.createdAt,
		ID:              m.id,
		Object:          "organization_membership",
		Organization:    *m.organization,
		Permissions:     i.permissionsOf(m.role),
		PrivateMetadata: m.privateMetadata,
		PublicMetadata:  m.publicMetadata,
		PublicUserData: &backend.OrganizationMembershipPublicUserData{
			Banned:          u.Banned,
			FirstName:       u.FirstName,
			HasImage:        u.HasImage,
			Identifier:      backend.Value(identifierOf(&u.User)),
			ImageURL:        u.ImageURL,
			LastName:        u.LastName,
			ProfileImageURL: backend.Value(u.ImageURL),
			UserID:          u.ID,
			Username:        u.Username,
		},
		Role:      m.role,
		RoleName:  i.roleName(m.role),
		UpdatedAt: m.updatedAt,
	}
}

// identifierOf is what others know a user by.
func identifierOf(u *backend.User) string {
	if address := u.PrimaryEmailAddress(); address != nil {
		return address.EmailAddress
	}
	return u.Username.Or(u.ID)
}
