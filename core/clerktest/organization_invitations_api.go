package clerktest

import (
	"net/http"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// invitationDays is how long invitations last unless told, as at Clerk.
const invitationDays = 30

var organizationInvitationOrders = order[backend.OrganizationInvitation]{
	"created_at": func(a, b backend.OrganizationInvitation) int { return a.CreatedAt.Compare(b.CreatedAt.Time) },
	"email_address": func(a, b backend.OrganizationInvitation) int {
		return compareText(a.EmailAddress, b.EmailAddress)
	},
}

// selectOrganizationInvitations answers with the invitations that match. The caller
// holds mu.
func (i *Instance) selectOrganizationInvitations(r *http.Request, public bool, matches func(*backend.OrganizationInvitation) bool, known ...string) (any, error) {
	query := r.URL.Query()
	var selected []backend.OrganizationInvitation
	for _, v := range i.organizationInvitations.list {
		shown := i.shownOrganizationInvitation(v, public)
		if !matches(v) || !given(query, "status", string(shown.Status)) {
			continue
		}
		if text := query.Get("query"); text != "" && !contains(text, v.EmailAddress) {
			continue
		}
		selected = append(selected, shown)
	}
	if err := organizationInvitationOrders.sort(r, selected, "-created_at"); err != nil {
		return nil, err
	}
	return listed(r, selected, append(known, "order_by", "status")...)
}

// shownOrganizationInvitation is an invitation as it is now. The caller holds mu.
func (i *Instance) shownOrganizationInvitation(v *backend.OrganizationInvitation, public bool) backend.OrganizationInvitation {
	shown := *v
	if shown.Status == backend.InvitationPending && !i.now().Before(shown.ExpiresAt.Time) {
		shown.Status = backend.InvitationExpired
	}
	if o := i.organizations.get(v.OrganizationID); public && o != nil {
		shown.PublicOrganizationData = publicOrganizationData(o)
	}
	return shown
}

func (i *Instance) listOrganizationInvitations(r *http.Request) (any, error) {
	query := r.URL.Query()
	i.mu.RLock()
	defer i.mu.RUnlock()
	o := i.findOrganization(r.PathValue("id"))
	if o == nil {
		return nil, errNotFound("organization", r.PathValue("id"))
	}
	return i.selectOrganizationInvitations(r, false, func(v *backend.OrganizationInvitation) bool {
		return v.OrganizationID == o.ID && given(query, "email_address", v.EmailAddress)
	}, "email_address")
}

func (i *Instance) listPendingOrganizationInvitations(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	o := i.findOrganization(r.PathValue("id"))
	if o == nil {
		return nil, errNotFound("organization", r.PathValue("id"))
	}
	return i.selectOrganizationInvitations(r, false, func(v *backend.OrganizationInvitation) bool {
		return v.OrganizationID == o.ID && i.shownOrganizationInvitation(v, false).Status == backend.InvitationPending
	})
}

func (i *Instance) listInstanceOrganizationInvitations(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	return i.selectOrganizationInvitations(r, true, func(*backend.OrganizationInvitation) bool { return true }, "query")
}

func (i *Instance) listUserOrganizationInvitations(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	u := i.findUser(r.PathValue("id"))
	if u == nil {
		return nil, errNotFound("user", r.PathValue("id"))
	}
	return i.selectOrganizationInvitations(r, true, func(v *backend.OrganizationInvitation) bool { return hasAddress(&u.User, v.EmailAddress) })
}

func (i *Instance) postOrganizationInvitation(r *http.Request) (any, error) {
	var body backend.OrganizationInvitationCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	o := i.findOrganization(r.PathValue("id"))
	if o == nil {
		return nil, errNotFound("organization", r.PathValue("id"))
	}
	if err := i.checkOrganizationInvitation(body); err != nil {
		return nil, err
	}
	return i.inviteToOrganization(o, body), nil
}

func (i *Instance) postOrganizationInvitations(r *http.Request) (any, error) {
	var bodies []backend.OrganizationInvitationCreateParams
	if err := decode(r, &bodies); err != nil {
		return nil, err
	}
	if len(bodies) > maxBulkInvitations {
		return nil, errInvalid("invitations", "must be 10 at most")
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	o := i.findOrganization(r.PathValue("id"))
	if o == nil {
		return nil, errNotFound("organization", r.PathValue("id"))
	}
	for _, body := range bodies {
		if err := i.checkOrganizationInvitation(body); err != nil {
			return nil, err
		}
	}
	invited := []backend.OrganizationInvitation{}
	for _, body := range bodies {
		invited = append(invited, i.inviteToOrganization(o, body))
	}
	return listAnswer[backend.OrganizationInvitation]{invited, len(invited)}, nil
}

// checkOrganizationInvitation refuses what cannot be sent. No mail is ever sent, so
// what only shapes the mail (notify, redirect_url) is not looked at. The caller holds
// mu.
func (i *Instance) checkOrganizationInvitation(body backend.OrganizationInvitationCreateParams) error {
	switch inviter, named := body.InviterUserID.Get(); {
	case !lasts(body.ExpiresInDays):
		return errInvalid("expires_in_days", "must be from 1 to 365")
	case !looksLikeAddress(body.EmailAddress):
		return errInvalid("email_address", "must be a valid email address")
	case i.findRole(body.Role) == nil:
		return errInvalid("role", "is not a role of the instance")
	case named && i.findUser(inviter) == nil:
		return errNotFound("user", inviter)
	}
	return nil
}

// lasts reports whether an invitation may last so many days.
func lasts(days backend.Opt[int64]) bool {
	n := days.Or(invitationDays)
	return n >= 1 && n <= 365
}

// inviteToOrganization stores an invitation. The caller holds mu.
func (i *Instance) inviteToOrganization(o *backend.Organization, body backend.OrganizationInvitationCreateParams) backend.OrganizationInvitation {
	now := i.now()
	v := &backend.OrganizationInvitation{
		CreatedAt:       backend.NewTime(now),
		EmailAddress:    body.EmailAddress,
		ExpiresAt:       backend.NewTime(now.Add(time.Duration(body.ExpiresInDays.Or(invitationDays)) * 24 * time.Hour)),
		ID:              newID("orginv_"),
		InviterID:       optional(body.InviterUserID.Or("")),
		Object:          "organization_invitation",
		OrganizationID:  o.ID,
		PrivateMetadata: orEmpty(body.PrivateMetadata),
		PublicMetadata:  orEmpty(body.PublicMetadata),
		Role:            body.Role,
		RoleName:        i.roleName(body.Role),
		Status:          backend.InvitationPending,
		UpdatedAt:       backend.NewTime(now),
		URL:             backend.Null[string](),
	}
	if inviter := i.findUser(body.InviterUserID.Or("")); inviter != nil {
		v.PublicInviterData = publicInviterData(inviter)
	}
	i.organizationInvitations.add(v.ID, v)
	return *v
}

// publicInviterData is what an invitation says of who invites.
func publicInviterData(u *user) *backend.PublicUserData {
	return &backend.PublicUserData{
		FirstName: u.FirstName, HasImage: u.HasImage, Identifier: identifierOf(&u.User), ImageURL: u.ImageURL, LastName: u.LastName, UserID: u.ID,
	}
}

// findOrganizationInvitation returns the invitation that a path names. The caller
// holds mu.
func (i *Instance) findOrganizationInvitation(r *http.Request) (*backend.OrganizationInvitation, error) {
	id := r.PathValue("invitation")
	o := i.findOrganization(r.PathValue("id"))
	v := i.organizationInvitations.get(id)
	if v == nil || o == nil || v.OrganizationID != o.ID {
		return nil, errNotFound("invitation", id)
	}
	return v, nil
}

func (i *Instance) getOrganizationInvitation(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	v, err := i.findOrganizationInvitation(r)
	if err != nil {
		return nil, err
	}
	return i.shownOrganizationInvitation(v, false), nil
}

func (i *Instance) revokeOrganizationInvitation(r *http.Request) (any, error) {
	var body backend.OrganizationInvitationRevokeParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	v, err := i.findOrganizationInvitation(r)
	if err != nil {
		return nil, err
	}
	if by, ok := body.RequestingUserID.Get(); ok && i.findMembership(v.OrganizationID, by) == nil {
		return nil, errNotFound("member", by)
	}
	if i.shownOrganizationInvitation(v, false).Status != backend.InvitationPending {
		return nil, &apiError{http.StatusBadRequest, "organization_invitation_not_pending", "Only a pending invitation can be revoked.", ""}
	}
	v.Status, v.UpdatedAt = backend.InvitationRevoked, backend.NewTime(i.now())
	return *v, nil
}
