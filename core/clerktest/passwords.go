package clerktest

import (
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"net/http"

	"github.com/clerkgo/clerk-go/core/backend"
)

// passwordRounds is small: these passwords protect nothing, and tests set many.
const passwordRounds = 1000

// A passwordHash is a password that the instance cannot show.
type passwordHash struct {
	salt   [16]byte
	digest []byte
}

func hashPassword(password string) (*passwordHash, error) {
	h := &passwordHash{}
	rand.Read(h.salt[:])
	var err error
	h.digest, err = pbkdf2.Key(sha256.New, password, h.salt[:], passwordRounds, sha256.Size)
	return h, err
}

// matches reports whether a password is the one. Nil matches none.
func (h *passwordHash) matches(password string) bool {
	if h == nil {
		return false
	}
	digest, err := pbkdf2.Key(sha256.New, password, h.salt[:], passwordRounds, sha256.Size)
	return err == nil && subtle.ConstantTimeCompare(digest, h.digest) == 1
}

// passwordIs reports whether a password is a user's.
func (i *Instance) passwordIs(userID, password string) bool {
	i.mu.RLock()
	u := i.findUser(userID)
	var hash *passwordHash
	if u != nil {
		hash = u.password
	}
	i.mu.RUnlock()
	return hash.matches(password)
}

func (i *Instance) verifyPassword(r *http.Request) (any, error) {
	var body backend.UserPasswordVerifyParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	id := r.PathValue("id")
	i.mu.RLock()
	u := i.findUser(id)
	i.mu.RUnlock()
	switch {
	case u == nil:
		return nil, errNotFound("user", id)
	case !i.passwordIs(id, body.Password):
		return nil, &apiError{http.StatusUnprocessableEntity, "incorrect_password", "The password is not the user's.", "password"}
	}
	return backend.UserPasswordVerification{Verified: true}, nil
}

func (i *Instance) removePassword(r *http.Request) (any, error) {
	var body backend.UserPasswordRemoveParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	id := r.PathValue("id")
	return i.changeUser(id, func(u *user) error {
		u.PasswordEnabled, u.password = false, nil
		if body.SignOutOfOtherSessions.Or(false) {
			i.endSessions(id)
		}
		return nil
	})
}
