package clerktest

import (
	"slices"

	"github.com/clerkgo/clerk-go/core/backend"
)

// maxOwnSessions is how many of their sessions a profile shows.
const maxOwnSessions = 10

// userPage is what the profile shows.
type userPage struct {
	Addresses    []string
	CreatedAt    backend.Time
	Hidden       int // sessions that are not shown
	ID           string
	Organization string // the active one
	Sessions     []sessionRow
	Username     string
}

// A sessionRow is a session as pages show it.
type sessionRow struct {
	Here         bool // in this browser
	ID           string
	LastActiveAt backend.Time
	Organization string
	Status       string
	User         string
}

func (i *Instance) sessionRow(v *visit, s *session) sessionRow {
	row := sessionRow{ID: s.ID, LastActiveAt: s.LastActiveAt, Status: i.shown(s).Status, User: s.UserID}
	if v.device != nil {
		row.Here = s.ClientID == v.device.ID && row.Status == "active"
	}
	if o := i.organizations.get(s.membership.Organization.ID); o != nil {
		row.Organization = o.Name
	}
	if u := i.findUser(s.UserID); u != nil {
		row.User = i.personOf(u).Name
	}
	return row
}

func (i *Instance) showUser(v *visit) (any, error) {
	s, u := i.current(v)
	if u == nil {
		return v.to("/sign-in"), nil
	}
	page := userPage{CreatedAt: u.CreatedAt, ID: u.ID, Organization: i.sessionRow(v, s).Organization, Username: u.Username.Or("")}
	for _, e := range u.EmailAddresses {
		page.Addresses = append(page.Addresses, e.EmailAddress)
	}
	for _, s := range slices.Backward(i.userSessions[u.ID]) {
		row := i.sessionRow(v, s)
		switch {
		case row.Status != "active":
		case len(page.Sessions) == maxOwnSessions:
			page.Hidden++
		default:
			page.Sessions = append(page.Sessions, row)
		}
	}
	return i.show(v, "user", "Profile", page), nil
}

// submitUser ends a session of the user, in this browser or another.
func (i *Instance) submitUser(v *visit) (any, error) {
	_, u := i.current(v)
	if u == nil {
		return v.to("/sign-in"), nil
	}
	s := i.findSession(v.PostForm.Get("end"))
	if s == nil || s.UserID != u.ID {
		return nil, errNotFound("session of the user", v.PostForm.Get("end"))
	}
	if slices.Contains(v.device.SessionIDs, s.ID) {
		i.endSession(v.device, s, "ended")
		return v.to("/sign-out"), nil
	}
	s.Status, s.UpdatedAt = "ended", backend.NewTime(i.now())
	i.announceSession(s)
	return v.to("/user"), nil
}

func (i *Instance) showOrganizations(v *visit) (any, error) {
	s, u := i.current(v)
	if u == nil {
		return v.to("/sign-in"), nil
	}
	active := s.membership.Organization.ID
	choices := []choice{{Active: active == "", Detail: "in no organisation", Hue: hue(u.ID), Initials: i.personOf(u).Initials, Name: "Personal account"}}
	for _, m := range i.userMemberships[u.ID] {
		c := i.choiceOf(m.organization)
		c.Active, c.Detail = c.ID == active, i.roleName(m.role)
		choices = append(choices, c)
	}
	return i.show(v, "organization", "Switch organisation", choices), nil
}

func (i *Instance) switchOrganization(v *visit) (any, error) {
	s, u := i.current(v)
	if u == nil {
		return v.to("/sign-in"), nil
	}
	id := v.PostForm.Get("organization")
	if !v.PostForm.Has("organization") || !i.setActiveOrganization(s, id) {
		return nil, errNotFound("organization of the user", id)
	}
	i.activate(v.device, s)
	return v.back("/organization"), nil
}

func (i *Instance) showSignOut(v *visit) (any, error) {
	return i.show(v, "sign-out", "Sign out", nil), nil
}

// submitSignOut ends the sessions of this browser. The target learns of it by the
// browser's token.
func (i *Instance) submitSignOut(v *visit) (any, error) {
	if v.device != nil {
		i.signOut(v.device)
	}
	return v.back("/sign-out"), nil
}
