package clerktest

import (
	"net/http"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// maxPicks is how many users a sign-in page offers at once.
const maxPicks = 8

// signInPage is what the page of sign-in shows.
type signInPage struct {
	Identifier string
	More       bool // there are more users than the page offers
	Query      string
	Ticket     string
	Total      int
	Users      []person
	Wrong      string // the field that is
}

func (i *Instance) showSignIn(v *visit) (any, error) {
	return i.signInPage(v, v.URL.Query().Get("__clerk_ticket"), nil), nil
}

// signInPage shows the form of sign-in, with why it was refused if it was. The caller
// holds mu.
func (i *Instance) signInPage(v *visit, ticket string, refused error) *rendered {
	page := signInPage{Identifier: v.PostForm.Get("identifier"), Query: v.URL.Query().Get("q"), Ticket: ticket, Total: len(i.users)}
	page.More = page.Total > maxPicks
	for _, u := range cut(i.matching(page.Query), firstPicks) {
		page.Users = append(page.Users, i.personOf(u))
	}
	shown := i.show(v, "sign-in", "Sign in", &page)
	if refused != nil {
		shown.refuse(refused)
		page.Wrong = wrongField(refused)
	}
	return shown
}

var firstPicks = page{limit: maxPicks}

// submitSignIn signs in whoever was picked, proves to be themselves by password or
// link, or asks for a code.
func (i *Instance) submitSignIn(v *visit) (any, error) {
	form := v.PostForm
	d := i.browser(v)
	if id := form.Get("user"); id != "" {
		u := i.findUser(id)
		if u == nil {
			return i.signInPage(v, "", errNotFound("user", id)), nil
		}
		return i.enter(v, &signInAttempt{firstFactor: "ticket", user: u}, "")
	}
	if ticket := form.Get("ticket"); ticket != "" {
		t, err := i.takeTicket(ticket)
		if err != nil {
			return i.signInPage(v, "", err), nil
		}
		u := i.findUser(t.userID)
		if u == nil {
			return i.signInPage(v, "", errNotFound("user", t.userID)), nil
		}
		return i.enterAs(v, &signInAttempt{firstFactor: "ticket", user: u}, t.organization, t.actor)
	}
	u := i.findIdentifier(strings.TrimSpace(form.Get("identifier")))
	if u == nil {
		return i.signInPage(v, "", &apiError{http.StatusUnprocessableEntity, "form_identifier_not_found",
			"No user has that email address or username.", "identifier"}), nil
	}
	if form.Get("strategy") == "email_code" {
		address := u.PrimaryEmailAddress()
		if address == nil {
			return i.signInPage(v, "", errInvalid("identifier", "is of a user without an email address")), nil
		}
		d.signIn = &signInAttempt{
			abandonAt: i.now().Add(attemptLifetime), code: i.sendCode(address.EmailAddress), firstFactor: "email_code", id: newID("sia_"),
			status: "needs_first_factor", user: u,
		}
		d.SignInID = backend.Value(d.signIn.id)
		return v.to("/sign-in/code"), nil
	}
	if !u.password.matches(form.Get("password")) {
		return i.signInPage(v, "", errWrongPassword()), nil
	}
	return i.enter(v, &signInAttempt{firstFactor: "password", user: u}, "")
}

// wrongField is the field of a form that was refused, "" if no field was.
func wrongField(refused error) string {
	if refusal, ok := refused.(*apiError); ok {
		return refusal.param
	}
	return ""
}

// enter signs the user of an attempt in and sends them where they were going.
func (i *Instance) enter(v *visit, a *signInAttempt, organization string) (any, error) {
	return i.enterAs(v, a, organization, backend.Metadata{})
}

// enterAs is enter for somebody who acts as the user. The instance is of one session
// at a time: whoever else is signed in on this browser is signed out. The caller
// holds mu.
func (i *Instance) enterAs(v *visit, a *signInAttempt, organization string, actor backend.Metadata) (any, error) {
	d := i.browser(v)
	if err := i.completeSignIn(d, a, organization, actor); err != nil {
		return i.signInPage(v, "", err), nil
	}
	for _, s := range i.sessionsOf(d) {
		if s.ID != a.createdSession {
			i.endSession(d, s, "replaced")
		}
	}
	return v.back("/user"), nil
}

// codePage is what the page that asks for a code shows.
type codePage struct {
	Address string
	Back    string
	Test    bool // the code is that of addresses for tests
}

func (i *Instance) codePage(v *visit, address, back string) *rendered {
	return i.show(v, "code", "Enter the code", codePage{address, back, strings.Contains(address, "+clerk_test")})
}

// coding returns the attempt that waits for a code, nil if none does.
func (i *Instance) coding(v *visit) *signInAttempt {
	if v.device == nil || v.device.signIn == nil {
		return nil
	}
	if a := v.device.signIn; a.code != nil && a.user != nil && a.status != "complete" && i.now().Before(a.abandonAt) {
		return a
	}
	return nil
}

func (i *Instance) showSignInCode(v *visit) (any, error) {
	a := i.coding(v)
	if a == nil {
		return v.to("/sign-in"), nil
	}
	return i.codePage(v, identifierOf(&a.user.User), "/sign-in"), nil
}

func (i *Instance) submitSignInCode(v *visit) (any, error) {
	a := i.coding(v)
	if a == nil {
		return v.to("/sign-in"), nil
	}
	address := identifierOf(&a.user.User)
	if v.PostForm.Has("resend") {
		a.code = i.sendCode(address)
		return v.to("/sign-in/code"), nil
	}
	if err := a.code.accept(strings.TrimSpace(v.PostForm.Get("code")), i.now()); err != nil {
		return i.codePage(v, address, "/sign-in").refuse(err), nil
	}
	a.firstFactor = "email_code"
	return i.enter(v, a, "")
}
