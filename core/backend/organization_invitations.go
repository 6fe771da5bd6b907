package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// OrganizationInvitation is an invitation to an organisation.
//
// See https://clerk.com/docs/reference/backend/types/backend-organization-invitation.
type OrganizationInvitation struct {
	ID                     string                  `json:"id"`
	CreatedAt              Time                    `json:"created_at"`
	EmailAddress           string                  `json:"email_address"`
	ExpiresAt              Time                    `json:"expires_at"`
	InviterID              Opt[string]             `json:"inviter_id,omitzero"` // a user
	Object                 string                  `json:"object"`              // "organization_invitation"
	OrganizationID         string                  `json:"organization_id,omitzero"`
	PrivateMetadata        Metadata                `json:"private_metadata,omitzero"` // of the membership to come
	PublicInviterData      *PublicUserData         `json:"public_inviter_data"`
	PublicMetadata         Metadata                `json:"public_metadata"`                   // of the membership to come
	PublicOrganizationData *PublicOrganizationData `json:"public_organization_data,omitzero"` // in lists across organisations
	Role                   string                  `json:"role"`                              // its key, such as "org:member"
	RoleName               string                  `json:"role_name"`
	Status                 InvitationStatus        `json:"status,omitzero"`
	URL                    Opt[string]             `json:"url,omitzero"` // accepts the invitation of whoever opens it
	UpdatedAt              Time                    `json:"updated_at"`
}

// Format prints the invitation without its URL, which is a secret.
func (i OrganizationInvitation) Format(state fmt.State, verb rune) {
	type plain OrganizationInvitation
	hide(&i.URL)
	printed(state, verb, plain(i))
}

// LogValue logs what Format prints.
func (i OrganizationInvitation) LogValue() slog.Value { return logged(i) }

// PublicUserData is what others may know of a user.
type PublicUserData struct {
	FirstName  Opt[string] `json:"first_name,omitzero"`
	HasImage   bool        `json:"has_image"`
	Identifier string      `json:"identifier"` // such as an email address
	ImageURL   string      `json:"image_url"`
	LastName   Opt[string] `json:"last_name,omitzero"`
	UserID     string      `json:"user_id"`
}

// PublicOrganizationData is what others may know of an organisation.
type PublicOrganizationData struct {
	ID       string `json:"id"`
	HasImage bool   `json:"has_image"`
	ImageURL string `json:"image_url,omitzero"`
	Name     string `json:"name"`
	Slug     string `json:"slug"`
}

// OrganizationInvitationCreateParams are the fields of a new
// [OrganizationInvitation].
type OrganizationInvitationCreateParams struct {
	EmailAddress    string      `json:"email_address"`             // required
	ExpiresInDays   Opt[int64]  `json:"expires_in_days,omitzero"`  // 1 to 365; 30 unless set
	InviterUserID   Opt[string] `json:"inviter_user_id,omitzero"`  // an administrator of the organisation
	Notify          Opt[bool]   `json:"notify,omitzero"`           // send an email; true unless set
	PrivateMetadata Metadata    `json:"private_metadata,omitzero"` // of the membership to come
	PublicMetadata  Metadata    `json:"public_metadata,omitzero"`  // of the membership to come
	RedirectURL     Opt[string] `json:"redirect_url,omitzero"`     // where the link in the email leads
	Role            string      `json:"role"`                      // required; its key, such as "org:member"
}

// OrganizationInvitationListParams select and order the invitations of one
// organisation.
type OrganizationInvitationListParams struct {
	EmailAddress string           `query:"email_address"`
	Limit        int              `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset       int              `query:"offset"`   // how many to skip
	OrderBy      string           `query:"order_by"` // created_at or email_address, with - in front for descending order
	Status       InvitationStatus `query:"status"`
}

// OrganizationInstanceInvitationListParams select and order the invitations of all
// organisations.
type OrganizationInstanceInvitationListParams struct {
	Limit   int              `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset  int              `query:"offset"`   // how many to skip
	OrderBy string           `query:"order_by"` // created_at or email_address, with - in front for descending order
	Query   string           `query:"query"`    // part of an email address
	Status  InvitationStatus `query:"status"`
}

// OrganizationInvitationRevokeParams say who revokes.
type OrganizationInvitationRevokeParams struct {
	RequestingUserID Opt[string] `json:"requesting_user_id,omitzero"` // an administrator of the organisation
}

// CreateInvitation invites somebody to an organisation, by email unless Notify is
// false. Its metadata becomes that of the membership.
//
//clerk:op POST /organizations/{organization_id}/invitations
func (s *OrganizationService) CreateInvitation(ctx context.Context, organizationID string, params OrganizationInvitationCreateParams) (*OrganizationInvitation, error) {
	return call[OrganizationInvitation](ctx, s.client, post("/organizations/{}/invitations", params, organizationID))
}

// CreateInvitationBulk invites up to 10 people to an organisation, each as
// [OrganizationService.CreateInvitation] does.
//
//clerk:op POST /organizations/{organization_id}/invitations/bulk
func (s *OrganizationService) CreateInvitationBulk(ctx context.Context, organizationID string, params []OrganizationInvitationCreateParams) (*Page[OrganizationInvitation], error) {
	return call[Page[OrganizationInvitation]](ctx, s.client, post("/organizations/{}/invitations/bulk", params, organizationID))
}

// GetInvitation returns the invitation to an organisation that has an ID.
//
//clerk:op GET /organizations/{organization_id}/invitations/{invitation_id}
func (s *OrganizationService) GetInvitation(ctx context.Context, organizationID, invitationID string) (*OrganizationInvitation, error) {
	return call[OrganizationInvitation](ctx, s.client, get("/organizations/{}/invitations/{}", nil, organizationID, invitationID))
}

// ListInstanceInvitations returns one page of the invitations to all
// organisations, the newest first unless params say otherwise.
//
//clerk:op GET /organization_invitations
func (s *OrganizationService) ListInstanceInvitations(ctx context.Context, params OrganizationInstanceInvitationListParams) (*Page[OrganizationInvitation], error) {
	return call[Page[OrganizationInvitation]](ctx, s.client, get("/organization_invitations", params))
}

// AllInstanceInvitations yields every invitation to all organisations that matches,
// fetching pages as it goes.
func (s *OrganizationService) AllInstanceInvitations(ctx context.Context, params OrganizationInstanceInvitationListParams) iter.Seq2[*OrganizationInvitation, error] {
	return pages[OrganizationInvitation](ctx, s.client, get("/organization_invitations", params))
}

// ListInvitations returns one page of the invitations to an organisation, the
// newest first unless params say otherwise. Those that a domain of the organisation
// gave rise to are not among them.
//
//clerk:op GET /organizations/{organization_id}/invitations
func (s *OrganizationService) ListInvitations(ctx context.Context, organizationID string, params OrganizationInvitationListParams) (*Page[OrganizationInvitation], error) {
	return call[Page[OrganizationInvitation]](ctx, s.client, get("/organizations/{}/invitations", params, organizationID))
}

// AllInvitations yields every invitation to an organisation that matches, fetching
// pages as it goes.
func (s *OrganizationService) AllInvitations(ctx context.Context, organizationID string, params OrganizationInvitationListParams) iter.Seq2[*OrganizationInvitation, error] {
	return pages[OrganizationInvitation](ctx, s.client, get("/organizations/{}/invitations", params, organizationID))
}

// ListPendingInvitations returns one page of the invitations to an organisation
// that nobody has answered, the newest first.
//
// Deprecated: use [OrganizationService.ListInvitations] with Status
// [InvitationPending].
//
//clerk:op GET /organizations/{organization_id}/invitations/pending
func (s *OrganizationService) ListPendingInvitations(ctx context.Context, organizationID string, params ListParams) (*Page[OrganizationInvitation], error) {
	return call[Page[OrganizationInvitation]](ctx, s.client, get("/organizations/{}/invitations/pending", params, organizationID))
}

// AllPendingInvitations yields every invitation to an organisation that nobody has
// answered, fetching pages as it goes.
//
// Deprecated: use [OrganizationService.AllInvitations] with Status
// [InvitationPending].
func (s *OrganizationService) AllPendingInvitations(ctx context.Context, organizationID string, params ListParams) iter.Seq2[*OrganizationInvitation, error] {
	return pages[OrganizationInvitation](ctx, s.client, get("/organizations/{}/invitations/pending", params, organizationID))
}

// RevokeInvitation makes an invitation useless. It is an [Error] unless the
// invitation is pending.
//
//clerk:op POST /organizations/{organization_id}/invitations/{invitation_id}/revoke
func (s *OrganizationService) RevokeInvitation(ctx context.Context, organizationID, invitationID string, params OrganizationInvitationRevokeParams) (*OrganizationInvitation, error) {
	return call[OrganizationInvitation](ctx, s.client, post("/organizations/{}/invitations/{}/revoke", params, organizationID, invitationID))
}
