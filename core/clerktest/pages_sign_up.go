package clerktest

import (
	"net/url"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// signUpPage is what the page of sign-up shows.
type signUpPage struct {
	Address, FirstName, LastName string
	Wrong                        string // the field that is
}

func (i *Instance) showSignUp(v *visit) (any, error) {
	return i.show(v, "sign-up", "Sign up", signUpPage{}), nil
}

// submitSignUp reads the form and makes a code for the address.
func (i *Instance) submitSignUp(v *visit) (any, error) {
	form := url.Values{}
	for _, name := range []string{"email_address", "first_name", "last_name", "password"} {
		if value := v.PostForm.Get(name); value != "" {
			form.Set(name, value)
		}
	}
	a := &signUpAttempt{abandonAt: i.now().Add(attemptLifetime), id: newID("sua_"), status: "missing_requirements"}
	err := errMissing("email_address")
	if form.Has("email_address") {
		r := *v.Request
		r.PostForm = form
		err = i.readSignUp(&r, a)
	}
	if err != nil {
		page := signUpPage{form.Get("email_address"), form.Get("first_name"), form.Get("last_name"), wrongField(err)}
		return i.show(v, "sign-up", "Sign up", page).refuse(err), nil
	}
	a.code = i.sendCode(a.address)
	d := i.browser(v)
	d.signUp, d.SignUpID = a, backend.Value(a.id)
	return v.to("/sign-up/code"), nil
}

// signingUp returns the attempt that waits for a code, nil if none does.
func (i *Instance) signingUp(v *visit) *signUpAttempt {
	if v.device == nil || v.device.signUp == nil {
		return nil
	}
	if a := v.device.signUp; a.code != nil && a.status != "complete" && i.now().Before(a.abandonAt) {
		return a
	}
	return nil
}

func (i *Instance) showSignUpCode(v *visit) (any, error) {
	a := i.signingUp(v)
	if a == nil {
		return v.to("/sign-up"), nil
	}
	return i.codePage(v, a.address, "/sign-up"), nil
}

func (i *Instance) submitSignUpCode(v *visit) (any, error) {
	a := i.signingUp(v)
	if a == nil {
		return v.to("/sign-up"), nil
	}
	if v.PostForm.Has("resend") {
		a.code = i.sendCode(a.address)
		return v.to("/sign-up/code"), nil
	}
	err := a.code.accept(strings.TrimSpace(v.PostForm.Get("code")), i.now())
	if err == nil {
		err = i.completeSignUp(v.device, a)
	}
	if err != nil {
		return i.codePage(v, a.address, "/sign-up").refuse(err), nil
	}
	for _, s := range i.sessionsOf(v.device) {
		if s.ID != a.createdSession {
			i.endSession(v.device, s, "replaced")
		}
	}
	return v.back("/user"), nil
}
