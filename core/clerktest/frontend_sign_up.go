package clerktest

import (
	"net/http"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/go-json-experiment/json"
)

// minPassword is how many characters a password has at least.
const minPassword = 8

// A signUpAttempt is a sign-up in progress.
type signUpAttempt struct {
	abandonAt      time.Time
	address        string
	code           *oneTimeCode
	createdSession string
	createdUser    string
	firstName      string
	id             string
	lastName       string
	password       *passwordHash
	status         string
	unsafeMetadata backend.Metadata
	username       string
}

// signUpAnswer is a sign-up as the Frontend API shows it.
type signUpAnswer struct {
	backend.SignUp
	Verifications signUpVerifications `json:"verifications"`
}

// signUpVerifications say what has to be proved.
type signUpVerifications struct {
	EmailAddress    *signUpVerification `json:"email_address"`
	ExternalAccount *signUpVerification `json:"external_account"`
	PhoneNumber     *signUpVerification `json:"phone_number"`
	Web3Wallet      *signUpVerification `json:"web3_wallet"`
}

type signUpVerification struct {
	Attempts            backend.Opt[int64]         `json:"attempts"`
	ExpireAt            backend.Time               `json:"expire_at"`
	NextAction          string                     `json:"next_action"`
	Object              string                     `json:"object"`
	Status              backend.VerificationStatus `json:"status"`
	Strategy            string                     `json:"strategy"`
	SupportedStrategies []string                   `json:"supported_strategies"`
}

// shownSignUp is a sign-up as it is now.
func (i *Instance) shownSignUp(a *signUpAttempt) *signUpAnswer {
	shown := &signUpAnswer{SignUp: backend.SignUp{
		AbandonAt: backend.NewTime(a.abandonAt), CreatedSessionID: optional(a.createdSession), CreatedUserID: optional(a.createdUser),
		EmailAddress: optional(a.address), ExternalID: backend.Null[string](), FirstName: optional(a.firstName), ID: a.id, LastName: optional(a.lastName),
		MissingFields: []string{}, Object: "sign_up_attempt", OptionalFields: []string{"first_name", "last_name", "password", "username"},
		PasswordEnabled: a.password != nil, PhoneNumber: backend.Null[string](), RequiredFields: []string{"email_address"},
		Status: backend.SignUpStatus(a.status), UnverifiedFields: []string{}, UnsafeMetadata: orEmpty(a.unsafeMetadata), Username: optional(a.username), Web3Wallet: backend.Null[string](),
	}}
	switch {
	case a.address == "":
		shown.MissingFields = []string{"email_address"}
	case a.status != "complete":
		shown.UnverifiedFields = []string{"email_address"}
		shown.Verifications.EmailAddress = &signUpVerification{
			Attempts: backend.Value[int64](0), ExpireAt: backend.NewTime(i.now().Add(codeLifetime)), NextAction: "needs_prepare", Object: "verification_otp",
			Status: backend.VerificationUnverified, Strategy: "email_code", SupportedStrategies: []string{"email_code"},
		}
		if a.code != nil {
			shown.Verifications.EmailAddress.NextAction = "needs_attempt"
		}
	}
	return shown
}

func (i *Instance) postSignUp(r *http.Request, d *device) (any, error) {
	a := &signUpAttempt{abandonAt: i.now().Add(attemptLifetime), id: newID("sua_"), status: "missing_requirements"}
	if err := i.readSignUp(r, a); err != nil {
		return nil, err
	}
	d.signUp, d.SignUpID = a, backend.Value(a.id)
	return i.shownSignUp(a), nil
}

func (i *Instance) patchSignUp(r *http.Request, d *device) (any, error) {
	a, err := i.signUpOf(r, d)
	if err != nil {
		return nil, err
	}
	if err := i.readSignUp(r, a); err != nil {
		return nil, err
	}
	return i.shownSignUp(a), nil
}

// readSignUp writes a form into an attempt. The caller holds mu.
func (i *Instance) readSignUp(r *http.Request, a *signUpAttempt) error {
	for name, values := range r.PostForm {
		value := values[0]
		switch name {
		case "email_address":
			if !looksLikeAddress(value) {
				return errInvalid(name, "must be a valid email address")
			}
			if i.findAddress(value) != nil {
				return errConflict(name, "email address")
			}
			if address := strings.ToLower(value); address != a.address {
				a.address, a.code = address, nil // the code proves another address
			}
		case "first_name":
			a.firstName = value
		case "last_name":
			a.lastName = value
		case "password":
			if len([]rune(value)) < minPassword {
				return &apiError{http.StatusUnprocessableEntity, "form_password_length_too_short", "Passwords must be 8 characters or more.", name}
			}
			hash, err := hashPassword(value)
			if err != nil {
				return err
			}
			a.password = hash
		case "strategy":
			if value != "" && value != "email_code" {
				return errUnsupported(r, "strategy "+value)
			}
		case "unsafe_metadata":
			metadata := map[string]any{}
			if err := json.Unmarshal([]byte(value), &metadata); err != nil {
				return errInvalid(name, "must be a JSON object")
			}
			a.unsafeMetadata = backend.MetadataOf(metadata)
		case "username":
			if i.identifiers.usernames[value] != nil {
				return errConflict(name, "username")
			}
			a.username = value
		case "captcha_error", "captcha_token", "captcha_widget_type", "legal_accepted", "locale":
			// These prove or prefer what the local Clerk does not ask for.
		default:
			return errUnsupported(r, name)
		}
	}
	return nil
}

func (i *Instance) signUpOf(r *http.Request, d *device) (*signUpAttempt, error) {
	if d.signUp == nil || d.signUp.id != r.PathValue("id") || !i.now().Before(d.signUp.abandonAt) {
		return nil, errNotFound("sign-up", r.PathValue("id"))
	}
	return d.signUp, nil
}

func (i *Instance) getSignUp(r *http.Request, d *device) (any, error) {
	a, err := i.signUpOf(r, d)
	if err != nil {
		return nil, err
	}
	return i.shownSignUp(a), nil
}

func (i *Instance) prepareSignUp(r *http.Request, d *device) (any, error) {
	a, err := i.signUpOf(r, d)
	if err != nil {
		return nil, err
	}
	if a.status == "complete" {
		return nil, errVerified()
	}
	if a.address == "" || r.PostForm.Get("strategy") != "email_code" {
		return nil, errUnsupported(r, "strategy "+r.PostForm.Get("strategy"))
	}
	a.code = i.sendCode(a.address)
	return i.shownSignUp(a), nil
}

func (i *Instance) attemptSignUp(r *http.Request, d *device) (any, error) {
	a, err := i.signUpOf(r, d)
	if err != nil {
		return nil, err
	}
	if a.status == "complete" {
		return nil, errVerified()
	}
	if err := a.code.accept(r.PostForm.Get("code"), i.now()); err != nil {
		return nil, err
	}
	if err := i.completeSignUp(d, a); err != nil {
		return nil, err
	}
	return i.shownSignUp(a), nil
}

// completeSignUp makes the user of an attempt and signs them in. The caller holds
// mu.
func (i *Instance) completeSignUp(d *device, a *signUpAttempt) error {
	u := i.blankUser()
	i.addEmailAddress(&u.User, a.address)
	u.FirstName, u.LastName, u.Username = optional(a.firstName), optional(a.lastName), optional(a.username)
	u.UnsafeMetadata = orEmpty(a.unsafeMetadata)
	if a.password != nil {
		u.password, u.PasswordEnabled, u.PasswordLastUpdatedAt = a.password, true, u.CreatedAt
	}
	if err := i.checkFree(&u.User); err != nil {
		return err
	}
	i.users = append(i.users, u)
	i.identifiers.add(u)
	_, _ = i.emit("user.created", &u.User) // without a receiver there is nobody to tell
	s, err := i.signInTo(d, u, "", "email_code")
	if err != nil {
		return err
	}
	a.status, a.createdSession, a.createdUser = "complete", s.ID, u.ID
	return nil
}
