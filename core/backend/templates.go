package backend

import (
	"context"
	"iter"
)

// TemplateService manages the emails and text messages of the instance. Clerk
// deprecates all of it and names no successor but the dashboard. Reach it as
// [Client].Templates.
type TemplateService service

// Template is an email or a text message.
type Template struct {
	ID                  string       `json:"id,omitzero"`
	AvailableVariables  []string     `json:"available_variables,omitzero"`
	Body                string       `json:"body,omitzero"` // before variables are filled in
	CanDelete           bool         `json:"can_delete"`
	CanEditBody         bool         `json:"can_edit_body"`
	CanRevert           bool         `json:"can_revert"`
	CanToggle           bool         `json:"can_toggle"` // text messages of notifications only
	CreatedAt           Time         `json:"created_at,omitzero"`
	DeliveredByClerk    bool         `json:"delivered_by_clerk"` // false where you deliver it, told by a webhook
	Enabled             bool         `json:"enabled"`
	FlaggedAsSuspicious bool         `json:"flagged_as_suspicious"`
	FromEmailName       string       `json:"from_email_name,omitzero"` // what stands before the @
	InstanceID          Opt[string]  `json:"instance_id,omitzero"`
	Markup              string       `json:"markup,omitzero"` // what the editor makes Body of
	Name                string       `json:"name,omitzero"`
	Object              string       `json:"object,omitzero"` // "template"
	Position            int64        `json:"position"`
	ReplyToEmailName    string       `json:"reply_to_email_name,omitzero"` // what stands before the @
	RequiredVariables   []string     `json:"required_variables,omitzero"`
	ResourceType        string       `json:"resource_type,omitzero"` // "system_template" or "user_template"
	Slug                string       `json:"slug,omitzero"`
	Subject             Opt[string]  `json:"subject,omitzero"` // of an email
	TemplateType        TemplateType `json:"template_type,omitzero"`
	UpdatedAt           Time         `json:"updated_at,omitzero"`
}

// TemplateType is how a [Template] is sent. Clerk may add values.
type TemplateType string

// The values of [TemplateType].
const (
	TemplateEmail TemplateType = "email"
	TemplateSMS   TemplateType = "sms"
)

// TemplateUpsertParams are the changes to a [Template]. What is absent stays.
type TemplateUpsertParams struct {
	Body             Opt[string] `json:"body,omitzero"`
	DeliveredByClerk Opt[bool]   `json:"delivered_by_clerk,omitzero"`
	FromEmailName    Opt[string] `json:"from_email_name,omitzero"` // what stands before the @
	Markup           Opt[string] `json:"markup,omitzero"`
	Name             Opt[string] `json:"name,omitzero"`
	ReplyToEmailName Opt[string] `json:"reply_to_email_name,omitzero"` // what stands before the @
	Subject          Opt[string] `json:"subject,omitzero"`
}

// TemplatePreviewParams are the changes to try.
type TemplatePreviewParams struct {
	Body             Opt[string] `json:"body,omitzero"`
	FromEmailName    Opt[string] `json:"from_email_name,omitzero"` // what stands before the @
	ReplyToEmailName Opt[string] `json:"reply_to_email_name,omitzero"`
	Subject          Opt[string] `json:"subject,omitzero"`
}

// TemplateToggleDeliveryParams say who delivers.
type TemplateToggleDeliveryParams struct {
	DeliveredByClerk Opt[bool] `json:"delivered_by_clerk,omitzero"`
}

// Get returns the template of a type that has a slug.
//
// Deprecated: use the Clerk dashboard.
//
//clerk:op GET /templates/{template_type}/{slug}
func (s *TemplateService) Get(ctx context.Context, templateType, slug string) (*Template, error) {
	return call[Template](ctx, s.client, get("/templates/{}/{}", nil, templateType, slug))
}

// List returns one page of the templates of a type, by position.
//
// Deprecated: use the Clerk dashboard.
//
//clerk:op GET /templates/{template_type}
func (s *TemplateService) List(ctx context.Context, templateType string, params ListParams) (*Page[Template], error) {
	return call[Page[Template]](ctx, s.client, list("/templates/{}", params, templateType))
}

// All yields every template of a type, fetching pages as it goes.
//
// Deprecated: use the Clerk dashboard.
func (s *TemplateService) All(ctx context.Context, templateType string, params ListParams) iter.Seq2[*Template, error] {
	return pages[Template](ctx, s.client, list("/templates/{}", params, templateType))
}

// Preview returns what changes would make of a template, as JSON of no fixed form.
//
// Deprecated: use the Clerk dashboard.
//
//clerk:op POST /templates/{template_type}/{slug}/preview
func (s *TemplateService) Preview(ctx context.Context, templateType, slug string, params TemplatePreviewParams) (*Metadata, error) {
	return call[Metadata](ctx, s.client, post("/templates/{}/{}/preview", params, templateType, slug))
}

// Revert makes a template what it was at first.
//
// Deprecated: use the Clerk dashboard.
//
//clerk:op POST /templates/{template_type}/{slug}/revert
func (s *TemplateService) Revert(ctx context.Context, templateType, slug string) (*Template, error) {
	return call[Template](ctx, s.client, post("/templates/{}/{}/revert", nil, templateType, slug))
}

// ToggleDelivery says who delivers a template: Clerk, or you at the webhook events
// email.created and sms.created.
//
// Deprecated: use the Clerk dashboard.
//
//clerk:op POST /templates/{template_type}/{slug}/toggle_delivery
func (s *TemplateService) ToggleDelivery(ctx context.Context, templateType, slug string, params TemplateToggleDeliveryParams) (*Template, error) {
	return call[Template](ctx, s.client, post("/templates/{}/{}/toggle_delivery", params, templateType, slug))
}

// Upsert changes the fields of a template that are set in params.
//
// Deprecated: use the Clerk dashboard.
//
//clerk:op PUT /templates/{template_type}/{slug}
func (s *TemplateService) Upsert(ctx context.Context, templateType, slug string, params TemplateUpsertParams) (*Template, error) {
	return call[Template](ctx, s.client, put("/templates/{}/{}", params, templateType, slug))
}
