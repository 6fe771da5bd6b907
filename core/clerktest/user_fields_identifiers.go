package clerktest

import (
	"slices"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

func setEmailAddresses(i *Instance, u *backend.User, value jsontext.Value) error {
	var addresses []string
	if json.Unmarshal(value, &addresses) != nil {
		return wrongType
	}
	for _, address := range addresses {
		if !looksLikeAddress(address) {
			return invalid("must be a valid email address")
		}
		if hasAddress(u, address) {
			return invalid("has an address twice")
		}
		i.addEmailAddress(u, address)
	}
	return nil
}

func setPrimaryEmailAddress(_ *Instance, u *backend.User, value jsontext.Value) error {
	var id backend.Opt[string]
	if json.Unmarshal(value, &id) != nil {
		return wrongType
	}
	wanted, ok := id.Get()
	if !ok {
		return nil
	}
	if !slices.ContainsFunc(u.EmailAddresses, func(e backend.EmailAddress) bool { return e.ID == wanted }) {
		return invalid("is not an email address of the user")
	}
	u.PrimaryEmailAddressID = id
	return nil
}

func setPhoneNumbers(i *Instance, u *backend.User, value jsontext.Value) error {
	var numbers []string
	if json.Unmarshal(value, &numbers) != nil {
		return wrongType
	}
	for _, number := range numbers {
		if !looksLikePhone(number) {
			return invalid("must be a phone number as in E.164")
		}
		if hasPhone(u, number) {
			return invalid("has a number twice")
		}
		i.identifyByPhone(u, number, backend.UserIdentificationVerified)
	}
	return nil
}

// setAddressStatuses runs after setEmailAddresses: members are set by name.
func setAddressStatuses(_ *Instance, u *backend.User, value jsontext.Value) error {
	statuses, err := readStatuses(value, len(u.EmailAddresses))
	for k, status := range statuses {
		u.EmailAddresses[k].Reserved = status == backend.UserIdentificationReserved
		u.EmailAddresses[k].Verification = verification(status)
	}
	return err
}

// setPhoneStatuses runs after setPhoneNumbers.
func setPhoneStatuses(_ *Instance, u *backend.User, value jsontext.Value) error {
	statuses, err := readStatuses(value, len(u.PhoneNumbers))
	for k, status := range statuses {
		u.PhoneNumbers[k].Reserved = status == backend.UserIdentificationReserved
		u.PhoneNumbers[k].Verification = verification(status)
	}
	return err
}

// readStatuses reads as many statuses as there are identifiers of a new user.
func readStatuses(value jsontext.Value, count int) ([]backend.UserIdentificationStatus, error) {
	var statuses []backend.UserIdentificationStatus
	if json.Unmarshal(value, &statuses) != nil {
		return nil, wrongType
	}
	if len(statuses) != count {
		return nil, invalid("must have an element for each identifier")
	}
	for _, status := range statuses {
		if status != backend.UserIdentificationReserved && status != backend.UserIdentificationVerified {
			return nil, invalid("must be verified or reserved")
		}
	}
	return statuses, nil
}

func setPrimaryPhoneNumber(_ *Instance, u *backend.User, value jsontext.Value) error {
	var id backend.Opt[string]
	if json.Unmarshal(value, &id) != nil {
		return wrongType
	}
	wanted, ok := id.Get()
	if !ok {
		return nil
	}
	if phoneOf(u, wanted) == nil {
		return invalid("is not a phone number of the user")
	}
	u.PrimaryPhoneNumberID = id
	return nil
}
