package clerktest

import (
	"net/http"
	"slices"

	"github.com/clerkgo/clerk-go/core/backend"
)

// membershipOrders are the fields that order_by may name.
var membershipOrders = order[*membership]{
	"created_at":    func(a, b *membership) int { return a.createdAt.Compare(b.createdAt.Time) },
	"email_address": byUser("email_address"),
	"first_name":    byUser("first_name"),
	"last_name":     byUser("last_name"),
	"phone_number":  byUser("phone_number"),
	"username":      byUser("username"),
}

func byUser(field string) func(a, b *membership) int {
	return func(a, b *membership) int { return userOrders[field](a.user, b.user) }
}

// listedMemberships answers with a page of memberships. The caller holds mu.
func (i *Instance) listedMemberships(r *http.Request, list []*membership, known ...string) (any, error) {
	if err := membershipOrders.sort(r, list, "-created_at"); err != nil {
		return nil, err
	}
	return listedAs(r, list, i.shownMembership, append(known, "order_by")...)
}

func (i *Instance) listMemberships(r *http.Request) (any, error) {
	query := r.URL.Query()
	if query.Has("organization_id") { // a filter of users, but not of members
		return nil, errUnsupported(r, "organization_id")
	}
	matches, err := readUserFilters(r, query, "limit", "offset", "order_by", "role")
	if err != nil {
		return nil, err
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	id := r.PathValue("id")
	o := i.findOrganization(id)
	if o == nil {
		return nil, errNotFound("organization", id)
	}
	var selected []*membership
	known := []string{"role"}
	for _, m := range i.members[o.ID] {
		if given(query, "role", m.role) && matches(m.user) {
			selected = append(selected, m)
		}
	}
	for name := range userFilters {
		known = append(known, name)
	}
	return i.listedMemberships(r, selected, known...)
}

func (i *Instance) listInstanceMemberships(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return i.listedMemberships(r, slices.Clone(i.memberships.list))
}

func (i *Instance) listUserMemberships(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	id := r.PathValue("id")
	if i.findUser(id) == nil {
		return nil, errNotFound("user", id)
	}
	return i.listedMemberships(r, slices.Clone(i.userMemberships[id]))
}

func (i *Instance) postMembership(r *http.Request) (any, error) {
	var body backend.OrganizationMembershipCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	o, u := i.findOrganization(id), i.findUser(body.UserID)
	switch {
	case o == nil:
		return nil, errNotFound("organization", id)
	case u == nil:
		return nil, errNotFound("user", body.UserID)
	case i.findRole(body.Role) == nil:
		return nil, errInvalid("role", "is not a role of the instance")
	case i.findMembership(o.ID, u.ID) != nil:
		return nil, &apiError{http.StatusBadRequest, "already_a_member_in_organization", "The user is a member of the organization already.", "user_id"}
	}
	if limit := o.MaxAllowedMemberships; limit > 0 && int64(len(i.members[o.ID])) >= limit {
		return nil, &apiError{http.StatusForbidden, "organization_membership_quota_exceeded", "The organization has as many members as it may have.", ""}
	}
	m := i.join(u, Membership{Organization: Organization{ID: o.ID, Slug: o.Slug}, Role: body.Role})
	m.privateMetadata, m.publicMetadata = orEmpty(body.PrivateMetadata), orEmpty(body.PublicMetadata)
	return i.shownMembership(m), nil
}

// changeMembership answers with a membership after a change to it.
func (i *Instance) changeMembership(r *http.Request, change func(m *membership) error) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	m := i.findMembership(r.PathValue("id"), r.PathValue("user"))
	if m == nil {
		return nil, errNotFound("member", r.PathValue("user"))
	}
	if err := change(m); err != nil {
		return nil, err
	}
	m.updatedAt = backend.NewTime(i.now())
	i.tellMemberships(m.user)
	return i.shownMembership(m), nil
}

func (i *Instance) patchMembership(r *http.Request) (any, error) {
	var body backend.OrganizationMembershipUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	return i.changeMembership(r, func(m *membership) error {
		if i.findRole(body.Role) == nil {
			return errInvalid("role", "is not a role of the instance")
		}
		m.role, m.permissions = body.Role, nil
		return nil
	})
}

func (i *Instance) patchMembershipMetadata(r *http.Request) (any, error) {
	var body backend.OrganizationMembershipMetadataUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	return i.changeMembership(r, func(m *membership) error {
		return metadataChange(merged).apply(
			[]*backend.Metadata{&m.privateMetadata, &m.publicMetadata},
			[]backend.Metadata{body.PrivateMetadata, body.PublicMetadata},
		)
	})
}

func (i *Instance) deleteMembership(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	m := i.findMembership(r.PathValue("id"), r.PathValue("user"))
	if m == nil {
		return nil, errNotFound("member", r.PathValue("user"))
	}
	shown := i.shownMembership(m)
	i.leave(m)
	return shown, nil
}
