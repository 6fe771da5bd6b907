package clerktest

import (
	"net/http"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// How long tokens of each kind are valid unless told, as at Clerk.
const (
	actorTokenSeconds   = 3600
	signInTokenSeconds  = 30 * 24 * 3600
	testingTokenMinutes = 60
)

// A ticket signs a user in once, through the Frontend API.
type ticket struct {
	actor        backend.Metadata // who acts as the user; zero for the user
	expires      time.Time
	id           string
	organization string // to be in; "" for none
	token        string
	used         bool
	userID       string
	revoked      bool
	createdAt    backend.Time
	updatedAt    backend.Time
}

// takeTicket returns the ticket of a token, which works once. The caller holds mu.
func (i *Instance) takeTicket(token string) (*ticket, error) {
	found := i.tickets.secretOf(token)
	switch {
	case found == nil:
		return nil, &apiError{http.StatusUnprocessableEntity, "ticket_invalid_code", "The ticket is not one of this instance.", "ticket"}
	case found.revoked:
		return nil, &apiError{http.StatusUnprocessableEntity, "ticket_revoked_code", "The ticket was revoked.", "ticket"}
	case found.used:
		return nil, &apiError{http.StatusUnprocessableEntity, "sign_in_token_already_used_code", "The ticket was used already.", "ticket"}
	case !i.now().Before(found.expires):
		return nil, &apiError{http.StatusUnprocessableEntity, "ticket_expired_code", "The ticket has expired.", "ticket"}
	}
	found.used, found.updatedAt = true, backend.NewTime(i.now())
	return found, nil
}

// addTicket keeps a ticket for a user of the instance, in an organisation of theirs
// if one is named, and returns it.
func (i *Instance) addTicket(prefix string, t ticket, seconds int64) (ticket, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch {
	case i.findUser(t.userID) == nil:
		return ticket{}, errNotFound("user", t.userID)
	case t.organization != "" && i.findMembership(t.organization, t.userID) == nil:
		return ticket{}, errNotFound("organization of the user", t.organization)
	case seconds < 1 || seconds > maxTokenSeconds:
		return ticket{}, errInvalid("expires_in_seconds", "must be from 1 to 315360000")
	}
	now := i.now()
	t.createdAt, t.updatedAt, t.expires = backend.NewTime(now), backend.NewTime(now), now.Add(time.Duration(seconds)*time.Second)
	t.id, t.token = newID(prefix), randomText(64)
	kept := t
	i.tickets.add(t.id, &kept)
	i.tickets.keep(t.token, &kept)
	return t, nil
}

// revokeTicket ends a ticket of a kind that nobody has used.
func (i *Instance) revokeTicket(prefix, id, what string) (ticket, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	t := i.tickets.get(id)
	switch {
	case t == nil || !strings.HasPrefix(id, prefix):
		return ticket{}, errNotFound(what, id)
	case t.used || t.revoked:
		return ticket{}, &apiError{http.StatusBadRequest, "token_not_pending", "Only a pending token can be revoked.", ""}
	}
	t.revoked, t.updatedAt = true, backend.NewTime(i.now())
	return *t, nil
}

// status is where a ticket stands, in the words of all its kinds.
func (t ticket) status() string {
	switch {
	case t.revoked:
		return "revoked"
	case t.used:
		return "accepted"
	}
	return "pending"
}

func (i *Instance) ticketURL(t ticket) string { return i.URL() + "/sign-in?__clerk_ticket=" + t.token }

func (i *Instance) postSignInToken(r *http.Request) (any, error) {
	var body backend.SignInTokenCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	t, err := i.addTicket("sit_", ticket{organization: body.OrgID.Or(""), userID: body.UserID}, body.ExpiresInSeconds.Or(signInTokenSeconds))
	if err != nil {
		return nil, err
	}
	shown := shownSignInToken(t)
	shown.Token, shown.URL = t.token, backend.Value(i.ticketURL(t))
	return shown, nil
}

func (i *Instance) revokeSignInToken(r *http.Request) (any, error) {
	t, err := i.revokeTicket("sit_", r.PathValue("id"), "sign-in token")
	if err != nil {
		return nil, err
	}
	return shownSignInToken(t), nil
}

func shownSignInToken(t ticket) backend.SignInToken {
	return backend.SignInToken{
		CreatedAt: t.createdAt, ID: t.id, Object: "sign_in_token", Status: backend.SignInTokenStatus(t.status()),
		UpdatedAt: t.updatedAt, URL: backend.Null[string](), UserID: t.userID,
	}
}

func (i *Instance) postActorToken(r *http.Request) (any, error) {
	var body struct {
		Actor                       backend.Metadata   `json:"actor"` // with any members besides sub
		ExpiresInSeconds            backend.Opt[int64] `json:"expires_in_seconds"`
		SessionMaxDurationInSeconds backend.Opt[int64] `json:"session_max_duration_in_seconds"`
		UserID                      string             `json:"user_id"`
	}
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	actor, err := backend.MetadataAs[map[string]any](orEmpty(body.Actor))
	switch sub, _ := actor["sub"].(string); {
	case err != nil || sub == "":
		return nil, errInvalid("actor", "must be an object with the member sub")
	case !body.SessionMaxDurationInSeconds.IsZero():
		return nil, errUnsupported(r, "session_max_duration_in_seconds")
	}
	t, err := i.addTicket("act_", ticket{actor: body.Actor, userID: body.UserID}, body.ExpiresInSeconds.Or(actorTokenSeconds))
	if err != nil {
		return nil, err
	}
	shown := shownActorToken(t)
	shown.Token, shown.URL = t.token, i.ticketURL(t)
	return shown, nil
}

func (i *Instance) revokeActorToken(r *http.Request) (any, error) {
	t, err := i.revokeTicket("act_", r.PathValue("id"), "actor token")
	if err != nil {
		return nil, err
	}
	return shownActorToken(t), nil
}

func shownActorToken(t ticket) backend.ActorToken {
	return backend.ActorToken{
		Actor: t.actor, CreatedAt: t.createdAt, ID: t.id, Object: "actor_token", Status: backend.ActorTokenStatus(t.status()),
		UpdatedAt: t.updatedAt, UserID: t.userID,
	}
}

// postTestingToken makes a token that lets tests past bot protection. The local
// Clerk has none, so any token does.
func (i *Instance) postTestingToken(*http.Request) (any, error) {
	return backend.TestingToken{
		ExpiresAt: backend.NewTime(i.now().Add(testingTokenMinutes * time.Minute)),
		Object:    "testing_token",
		Token:     randomText(48),
	}, nil
}
