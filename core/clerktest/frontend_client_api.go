package clerktest

import (
	"net/http"

	"github.com/clerkgo/clerk-go/core/backend"
)

func (i *Instance) postDevBrowser(*http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	d := i.newDevice()
	return struct {
		ID    string `json:"id"`
		Token string `json:"token"`
	}{d.token, d.token}, nil
}

// getClient answers with the device, and null for a browser that has none.
func (i *Instance) getClient(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	d := i.deviceOf(r)
	if d == nil {
		return wrapped{}, nil
	}
	shown, err := i.shownDevice(r, d)
	return wrapped{Response: shown}, err
}

func (i *Instance) putClient(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	d := i.deviceOf(r)
	if d == nil {
		d = i.newDevice()
	}
	shown, err := i.shownDevice(r, d)
	return wrapped{Response: shown}, err
}

// endClientSessions ends all sessions of a device with a status.
func (i *Instance) endClientSessions(status string) func(*http.Request, *device) (any, error) {
	return func(r *http.Request, d *device) (any, error) {
		i.endAll(d, status)
		return i.shownDevice(r, d)
	}
}

// sessionOfDevice returns the session that a path names, if it is the device's. The
// caller holds mu.
func (i *Instance) sessionOfDevice(r *http.Request, d *device) (*session, error) {
	id := r.PathValue("id")
	for _, s := range i.sessionsOf(d) {
		if s.ID == id {
			return s, nil
		}
	}
	return nil, &apiError{http.StatusNotFound, "resource_not_found", "The browser has no active session with that ID.", ""}
}

func (i *Instance) getClientSession(r *http.Request, d *device) (any, error) {
	s, err := i.sessionOfDevice(r, d)
	if err != nil {
		return nil, err
	}
	return i.shownDeviceSession(r, s)
}

func (i *Instance) touchClientSession(r *http.Request, d *device) (any, error) {
	s, err := i.sessionOfDevice(r, d)
	if err != nil {
		return nil, err
	}
	if r.PostForm.Has("active_organization_id") && !i.setActiveOrganization(s, r.PostForm.Get("active_organization_id")) {
		return nil, errNotFound("organization of the user", r.PostForm.Get("active_organization_id"))
	}
	i.activate(d, s)
	return i.shownDeviceSession(r, s)
}

// endClientSession ends a session with a status.
func (i *Instance) endClientSession(status string) func(*http.Request, *device) (any, error) {
	return func(r *http.Request, d *device) (any, error) {
		s, err := i.sessionOfDevice(r, d)
		if err != nil {
			return nil, err
		}
		i.endSession(d, s, status)
		return i.shownDeviceSession(r, s)
	}
}

// postClientToken answers with a token alone: it changes nothing that a page would
// have to be told of.
func (i *Instance) postClientToken(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	d := i.deviceOf(r)
	if d == nil {
		return nil, &apiError{http.StatusUnauthorized, "dev_browser_unauthenticated", "The browser has no " + cookieDevBrowser + " of this instance.", ""}
	}
	s, err := i.sessionOfDevice(r, d)
	if err != nil {
		return nil, err
	}
	if organization := r.PostForm.Get("organization_id"); r.PostForm.Has("organization_id") && organization != s.membership.Organization.ID {
		if !i.setActiveOrganization(s, organization) {
			return nil, errNotFound("organization of the user", organization)
		}
	}
	s.LastActiveAt = backend.NewTime(i.now())
	token, err := i.sessionToken(s, r.Header.Get("Origin"))
	if err != nil {
		return nil, err
	}
	return backend.Token{JWT: token, Object: "token"}, nil
}

func (i *Instance) postClientTemplateToken(r *http.Request) (any, error) {
	i.mu.Lock()
	d := i.deviceOf(r)
	var current session // a copy: it is read after mu is given back
	if d != nil {
		if s, _ := i.sessionOfDevice(r, d); s != nil {
			current = *s
		}
	}
	i.mu.Unlock()
	if current.ID == "" {
		return nil, &apiError{http.StatusNotFound, "resource_not_found", "The browser has no active session with that ID.", ""}
	}
	token, err := i.templateToken(r, current.Session, current.membership, r.PathValue("template"), 0)
	if err != nil {
		return nil, err
	}
	return backend.Token{JWT: token, Object: "token"}, nil
}
