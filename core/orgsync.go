package core

import (
	"fmt"

	"github.com/clerkgo/clerk-go/core/internal/pathpattern"
)

// OrganizationSyncOptions make the URL of a page choose the active
// organisation: a browser whose session has another one is sent on a handshake
// that activates it. Patterns are those of path-to-regexp 6, such as
// "/orgs/:slug" and "/orgs/:slug/(.*)".
//
// See https://clerk.com/docs/guides/organizations/org-slugs-in-urls.
type OrganizationSyncOptions struct {
	// OrganizationPatterns match pages of an organisation. The parameter id or
	// slug says which.
	OrganizationPatterns []string
	// PersonalAccountPatterns match pages of a user without organisation.
	PersonalAccountPatterns []string
}

// organizationSync is [OrganizationSyncOptions], compiled.
type organizationSync struct{ organization, personal *pathpattern.Set }

// compile reads the patterns. The error names the one that is wrong.
func (o OrganizationSyncOptions) compile() (organizationSync, error) {
	organization, err := pathpattern.Compile(o.OrganizationPatterns...)
	if err != nil {
		return organizationSync{}, fmt.Errorf("clerk: OrganizationSync.OrganizationPatterns: %w", err)
	}
	personal, err := pathpattern.Compile(o.PersonalAccountPatterns...)
	if err != nil {
		return organizationSync{}, fmt.Errorf("clerk: OrganizationSync.PersonalAccountPatterns: %w", err)
	}
	return organizationSync{organization, personal}, nil
}

// organizationTarget is the organisation that a URL asks for. Without ID and
// slug it is the personal account.
type organizationTarget struct{ id, slug string }

// param returns the target as the parameter of a handshake.
func (t organizationTarget) param() string { return first(t.id, t.slug) }

// organizationOfURL returns the organisation that the visitor's URL asks for, and
// whether it asks for any.
func (v *visit) organizationOfURL() (organizationTarget, bool) {
	path := v.clerkURL().Path
	if params, ok := v.sync.organization.Match(path); ok {
		id, _ := params.Get("id")
		slug, _ := params.Get("slug")
		switch {
		case id != "":
			return organizationTarget{id: id}, true
		case slug != "":
			return organizationTarget{slug: slug}, true
		}
	}
	_, ok := v.sync.personal.Match(path)
	return organizationTarget{}, ok
}

// syncOrganization returns the handshake that activates the organisation of the
// URL, and whether there is one. Failing to change organisation never signs a
// user out.
func (v *visit) syncOrganization(auth *Auth) (RequestState, bool) {
	target, asked := v.organizationOfURL()
	seen := auth.View()
	if !asked || !seen.IsAuthenticated() || seen.UserID == "" || target.matches(seen) {
		return RequestState{}, false
	}
	if v.redirectCount >= maxRedirects {
		v.client.options.Logger.Warn("clerk: the organisation of the URL could not be made active; is the user a member of it?")
		return RequestState{}, false
	}
	state := v.handshake(ReasonActiveOrganizationMismatch, "")
	return state, state.status == StatusHandshake
}

// matches reports whether the organisation that is active is the one asked for.
func (t organizationTarget) matches(auth *Auth) bool {
	switch {
	case t.id != "":
		return t.id == auth.OrgID
	case t.slug != "":
		return t.slug == auth.OrgSlug
	}
	return auth.OrgID == ""
}
