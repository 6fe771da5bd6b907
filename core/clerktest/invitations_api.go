package clerktest

import (
	"net/http"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// maxBulkInvitations is how many invitations one request may make.
const maxBulkInvitations = 10

var invitationOrders = order[backend.Invitation]{
	"created_at":    func(a, b backend.Invitation) int { return a.CreatedAt.Compare(b.CreatedAt.Time) },
	"email_address": func(a, b backend.Invitation) int { return compareText(a.EmailAddress, b.EmailAddress) },
	"expires_at":    func(a, b backend.Invitation) int { return a.ExpiresAt.Compare(b.ExpiresAt.Time) },
}

func compareText(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }

// shownInvitation is an invitation as it is now.
func (i *Instance) shownInvitation(v *backend.Invitation) backend.Invitation {
	shown := *v
	if shown.Status == backend.InvitationPending && !i.now().Before(shown.ExpiresAt.Time) {
		shown.Status = backend.InvitationExpired
	}
	return shown
}

func (i *Instance) listInvitations(r *http.Request) (any, error) {
	query := r.URL.Query()
	i.mu.RLock()
	defer i.mu.RUnlock()
	var selected []backend.Invitation
	for _, v := range i.invitations.list {
		shown := i.shownInvitation(v)
		if text := query.Get("query"); text != "" && v.ID != text && !contains(text, v.EmailAddress) {
			continue
		}
		if query.Get("status") == "" && shown.Revoked || !given(query, "status", string(shown.Status)) {
			continue
		}
		selected = append(selected, shown)
	}
	if err := invitationOrders.sort(r, selected, "-created_at"); err != nil {
		return nil, err
	}
	return listedOrBare(r, selected, "order_by", "query", "status")
}

func (i *Instance) postInvitation(r *http.Request) (any, error) {
	var body backend.InvitationCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	invited, err := i.invite(body)
	if err != nil {
		return nil, err
	}
	return invited[0], nil
}

func (i *Instance) postInvitations(r *http.Request) (any, error) {
	var bodies []backend.InvitationCreateParams
	if err := decode(r, &bodies); err != nil {
		return nil, err
	}
	if len(bodies) > maxBulkInvitations {
		return nil, errInvalid("invitations", "must be 10 at most")
	}
	return i.invite(bodies...)
}

// invite stores invitations, all of them or none. No mail is ever sent, so what only
// shapes the mail (notify, redirect_url, template_slug) is not looked at.
func (i *Instance) invite(bodies ...backend.InvitationCreateParams) ([]backend.Invitation, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, body := range bodies {
		if !looksLikeAddress(body.EmailAddress) {
			return nil, errInvalid("email_address", "must be a valid email address")
		}
		if !lasts(body.ExpiresInDays) {
			return nil, errInvalid("expires_in_days", "must be from 1 to 365")
		}
		if body.IgnoreExisting.Or(false) {
			continue
		}
		pending := i.invitations.find(func(v *backend.Invitation) bool {
			return strings.EqualFold(v.EmailAddress, body.EmailAddress) && i.shownInvitation(v).Status == backend.InvitationPending
		})
		if pending != nil || i.findAddress(body.EmailAddress) != nil {
			return nil, &apiError{http.StatusBadRequest, "duplicate_record", "The address is invited, or belongs to a user.", "email_address"}
		}
	}
	invited := []backend.Invitation{}
	now := i.now()
	for _, body := range bodies {
		v := &backend.Invitation{
			CreatedAt:      backend.NewTime(now),
			EmailAddress:   body.EmailAddress,
			ExpiresAt:      backend.NewTime(now.Add(time.Duration(body.ExpiresInDays.Or(invitationDays)) * 24 * time.Hour)),
			ID:             newID("inv_"),
			Object:         "invitation",
			PublicMetadata: orEmpty(body.PublicMetadata),
			Status:         backend.InvitationPending,
			UpdatedAt:      backend.NewTime(now),
		}
		i.invitations.add(v.ID, v)
		invited = append(invited, *v)
	}
	return invited, nil
}

func (i *Instance) revokeInvitation(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	v := i.invitations.get(id)
	switch {
	case v == nil:
		return nil, errNotFound("invitation", id)
	case i.shownInvitation(v).Status != backend.InvitationPending:
		return nil, &apiError{http.StatusBadRequest, "invitation_not_pending", "Only a pending invitation can be revoked.", ""}
	}
	v.Revoked, v.Status, v.UpdatedAt = true, backend.InvitationRevoked, backend.NewTime(i.now())
	return *v, nil
}

// deleteInvitation is what the JavaScript packages have and the specification lacks.
func (i *Instance) deleteInvitation(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	if i.invitations.get(id) == nil {
		return nil, errNotFound("invitation", id)
	}
	i.invitations.remove(id)
	return backend.DeletedObject{Deleted: true, ID: id, Object: "invitation"}, nil
}
