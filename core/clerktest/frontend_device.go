package clerktest

import (
	"net/http"
	"slices"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

const (
	cookieDevBrowser = "__clerk_db_jwt"
	maxDevices       = 10_000
	deviceLifetime   = 365 * 24 * time.Hour
)

// A device is a browser: what Clerk calls a client. Its token is in a cookie of the
// local Clerk and in one of each application.
type device struct {
	backend.DeviceClient
	digest digest // of the token
	signIn *signInAttempt
	signUp *signUpAttempt
	token  string // "" for one of a [Seed], until the browser tells it
	uat    int64  // seconds; when its sessions last changed, 0 for signed out
}

// newDevice makes a device. When there are too many, the oldest is forgotten. The
// caller holds mu.
func (i *Instance) newDevice() *device {
	now := backend.NewTime(i.now())
	d := &device{token: "dvb_" + randomText(27), DeviceClient: backend.DeviceClient{
		CreatedAt: now, ID: newID("client_"), LastActiveSessionID: backend.Null[string](), LastAuthenticationStrategy: backend.Null[string](),
		Object: "client", SessionIDs: []string{}, SignInID: backend.Null[string](), SignUpID: backend.Null[string](), UpdatedAt: now,
	}}
	d.digest = digestOf(d.token)
	i.devices.add(d.ID, d)
	i.devices.keepDigest(d.digest, d)
	if len(i.devices.list) > maxDevices {
		i.devices.remove(i.devices.list[0].ID)
	}
	return d
}

// deviceOf returns the device of a request, nil if it has none that is known. The
// caller holds mu for writing.
func (i *Instance) deviceOf(r *http.Request) *device {
	tokens := []string{r.URL.Query().Get(cookieDevBrowser)}
	for _, cookie := range r.CookiesNamed(cookieDevBrowser) {
		tokens = append(tokens, cookie.Value)
	}
	for _, token := range tokens {
		if d := i.devices.secretOf(token); d != nil {
			if d.token == "" {
				d.token = token
			}
			return d
		}
	}
	return nil
}

// deviceCookie keeps a device in the browser, on the host of the local Clerk.
func (i *Instance) deviceCookie(d *device) string {
	return (&http.Cookie{
		Name: cookieDevBrowser, Value: d.token, Path: "/", Expires: i.now().Add(deviceLifetime).UTC(), SameSite: http.SameSiteLaxMode,
	}).String()
}

// sessionsOf returns the active sessions of a device, oldest first. The caller holds
// mu.
func (i *Instance) sessionsOf(d *device) []*session {
	var active []*session
	for _, id := range d.SessionIDs {
		if s := i.findSession(id); s != nil && i.shown(s).Status == "active" {
			active = append(active, s)
		}
	}
	return active
}

// activeOf returns the session that a device is in, nil if it is signed out. The
// caller holds mu.
func (i *Instance) activeOf(d *device) *session {
	active := i.sessionsOf(d)
	if k := slices.IndexFunc(active, func(s *session) bool { return s.ID == d.LastActiveSessionID.Or("") }); k >= 0 {
		return active[k]
	}
	if len(active) > 0 {
		return active[len(active)-1]
	}
	return nil
}

// signInTo signs a user in on a device and returns the session: the one that the
// user has there, or a new one. The first membership is the active organisation
// unless one is named. The instance is of one session at a time: whoever else is
// signed in on the device is signed out. The caller holds mu.
func (i *Instance) signInTo(d *device, u *user, organization, strategy string) (*session, error) {
	switch {
	case i.findUser(u.ID) != u:
		return nil, errNotFound("user", u.ID)
	case u.Banned:
		return nil, &apiError{http.StatusForbidden, "user_banned", "The user is banned.", ""}
	case u.Locked:
		return nil, &apiError{http.StatusForbidden, "user_locked", "The user is locked.", ""}
	}
	active := i.sessionsOf(d)
	k := slices.IndexFunc(active, func(s *session) bool { return s.UserID == u.ID })
	var s *session
	if k >= 0 {
		s = active[k]
	} else {
		s = i.newSession(u.ID, Membership{})
		s.ClientID = d.ID
		d.SessionIDs = append(d.SessionIDs, s.ID)
		if len(u.memberships) > 0 {
			i.setActiveOrganization(s, u.memberships[0].Organization.ID)
		}
	}
	if organization != "" && !i.setActiveOrganization(s, organization) {
		return nil, errNotFound("organization of the user", organization)
	}
	u.LastSignInAt = backend.NewTime(i.now())
	d.LastAuthenticationStrategy = backend.Value(strategy)
	for _, other := range active {
		if other != s {
			i.endSession(d, other, "replaced")
		}
	}
	i.activate(d, s)
	if k < 0 {
		i.announceSession(s)
	}
	return s, nil
}

// activate makes a session the one that a device is in. The caller holds mu.
func (i *Instance) activate(d *device, s *session) {
	now := i.now()
	s.LastActiveAt, s.UpdatedAt = backend.NewTime(now), backend.NewTime(now)
	d.LastActiveSessionID, d.UpdatedAt = backend.Value(s.ID), backend.NewTime(now)
	d.uat = now.Unix()
}

// setActiveOrganization makes an organisation, by its ID or slug, the active one of a
// session: "" is none. It reports false where the user is no member. The caller
// holds mu.
func (i *Instance) setActiveOrganization(s *session, idOrSlug string) bool {
	if idOrSlug == "" {
		s.membership, s.LastActiveOrganizationID = Membership{}, backend.Null[string]()
		return true
	}
	u := i.findUser(s.UserID)
	if u == nil {
		return false
	}
	for _, m := range u.memberships {
		if m.Organization.ID == idOrSlug || m.Organization.Slug == idOrSlug {
			s.membership, s.LastActiveOrganizationID = m, backend.Value(m.Organization.ID)
			return true
		}
	}
	return false
}

// endSession ends a session of a device. The caller holds mu.
func (i *Instance) endSession(d *device, s *session, status string) {
	now := backend.NewTime(i.now())
	s.Status, s.UpdatedAt = status, now
	i.announceSession(s)
	d.SessionIDs = slices.DeleteFunc(slices.Clone(d.SessionIDs), func(id string) bool { return id == s.ID })
	d.LastActiveSessionID, d.UpdatedAt, d.uat = backend.Null[string](), now, 0
	if next := i.activeOf(d); next != nil {
		i.activate(d, next)
	}
}

// signOut ends all sessions of a device. The caller holds mu.
func (i *Instance) signOut(d *device) { i.endAll(d, "ended") }

// endAll ends all sessions of a device with a status. The caller holds mu.
func (i *Instance) endAll(d *device, status string) {
	for _, s := range i.sessionsOf(d) {
		i.endSession(d, s, status)
	}
	d.SessionIDs, d.uat = []string{}, 0
}
