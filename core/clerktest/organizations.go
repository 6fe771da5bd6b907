package clerktest

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// maxMemberships is how many members an organisation may have unless told: no limit,
// so that a test may add any number.
const maxMemberships = 0

// OrganizationParams describe an organisation of an [Instance]. The zero value of
// each field is its default.
type OrganizationParams struct {
	ID   string // default a new "org_…"
	Name string // default "Example"
	Slug string // default made of the name

	PrivateMetadata backend.Metadata
	PublicMetadata  backend.Metadata
}

// CreateOrganization adds an organisation. A slug or ID that another one has is a
// mistake. Members join by [UserParams].Memberships or [Instance.CreateMembership].
func (i *Instance) CreateOrganization(params OrganizationParams) *backend.Organization {
	i.helper()
	i.mu.Lock()
	defer i.mu.Unlock()
	name := cmp.Or(params.Name, "Example")
	o := Organization{ID: cmp.Or(params.ID, newID("org_")), Slug: cmp.Or(params.Slug, i.freeSlug(name))}
	if i.organizations.get(o.ID) != nil || i.findOrganization(o.Slug) != nil {
		i.fail(errConflict("slug", "slug or ID"))
		return nil
	}
	created := i.addOrganization(o, name)
	created.PrivateMetadata, created.PublicMetadata = orEmpty(params.PrivateMetadata), orEmpty(params.PublicMetadata)
	copied := *created
	return &copied
}

// addOrganization stores an organisation. The caller holds mu, or is the only one
// to know the instance.
func (i *Instance) addOrganization(o Organization, name string) *backend.Organization {
	created := i.blankOrganization(o, name)
	i.organizations.add(o.ID, created)
	i.organizationSlugs[o.Slug] = created
	return created
}

// blankOrganization returns an organisation as Clerk makes one of a name alone.
func (i *Instance) blankOrganization(o Organization, name string) *backend.Organization {
	now := backend.NewTime(i.now())
	return &backend.Organization{
		AdminDeleteEnabled:    true,
		CreatedAt:             now,
		ID:                    o.ID,
		ImageURL:              i.URL() + "/assets/organization.svg",
		MaxAllowedMemberships: maxMemberships,
		Name:                  name,
		Object:                "organization",
		PrivateMetadata:       emptyMetadata(),
		PublicMetadata:        emptyMetadata(),
		Slug:                  o.Slug,
		UpdatedAt:             now,
	}
}

// findOrganization returns an organisation by its ID or slug, nil if there is none.
// The caller holds mu.
func (i *Instance) findOrganization(idOrSlug string) *backend.Organization {
	if o := i.organizations.get(idOrSlug); o != nil {
		return o
	}
	return i.organizationSlugs[idOrSlug]
}

var notInSlugs = regexp.MustCompile(`[^a-z0-9]+`)

// freeSlug makes a slug of a name that no organisation has. The caller holds mu.
func (i *Instance) freeSlug(name string) string {
	slug := slugOf(name)
	if i.findOrganization(slug) == nil {
		return slug
	}
	return slug + "-" + strings.ToLower(randomText(8))
}

// slugOf makes a slug of a name.
func slugOf(name string) string {
	return cmp.Or(strings.Trim(notInSlugs.ReplaceAllString(strings.ToLower(name), "-"), "-"), "organization")
}
