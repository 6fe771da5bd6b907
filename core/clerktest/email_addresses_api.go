package clerktest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

func (i *Instance) postEmailAddress(r *http.Request) (any, error) {
	var body backend.EmailAddressCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	id := ""
	u, err := i.changeUser(body.UserID, func(u *user) error {
		if err := checkAddress(&u.User, body.EmailAddress); err != nil {
			return err
		}
		id = i.identifyByAddress(&u.User, body.EmailAddress, statusOf(body.Verified.Or(false)))
		if body.Primary.Or(false) {
			u.PrimaryEmailAddressID = backend.Value(id)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return addressOf(u, id), nil
}

// checkAddress refuses what cannot be a new address of a user.
func checkAddress(u *backend.User, address string) error {
	switch {
	case !looksLikeAddress(address):
		return errInvalid("email_address", "must be a valid email address")
	case hasAddress(u, address):
		return errConflict("email_address", "email address")
	}
	return nil
}

func statusOf(verified bool) backend.UserIdentificationStatus {
	if verified {
		return backend.UserIdentificationVerified
	}
	return backend.UserIdentificationUnverified
}

// addressOf returns the address of a user that has an ID, nil if there is none.
func addressOf(u *backend.User, id string) *backend.EmailAddress {
	for _, e := range u.EmailAddresses {
		if e.ID == id {
			return &e
		}
	}
	return nil
}

func (i *Instance) getEmailAddress(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	id := r.PathValue("id")
	if owner := i.identifiers.owners[id]; owner != nil {
		if e := addressOf(&owner.User, id); e != nil {
			return e, nil
		}
	}
	return nil, errNotFound("email address", id)
}

// changeEmailAddresses changes a user by the ID of one of their addresses.
func (i *Instance) changeEmailAddresses(id string, change func(u *user, at int) error) (*backend.User, error) {
	return i.changeOwner("email address", id, func(u *user) error {
		at := slices.IndexFunc(u.EmailAddresses, func(e backend.EmailAddress) bool { return e.ID == id })
		if at < 0 {
			return errNotFound("email address", id)
		}
		u.EmailAddresses = slices.Clone(u.EmailAddresses)
		return change(u, at)
	})
}

func (i *Instance) patchEmailAddress(r *http.Request) (any, error) {
	var body backend.EmailAddressUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	id := r.PathValue("id")
	u, err := i.changeEmailAddresses(id, func(u *user, at int) error {
		if yes, ok := body.Verified.Get(); ok && yes != verified(u.EmailAddresses[at].Verification) {
			u.EmailAddresses[at].Verification = verification(statusOf(yes))
		}
		if body.Primary.Or(false) {
			u.PrimaryEmailAddressID = backend.Value(id)
		}
		u.EmailAddresses[at].UpdatedAt = backend.NewTime(i.now())
		return nil
	})
	if err != nil {
		return nil, err
	}
	return addressOf(u, id), nil
}

func (i *Instance) deleteEmailAddress(r *http.Request) (any, error) {
	id := r.PathValue("id")
	_, err := i.changeEmailAddresses(id, func(u *user, at int) error {
		u.EmailAddresses = slices.Delete(u.EmailAddresses, at, at+1)
		if u.PrimaryEmailAddressID.Or("") == id {
			u.PrimaryEmailAddressID = backend.Null[string]()
			if len(u.EmailAddresses) > 0 {
				u.PrimaryEmailAddressID = backend.Value(u.EmailAddresses[0].ID)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return backend.DeletedObject{Deleted: true, ID: id, Object: "email_address"}, nil
}

// replaceEmailAddress leaves a user one address. If it is one that they have, that
// stays as it is.
func (i *Instance) replaceEmailAddress(r *http.Request) (any, error) {
	var body backend.UserEmailAddressReplaceParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	status, err := readStatus(body.IdentificationStatus)
	if err != nil {
		return nil, err
	}
	u, err := i.changeUser(r.PathValue("id"), func(u *user) error {
		kept := slices.IndexFunc(u.EmailAddresses, func(e backend.EmailAddress) bool { return strings.EqualFold(e.EmailAddress, body.EmailAddress) })
		if kept >= 0 {
			u.EmailAddresses = slices.Clone(u.EmailAddresses[kept : kept+1])
			u.EmailAddresses[0].Reserved = status == backend.UserIdentificationReserved
			u.EmailAddresses[0].Verification = verification(status)
			u.PrimaryEmailAddressID = backend.Value(u.EmailAddresses[0].ID)
			return nil
		}
		u.EmailAddresses = nil
		if err := checkAddress(&u.User, body.EmailAddress); err != nil {
			return err
		}
		i.identifyByAddress(&u.User, body.EmailAddress, status)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &u.EmailAddresses[0], nil
}

// readStatus reads identification_status.
func readStatus(status backend.UserIdentificationStatus) (backend.UserIdentificationStatus, error) {
	switch status {
	case "":
		return backend.UserIdentificationVerified, nil
	case backend.UserIdentificationReserved, backend.UserIdentificationUnverified, backend.UserIdentificationVerified:
		return status, nil
	}
	return "", errInvalid("identification_status", "must be verified, reserved or unverified")
}
