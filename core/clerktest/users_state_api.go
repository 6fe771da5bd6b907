package clerktest

import (
	"net/http"

	"github.com/clerkgo/clerk-go/core/backend"
)

// changeUser returns a user after a change to it. A change that fails leaves no
// trace.
func (i *Instance) changeUser(id string, change func(u *user) error) (*backend.User, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	u := i.findUser(id)
	if u == nil {
		return nil, errNotFound("user", id)
	}
	return i.changed(u, change)
}

// changeOwner is changeUser by the ID of an address or number of the user.
func (i *Instance) changeOwner(what, id string, change func(u *user) error) (*backend.User, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	u := i.identifiers.owners[id]
	if u == nil {
		return nil, errNotFound(what, id)
	}
	return i.changed(u, change)
}

// changed returns a user after a change to it. The caller holds mu.
func (i *Instance) changed(u *user, change func(u *user) error) (*backend.User, error) {
	before := *u
	i.identifiers.remove(u)
	err := change(u)
	if err == nil {
		err = i.checkFree(&u.User)
	}
	if err != nil {
		*u = before
	}
	i.identifiers.add(u)
	if err != nil {
		return nil, err
	}
	u.UpdatedAt = backend.NewTime(i.now())
	_, _ = i.emit("user.updated", &u.User) // without a receiver there is nobody to tell
	return clone(u), nil
}

// setUserState answers a request that only changes a user.
func (i *Instance) setUserState(change func(u *user)) handler {
	return func(r *http.Request) (any, error) {
		id := r.PathValue("id")
		return i.changeUser(id, func(u *user) error {
			change(u)
			if u.Banned {
				i.endSessions(id)
			}
			return nil
		})
	}
}

// endSessions revokes all sessions of a user. The caller holds mu.
func (i *Instance) endSessions(userID string) {
	for _, s := range i.userSessions[userID] {
		if s.Status == "active" {
			s.Status = "revoked"
			s.UpdatedAt = backend.NewTime(i.now())
			i.announceSession(s)
		}
	}
}

func (i *Instance) changeUserMetadata(change metadataChange) handler {
	return func(r *http.Request) (any, error) {
		var body backend.UserMetadataUpdateParams
		if err := decode(r, &body); err != nil {
			return nil, err
		}
		return i.changeUser(r.PathValue("id"), func(u *user) error {
			return change.apply(
				[]*backend.Metadata{&u.PrivateMetadata, &u.PublicMetadata, &u.UnsafeMetadata},
				[]backend.Metadata{body.PrivateMetadata, body.PublicMetadata, body.UnsafeMetadata},
			)
		})
	}
}

// bulkBan bans or unbans several users, all of them or none.
func (i *Instance) bulkBan(banned bool) handler {
	return func(r *http.Request) (any, error) {
		var body backend.UserBulkParams
		if err := decode(r, &body); err != nil {
			return nil, err
		}
		i.mu.Lock()
		defer i.mu.Unlock()
		for _, id := range body.UserIDs {
			if i.findUser(id) == nil {
				return nil, errNotFound("user", id)
			}
		}
		changed := []*backend.User{}
		for _, id := range body.UserIDs {
			u := i.findUser(id)
			u.Banned, u.UpdatedAt = banned, backend.NewTime(i.now())
			if banned {
				i.endSessions(id)
			}
			changed = append(changed, clone(u))
		}
		return changed, nil
	}
}
