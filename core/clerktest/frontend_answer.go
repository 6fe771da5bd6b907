package clerktest

import (
	"net/http"
	"net/url"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A writer is an answer that is more than JSON with status 200.
type writer interface{ write(w http.ResponseWriter) }

// redirect sends a browser elsewhere, with cookies.
type redirect struct {
	status   int
	location string
	cookies  []string
}

func (a redirect) write(w http.ResponseWriter) {
	for _, cookie := range a.cookies {
		w.Header().Add("Set-Cookie", cookie)
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", a.location)
	w.WriteHeader(a.status)
}

// frontend lets through everybody but web pages of other machines.
func frontend(_ *Instance, r *http.Request) error {
	if origin := r.Header.Get("Origin"); origin != "" && !loopbackOrigin(origin) {
		return &apiError{http.StatusForbidden, "origin_invalid", "The local Clerk answers only to pages of this machine.", ""}
	}
	return nil
}

// loopbackOrigin reports whether an Origin header is of this machine.
func loopbackOrigin(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && loopbackHost(u.Hostname())
}

// loopbackURL reads a URL of this machine. A redirect to any other would make the
// local Clerk a tool against its user.
func loopbackURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !loopbackHost(u.Hostname()) {
		return nil, invalid("must be an absolute http or https URL of this machine")
	}
	return u, nil
}

// deviceSession is a session as the Frontend API shows it.
type deviceSession struct {
	Session
	Actor                 backend.Metadata        `json:"actor"`
	FactorVerificationAge []int                   `json:"factor_verification_age"`
	LastActiveToken       *backend.Token          `json:"last_active_token"`
	PublicUserData        *backend.PublicUserData `json:"public_user_data"`
	User                  backend.User            `json:"user"`
}

// deviceAnswer is a device as the Frontend API shows it.
type deviceAnswer struct {
	backend.DeviceClient
	CaptchaBypass   bool            `json:"captcha_bypass"`
	CookieExpiresAt backend.Time    `json:"cookie_expires_at"`
	Sessions        []deviceSession `json:"sessions"`
	SignIn          *signInAnswer   `json:"sign_in"`
	SignUp          *signUpAnswer   `json:"sign_up"`
}

// wrapped is how the Frontend API answers what changes a device: with the device
// beside what was asked for.
type wrapped struct {
	Client   any `json:"client"`
	Response any `json:"response"`
}

// shownDevice is a device as it is now. The caller holds mu.
func (i *Instance) shownDevice(r *http.Request, d *device) (*deviceAnswer, error) {
	shown := &deviceAnswer{DeviceClient: d.DeviceClient, CaptchaBypass: true, CookieExpiresAt: backend.NewTime(i.now().Add(deviceLifetime)), Sessions: []deviceSession{}}
	for _, s := range i.sessionsOf(d) {
		one, err := i.shownDeviceSession(r, s)
		if err != nil {
			return nil, err
		}
		shown.Sessions = append(shown.Sessions, *one)
	}
	if s := i.activeOf(d); s != nil {
		shown.LastActiveSessionID = backend.Value(s.ID)
	}
	if d.signIn != nil && d.signIn.status != "complete" {
		shown.SignIn = i.shownSignIn(d.signIn)
	}
	if d.signUp != nil && d.signUp.status != "complete" {
		shown.SignUp = i.shownSignUp(d.signUp)
	}
	return shown, nil
}

// shownDeviceSession is a session with a token for the page that asks. The caller
// holds mu.
func (i *Instance) shownDeviceSession(r *http.Request, s *session) (*deviceSession, error) {
	shown := &deviceSession{Session: i.shown(s), Actor: s.actor, FactorVerificationAge: []int{0, -1}}
	u := i.findUser(s.UserID)
	if u == nil {
		return shown, nil
	}
	shown.User = i.frontendUser(u)
	shown.PublicUserData = &backend.PublicUserData{
		FirstName: orNullText(u.FirstName), HasImage: u.HasImage, Identifier: identifierOf(&u.User), ImageURL: u.ImageURL,
		LastName: orNullText(u.LastName), UserID: u.ID,
	}
	if shown.Status != "active" {
		return shown, nil
	}
	token, err := i.sessionToken(s, r.Header.Get("Origin"))
	if err != nil {
		return nil, err
	}
	shown.LastActiveToken = &backend.Token{JWT: token, Object: "token"}
	return shown, nil
}

// frontendUser is a user without what is for servers only. The caller holds mu.
func (i *Instance) frontendUser(u *user) backend.User {
	shown := u.User
	shown.PrivateMetadata = backend.Metadata{}
	shown.OrganizationMemberships = []backend.OrganizationMembership{}
	for _, m := range i.userMemberships[u.ID] {
		membership := i.shownMembership(m)
		membership.PrivateMetadata, membership.Organization.PrivateMetadata = backend.Metadata{}, backend.Metadata{}
		shown.OrganizationMemberships = append(shown.OrganizationMemberships, membership)
	}
	return shown
}

func orNullText(o backend.Opt[string]) backend.Opt[string] { return optional(o.Or("")) }

// withDevice answers about the device of a request, and about the device itself.
func (i *Instance) withDevice(answer func(r *http.Request, d *device) (any, error)) handler {
	return func(r *http.Request) (any, error) {
		i.mu.Lock()
		defer i.unlockAndTell()
		d := i.deviceOf(r)
		if d == nil {
			return nil, &apiError{http.StatusUnauthorized, "dev_browser_unauthenticated", "The browser has no " + cookieDevBrowser + " of this instance.", ""}
		}
		response, err := answer(r, d)
		if err != nil {
			return nil, err
		}
		client, err := i.shownDevice(r, d)
		if err != nil {
			return nil, err
		}
		return wrapped{client, response}, nil
	}
}
