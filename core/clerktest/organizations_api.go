package clerktest

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// organizationOrders are the fields that order_by may name.
var organizationOrders = order[backend.Organization]{
	"created_at":    func(a, b backend.Organization) int { return a.CreatedAt.Compare(b.CreatedAt.Time) },
	"members_count": func(a, b backend.Organization) int { return cmp.Compare(a.MembersCount.Or(0), b.MembersCount.Or(0)) },
	"name":          func(a, b backend.Organization) int { return strings.Compare(a.Name, b.Name) },
}

const (
	askMembersCount = "include_members_count"
	askMissing      = "include_missing_member_with_elevated_permissions"
)

func (i *Instance) listOrganizations(r *http.Request) (any, error) {
	query := r.URL.Query()
	i.mu.RLock()
	defer i.mu.RUnlock()
	var selected []backend.Organization
	for _, o := range i.organizations.list {
		if !selects(query["organization_id"], o.ID) || !i.hasMember(o.ID, query["user_id"]) {
			continue
		}
		if text := query.Get("query"); text != "" && o.ID != text && !contains(text, o.Name, o.Slug) {
			continue
		}
		selected = append(selected, i.shownOrganization(o, query, true))
	}
	if err := organizationOrders.sort(r, selected, "-created_at"); err != nil {
		return nil, err
	}
	if query.Get(askMembersCount) != "true" {
		for k := range selected {
			selected[k].MembersCount = backend.Opt[int64]{}
		}
	}
	return listed(r, selected, "query", "user_id", "organization_id", "order_by", askMembersCount, askMissing)
}

// hasMember applies a filter by members. The caller holds mu.
func (i *Instance) hasMember(organizationID string, userIDs []string) bool {
	var members []string
	for _, value := range userIDs {
		id := strings.TrimLeft(value, "+- ")
		if i.findMembership(organizationID, id) != nil {
			members = append(members, id)
		}
	}
	return selects(userIDs, members...)
}

// shownOrganization is an organisation with what a query asks for. The caller holds
// mu.
func (i *Instance) shownOrganization(o *backend.Organization, query url.Values, counted bool) backend.Organization {
	shown := *o
	if counted || query.Get(askMembersCount) == "true" {
		shown.MembersCount = backend.Value(int64(len(i.members[o.ID])))
	}
	if query.Get(askMissing) == "true" {
		admin := slices.ContainsFunc(i.members[o.ID], func(m *membership) bool { return m.role == roleAdmin })
		shown.MissingMemberWithElevatedPermissions = backend.Value(!admin)
	}
	return shown
}

func (i *Instance) getOrganization(r *http.Request) (any, error) {
	query := r.URL.Query()
	if err := allow(r, query, askMembersCount, askMissing); err != nil {
		return nil, err
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	id := r.PathValue("id")
	o := i.findOrganization(id)
	if o == nil {
		return nil, errNotFound("organization", id)
	}
	return i.shownOrganization(o, query, false), nil
}

func (i *Instance) postOrganization(r *http.Request) (any, error) {
	var body backend.OrganizationCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	switch {
	case !body.RoleSetKey.IsZero():
		return nil, errUnsupported(r, "role_set_key")
	case body.Name == "":
		return nil, errMissing("name")
	}
	if err := checkOrganization(body.Name, body.Slug, body.MaxAllowedMemberships); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	slug, ok := body.Slug.Get()
	if !ok {
		slug = i.freeSlug(body.Name)
	}
	if i.findOrganization(slug) != nil {
		return nil, errConflict("slug", "slug")
	}
	creator := i.findUser(body.CreatedBy.Or(""))
	if id, named := body.CreatedBy.Get(); named && creator == nil {
		return nil, errNotFound("user", id)
	}
	created := i.addOrganization(Organization{ID: newID("org_"), Slug: slug}, body.Name)
	created.CreatedBy = body.CreatedBy.Or("")
	created.MaxAllowedMemberships = body.MaxAllowedMemberships.Or(maxMemberships)
	created.PrivateMetadata, created.PublicMetadata = orEmpty(body.PrivateMetadata), orEmpty(body.PublicMetadata)
	if at, ok := body.CreatedAt.Get(); ok {
		created.CreatedAt = backend.NewTime(at)
	}
	if creator != nil {
		i.join(creator, Membership{Organization: Organization{ID: created.ID, Slug: slug}, Role: roleAdmin})
	}
	return *created, nil
}

var validSlug = regexp.MustCompile(`^[a-z0-9-]+$`)

// checkOrganization refuses what an organisation cannot have.
func checkOrganization(name string, slug backend.Opt[string], limit backend.Opt[int64]) error {
	switch text, ok := slug.Get(); {
	case len([]rune(name)) > 256:
		return errInvalid("name", "must be 256 characters at most")
	case ok && !validSlug.MatchString(text):
		return errInvalid("slug", "may have lower case letters, digits and - only")
	case limit.Or(0) < 0:
		return errInvalid("max_allowed_memberships", "must not be negative")
	}
	return nil
}

// changeOrganization answers with an organisation after a change to it.
func (i *Instance) changeOrganization(id string, change func(o *backend.Organization) error) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	o := i.findOrganization(id)
	if o == nil {
		return nil, errNotFound("organization", id)
	}
	before := *o
	if err := change(o); err != nil {
		*o = before
		return nil, err
	}
	o.UpdatedAt = backend.NewTime(i.now())
	if o.Slug != before.Slug {
		delete(i.organizationSlugs, before.Slug)
		i.organizationSlugs[o.Slug] = o
		for _, m := range i.members[o.ID] {
			i.tellMemberships(m.user)
		}
	}
	return *o, nil
}

func (i *Instance) patchOrganization(r *http.Request) (any, error) {
	var body backend.OrganizationUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if !body.RoleSetKey.IsZero() {
		return nil, errUnsupported(r, "role_set_key")
	}
	if err := checkOrganization(body.Name.Or(""), body.Slug, body.MaxAllowedMemberships); err != nil {
		return nil, err
	}
	return i.changeOrganization(r.PathValue("id"), func(o *backend.Organization) error {
		if slug, ok := body.Slug.Get(); ok && slug != o.Slug {
			if i.findOrganization(slug) != nil {
				return errConflict("slug", "slug")
			}
			o.Slug = slug
		}
		o.AdminDeleteEnabled = body.AdminDeleteEnabled.Or(o.AdminDeleteEnabled)
		o.MaxAllowedMemberships = body.MaxAllowedMemberships.Or(o.MaxAllowedMemberships)
		o.Name = body.Name.Or(o.Name)
		if at, ok := body.CreatedAt.Get(); ok {
			o.CreatedAt = backend.NewTime(at)
		}
		return nil
	})
}

func (i *Instance) changeOrganizationMetadata(change metadataChange) handler {
	return func(r *http.Request) (any, error) {
		var body backend.OrganizationMetadataUpdateParams
		if err := decode(r, &body); err != nil {
			return nil, err
		}
		return i.changeOrganization(r.PathValue("id"), func(o *backend.Organization) error {
			return change.apply(
				[]*backend.Metadata{&o.PrivateMetadata, &o.PublicMetadata},
				[]backend.Metadata{body.PrivateMetadata, body.PublicMetadata},
			)
		})
	}
}

func (i *Instance) deleteOrganization(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	o := i.findOrganization(id)
	if o == nil {
		return nil, errNotFound("organization", id)
	}
	for _, m := range i.members[o.ID] {
		i.leave(m)
	}
	i.organizationInvitations.removeFunc(
		func(v *backend.OrganizationInvitation) string { return v.ID },
		func(v *backend.OrganizationInvitation) bool { return v.OrganizationID == o.ID },
	)
	i.organizationDomains.removeFunc(
		func(d *backend.OrganizationDomain) string { return d.ID },
		func(d *backend.OrganizationDomain) bool { return d.OrganizationID == o.ID },
	)
	i.organizations.remove(o.ID)
	delete(i.organizationSlugs, o.Slug)
	return backend.DeletedObject{Deleted: true, ID: o.ID, Object: "organization", Slug: o.Slug}, nil
}
