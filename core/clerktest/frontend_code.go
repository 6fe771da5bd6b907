package clerktest

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"net/http"
	"strings"
	"time"
)

const (
	codeAttempts = 3
	codeLifetime = 10 * time.Minute
	testCode     = "424242" // of addresses that Clerk reserves for tests
)

// A oneTimeCode is a code that was sent to an address.
type oneTimeCode struct {
	attempts int
	code     string
	expires  time.Time
}

// A sentCode is a code that [Options].Code has to be told of.
type sentCode struct{ address, code string }

// sendCode makes a code for an address. Nothing is sent: addresses with +clerk_test
// have the code that Clerk documents, others a random one. The caller holds mu, and
// gives it back by unlockAndTell.
func (i *Instance) sendCode(address string) *oneTimeCode {
	c := &oneTimeCode{code: testCode, expires: i.now().Add(codeLifetime)}
	if !strings.Contains(address, "+clerk_test") {
		number, _ := rand.Int(rand.Reader, big.NewInt(1_000_000)) // crypto/rand never fails
		c.code = fmt.Sprintf("%06d", number)
	}
	i.untold = append(i.untold, sentCode{address, c.code})
	return c
}

// unlockAndTell releases mu, and then tells of the codes that were made meanwhile: who
// is told may call the instance.
func (i *Instance) unlockAndTell() {
	codes := i.untold
	i.untold = nil
	i.mu.Unlock()
	if i.tellCode == nil {
		return
	}
	for _, sent := range codes {
		i.tellCode(sent.address, sent.code)
	}
}

// errVerified answers who proves again what is proved.
func errVerified() error {
	return &apiError{http.StatusBadRequest, "verification_already_verified", "This was verified already.", ""}
}

// accept checks a code, a few times only.
func (c *oneTimeCode) accept(code string, now time.Time) error {
	switch {
	case c == nil:
		return &apiError{http.StatusBadRequest, "verification_missing", "No code was sent.", "code"}
	case !now.Before(c.expires), c.attempts >= codeAttempts:
		return &apiError{http.StatusBadRequest, "verification_expired", "The code has expired. Send another one.", "code"}
	}
	c.attempts++
	if !equalSecret(code, c.code) {
		return &apiError{http.StatusUnprocessableEntity, "form_code_incorrect", "The code is not the one that was sent.", "code"}
	}
	return nil
}
