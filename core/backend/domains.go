package backend

import "context"

// DomainService manages the domains of the instance: the primary one and
// satellites. Reach it as [Client].Domains.
//
// See https://clerk.com/docs/guides/dashboard/dns-domains/satellite-domains.
type DomainService service

// Domain is a domain of the instance.
type Domain struct {
	ID                string             `json:"id"`
	AccountsPortalURL Opt[string]        `json:"accounts_portal_url,omitzero"` // null for a satellite
	CNAMETargets      Opt[[]CNAMETarget] `json:"cname_targets,omitzero"`       // DNS records to set
	DevelopmentOrigin string             `json:"development_origin"`
	FrontendAPIURL    string             `json:"frontend_api_url"`
	IsSatellite       bool               `json:"is_satellite"`
	Name              string             `json:"name"`
	Object            string             `json:"object"`             // "domain"
	ProxyURL          Opt[string]        `json:"proxy_url,omitzero"` // null if DNS leads to the Frontend API
}

// CNAMETarget is a DNS record of type CNAME.
type CNAMETarget struct {
	Host     string `json:"host"`
	Required bool   `json:"required"` // the domain does not work without it
	Value    string `json:"value"`
}

// DomainAddParams are the fields of a new [Domain].
type DomainAddParams struct {
	IsSatellite bool        `json:"is_satellite"`       // required; true is the only value: the primary domain is there
	Name        string      `json:"name"`               // required; with a port in development, such as "localhost:3000"
	ProxyURL    Opt[string] `json:"proxy_url,omitzero"` // production only
}

// DomainUpdateParams are the changes to a [Domain]. What is absent stays.
type DomainUpdateParams struct {
	// IsSatellite makes the domain a satellite. The specification lacks it.
	IsSatellite Opt[bool] `json:"is_satellite,omitzero"`
	// IsSecondary keeps the subdomain of Name, for several apps on one root
	// domain.
	IsSecondary Opt[bool]   `json:"is_secondary,omitzero"`
	Name        Opt[string] `json:"name,omitzero"`
	ProxyURL    Opt[string] `json:"proxy_url,omitzero"` // production only; null goes back to DNS
}

// Add adds a satellite domain.
//
//clerk:op POST /domains
func (s *DomainService) Add(ctx context.Context, params DomainAddParams) (*Domain, error) {
	return call[Domain](ctx, s.client, post("/domains", params))
}

// Delete deletes a satellite domain. The primary one cannot be deleted.
//
//clerk:op DELETE /domains/{domain_id}
func (s *DomainService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/domains/{}", id))
}

// List returns all domains.
//
//clerk:op GET /domains
func (s *DomainService) List(ctx context.Context) (*Page[Domain], error) {
	return call[Page[Domain]](ctx, s.client, get("/domains", nil))
}

// Update changes the fields of a domain that are set in params. Another name of
// the primary domain of a production instance needs new DNS records, signs users
// out and takes the instance down until all is set up.
//
//clerk:op PATCH /domains/{domain_id}
func (s *DomainService) Update(ctx context.Context, id string, params DomainUpdateParams) (*Domain, error) {
	return call[Domain](ctx, s.client, patch("/domains/{}", params, id))
}
