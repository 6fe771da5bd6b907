package backend

import (
	"context"
	"iter"
)

// OrganizationDomain is a domain whose users an organisation takes in.
//
// See https://clerk.com/docs/guides/organizations/verified-domains.
type OrganizationDomain struct {
	ID                      string                           `json:"id"`
	AffiliationEmailAddress Opt[string]                      `json:"affiliation_email_address,omitzero"` // that the affiliation was proved by
	AffiliationVerification *OrganizationDomainVerification  `json:"affiliation_verification"`           // that the organisation has to do with the domain
	CreatedAt               Time                             `json:"created_at"`
	EnrollmentMode          OrganizationDomainEnrollmentMode `json:"enrollment_mode"`
	Name                    string                           `json:"name"`
	Object                  string                           `json:"object"` // "organization_domain"
	OrganizationID          string                           `json:"organization_id"`
	OwnershipVerification   *OrganizationDomainVerification  `json:"ownership_verification"` // that the domain is the organisation's; nil before the first attempt
	PublicOrganizationData  *PublicOrganizationData          `json:"public_organization_data,omitzero"`
	TotalPendingInvitations int64                            `json:"total_pending_invitations"`
	TotalPendingSuggestions int64                            `json:"total_pending_suggestions"`
	UpdatedAt               Time                             `json:"updated_at"`
	// Verification is AffiliationVerification.
	//
	// Deprecated: use AffiliationVerification.
	Verification *OrganizationDomainVerification `json:"verification"`
}

// OrganizationDomainVerification says how, and whether, a claim about a domain was
// proved.
type OrganizationDomainVerification struct {
	Attempts   Opt[int64]         `json:"attempts,omitzero"`
	ExpireAt   Time               `json:"expire_at"`
	Status     VerificationStatus `json:"status"`
	Strategy   string             `json:"strategy"`    // such as "affiliation_email_code"
	VerifiedAt Time               `json:"verified_at"` // of an ownership only
}

// OrganizationDomainEnrollmentMode is how users of a domain become members. Clerk may
// add values. With - in front it excludes, in a filter.
type OrganizationDomainEnrollmentMode string

// The values of [OrganizationDomainEnrollmentMode].
const (
	EnrollmentAutomaticInvitation    OrganizationDomainEnrollmentMode = "automatic_invitation"
	EnrollmentAutomaticSuggestion    OrganizationDomainEnrollmentMode = "automatic_suggestion"
	EnrollmentEnterpriseSSO          OrganizationDomainEnrollmentMode = "enterprise_sso"
	EnrollmentManualInvitation       OrganizationDomainEnrollmentMode = "manual_invitation"
	EnrollmentNotAutomaticInvitation OrganizationDomainEnrollmentMode = "-automatic_invitation"
	EnrollmentNotAutomaticSuggestion OrganizationDomainEnrollmentMode = "-automatic_suggestion"
	EnrollmentNotEnterpriseSSO       OrganizationDomainEnrollmentMode = "-enterprise_sso"
	EnrollmentNotManualInvitation    OrganizationDomainEnrollmentMode = "-manual_invitation"
)

// OrganizationDomainCreateParams are the fields of a new [OrganizationDomain].
type OrganizationDomainCreateParams struct {
	EnrollmentMode OrganizationDomainEnrollmentMode `json:"enrollment_mode,omitzero"`
	Name           Opt[string]                      `json:"name,omitzero"`
	Verified       Opt[bool]                        `json:"verified,omitzero"` // true unless set
}

// OrganizationDomainUpdateParams are the changes to an [OrganizationDomain]. What is
// absent stays.
type OrganizationDomainUpdateParams struct {
	EnrollmentMode Opt[OrganizationDomainEnrollmentMode] `json:"enrollment_mode,omitzero"`
	Name           Opt[string]                           `json:"name,omitzero"` // the specification lacks it
	Verified       Opt[bool]                             `json:"verified,omitzero"`
}

// OrganizationDomainListParams select the domains of one organisation.
type OrganizationDomainListParams struct {
	EnrollmentMode OrganizationDomainEnrollmentMode `query:"enrollment_mode"`
	Limit          int                              `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset         int                              `query:"offset"`   // how many to skip
	Verified       string                           `query:"verified"` // "true" or "false"
}

// OrganizationInstanceDomainListParams select and order the domains of all
// organisations.
type OrganizationInstanceDomainListParams struct {
	Domains        []string                           `query:"domains"` // whole names
	EnrollmentMode []OrganizationDomainEnrollmentMode `query:"enrollment_mode,comma"`
	Limit          int                                `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset         int                                `query:"offset"`   // how many to skip
	OrderBy        string                             `query:"order_by"` // created_at or name, with - in front for descending order
	OrganizationID string                             `query:"organization_id"`
	Query          string                             `query:"query"` // part of a name in any case, or the ID of an organisation
	Verified       Opt[bool]                          `query:"verified"`
}

// CreateDomain gives an organisation a domain.
//
//clerk:op POST /organizations/{organization_id}/domains
func (s *OrganizationService) CreateDomain(ctx context.Context, organizationID string, params OrganizationDomainCreateParams) (*OrganizationDomain, error) {
	return call[OrganizationDomain](ctx, s.client, post("/organizations/{}/domains", params, organizationID))
}

// DeleteDomain takes a domain from an organisation.
//
//clerk:op DELETE /organizations/{organization_id}/domains/{domain_id}
func (s *OrganizationService) DeleteDomain(ctx context.Context, organizationID, domainID string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/organizations/{}/domains/{}", organizationID, domainID))
}

// ListDomains returns one page of the domains of an organisation.
//
//clerk:op GET /organizations/{organization_id}/domains
func (s *OrganizationService) ListDomains(ctx context.Context, organizationID string, params OrganizationDomainListParams) (*Page[OrganizationDomain], error) {
	return call[Page[OrganizationDomain]](ctx, s.client, get("/organizations/{}/domains", params, organizationID))
}

// AllDomains yields every domain of an organisation that matches, fetching pages
// as it goes.
func (s *OrganizationService) AllDomains(ctx context.Context, organizationID string, params OrganizationDomainListParams) iter.Seq2[*OrganizationDomain, error] {
	return pages[OrganizationDomain](ctx, s.client, get("/organizations/{}/domains", params, organizationID))
}

// ListInstanceDomains returns one page of the domains of all organisations, the
// newest first unless params say otherwise.
//
//clerk:op GET /organization_domains
func (s *OrganizationService) ListInstanceDomains(ctx context.Context, params OrganizationInstanceDomainListParams) (*Page[OrganizationDomain], error) {
	return call[Page[OrganizationDomain]](ctx, s.client, get("/organization_domains", params))
}

// AllInstanceDomains yields every domain of all organisations that matches,
// fetching pages as it goes.
func (s *OrganizationService) AllInstanceDomains(ctx context.Context, params OrganizationInstanceDomainListParams) iter.Seq2[*OrganizationDomain, error] {
	return pages[OrganizationDomain](ctx, s.client, get("/organization_domains", params))
}

// UpdateDomain changes the fields of a domain that are set in params.
//
//clerk:op PATCH /organizations/{organization_id}/domains/{domain_id}
func (s *OrganizationService) UpdateDomain(ctx context.Context, organizationID, domainID string, params OrganizationDomainUpdateParams) (*OrganizationDomain, error) {
	return call[OrganizationDomain](ctx, s.client, patch("/organizations/{}/domains/{}", params, organizationID, domainID))
}

// VerifyDomainOwnership takes your word that a domain is the organisation's, in
// place of a DNS record. For a domain whose ownership is verified it changes nothing.
//
//clerk:op POST /organizations/{organization_id}/domains/{domain_id}/verify_ownership
func (s *OrganizationService) VerifyDomainOwnership(ctx context.Context, organizationID, domainID string) (*OrganizationDomain, error) {
	return call[OrganizationDomain](ctx, s.client, post("/organizations/{}/domains/{}/verify_ownership", nil, organizationID, domainID))
}
