package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// JWTTemplateService manages templates of tokens for other services. Reach it as
// [Client].JWTTemplates.
//
// See https://clerk.com/docs/guides/sessions/jwt-templates.
type JWTTemplateService service

// JWTTemplate says what a token for another service holds.
type JWTTemplate struct {
	ID               string   `json:"id"`
	AllowedClockSkew int64    `json:"allowed_clock_skew"` // seconds
	Claims           Metadata `json:"claims"`
	CreatedAt        Time     `json:"created_at"`
	CustomSigningKey bool     `json:"custom_signing_key"`
	Lifetime         int64    `json:"lifetime"` // seconds
	Name             string   `json:"name"`
	Object           string   `json:"object"`            // "jwt_template"
	SigningAlgorithm string   `json:"signing_algorithm"` // such as "RS256"
	UpdatedAt        Time     `json:"updated_at"`
}

// JWTTemplateParams are the fields of a [JWTTemplate]. An update needs all that are
// required, too.
type JWTTemplateParams struct {
	AllowedClockSkew Opt[int64]  `json:"allowed_clock_skew,omitzero"` // seconds, 0 to 300
	Claims           Metadata    `json:"claims"`                      // required
	CustomSigningKey Opt[bool]   `json:"custom_signing_key,omitzero"` // with SigningAlgorithm and SigningKey
	Lifetime         Opt[int64]  `json:"lifetime,omitzero"`           // seconds, 30 to 315,360,000
	Name             string      `json:"name"`                        // required
	SigningAlgorithm Opt[string] `json:"signing_algorithm,omitzero"`
	SigningKey       Opt[string] `json:"signing_key,omitzero"` // a private key
}

// Format prints the parameters without the signing key.
func (p JWTTemplateParams) Format(state fmt.State, verb rune) {
	type plain JWTTemplateParams
	hide(&p.SigningKey)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p JWTTemplateParams) LogValue() slog.Value { return logged(p) }

// Create makes a template.
//
//clerk:op POST /jwt_templates
func (s *JWTTemplateService) Create(ctx context.Context, params JWTTemplateParams) (*JWTTemplate, error) {
	return call[JWTTemplate](ctx, s.client, post("/jwt_templates", params))
}

// Delete deletes a template.
//
//clerk:op DELETE /jwt_templates/{template_id}
func (s *JWTTemplateService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/jwt_templates/{}", id))
}

// Get returns the template that has an ID.
//
//clerk:op GET /jwt_templates/{template_id}
func (s *JWTTemplateService) Get(ctx context.Context, id string) (*JWTTemplate, error) {
	return call[JWTTemplate](ctx, s.client, get("/jwt_templates/{}", nil, id))
}

// List returns one page of templates.
//
//clerk:op GET /jwt_templates
func (s *JWTTemplateService) List(ctx context.Context, params ListParams) (*Page[JWTTemplate], error) {
	return call[Page[JWTTemplate]](ctx, s.client, list("/jwt_templates", params))
}

// All yields every template, fetching pages as it goes.
func (s *JWTTemplateService) All(ctx context.Context, params ListParams) iter.Seq2[*JWTTemplate, error] {
	return pages[JWTTemplate](ctx, s.client, list("/jwt_templates", params))
}

// Update replaces the fields of a template.
//
//clerk:op PATCH /jwt_templates/{template_id}
func (s *JWTTemplateService) Update(ctx context.Context, id string, params JWTTemplateParams) (*JWTTemplate, error) {
	return call[JWTTemplate](ctx, s.client, patch("/jwt_templates/{}", params, id))
}
