package clerktest

import (
	"net/http"
	"slices"

	"github.com/clerkgo/clerk-go/core/backend"
)

func (i *Instance) postPhoneNumber(r *http.Request) (any, error) {
	var body backend.PhoneNumberCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if body.ReservedForSecondFactor.Or(false) {
		return nil, errUnsupported(r, "reserved_for_second_factor")
	}
	id := ""
	u, err := i.changeUser(body.UserID, func(u *user) error {
		if err := checkPhone(&u.User, body.PhoneNumber); err != nil {
			return err
		}
		id = i.identifyByPhone(&u.User, body.PhoneNumber, statusOf(body.Verified.Or(false)))
		if body.Primary.Or(false) {
			u.PrimaryPhoneNumberID = backend.Value(id)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return phoneOf(u, id), nil
}

// checkPhone refuses what cannot be a new number of a user.
func checkPhone(u *backend.User, number string) error {
	switch {
	case !looksLikePhone(number):
		return errInvalid("phone_number", "must be a phone number as in E.164")
	case hasPhone(u, number):
		return errConflict("phone_number", "phone number")
	}
	return nil
}

// phoneOf returns the number of a user that has an ID, nil if there is none.
func phoneOf(u *backend.User, id string) *backend.PhoneNumber {
	for _, p := range u.PhoneNumbers {
		if p.ID == id {
			return &p
		}
	}
	return nil
}

func (i *Instance) getPhoneNumber(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	id := r.PathValue("id")
	if owner := i.identifiers.owners[id]; owner != nil {
		if p := phoneOf(&owner.User, id); p != nil {
			return p, nil
		}
	}
	return nil, errNotFound("phone number", id)
}

// changePhoneNumbers changes a user by the ID of one of their numbers.
func (i *Instance) changePhoneNumbers(id string, change func(u *user, at int) error) (*backend.User, error) {
	return i.changeOwner("phone number", id, func(u *user) error {
		at := slices.IndexFunc(u.PhoneNumbers, func(p backend.PhoneNumber) bool { return p.ID == id })
		if at < 0 {
			return errNotFound("phone number", id)
		}
		u.PhoneNumbers = slices.Clone(u.PhoneNumbers)
		return change(u, at)
	})
}

func (i *Instance) patchPhoneNumber(r *http.Request) (any, error) {
	var body backend.PhoneNumberUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if body.ReservedForSecondFactor.Or(false) {
		return nil, errUnsupported(r, "reserved_for_second_factor")
	}
	id := r.PathValue("id")
	u, err := i.changePhoneNumbers(id, func(u *user, at int) error {
		if yes, ok := body.Verified.Get(); ok && yes != verified(u.PhoneNumbers[at].Verification) {
			u.PhoneNumbers[at].Verification = verification(statusOf(yes))
		}
		if body.Primary.Or(false) {
			u.PrimaryPhoneNumberID = backend.Value(id)
		}
		u.PhoneNumbers[at].UpdatedAt = backend.NewTime(i.now())
		return nil
	})
	if err != nil {
		return nil, err
	}
	return phoneOf(u, id), nil
}

func (i *Instance) deletePhoneNumber(r *http.Request) (any, error) {
	id := r.PathValue("id")
	_, err := i.changePhoneNumbers(id, func(u *user, at int) error {
		u.PhoneNumbers = slices.Delete(u.PhoneNumbers, at, at+1)
		if u.PrimaryPhoneNumberID.Or("") == id {
			u.PrimaryPhoneNumberID = backend.Null[string]()
			if len(u.PhoneNumbers) > 0 {
				u.PrimaryPhoneNumberID = backend.Value(u.PhoneNumbers[0].ID)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return backend.DeletedObject{Deleted: true, ID: id, Object: "phone_number"}, nil
}

// replacePhoneNumber leaves a user one number. If it is one that they have, that
// stays as it is.
func (i *Instance) replacePhoneNumber(r *http.Request) (any, error) {
	var body backend.UserPhoneNumberReplaceParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	status, err := readStatus(body.IdentificationStatus)
	if err != nil {
		return nil, err
	}
	u, err := i.changeUser(r.PathValue("id"), func(u *user) error {
		kept := slices.IndexFunc(u.PhoneNumbers, func(p backend.PhoneNumber) bool { return p.PhoneNumber == body.PhoneNumber })
		if kept >= 0 {
			u.PhoneNumbers = slices.Clone(u.PhoneNumbers[kept : kept+1])
			u.PhoneNumbers[0].Reserved = status == backend.UserIdentificationReserved
			u.PhoneNumbers[0].Verification = verification(status)
			u.PrimaryPhoneNumberID = backend.Value(u.PhoneNumbers[0].ID)
			return nil
		}
		u.PhoneNumbers = nil
		if err := checkPhone(&u.User, body.PhoneNumber); err != nil {
			return err
		}
		i.identifyByPhone(&u.User, body.PhoneNumber, status)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &u.PhoneNumbers[0], nil
}
