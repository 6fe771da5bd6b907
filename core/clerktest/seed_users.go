package clerktest

import (
	"fmt"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

func (l *seedLoader) readUsers(seed Seed) error {
	for k := range seed.Users {
		if err := l.readUser(fmt.Sprintf("users[%d]", k), seed.Users[k]); err != nil {
			return err
		}
	}
	return nil
}

func (l *seedLoader) readUser(path string, from SeedUser) error {
	id, err := l.id(path, "user_", from.ID, l.identifiers.ids[from.ID] != nil)
	if err != nil {
		return err
	}
	if err := fillMetadata(path, seedField{"private_metadata", &from.PrivateMetadata}, seedField{"public_metadata", &from.PublicMetadata}, seedField{"unsafe_metadata", &from.UnsafeMetadata}); err != nil {
		return err
	}
	u := l.blankUser()
	u.ID = id
	u.Banned, u.Locked, u.BypassClientTrust = from.Banned, from.Locked, from.BypassClientTrust
	u.CreateOrganizationEnabled, u.CreateOrganizationsLimit = from.CreateOrganizationEnabled.Or(true), from.CreateOrganizationsLimit
	u.CreatedAt, u.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
	u.DeleteSelfEnabled = from.DeleteSelfEnabled.Or(true)
	u.ExternalID, u.Username, u.Locale = optional(from.ExternalID), optional(from.Username), optional(from.Locale)
	u.FirstName, u.LastName = optional(from.FirstName), optional(from.LastName)
	u.LastActiveAt, u.LastSignInAt, u.LegalAcceptedAt = backend.NewTime(from.LastActiveAt), backend.NewTime(from.LastSignInAt), backend.NewTime(from.LegalAcceptedAt)
	u.PrivateMetadata, u.PublicMetadata, u.UnsafeMetadata = from.PrivateMetadata, from.PublicMetadata, from.UnsafeMetadata
	if from.ExternalID != "" {
		if err := l.claim(path+".external_id", "external ID", from.ExternalID, l.identifiers.externalIDs[from.ExternalID] != nil); err != nil {
			return err
		}
	}
	if from.Username != "" {
		if err := l.claim(path+".username", "username", from.Username, l.identifiers.usernames[from.Username] != nil); err != nil {
			return err
		}
	}
	for _, read := range []func(string, SeedUser, *user) error{l.readAddresses, l.readPhones, l.readPassword, l.readMemberships} {
		if err := read(path, from, u); err != nil {
			return err
		}
	}
	l.userList = append(l.userList, u)
	l.newUsers[u.ID] = u
	return nil
}

// identified returns the status of an identifier, whether it is the user's alone, and
// its ID.
func (l *seedLoader) identified(path string, from SeedIdentifier) (status backend.UserIdentificationStatus, id string, err error) {
	word, err := oneOf(path+".status", from.Status, "verified", "reserved", "unverified")
	if err != nil {
		return "", "", err
	}
	id, err = l.id(path, "idn_", from.ID, l.identifiers.owners[from.ID] != nil)
	return backend.UserIdentificationStatus(word), id, err
}

func (l *seedLoader) readAddresses(path string, from SeedUser, u *user) error {
	for k, identifier := range from.EmailAddresses {
		path := fmt.Sprintf("%s.email_address[%d]", path, k)
		address := strings.ToLower(identifier.Value)
		if !looksLikeAddress(address) {
			return badSeed(path, `%q is no email address; want one such as "ada@example.com"`, identifier.Value)
		}
		status, id, err := l.identified(path, identifier)
		if err != nil {
			return err
		}
		if hasAddress(&u.User, address) {
			return badSeed(path, "the user has the email address %q twice; leave one out", address)
		}
		if status != "unverified" {
			if err := l.claim(path, "email address", address, l.findAddress(address) != nil); err != nil {
				return err
			}
			l.newUsers[address] = u
		}
		l.identifyByAddress(&u.User, address, status)
		last := &u.EmailAddresses[k]
		last.ID, last.CreatedAt, last.UpdatedAt = id, u.CreatedAt, u.CreatedAt
	}
	if len(u.EmailAddresses) > 0 {
		u.PrimaryEmailAddressID = backend.Value(u.EmailAddresses[0].ID)
	}
	return nil
}

func (l *seedLoader) readPhones(path string, from SeedUser, u *user) error {
	for k, identifier := range from.PhoneNumbers {
		path := fmt.Sprintf("%s.phone_number[%d]", path, k)
		number := identifier.Value
		if !looksLikePhone(number) {
			return badSeed(path, `%q is no phone number; want one as in E.164, such as "+15555550100"`, number)
		}
		status, id, err := l.identified(path, identifier)
		if err != nil {
			return err
		}
		if hasPhone(&u.User, number) {
			return badSeed(path, "the user has the phone number %q twice; leave one out", number)
		}
		if status != "unverified" {
			if err := l.claim(path, "phone number", number, l.identifiers.phoneOwner(number) != nil); err != nil {
				return err
			}
		}
		l.identifyByPhone(&u.User, number, status)
		last := &u.PhoneNumbers[k]
		last.ID, last.CreatedAt, last.UpdatedAt = id, u.CreatedAt, u.CreatedAt
	}
	if len(u.PhoneNumbers) > 0 {
		u.PrimaryPhoneNumberID = backend.Value(u.PhoneNumbers[0].ID)
	}
	return nil
}

// readPassword repeats no password: errors are shown to everybody.
func (l *seedLoader) readPassword(path string, from SeedUser, u *user) (err error) {
	switch {
	case from.Password != "" && from.PasswordDigest != "":
		return badSeed(path+".password_digest", "is there beside password; leave one out")
	case from.Password != "" && len([]rune(from.Password)) < minPassword:
		return badSeed(path+".password", "must be 8 characters or more")
	case from.PasswordDigest == "" && from.PasswordHasher != "":
		return badSeed(path+".password_hasher", "is of no password_digest; leave it out")
	case from.PasswordDigest != "" && from.PasswordHasher != passwordHasher:
		return badSeed(path+".password_hasher", "want %q", passwordHasher)
	case from.Password != "":
		u.password, err = hashPassword(from.Password)
	case from.PasswordDigest != "":
		if u.password, err = readPasswordHash(from.PasswordDigest); err != nil {
			return badSeed(path+".password_digest", "%v", err)
		}
	default:
		return nil
	}
	u.PasswordEnabled, u.PasswordLastUpdatedAt = true, u.UpdatedAt
	return err
}

func (l *seedLoader) readMemberships(path string, from SeedUser, u *user) error {
	for k, from := range from.Memberships {
		path := fmt.Sprintf("%s.memberships[%d]", path, k)
		o, err := l.organizationAt(path+".organization", from.Organization)
		if err != nil {
			return err
		}
		place := [2]string{o.ID, u.ID}
		if l.newMembers[place] {
			return badSeed(path+".organization", "the user is a member of %q already; leave one out", from.Organization)
		}
		l.newMembers[place] = true
		role, err := l.role(path, from.Role)
		if err != nil {
			return err
		}
		if _, err := newEntitlements(TokenOptions{Permissions: from.Permissions}, "o"); err != nil {
			return badSeed(path+".permissions", "%s", strings.TrimPrefix(err.Error(), "clerktest: "))
		}
		id, err := l.id(path, "orgmem_", from.ID, l.memberships.get(from.ID) != nil)
		if err != nil {
			return err
		}
		if err := fillMetadata(path, seedField{"private_metadata", &from.PrivateMetadata}, seedField{"public_metadata", &from.PublicMetadata}); err != nil {
			return err
		}
		m := &membership{
			id: id, organization: o, permissions: from.Permissions, privateMetadata: from.PrivateMetadata, publicMetadata: from.PublicMetadata,
			role: role, user: u,
		}
		m.createdAt, m.updatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		l.membershipList = append(l.membershipList, m)
	}
	return nil
}
