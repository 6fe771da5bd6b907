package clerktest

import (
	"cmp"
	"net/http"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A controlToken is a token, or a secret that serves as one, for the command clerkdev.
type controlToken struct {
	Token string `json:"token"`
}

// controlTTL reads how long a token lives: 0 if nothing is said.
func controlTTL(seconds backend.Opt[int64]) (time.Duration, error) {
	n, ok := seconds.Get()
	if ok && (n < 1 || n > maxTokenSeconds) {
		return 0, errInvalid("ttl_seconds", "must be from 1 to 315360000")
	}
	return time.Duration(n) * time.Second, nil
}

// postToken mints a session token: of a user by email address or ID, by default the
// oldest, in an organization of theirs if one or a role is named.
func (i *Instance) postToken(r *http.Request) (any, error) {
	var body struct {
		Organization string             `json:"organization"`
		Role         string             `json:"role"`
		TTLSeconds   backend.Opt[int64] `json:"ttl_seconds"`
		User         string             `json:"user"`
	}
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	ttl, err := controlTTL(body.TTLSeconds)
	if err != nil {
		return nil, err
	}
	options := TokenOptions{TTL: ttl}
	userID, err := i.controlMembership(body.User, body.Organization, body.Role, &options)
	if err != nil {
		return nil, err
	}
	token, err := i.token(&backend.User{ID: userID}, options)
	return controlToken{token}, err
}

// controlMembership finds a user, and writes what a token of theirs says of an
// organization.
func (i *Instance) controlMembership(who, organization, role string, options *TokenOptions) (userID string, err error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	u, err := i.controlUser(who)
	if err != nil {
		return "", err
	}
	if organization == "" && role == "" {
		return u.ID, nil
	}
	var in Membership
	if len(u.memberships) > 0 {
		in = u.memberships[0]
	}
	if organization != "" {
		o := i.findOrganization(organization)
		if o == nil {
			return "", errNotFound("organization", organization)
		}
		in = Membership{Organization: Organization{ID: o.ID, Slug: o.Slug}}
		for _, m := range u.memberships {
			if m.Organization.ID == o.ID {
				in = m
			}
		}
		if in.Role == "" && role == "" {
			return "", errInvalid("organization", "is none that the user is a member of; name a role too")
		}
	}
	if role != "" && roleKey(role) != in.Role {
		in.Role, in.Permissions = role, i.claimedPermissions(roleKey(role))
	}
	options.Organization, options.Permissions, options.Role = in.Organization, in.Permissions, in.Role
	return u.ID, nil
}

// controlUser returns a user by email address or ID, by default the oldest. The caller
// holds mu.
func (i *Instance) controlUser(who string) (*user, error) {
	var found *user
	switch {
	case who == "" && len(i.users) > 0:
		found = i.users[0]
	case who != "":
		found = cmp.Or(i.findAddress(who), i.findUser(who))
	}
	if found == nil {
		return nil, errNoUser(who)
	}
	return found, nil
}

// postControlAPIKey makes an API key: of a user, by default the oldest, or of an
// organization.
func (i *Instance) postControlAPIKey(r *http.Request) (any, error) {
	var body struct {
		Organization string             `json:"organization"`
		Scopes       []string           `json:"scopes"`
		TTLSeconds   backend.Opt[int64] `json:"ttl_seconds"`
		User         string             `json:"user"`
	}
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if body.Organization != "" && body.User != "" {
		return nil, errInvalid("organization", "and user are two subjects; name one")
	}
	ttl, err := controlTTL(body.TTLSeconds)
	if err != nil {
		return nil, err
	}
	subject, err := i.controlSubject(body.User, body.Organization)
	if err != nil {
		return nil, err
	}
	params := backend.APIKeyCreateParams{Name: "clerkdev", Scopes: body.Scopes, Subject: subject}
	if ttl > 0 {
		params.SecondsUntilExpiration = backend.Value(ttl.Seconds())
	}
	key, err := i.addAPIKey(params)
	if err != nil {
		return nil, err
	}
	return controlToken{key.Secret}, nil
}

// controlSubject returns the ID of an organization, or of a user if none is named.
func (i *Instance) controlSubject(who, organization string) (string, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	if organization != "" {
		o := i.findOrganization(organization)
		if o == nil {
			return "", errNotFound("organization", organization)
		}
		return o.ID, nil
	}
	u, err := i.controlUser(who)
	if err != nil {
		return "", err
	}
	return u.ID, nil
}

// postControlM2MToken mints a token of a machine by name or ID, by default the oldest,
// for the machines that it may reach or for some by name or ID.
func (i *Instance) postControlM2MToken(r *http.Request) (any, error) {
	var body struct {
		Machine    string             `json:"machine"`
		Scopes     []string           `json:"scopes"`
		TTLSeconds backend.Opt[int64] `json:"ttl_seconds"`
	}
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	ttl, err := controlTTL(body.TTLSeconds)
	if err != nil {
		return nil, err
	}
	options, err := i.controlMachine(body.Machine, body.Scopes)
	if err != nil {
		return nil, err
	}
	options.TTL = ttl
	token, err := i.machineToken(options)
	return controlToken{token}, err
}

// controlMachine finds a machine and those that its token is for.
func (i *Instance) controlMachine(name string, scopes []string) (MachineTokenOptions, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	find := func(name string) (*machine, error) {
		m := i.machines.find(func(m *machine) bool { return name == "" || m.ID == name || m.Name == name })
		switch {
		case m == nil && name == "":
			return nil, &apiError{http.StatusNotFound, "resource_not_found", "The local Clerk has no machines.", "machine"}
		case m == nil:
			return nil, errNotFound("machine", name)
		}
		return m, nil
	}
	m, err := find(name)
	if err != nil {
		return MachineTokenOptions{}, err
	}
	options := MachineTokenOptions{Machine: m.ID, Scopes: m.reaches}
	if len(scopes) > 0 {
		options.Scopes = nil
	}
	for _, name := range scopes {
		other, err := find(name)
		if err != nil {
			return MachineTokenOptions{}, err
		}
		options.Scopes = append(options.Scopes, other.ID)
	}
	return options, nil
}

// postControlOAuthToken makes an OAuth access token of a user, by default the oldest.
func (i *Instance) postControlOAuthToken(r *http.Request) (any, error) {
	var body struct {
		Scopes     []string           `json:"scopes"`
		TTLSeconds backend.Opt[int64] `json:"ttl_seconds"`
		User       string             `json:"user"`
	}
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	ttl, err := controlTTL(body.TTLSeconds)
	if err != nil {
		return nil, err
	}
	subject, err := i.controlSubject(body.User, "")
	if err != nil {
		return nil, err
	}
	return controlToken{i.OAuthToken(&backend.User{ID: subject}, OAuthTokenOptions{Scopes: body.Scopes, TTL: ttl})}, nil
}
