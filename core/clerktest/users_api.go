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
	if len(created.EmailAddresses) == 0 && !isSet(created.Username) {
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
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	u := i.findUser(id)
	if u == nil {
		return nil, errNotFound("user", id)
	}
	changed := u.User // a refused change leaves no trace
	if err := i.setFields(r, &changed, members, atUpdate); err != nil {
		return nil, err
	}
	if err := i.checkFree(&changed); err != nil {
		return nil, err
	}
	changed.UpdatedAt = backend.NewTime(i.now())
	u.User = changed
	return clone(u), nil
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
	i.sessions = slices.DeleteFunc(i.sessions, func(s *session) bool { return s.UserID == id })
	return backend.DeletedObject{Deleted: true, ExternalID: u.ExternalID.Or(""), ID: id, Object: "user"}, nil
}

func isSet(o backend.Opt[string]) bool {
	_, ok := o.Get()
	return ok
}
