package webhook

import "github.com/clerkgo/clerk-go/core/backend"

// Session is the data of events of sessions: the session and its user.
type Session struct {
	backend.Session
	User *backend.User `json:"user,omitzero"`
}

// InvitationAccepted is the data of [OrganizationInvitationAccepted]: the invitation
// and the user who accepted it.
type InvitationAccepted struct {
	backend.OrganizationInvitation
	UserID string `json:"user_id"`
}
