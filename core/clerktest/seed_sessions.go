package clerktest

import (
	"cmp"
	"fmt"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

func (l *seedLoader) readSessions(seed Seed) error {
	for k, from := range seed.Sessions {
		path := fmt.Sprintf("sessions[%d]", k)
		id, err := l.id(path, "sess_", from.ID, l.findSession(from.ID) != nil)
		if err != nil {
			return err
		}
		u, err := l.userAt(path+".user", from.User)
		if err != nil {
			return err
		}
		organization := ""
		if from.Organization != "" {
			o, err := l.organizationAt(path+".organization", from.Organization)
			if err != nil {
				return err
			}
			if !l.newMembers[[2]string{o.ID, u.ID}] && l.findMembership(o.ID, u.ID) == nil {
				return badSeed(path+".organization", "the user is no member of %q; add a membership to the user", from.Organization)
			}
			organization = o.ID
		}
		if from.ClientID != "" {
			if err := checkSeedID(path+".client_id", "client_", from.ClientID); err != nil {
				return err
			}
		}
		status, err := oneOf(path+".status", from.Status, "active", "abandoned", "ended", "expired", "pending", "removed", "replaced", "revoked")
		if err != nil {
			return err
		}
		if err := compactMetadata(path, seedField{"actor", &from.Actor}); err != nil {
			return err
		}
		ends := func(at time.Time, life time.Duration) backend.Time {
			if at.IsZero() {
				at = l.now.Add(life)
			}
			return backend.NewTime(at)
		}
		s := &session{actor: from.Actor, Session: Session{
			AbandonAt: ends(from.AbandonAt, sessionAbandon), ClientID: cmp.Or(from.ClientID, newID("client_")), ExpireAt: ends(from.ExpireAt, sessionLife), ID: id,
			LastActiveAt: backend.NewTime(l.orNow(from.LastActiveAt)), LastActiveOrganizationID: optional(organization), Object: "session", Status: status, UserID: u.ID,
		}}
		s.CreatedAt, s.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		l.sessionList = append(l.sessionList, s)
	}
	return nil
}

// readClients reads the browsers that sessions are of.
func (l *seedLoader) readClients(seed Seed) error {
	active := groups[session]{}
	for _, s := range l.sessionList {
		if s.Status == "active" {
			active.add(s.ClientID, s)
		}
	}
	for k, from := range seed.Clients {
		path := fmt.Sprintf("clients[%d]", k)
		if from.ID == "" || from.TokenDigest == "" {
			return badSeed(path, "wants both an id and a token_digest")
		}
		id, err := l.id(path, "client_", from.ID, l.devices.get(from.ID) != nil)
		if err != nil {
			return err
		}
		d := &device{DeviceClient: backend.DeviceClient{
			ID: id, LastActiveSessionID: backend.Null[string](), LastAuthenticationStrategy: optional(from.LastAuthenticationStrategy),
			Object: "client", SessionIDs: []string{}, SignInID: backend.Null[string](), SignUpID: backend.Null[string](),
		}}
		d.digest, _, err = l.digest(path+".token_digest", from.TokenDigest, func(digest digest) bool { return l.devices.bySecret[digest] != nil })
		if err != nil {
			return err
		}
		d.CreatedAt, d.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		for _, s := range active[id] {
			d.SessionIDs = append(d.SessionIDs, s.ID)
			d.LastActiveSessionID, d.uat = backend.Value(s.ID), d.UpdatedAt.Unix()
		}
		l.clientList = append(l.clientList, d)
	}
	return nil
}
