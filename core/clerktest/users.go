package clerktest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A user is a user and what the Backend API shows elsewhere.
type user struct {
	backend.User
	memberships []Membership // what tokens say of them; see memberships.go
	password    *passwordHash
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

// addEmailAddress gives a user a verified address; the first is the primary.
func (i *Instance) addEmailAddress(u *backend.User, address string) {
	now := backend.NewTime(i.now())
	id := newID("idn_")
	u.EmailAddresses = append(u.EmailAddresses, backend.EmailAddress{
		CreatedAt:    now,
		EmailAddress: strings.ToLower(address),
		ID:           id,
		Object:       "email_address",
		UpdatedAt:    now,
		Verification: &backend.Verification{
			Attempts: backend.Null[int64](),
			Object:   "verification_admin",
			Status:   backend.VerificationVerified,
			Strategy: "admin",
		},
	})
	if len(u.EmailAddresses) == 1 {
		u.PrimaryEmailAddressID = backend.Value(id)
	}
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
		if taken(i.findAddress(e.EmailAddress)) {
			return errConflict("email_address", "email address")
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

// findAddress returns the user who has an email address, nil if nobody has.
// The caller holds mu.
func (i *Instance) findAddress(address string) *user {
	return i.identifiers.addresses[strings.ToLower(address)]
}

func hasAddress(u *backend.User, address string) bool {
	return slices.ContainsFunc(u.EmailAddresses, func(e backend.EmailAddress) bool {
		return strings.EqualFold(e.EmailAddress, address)
	})
}

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
