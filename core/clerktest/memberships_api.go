package clerktest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// membershipOrders are the fields that order_by may name.
var membershipOrders = order[backend.OrganizationMembership]{
	"created_at": func(a, b backend.OrganizationMembership) int { return a.CreatedAt.Compare(b.CreatedAt.Time) },
	"email_address": func(a, b backend.OrganizationMembership) int {
		return strings.Compare(a.PublicUserData.Identifier.Or(""), b.PublicUserData.Identifier.Or(""))
	},
	"first_name": func(a, b backend.OrganizationMembership) int {
		return strings.Compare(a.PublicUserData.FirstName.Or(""), b.PublicUserData.FirstName.Or(""))
	},
	"last_name": func(a, b backend.OrganizationMembership) int {
		return strings.Compare(a.PublicUserData.LastName.Or(""), b.PublicUserData.LastName.Or(""))
	},
	"username": func(a, b backend.OrganizationMembership) int {
		return strings.Compare(a.PublicUserData.Username.Or(""), b.PublicUserData.Username.Or(""))
	},
}

// memberFilters are the filters of members that are those of users.
var memberFilters = []string{"email_address", "email_address_query", "name_query", "query", "user_id", "username", "username_query"}

// selectMemberships answers with the memberships that match. The caller holds mu.
func (i *Instance) selectMemberships(r *http.Request, matches func(*membership) bool, known ...string) (any, error) {
	var selected []backend.OrganizationMembership
	for _, m := range i.memberships.list {
		if matches(m) {
			selected = append(selected, i.shownMembership(m))
		}
	}
	if err := membershipOrders.sort(r, selected, "-created_at"); err != nil {
		return nil, err
	}
	return listed(r, selected, append(known, "order_by")...)
}

func (i *Instance) listMemberships(r *http.Request) (any, error) {
	query := r.URL.Query()
	i.mu.RLock()
	defer i.mu.RUnlock()
	id := r.PathValue("id")
	o := i.findOrganization(id)
	if o == nil {
		return nil, errNotFound("organization", id)
	}
	return i.selectMemberships(r, func(m *membership) bool {
		return m.organization == o && given(query, "role", m.role) && matchesUser(&m.user.User, query)
	}, append(slices.Clone(memberFilters), "role")...)
}

// matchesUser applies the filters of users that a query has.
func matchesUser(u *backend.User, query url.Values) bool {
	for _, name := range memberFilters {
		if values := query[name]; len(values) > 0 && !userFilters[name](u, values) {
			return false
		}
	}
	return true
}

func (i *Instance) listInstanceMemberships(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return i.selectMemberships(r, func(*membership) bool { return true })
}

func (i *Instance) listUserMemberships(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	id := r.PathValue("id")
	u := i.findUser(id)
	if u == nil {
		return nil, errNotFound("user", id)
	}
	return i.selectMemberships(r, func(m *membership) bool { return m.user == u })
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
	i.leave(m.user, m.organization.ID)
	return shown, nil
}
