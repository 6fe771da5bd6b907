package clerktest

import (
	"net/http"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// controlRoutes lists the endpoints for the command clerkdev.
func (i *Instance) controlRoutes() []route {
	return []route{
		{"GET /clerkdev/env", control, i.getEnv},
		{"POST /clerkdev/token", control, i.postToken},
	}
}

// getEnv serves the variables of [Instance.Env] to the command clerkdev.
func (i *Instance) getEnv(*http.Request) (any, error) {
	return struct {
		Variables []string `json:"variables"`
	}{i.Env()}, nil
}

// postToken mints a session token for the command clerkdev: of a user by email
// address, by default the oldest, and of a role in the user's organization.
func (i *Instance) postToken(r *http.Request) (any, error) {
	var body struct {
		Role       string             `json:"role"`
		TTLSeconds backend.Opt[int64] `json:"ttl_seconds"`
		User       string             `json:"user"`
	}
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	seconds := body.TTLSeconds.Or(int64(defaultTTL / time.Second))
	if seconds < 1 || seconds > maxTokenSeconds {
		return nil, errInvalid("ttl_seconds", "must be from 1 to 315360000")
	}
	userID, membership, err := i.tokenUser(body.User)
	if err != nil {
		return nil, err
	}
	options := TokenOptions{TTL: time.Duration(seconds) * time.Second}
	if body.Role != "" {
		options.Organization, options.Role = membership.Organization, body.Role
	}
	return i.tokenAnswer(userID, options)
}

// tokenUser finds a user and their first membership.
func (i *Instance) tokenUser(address string) (string, Membership, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	var found *user
	if address != "" {
		found = i.findAddress(address)
	} else if len(i.users) > 0 {
		found = i.users[0]
	}
	if found == nil {
		return "", Membership{}, errNoUser(address)
	}
	if len(found.memberships) == 0 {
		return found.ID, Membership{}, nil
	}
	return found.ID, found.memberships[0], nil
}
