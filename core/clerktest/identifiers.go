package clerktest

import "strings"

// identifiers find users by what is theirs alone. The caller holds the instance's
// mu. A user is taken off before it changes and put on after.
type identifiers struct {
	addresses, externalIDs, ids, usernames map[string]*user
}

func newIdentifiers() identifiers {
	return identifiers{map[string]*user{}, map[string]*user{}, map[string]*user{}, map[string]*user{}}
}

func (x *identifiers) add(u *user) {
	x.each(u, func(index map[string]*user, key string) { index[key] = u })
}

func (x *identifiers) remove(u *user) {
	x.each(u, func(index map[string]*user, key string) { delete(index, key) })
}

func (x *identifiers) each(u *user, do func(index map[string]*user, key string)) {
	do(x.ids, u.ID)
	for _, e := range u.EmailAddresses {
		do(x.addresses, strings.ToLower(e.EmailAddress))
	}
	if id, ok := u.ExternalID.Get(); ok {
		do(x.externalIDs, id)
	}
	if name, ok := u.Username.Get(); ok {
		do(x.usernames, name)
	}
}
