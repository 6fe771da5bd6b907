package clerktest

import (
	"cmp"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A user is a user and what the Backend API shows elsewhere.
type user struct {
	backend.User
	memberships []Membership // what tokens say of them; see memberships.go
	password    *passwordHash
	serial      int64 // of its making
}

// UserParams describe a user of an [Instance]. The zero value of each field is
// its default.
type UserParams struct {
	// EmailAddress is the primary address, verified. Default a new one under
	// example.com.
	EmailAddress string

	ExternalID  string
	FirstName   string
	ID          string // default a new "user_…"
	LastName    string
	Memberships []Membership
	Password    string // none by default; at least 8 characters

	PrivateMetadata backend.Metadata
	PublicMetadata  backend.Metadata

	Username string
}

// CreateUser adds a user. An email address, username, external ID or ID that
// another user has is a mistake.
func (i *Instance) CreateUser(params UserParams) *backend.User {
	i.helper()
	created := i.blankUser()
	created.ID = cmp.Or(params.ID, created.ID)
	address := cmp.Or(params.EmailAddress, strings.ToLower(randomText(12))+"+clerk_test@example.com")
	i.addEmailAddress(&created.User, address)
	created.ExternalID = optional(params.ExternalID)
	created.FirstName = optional(params.FirstName)
	created.LastName = optional(params.LastName)
	created.Username = optional(params.Username)
	if !params.PrivateMetadata.IsZero() {
		created.PrivateMetadata = params.PrivateMetadata
	}
	if !params.PublicMetadata.IsZero() {
		created.PublicMetadata = params.PublicMetadata
	}
	for _, membership := range params.Memberships {
		if _, err := newEntitlements(TokenOptions{Permissions: membership.Permissions}, "o"); err != nil {
			i.fail(err)
			return nil
		}
	}
	if params.Password != "" {
		if err := i.setPassword(created, params.Password); err != nil {
			i.fail(err)
			return nil
		}
	}
	if err := i.addUser(created, params.Memberships...); err != nil {
		i.fail(err)
		return nil
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	return clone(created)
}

// blankUser returns a user as Clerk makes one of an empty request: every member
// that the specification requires is there, if only as null.
func (i *Instance) blankUser() *user {
	now := backend.NewTime(i.now())
	empty := backend.MetadataOf(map[string]any{})
	null := backend.Null[string]()
	return &user{User: backend.User{
		CreateOrganizationEnabled:     true,
		CreatedAt:                     now,
		DeleteSelfEnabled:             true,
		ExternalID:                    null,
		FirstName:                     null,
		ID:                            newID("user_"),
		ImageURL:                      i.URL() + "/assets/user.svg",
		LastName:                      null,
		Locale:                        null,
		LockoutExpiresInSeconds:       backend.Null[int64](),
		Object:                        "user",
		PrimaryEmailAddressID:         null,
		PrimaryPhoneNumberID:          null,
		PrimaryWeb3WalletID:           null,
		PrivateMetadata:               empty,
		PublicMetadata:                empty,
		UnsafeMetadata:                empty,
		UpdatedAt:                     now,
		Username:                      null,
		VerificationAttemptsRemaining: backend.Null[int64](),
	}}
}

// addUser stores a user whose identifiers are free, and makes it a member.
func (i *Instance) addUser(u *user, memberships ...Membership) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.findUser(u.ID) != nil {
		return errConflict("id", "ID")
	}
	if err := i.checkFree(&u.User); err != nil {
		return err
	}
	i.users = append(i.users, u)
	i.identifiers.add(u)
	for _, membership := range memberships {
		i.join(u, membership)
	}
	return nil
}

// checkFree refuses identifiers that another user has. The caller holds mu.
func (i *Instance) checkFree(u *backend.User) error {
	taken := func(owner *user) bool { return owner != nil && owner.ID != u.ID }
	for _, e := range u.EmailAddresses {
		if exclusive(e.Verification, e.Reserved) && taken(i.findAddress(e.EmailAddress)) {
			return errConflict("email_address", "email address")
		}
	}
	for _, p := range u.PhoneNumbers {
		if exclusive(p.Verification, p.Reserved) && taken(i.identifiers.phoneOwner(p.PhoneNumber)) {
			return errConflict("phone_number", "phone number")
		}
	}
	switch {
	case taken(i.identifiers.externalIDs[u.ExternalID.Or("")]):
		return errConflict("external_id", "external ID")
	case taken(i.identifiers.usernames[u.Username.Or("")]):
		return errConflict("username", "username")
	}
	return nil
}

// findUser returns a user, nil if there is none. The caller holds mu.
func (i *Instance) findUser(id string) *user { return i.identifiers.ids[id] }

// findAddress returns the user whose alone an email address is, nil if it is
// nobody's. The caller holds mu.
func (i *Instance) findAddress(address string) *user { return i.identifiers.addressOwner(address) }

// clone returns a user for the caller to keep. Slices are shared: the store
// replaces them and never writes into one.
func clone(u *user) *backend.User {
	copied := u.User
	return &copied
}

// optional returns text, or null for an empty one.
func optional(text string) backend.Opt[string] {
	if text == "" {
		return backend.Null[string]()
	}
	return backend.Value(text)
}
