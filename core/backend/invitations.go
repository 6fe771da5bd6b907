package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// InvitationService invites people to the application. Invitations to an
// organisation are operations of [OrganizationService]. Reach it as
// [Client].Invitations.
//
// See https://clerk.com/docs/reference/backend/overview#invitations.
type InvitationService service

// Invitation is an invitation to the application.
type Invitation struct {
	ID             string           `json:"id"`
	CreatedAt      Time             `json:"created_at"`
	EmailAddress   string           `json:"email_address"`
	ExpiresAt      Time             `json:"expires_at,omitzero"`
	Object         string           `json:"object"`          // "invitation"
	PublicMetadata Metadata         `json:"public_metadata"` // of the user that signs up
	Revoked        bool             `json:"revoked"`
	Status         InvitationStatus `json:"status"`
	URL            string           `json:"url,omitzero"` // accepts the invitation of whoever opens it
	UpdatedAt      Time             `json:"updated_at"`
}

// Format prints the invitation without its URL, which is a secret.
func (i Invitation) Format(state fmt.State, verb rune) {
	type plain Invitation
	hideText(&i.URL)
	printed(state, verb, plain(i))
}

// LogValue logs what Format prints.
func (i Invitation) LogValue() slog.Value { return logged(i) }

// InvitationStatus is the state of an [Invitation], or of one to an organisation.
// Clerk may add values.
type InvitationStatus string

// The values of [InvitationStatus].
const (
	InvitationAccepted InvitationStatus = "accepted"
	InvitationExpired  InvitationStatus = "expired"
	InvitationPending  InvitationStatus = "pending"
	InvitationRevoked  InvitationStatus = "revoked"
)

// InvitationTemplate is the email that carries an [Invitation].
type InvitationTemplate string

// The values of [InvitationTemplate].
const (
	InvitationTemplateDefault  InvitationTemplate = "invitation"
	InvitationTemplateWaitlist InvitationTemplate = "waitlist_invitation"
)

// InvitationCreateParams are the fields of a new [Invitation].
type InvitationCreateParams struct {
	EmailAddress   string     `json:"email_address"`            // required
	ExpiresInDays  Opt[int64] `json:"expires_in_days,omitzero"` // 30 unless set
	IgnoreExisting Opt[bool]  `json:"ignore_existing,omitzero"` // although the address is invited or taken
	Notify         Opt[bool]  `json:"notify,omitzero"`          // send an email; true unless set
	PublicMetadata Metadata   `json:"public_metadata,omitzero"` // of the user that signs up
	// RedirectURL is where the link in the email leads. A sign-up page of your
	// own needs it.
	RedirectURL  Opt[string]        `json:"redirect_url,omitzero"`
	TemplateSlug InvitationTemplate `json:"template_slug,omitzero"`
}

// InvitationListParams select and order invitations.
type InvitationListParams struct {
	Limit   int              `query:"limit"`    // 1 to 500; Clerk's default is 10
	Offset  int              `query:"offset"`   // how many to skip
	OrderBy string           `query:"order_by"` // created_at, email_address or expires_at, with - in front for descending order
	Query   string           `query:"query"`    // part of an email address or ID
	Status  InvitationStatus `query:"status"`
}

// Create invites somebody. An address that is invited or belongs to a user is an
// [Error] unless params say otherwise.
//
//clerk:op POST /invitations
func (s *InvitationService) Create(ctx context.Context, params InvitationCreateParams) (*Invitation, error) {
	return call[Invitation](ctx, s.client, post("/invitations", params))
}

// CreateBulk invites up to 10 people.
//
//clerk:op POST /invitations/bulk
func (s *InvitationService) CreateBulk(ctx context.Context, params []InvitationCreateParams) (*Page[Invitation], error) {
	return call[Page[Invitation]](ctx, s.client, post("/invitations/bulk", params))
}

// Delete deletes an invitation. The specification lacks this operation.
//
//clerk:op DELETE /invitations/{invitation_id}
func (s *InvitationService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/invitations/{}", id))
}

// List returns one page of the invitations that were not revoked.
//
//clerk:op GET /invitations
func (s *InvitationService) List(ctx context.Context, params InvitationListParams) (*Page[Invitation], error) {
	return call[Page[Invitation]](ctx, s.client, list("/invitations", params))
}

// All yields every invitation that matches, fetching pages as it goes.
func (s *InvitationService) All(ctx context.Context, params InvitationListParams) iter.Seq2[*Invitation, error] {
	return pages[Invitation](ctx, s.client, list("/invitations", params))
}

// Revoke makes the link of an invitation useless. The invited may still sign up
// without it.
//
//clerk:op POST /invitations/{invitation_id}/revoke
func (s *InvitationService) Revoke(ctx context.Context, id string) (*Invitation, error) {
	return call[Invitation](ctx, s.client, post("/invitations/{}/revoke", nil, id))
}
