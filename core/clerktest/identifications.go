package clerktest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// verification is what an identifier shows that is as a status says: proved by an
// administrator, or not at all.
func verification(status backend.UserIdentificationStatus) *backend.Verification {
	if status != backend.UserIdentificationVerified {
		return nil
	}
	return &backend.Verification{
		Attempts: backend.Null[int64](),
		Object:   "verification_admin",
		Status:   backend.VerificationVerified,
		Strategy: "admin",
	}
}

// addEmailAddress gives a user a verified address; the first is the primary.
func (i *Instance) addEmailAddress(u *backend.User, address string) {
	i.identifyByAddress(u, address, backend.UserIdentificationVerified)
}

// identifyByAddress gives a user an address and returns its ID; the first is the
// primary.
func (i *Instance) identifyByAddress(u *backend.User, address string, status backend.UserIdentificationStatus) string {
	now, id := backend.NewTime(i.now()), newID("idn_")
	u.EmailAddresses = append(slices.Clip(u.EmailAddresses), backend.EmailAddress{
		CreatedAt:    now,
		EmailAddress: strings.ToLower(address),
		ID:           id,
		Object:       "email_address",
		Reserved:     status == backend.UserIdentificationReserved,
		UpdatedAt:    now,
		Verification: verification(status),
	})
	if len(u.EmailAddresses) == 1 {
		u.PrimaryEmailAddressID = backend.Value(id)
	}
	return id
}

// identifyByPhone gives a user a phone number and returns its ID; the first is the
// primary.
func (i *Instance) identifyByPhone(u *backend.User, number string, status backend.UserIdentificationStatus) string {
	now, id := backend.NewTime(i.now()), newID("idn_")
	u.PhoneNumbers = append(slices.Clip(u.PhoneNumbers), backend.PhoneNumber{
		CreatedAt:    now,
		ID:           id,
		Object:       "phone_number",
		PhoneNumber:  number,
		Reserved:     status == backend.UserIdentificationReserved,
		UpdatedAt:    now,
		Verification: verification(status),
	})
	if len(u.PhoneNumbers) == 1 {
		u.PrimaryPhoneNumberID = backend.Value(id)
	}
	return id
}

func hasAddress(u *backend.User, address string) bool {
	return slices.ContainsFunc(u.EmailAddresses, func(e backend.EmailAddress) bool {
		return strings.EqualFold(e.EmailAddress, address)
	})
}

func hasPhone(u *backend.User, number string) bool {
	return slices.ContainsFunc(u.PhoneNumbers, func(p backend.PhoneNumber) bool { return p.PhoneNumber == number })
}

// looksLikeAddress is as much of RFC 5321 as catches a slip.
func looksLikeAddress(address string) bool {
	local, domain, ok := strings.Cut(address, "@")
	return ok && local != "" && domain != "" && !strings.ContainsAny(address, " \t\r\n") && !strings.Contains(domain, "@")
}

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// looksLikePhone is the form of E.164.
func looksLikePhone(number string) bool { return e164.MatchString(number) }
