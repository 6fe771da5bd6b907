package clerktest

import (
	"net/http"
	"slices"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// The bounds of expires_in_seconds that the specification gives.
const (
	minTokenSeconds = 30
	maxTokenSeconds = 315_360_000
)

func (i *Instance) listSessions(r *http.Request) (any, error) {
	query := r.URL.Query()
	for name := range query {
		switch name {
		case "client_id", "limit", "offset", "paginated", "status", "user_id":
		default:
			return nil, errUnsupported(r, name)
		}
	}
	page, err := readPage(query)
	if err != nil {
		return nil, err
	}
	matches := func(name, value string) bool { return query.Get(name) == "" || query.Get(name) == value }
	selected := []Session{}
	i.mu.RLock()
	for _, s := range slices.Backward(i.sessions.list) { // newest first
		shown := i.shown(s)
		if matches("client_id", s.ClientID) && matches("status", shown.Status) && matches("user_id", s.UserID) {
			selected = append(selected, shown)
		}
	}
	i.mu.RUnlock()
	if query.Get("paginated") != "true" {
		return cut(selected, page), nil
	}
	return struct {
		Data       []Session `json:"data"`
		TotalCount int       `json:"total_count"`
	}{cut(selected, page), len(selected)}, nil
}

func (i *Instance) getSession(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	id := r.PathValue("id")
	if s := i.findSession(id); s != nil {
		return i.shown(s), nil
	}
	return nil, errNotFound("session", id)
}

func (i *Instance) postSession(r *http.Request) (any, error) {
	var body struct {
		ActiveOrganizationID string `json:"active_organization_id"`
		UserID               string `json:"user_id"`
	}
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if body.UserID == "" {
		return nil, errMissing("user_id")
	}
	return i.createSession(body.UserID, body.ActiveOrganizationID)
}

func (i *Instance) revokeSession(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	s := i.findSession(id)
	if s == nil {
		return nil, errNotFound("session", id)
	}
	s.Status = "revoked"
	s.UpdatedAt = backend.NewTime(i.now())
	return i.shown(s), nil
}

func (i *Instance) postSessionToken(r *http.Request) (any, error) {
	var body struct {
		ExpiresInSeconds backend.Opt[int64] `json:"expires_in_seconds"`
	}
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	var ttl time.Duration
	if seconds, ok := body.ExpiresInSeconds.Get(); ok {
		if seconds < minTokenSeconds || seconds > maxTokenSeconds {
			return nil, errInvalid("expires_in_seconds", "must be from 30 to 315360000")
		}
		ttl = time.Duration(seconds) * time.Second
	}
	current, membership, err := i.activeSession(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return i.tokenAnswer(current.UserID, TokenOptions{
		Organization: membership.Organization,
		Permissions:  membership.Permissions,
		Role:         membership.Role,
		Session:      &current,
		TTL:          ttl,
	})
}

// activeSession returns a session that tokens may be made for.
func (i *Instance) activeSession(id string) (Session, Membership, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	if s := i.findSession(id); s != nil && i.shown(s).Status == "active" {
		return s.Session, s.membership, nil
	}
	return Session{}, Membership{}, errNotFound("active session", id)
}

// tokenAnswer answers with a session token.
func (i *Instance) tokenAnswer(userID string, options TokenOptions) (any, error) {
	token, err := i.token(&backend.User{ID: userID}, options)
	if err != nil {
		return nil, err
	}
	return struct {
		JWT    string `json:"jwt"`
		Object string `json:"object"`
	}{token, "token"}, nil
}
