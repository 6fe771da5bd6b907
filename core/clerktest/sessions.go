package clerktest

import (
	"slices"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// How long sessions live: Clerk's defaults.
const (
	sessionAbandon = 30 * 24 * time.Hour
	sessionLife    = 7 * 24 * time.Hour
)

// A Session is a signed-in user's session, as the Backend API shows it.
type Session struct {
	AbandonAt                backend.Time        `json:"abandon_at"`
	Actor                    backend.Metadata    `json:"actor,omitzero"` // who acts as the user; zero for the user
	ClientID                 string              `json:"client_id"`
	CreatedAt                backend.Time        `json:"created_at"`
	ExpireAt                 backend.Time        `json:"expire_at"`
	ID                       string              `json:"id"`
	LastActiveAt             backend.Time        `json:"last_active_at"`
	LastActiveOrganizationID backend.Opt[string] `json:"last_active_organization_id"`
	Object                   string              `json:"object"`
	Status                   string              `json:"status"` // "active", "expired" or "revoked"
	UpdatedAt                backend.Time        `json:"updated_at"`
	UserID                   string              `json:"user_id"`
}

// A session is a session and what its tokens say of the organization.
type session struct {
	Session
	membership Membership       // zero: no active organization
	refresh    string           // made when first asked for
	actor      backend.Metadata // who acts as the user; zero for the user
}

// CreateSession signs a user of the instance in and returns the session.
func (i *Instance) CreateSession(user *backend.User) *Session {
	i.helper()
	created, err := i.createSession(user.ID, "")
	if err != nil {
		i.fail(err)
		return nil
	}
	return &created
}

// createSession signs a user in, with an organization of theirs if named.
func (i *Instance) createSession(userID, organizationID string) (Session, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	u := i.findUser(userID)
	if u == nil {
		return Session{}, errNotFound("user", userID)
	}
	var active Membership
	if organizationID != "" {
		k := slices.IndexFunc(u.memberships, func(m Membership) bool { return m.Organization.ID == organizationID })
		if k < 0 {
			return Session{}, errNotFound("organization of the user", organizationID)
		}
		active = u.memberships[k]
	}
	return i.newSession(userID, active).Session, nil
}

// newSession adds a session. The caller holds mu.
func (i *Instance) newSession(userID string, active Membership) *session {
	now := i.now()
	s := &session{membership: active, Session: Session{
		AbandonAt:                backend.NewTime(now.Add(sessionAbandon)),
		ClientID:                 newID("client_"),
		CreatedAt:                backend.NewTime(now),
		ExpireAt:                 backend.NewTime(now.Add(sessionLife)),
		ID:                       newID("sess_"),
		LastActiveAt:             backend.NewTime(now),
		LastActiveOrganizationID: optional(active.Organization.ID),
		Object:                   "session",
		Status:                   "active",
		UpdatedAt:                backend.NewTime(now),
		UserID:                   userID,
	}}
	if u := i.findUser(userID); u != nil {
		u.LastActiveAt, u.LastSignInAt = s.CreatedAt, s.CreatedAt
	}
	i.sessions.add(s.ID, s)
	i.userSessions.add(userID, s)
	return s
}

// sessionOf returns the ID of a user's newest active session, or of a new one.
// A user who is not in the instance gets one that the Backend API does not know.
func (i *Instance) sessionOf(userID string) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, s := range slices.Backward(i.userSessions[userID]) {
		if i.shown(s).Status == "active" {
			return s.ID
		}
	}
	if i.findUser(userID) == nil {
		return newID("sess_")
	}
	return i.newSession(userID, Membership{}).ID
}

// findSession returns a session, nil if there is none. The caller holds mu.
func (i *Instance) findSession(id string) *session { return i.sessions.get(id) }

// shown returns a session as it is now: an active one may have expired.
func (i *Instance) shown(s *session) Session {
	shown := s.Session
	shown.Actor = s.actor
	if shown.Status == "active" && !i.now().Before(shown.ExpireAt.Time) {
		shown.Status = "expired"
	}
	return shown
}
