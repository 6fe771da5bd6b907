package clerktest

import (
	"net/http"

	"github.com/clerkgo/clerk-go/core/backend"
)

// shownClient is a device as the Backend API shows it. The caller holds mu.
func (i *Instance) shownClient(d *device) clientAnswer {
	shown := clientAnswer{DeviceClient: d.DeviceClient, Sessions: []Session{}}
	for _, id := range d.SessionIDs {
		if s := i.findSession(id); s != nil {
			shown.Sessions = append(shown.Sessions, i.shown(s))
		}
	}
	return shown
}

// clientAnswer has sessions in the form that this package keeps them in.
type clientAnswer struct {
	backend.DeviceClient
	Sessions []Session `json:"sessions"`
}

func (i *Instance) listClients(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	var all []*device
	for k := len(i.devices.list) - 1; k >= 0; k-- { // newest first
		all = append(all, i.devices.list[k])
	}
	return bare[clientAnswer](r)(listedAs(r, all, i.shownClient, "paginated"))
}

func (i *Instance) getClientByID(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	d := i.devices.get(r.PathValue("id"))
	if d == nil {
		return nil, errNotFound("client", r.PathValue("id"))
	}
	return i.shownClient(d), nil
}
