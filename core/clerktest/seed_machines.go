package clerktest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

func (l *seedLoader) readMachines(seed Seed) error {
	for k, from := range seed.Machines {
		path := fmt.Sprintf("machines[%d]", k)
		id, err := l.id(path, "mch_", from.ID, l.machines.get(from.ID) != nil)
		if err != nil {
			return err
		}
		switch {
		case from.Name == "":
			return badSeed(path+".name", "is missing")
		case from.DefaultTokenTTL < 0:
			return badSeed(path+".default_token_ttl", "must be 1 or more")
		case len(from.Scopes) > maxScopes:
			return badSeed(path+".scopes", "must be 150 at most")
		}
		secret, digest, err := l.secret(path, from.SecretDigest)
		if err != nil {
			return err
		}
		m := &machine{digest: digest, secretKey: secret, Machine: backend.Machine{
			DefaultTokenTTL: cmp.Or(from.DefaultTokenTTL, machineTokenSeconds), ID: id, InstanceID: l.instanceID, Name: from.Name, Object: "machine",
		}}
		m.CreatedAt, m.UpdatedAt = l.created(from.CreatedAt, from.UpdatedAt)
		l.machineList = append(l.machineList, m)
		l.newMachines[m.ID] = m
		if l.machineNames[m.Name] == nil {
			l.machineNames[m.Name] = m
		}
	}
	// Two machines may reach each other.
	for k, from := range seed.Machines {
		for j, ref := range from.Scopes {
			other := cmp.Or(l.newMachines[ref], l.machineNames[ref], l.machines.get(ref))
			if other == nil {
				return badSeed(fmt.Sprintf("machines[%d].scopes[%d]", k, j), "no machine has the ID or name %q; add one to machines", ref)
			}
			if m := l.machineList[k]; !slices.Contains(m.reaches, other.ID) {
				m.reaches = append(m.reaches, other.ID)
			}
		}
	}
	return nil
}

func (l *seedLoader) readAPIKeys(seed Seed) error {
	for k, from := range seed.APIKeys {
		if err := l.readAPIKey(fmt.Sprintf("api_keys[%d]", k), from); err != nil {
			return err
		}
	}
	return nil
}

func (l *seedLoader) readAPIKey(path string, from SeedAPIKey) error {
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
	creator := ""
	if from.CreatedBy != "" {
		u, err := l.userAt(path+".created_by", from.CreatedBy)
		if err != nil {
			return err
		}
		creator = u.ID
	}
	secret, digest, err := l.secret(path, from.SecretDigest)
	if err != nil {
		return err
	}
	if err := compactMetadata(path, seedField{"claims", &from.Claims}); err != nil {
		return err
	}
	key := &apiKey{digest: digest, secret: secret, APIKey: backend.APIKey{
		Claims: from.Claims, CreatedBy: optional(creator), Description: optional(from.Description), Expiration: backend.NewTime(from.Expiration),
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
