package clerktest

import (
	"net/http"
	"slices"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A signInAttempt is a sign-in in progress.
type signInAttempt struct {
	abandonAt      time.Time
	code           *oneTimeCode // that was sent
	createdSession string
	firstFactor    string // the strategy that was proved
	id             string
	status         string // of Clerk's: needs_identifier, needs_first_factor, complete
	user           *user
}

// signInAnswer is a sign-in as the Frontend API shows it.
type signInAnswer struct {
	AbandonAt                backend.Time          `json:"abandon_at"`
	CreatedSessionID         backend.Opt[string]   `json:"created_session_id"`
	FirstFactorVerification  *backend.Verification `json:"first_factor_verification"`
	ID                       string                `json:"id"`
	Identifier               backend.Opt[string]   `json:"identifier"`
	Object                   string                `json:"object"`
	SecondFactorVerification *backend.Verification `json:"second_factor_verification"`
	Status                   string                `json:"status"`
	SupportedFirstFactors    []signInFactor        `json:"supported_first_factors"`
	SupportedIdentifiers     []string              `json:"supported_identifiers"`
	SupportedSecondFactors   []signInFactor        `json:"supported_second_factors"`
	UserData                 *signInUser           `json:"user_data"`
}

// signInUser is what a page may show of who signs in, before they have proved it.
type signInUser struct {
	FirstName backend.Opt[string] `json:"first_name"`
	HasImage  bool                `json:"has_image"`
	ImageURL  string              `json:"image_url"`
	LastName  backend.Opt[string] `json:"last_name"`
}

// signInFactor is a way to prove who one is.
type signInFactor struct {
	EmailAddressID string `json:"email_address_id,omitzero"`
	Primary        bool   `json:"primary,omitzero"`
	SafeIdentifier string `json:"safe_identifier,omitzero"`
	Strategy       string `json:"strategy"`
}

// attemptLifetime is how long an attempt may take, as at Clerk.
const attemptLifetime = 24 * time.Hour

// shownSignIn is a sign-in as it is now.
func (i *Instance) shownSignIn(a *signInAttempt) *signInAnswer {
	shown := &signInAnswer{
		AbandonAt: backend.NewTime(a.abandonAt), CreatedSessionID: optional(a.createdSession), ID: a.id, Identifier: backend.Null[string](),
		Object: "sign_in_attempt", Status: a.status, SupportedFirstFactors: []signInFactor{}, SupportedIdentifiers: []string{"email_address", "username"},
		SupportedSecondFactors: []signInFactor{},
	}
	if a.user == nil {
		return shown
	}
	u := &a.user.User
	shown.Identifier = backend.Value(identifierOf(u))
	shown.UserData = &signInUser{
		FirstName: orNullText(u.FirstName), HasImage: u.HasImage, ImageURL: u.ImageURL, LastName: orNullText(u.LastName),
	}
	if u.PasswordEnabled {
		shown.SupportedFirstFactors = append(shown.SupportedFirstFactors, signInFactor{Strategy: "password"})
	}
	for _, e := range u.EmailAddresses {
		if !exclusive(e.Verification, e.Reserved) {
			continue
		}
		shown.SupportedFirstFactors = append(shown.SupportedFirstFactors, signInFactor{
			EmailAddressID: e.ID, Primary: e.ID == u.PrimaryEmailAddressID.Or(""), SafeIdentifier: e.EmailAddress, Strategy: "email_code",
		})
	}
	switch {
	case a.status == "complete":
		shown.FirstFactorVerification = verificationOf(a.firstFactor, backend.VerificationVerified, i.now())
	case a.code != nil:
		shown.FirstFactorVerification = verificationOf("email_code", backend.VerificationUnverified, a.code.expires)
	}
	return shown
}

// verificationOf is what the Frontend API says of a proof.
func verificationOf(strategy string, status backend.VerificationStatus, expires time.Time) *backend.Verification {
	object := map[string]string{"email_code": "verification_otp", "password": "verification_password", "ticket": "verification_ticket"}[strategy]
	return &backend.Verification{
		Attempts: backend.Value[int64](1), ExpireAt: backend.NewTime(expires), Object: object, Status: status, Strategy: strategy,
	}
}

func (i *Instance) postSignIn(r *http.Request, d *device) (any, error) {
	form := r.PostForm
	if err := refuseForm(r, "code", "proof_token", "token", "transfer", "trusted_device_id"); err != nil {
		return nil, err
	}
	a := &signInAttempt{abandonAt: i.now().Add(attemptLifetime), id: newID("sia_"), status: "needs_identifier"}
	organization := ""
	var actor backend.Metadata
	switch {
	case form.Get("strategy") == "ticket":
		t, err := i.takeTicket(form.Get("ticket"))
		if err != nil {
			return nil, err
		}
		a.user, a.firstFactor, organization, actor = i.findUser(t.userID), "ticket", t.organization, t.actor
		if a.user == nil {
			return nil, errNotFound("user", t.userID)
		}
	case !slices.Contains([]string{"", "email_code", "password"}, form.Get("strategy")):
		return nil, errUnsupported(r, "strategy "+form.Get("strategy"))
	case form.Get("identifier") != "":
		u := i.findIdentifier(form.Get("identifier"))
		if u == nil {
			return nil, &apiError{http.StatusUnprocessableEntity, "form_identifier_not_found", "No user has that identifier.", "identifier"}
		}
		a.user, a.status = u, "needs_first_factor"
		switch {
		case form.Get("strategy") == "email_code":
			if err := i.codeFor(a, ""); err != nil {
				return nil, err
			}
		case form.Has("password"):
			if !u.password.matches(form.Get("password")) {
				return nil, errWrongPassword()
			}
			a.firstFactor = "password"
		}
	}
	d.signIn, d.SignInID = a, backend.Value(a.id)
	if a.firstFactor != "" {
		if err := i.completeSignIn(d, a, organization, actor); err != nil {
			return nil, err
		}
	}
	return i.shownSignIn(a), nil
}

func errWrongPassword() error {
	return &apiError{http.StatusUnprocessableEntity, "form_password_incorrect", "The password is not the user's.", "password"}
}

// findIdentifier returns the user who has an email address or username. The caller
// holds mu.
func (i *Instance) findIdentifier(identifier string) *user {
	if u := i.findAddress(identifier); u != nil {
		return u
	}
	return i.identifiers.usernames[identifier]
}

// completeSignIn signs the user of an attempt in. The caller holds mu.
func (i *Instance) completeSignIn(d *device, a *signInAttempt, organization string, actor backend.Metadata) error {
	s, err := i.signInTo(d, a.user, organization, a.firstFactor)
	if err != nil {
		return err
	}
	s.actor = actor
	a.status, a.createdSession = "complete", s.ID
	return nil
}

// signInOf returns the attempt that a path names, if it is the device's.
func (i *Instance) signInOf(r *http.Request, d *device) (*signInAttempt, error) {
	if d.signIn == nil || d.signIn.id != r.PathValue("id") || !i.now().Before(d.signIn.abandonAt) {
		return nil, errNotFound("sign-in", r.PathValue("id"))
	}
	return d.signIn, nil
}

func (i *Instance) getSignIn(r *http.Request, d *device) (any, error) {
	a, err := i.signInOf(r, d)
	if err != nil {
		return nil, err
	}
	return i.shownSignIn(a), nil
}

func (i *Instance) prepareSignIn(r *http.Request, d *device) (any, error) {
	a, err := i.signInOf(r, d)
	if err != nil {
		return nil, err
	}
	switch {
	case a.status == "complete":
		return nil, errVerified()
	case r.PostForm.Get("strategy") != "email_code" || a.user == nil:
		return nil, errUnsupported(r, "strategy "+r.PostForm.Get("strategy"))
	}
	if err := i.codeFor(a, r.PostForm.Get("email_address_id")); err != nil {
		return nil, err
	}
	return i.shownSignIn(a), nil
}

// codeFor makes a code for an address of the user of an attempt, by its ID: "" is the
// primary one. The caller holds mu.
func (i *Instance) codeFor(a *signInAttempt, id string) error {
	if id == "" {
		id = a.user.PrimaryEmailAddressID.Or("")
	}
	for _, e := range a.user.EmailAddresses {
		if e.ID == id && exclusive(e.Verification, e.Reserved) {
			a.code = i.sendCode(e.EmailAddress)
			return nil
		}
	}
	return errInvalid("email_address_id", "is not an email address of the user that they may sign in by")
}

func (i *Instance) attemptSignIn(r *http.Request, d *device) (any, error) {
	a, err := i.signInOf(r, d)
	if err != nil {
		return nil, err
	}
	switch strategy := r.PostForm.Get("strategy"); {
	case a.status == "complete":
		return nil, errVerified()
	case a.user == nil:
		return nil, errInvalid("strategy", "needs an identifier first")
	case strategy == "password":
		if !a.user.password.matches(r.PostForm.Get("password")) {
			return nil, errWrongPassword()
		}
	case strategy == "email_code":
		if err := a.code.accept(r.PostForm.Get("code"), i.now()); err != nil {
			return nil, err
		}
	default:
		return nil, errUnsupported(r, "strategy "+strategy)
	}
	a.firstFactor = r.PostForm.Get("strategy")
	if err := i.completeSignIn(d, a, "", backend.Metadata{}); err != nil {
		return nil, err
	}
	return i.shownSignIn(a), nil
}
