package clerktest

import (
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// identifiers find users by what they are known by. The caller holds the instance's
// mu. A user is taken off before it changes and put on after.
type identifiers struct {
	addresses, phones           groups[user] // several may have one that none has proved
	externalIDs, ids, usernames map[string]*user
	owners                      map[string]*user // by the ID of an address or number

	last int64 // serial number that was given out
}

func newIdentifiers() identifiers {
	return identifiers{
		addresses: groups[user]{}, phones: groups[user]{},
		externalIDs: map[string]*user{}, ids: map[string]*user{}, usernames: map[string]*user{}, owners: map[string]*user{},
	}
}

// add puts a user on, and numbers a new one.
func (x *identifiers) add(u *user) {
	if u.serial == 0 {
		x.last++
		u.serial = x.last
	}
	x.ids[u.ID] = u
	for _, e := range u.EmailAddresses {
		x.addresses.add(strings.ToLower(e.EmailAddress), u)
		x.owners[e.ID] = u
	}
	for _, p := range u.PhoneNumbers {
		x.phones.add(p.PhoneNumber, u)
		x.owners[p.ID] = u
	}
	if id := u.ExternalID.Or(""); id != "" {
		x.externalIDs[id] = u
	}
	if name := u.Username.Or(""); name != "" {
		x.usernames[name] = u
	}
}

func (x *identifiers) remove(u *user) {
	delete(x.ids, u.ID)
	for _, e := range u.EmailAddresses {
		x.addresses.remove(strings.ToLower(e.EmailAddress), u)
		delete(x.owners, e.ID)
	}
	for _, p := range u.PhoneNumbers {
		x.phones.remove(p.PhoneNumber, u)
		delete(x.owners, p.ID)
	}
	if id := u.ExternalID.Or(""); id != "" {
		delete(x.externalIDs, id)
	}
	if name := u.Username.Or(""); name != "" {
		delete(x.usernames, name)
	}
}

// addressOwner returns the user whose alone an email address is, nil if it is
// nobody's.
func (x *identifiers) addressOwner(address string) *user {
	for _, u := range x.addresses[strings.ToLower(address)] {
		for _, e := range u.EmailAddresses {
			if strings.EqualFold(e.EmailAddress, address) && exclusive(e.Verification, e.Reserved) {
				return u
			}
		}
	}
	return nil
}

// phoneOwner returns the user whose alone a phone number is, nil if it is nobody's.
func (x *identifiers) phoneOwner(number string) *user {
	for _, u := range x.phones[number] {
		for _, p := range u.PhoneNumbers {
			if p.PhoneNumber == number && exclusive(p.Verification, p.Reserved) {
				return u
			}
		}
	}
	return nil
}

// exclusive reports whether nobody else may have an identifier, and its user may sign
// in by it: it was proved, or reserved.
func exclusive(v *backend.Verification, reserved bool) bool { return reserved || verified(v) }

func verified(v *backend.Verification) bool {
	return v != nil && v.Status == backend.VerificationVerified
}
