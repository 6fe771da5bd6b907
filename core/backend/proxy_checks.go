package backend

import "context"

// ProxyCheckService tests proxies of the Frontend API. Reach it as
// [Client].ProxyChecks.
//
// See https://clerk.com/docs/guides/dashboard/dns-domains/proxy-fapi.
type ProxyCheckService service

// ProxyCheck is the outcome of a test.
type ProxyCheck struct {
	ID         string `json:"id"`
	CreatedAt  Time   `json:"created_at"`
	DomainID   string `json:"domain_id"`
	LastRunAt  Time   `json:"last_run_at"`
	Object     string `json:"object"` // "proxy_check"
	ProxyURL   string `json:"proxy_url"`
	Successful bool   `json:"successful"`
	UpdatedAt  Time   `json:"updated_at"`
}

// ProxyCheckVerifyParams name the proxy to test.
type ProxyCheckVerifyParams struct {
	DomainID Opt[string] `json:"domain_id,omitzero"` // the domain that it is of, or will be
	ProxyURL Opt[string] `json:"proxy_url,omitzero"` // such as "https://example.com/__clerk"
}

// Verify tests whether a proxy reaches the Frontend API, before or after it is
// the proxy of a domain. One that does not is an [Error].
//
//clerk:op POST /proxy_checks
func (s *ProxyCheckService) Verify(ctx context.Context, params ProxyCheckVerifyParams) (*ProxyCheck, error) {
	return call[ProxyCheck](ctx, s.client, post("/proxy_checks", params))
}
