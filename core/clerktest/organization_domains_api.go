//lint:file-ignore SA1019 Clients of both generations read and send these members.

package clerktest

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

var domainOrders = order[*backend.OrganizationDomain]{
	"created_at": func(a, b *backend.OrganizationDomain) int { return a.CreatedAt.Compare(b.CreatedAt.Time) },
	"name":       func(a, b *backend.OrganizationDomain) int { return strings.Compare(a.Name, b.Name) },
}

var enrollmentModes = []backend.OrganizationDomainEnrollmentMode{
	backend.EnrollmentAutomaticInvitation, backend.EnrollmentAutomaticSuggestion, backend.EnrollmentEnterpriseSSO, backend.EnrollmentManualInvitation,
}

// selectDomains answers with the domains that match. The caller holds mu.
func (i *Instance) selectDomains(r *http.Request, show func(*backend.OrganizationDomain) backend.OrganizationDomain, matches func(*backend.OrganizationDomain) bool, known ...string) (any, error) {
	query := r.URL.Query()
	var modes []string
	for _, value := range query["enrollment_mode"] {
		modes = append(modes, strings.Split(value, ",")...)
	}
	var selected []*backend.OrganizationDomain
	for _, d := range i.organizationDomains.list {
		if !matches(d) || !selects(modes, string(d.EnrollmentMode)) {
			continue
		}
		if text := query.Get("verified"); text != "" && (text == "true") != (d.Verification.Status == backend.VerificationVerified) {
			continue
		}
		selected = append(selected, d)
	}
	if err := domainOrders.sort(r, selected, "-created_at"); err != nil {
		return nil, err
	}
	return listedAs(r, selected, show, append(known, "enrollment_mode", "verified")...)
}

func (i *Instance) listDomains(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	o := i.findOrganization(r.PathValue("id"))
	if o == nil {
		return nil, errNotFound("organization", r.PathValue("id"))
	}
	show := func(d *backend.OrganizationDomain) backend.OrganizationDomain { return *d }
	return i.selectDomains(r, show, func(d *backend.OrganizationDomain) bool { return d.OrganizationID == o.ID })
}

func (i *Instance) listInstanceDomains(r *http.Request) (any, error) {
	query := r.URL.Query()
	i.mu.RLock()
	defer i.mu.RUnlock()
	show := func(d *backend.OrganizationDomain) backend.OrganizationDomain {
		shown := *d
		shown.PublicOrganizationData = publicOrganizationData(i.organizations.get(d.OrganizationID))
		return shown
	}
	return i.selectDomains(r, show, func(d *backend.OrganizationDomain) bool {
		text := query.Get("query")
		return given(query, "organization_id", d.OrganizationID) && given(query, "domains", d.Name) &&
			(text == "" || text == d.OrganizationID || contains(text, d.Name))
	}, "domains", "order_by", "organization_id", "query")
}

// publicOrganizationData is what lists across organisations say of one.
func publicOrganizationData(o *backend.Organization) *backend.PublicOrganizationData {
	return &backend.PublicOrganizationData{ID: o.ID, HasImage: o.HasImage, ImageURL: o.ImageURL, Name: o.Name, Slug: o.Slug}
}

func (i *Instance) postDomain(r *http.Request) (any, error) {
	var body backend.OrganizationDomainCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	o := i.findOrganization(r.PathValue("id"))
	if o == nil {
		return nil, errNotFound("organization", r.PathValue("id"))
	}
	if body.EnrollmentMode == "" {
		body.EnrollmentMode = backend.EnrollmentManualInvitation
	}
	d, err := i.changedDomain(blankDomain(newID("orgdmn_"), o), body.Name.Or(""), body.EnrollmentMode, body.Verified.Or(true))
	if err != nil {
		return nil, err
	}
	d.CreatedAt = d.UpdatedAt
	i.organizationDomains.add(d.ID, &d)
	return d, nil
}

// blankDomain returns a domain of an organisation before it has a name.
func blankDomain(id string, o *backend.Organization) backend.OrganizationDomain {
	return backend.OrganizationDomain{AffiliationEmailAddress: backend.Null[string](), ID: id, Object: "organization_domain", OrganizationID: o.ID}
}

// changedDomain returns a domain with changes. The caller holds mu.
func (i *Instance) changedDomain(d backend.OrganizationDomain, name string, mode backend.OrganizationDomainEnrollmentMode, verified bool) (backend.OrganizationDomain, error) {
	name = strings.ToLower(name)
	switch {
	case name == "":
		return d, errMissing("name")
	case !strings.Contains(name, ".") || !looksLikeAddress("someone@"+name):
		return d, errInvalid("name", "must be a domain")
	case !slices.Contains(enrollmentModes, mode):
		return d, errInvalid("enrollment_mode", "is none that there is")
	case i.organizationDomains.find(func(other *backend.OrganizationDomain) bool { return other.Name == name && other.ID != d.ID }) != nil:
		return d, errConflict("name", "domain")
	}
	d.EnrollmentMode, d.Name, d.UpdatedAt = mode, name, backend.NewTime(i.now())
	if d.Verification == nil || (d.Verification.Status == backend.VerificationVerified) != verified {
		proof := domainProof("affiliation_email_code")
		if !verified {
			proof.Status = backend.VerificationUnverified
		}
		d.AffiliationVerification, d.Verification = proof, proof
	}
	return d, nil
}

// domainProof is the proof of a claim about a domain.
func domainProof(strategy string) *backend.OrganizationDomainVerification {
	return &backend.OrganizationDomainVerification{Attempts: backend.Null[int64](), Status: backend.VerificationVerified, Strategy: strategy}
}

// withDomain answers about the domain that a path names.
func (i *Instance) withDomain(answer func(r *http.Request, d *backend.OrganizationDomain) (any, error)) handler {
	return func(r *http.Request) (any, error) {
		i.mu.Lock()
		defer i.mu.Unlock()
		o, d := i.findOrganization(r.PathValue("id")), i.organizationDomains.get(r.PathValue("domain"))
		switch {
		case o == nil:
			return nil, errNotFound("organization", r.PathValue("id"))
		case d == nil || d.OrganizationID != o.ID:
			return nil, errNotFound("organization domain", r.PathValue("domain"))
		}
		return answer(r, d)
	}
}

func (i *Instance) patchDomain(r *http.Request, d *backend.OrganizationDomain) (any, error) {
	var body backend.OrganizationDomainUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	verified := body.Verified.Or(d.Verification.Status == backend.VerificationVerified)
	changed, err := i.changedDomain(*d, body.Name.Or(d.Name), body.EnrollmentMode.Or(d.EnrollmentMode), verified)
	if err != nil {
		return nil, err
	}
	*d = changed
	return *d, nil
}

func (i *Instance) verifyDomainOwnership(_ *http.Request, d *backend.OrganizationDomain) (any, error) {
	d.OwnershipVerification, d.UpdatedAt = ownershipProof(i.now()), backend.NewTime(i.now())
	return *d, nil
}

// ownershipProof is the proof that a domain is an organisation's.
func ownershipProof(at time.Time) *backend.OrganizationDomainVerification {
	proof := domainProof("manual_override")
	proof.VerifiedAt = backend.NewTime(at)
	return proof
}

func (i *Instance) deleteDomain(_ *http.Request, d *backend.OrganizationDomain) (any, error) {
	i.organizationDomains.remove(d.ID)
	return backend.DeletedObject{Deleted: true, ID: d.ID, Object: "organization_domain"}, nil
}
