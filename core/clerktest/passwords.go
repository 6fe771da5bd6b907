package clerktest

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// passwordRounds is small: these passwords protect nothing, and tests set many.
const passwordRounds = 100

// maxPasswordRounds bounds the work that a digest from elsewhere can ask for.
const maxPasswordRounds = 5_000_000

// passwordHasher is the name of the form of digests, as Clerk and Django have it:
// "pbkdf2_sha256$ROUNDS$SALT$DIGEST", the digest in base64.
const passwordHasher = "pbkdf2_sha256"

// A passwordHash is a password that the instance cannot show.
type passwordHash struct {
	rounds int
	salt   string
	digest []byte
}

func hashPassword(password string) (*passwordHash, error) {
	h := &passwordHash{rounds: passwordRounds, salt: randomText(22)}
	var err error
	h.digest, err = h.of(password)
	return h, err
}

// readPasswordHash reads what encoded writes.
func readPasswordHash(text string) (*passwordHash, error) {
	const wrong invalid = `must be "pbkdf2_sha256$ROUNDS$SALT$DIGEST", the digest of 32 bytes in base64`
	parts := strings.Split(text, "$")
	if len(parts) != 4 || parts[0] != passwordHasher || parts[2] == "" {
		return nil, wrong
	}
	rounds, err := strconv.Atoi(parts[1])
	if err != nil || rounds < 1 || rounds > maxPasswordRounds {
		return nil, wrong
	}
	digest, err := base64.StdEncoding.DecodeString(parts[3])
	if err != nil || len(digest) != sha256.Size {
		return nil, wrong
	}
	return &passwordHash{rounds, parts[2], digest}, nil
}

func (h *passwordHash) of(password string) ([]byte, error) {
	return pbkdf2.Key(sha256.New, password, []byte(h.salt), h.rounds, sha256.Size)
}

// matches reports whether a password is the one. Nil matches none.
func (h *passwordHash) matches(password string) bool {
	if h == nil {
		return false
	}
	digest, err := h.of(password)
	return err == nil && subtle.ConstantTimeCompare(digest, h.digest) == 1
}

// encoded is the digest in the form of passwordHasher.
func (h *passwordHash) encoded() string {
	return fmt.Sprintf("%s$%d$%s$%s", passwordHasher, h.rounds, h.salt, base64.StdEncoding.EncodeToString(h.digest))
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
