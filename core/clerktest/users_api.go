package clerktest

import (
	"net/http"
	"slices"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/go-json-experiment/json/jsontext"
)

func (i *Instance) getUser(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	id := r.PathValue("id")
	if u := i.findUser(id); u != nil {
		return clone(u), nil
	}
	return nil, errNotFound("user", id)
}

func (i *Instance) postUser(r *http.Request) (any, error) {
	var members map[string]jsontext.Value
	if err := decode(r, &members); err != nil {
		return nil, err
	}
	created := i.blankUser()
	if err := i.setFields(r, &created.User, members, atCreate); err != nil {
		return nil, err
	}
	if err := created.readPassword(members); err != nil {
		return nil, err
	}
	if len(created.EmailAddresses)+len(created.PhoneNumbers) == 0 && !isSet(created.Username) {
		return nil, errMissing("email_address")
	}
	if err := i.addUser(created); err != nil {
		return nil, err
	}
	return clone(created), nil
}

func (i *Instance) patchUser(r *http.Request) (any, error) {
	var members map[string]jsontext.Value
	if err := decode(r, &members); err != nil {
		return nil, err
	}
	ends, err := signsOut(members)
	if err != nil {
		return nil, err
	}
	id := r.PathValue("id")
	return i.changeUser(id, func(u *user) error {
		if err := i.setFields(r, &u.User, members, atUpdate); err != nil {
			return err
		}
		if err := u.readPassword(members); err != nil {
			return err
		}
		if ends {
			i.endSessions(id)
		}
		return nil
	})
}

func (i *Instance) deleteUser(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	u := i.findUser(id)
	if u == nil {
		return nil, errNotFound("user", id)
	}
	i.users = slices.DeleteFunc(i.users, func(other *user) bool { return other == u })
	i.identifiers.remove(u)
	for _, m := range i.userMemberships[id] {
		i.forget(m)
	}
	for _, s := range i.userSessions[id] {
		i.sessions.remove(s.ID)
	}
	delete(i.userSessions, id)
	return backend.DeletedObject{Deleted: true, ExternalID: u.ExternalID.Or(""), ID: id, Object: "user"}, nil
}

func isSet(o backend.Opt[string]) bool {
	_, ok := o.Get()
	return ok
}
