package clerktest

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

func (l *seedLoader) readAPIKeys(seed Seed) error {
	for k, from := range seed.APIKeys {
		path := fmt.Sprintf("api_keys[%d]", k)
		id, err := l.id(path, "ak_", from.ID, l.apiKeys.get(from.ID) != nil)
		if err != nil {
			return err
		}
		if from.ID == "" {
			id = "ak_" + randomHex(16)
		}
		subject, err := l.subject(path+".subject", from.Subject)
		if err != nil {
			return err
		}
		if err := compactMetadata(path, seedField{"claims", &from.Claims}); err != nil {
			return err
		}
		key := &apiKey{secret: "ak_" + randomText(48), APIKey: backend.APIKey{
			Claims: from.Claims, CreatedBy: optional(from.CreatedBy), Description: optional(from.Description), Expiration: backend.NewTime(from.Expiration),
			ID: id, LastUsedAt: backend.NewTime(from.LastUsedAt), Name: from.Name, Object: "api_key", RevocationReason: optional(from.RevocationReason),
			Revoked: from.Revoked, Scopes: append([]string{}, from.Scopes...), Subject: subject, Type: cmp.Or(from.Type, "api_key"),
		}}
		key.CreatedAt, key.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		switch {
		case len(key.Name) < 3 || strings.TrimSpace(key.Name) != key.Name:
			return badSeed(path+".name", "must be 3 characters or more, with no space around them")
		case len(key.Type) < 3 || len(key.Type) > 25:
			return badSeed(path+".type", "must be from 3 to 25 characters")
		case len([]rune(from.Description)) > 255:
			return badSeed(path+".description", "must be 255 characters at most")
		}
		l.apiKeyList = append(l.apiKeyList, key)
	}
	return nil
}

// subject returns the ID of whom an API key is of.
func (l *seedLoader) subject(path, ref string) (string, error) {
	if u, err := l.userAt(path, ref); err == nil {
		return u.ID, nil
	}
	if o, err := l.organizationAt(path, ref); err == nil {
		return o.ID, nil
	}
	if m := cmp.Or(l.newMachines[ref], l.machines.get(ref)); m != nil {
		return m.ID, nil
	}
	return "", badSeed(path, "no user, organization or machine is %q; want an ID, the email address of a user or the slug of an organization", ref)
}

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
