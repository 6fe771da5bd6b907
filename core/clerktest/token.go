package clerktest

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// The categories of tokens, their "cat" header.
const (
	categoryMachine  = "cl_B7d4PD333AAA"
	categorySession  = "cl_B7d4PD111AAA"
	categoryTemplate = "cl_B7d4PD222AAA"
)

// defaultParty is the origin that tokens name unless told otherwise.
const defaultParty = "http://localhost:8080"

const defaultTTL = time.Minute // of a session token at Clerk

// TokenOptions say what a session token claims. The zero value is the token of
// a signed-in user without an organization.
type TokenOptions struct {
	// AuthorizedParty is the claim azp, the origin the token was issued to.
	// Default "http://localhost:8080".
	AuthorizedParty string

	// Claims are added to the token and replace its own; nil removes one.
	Claims map[string]any

	// Fault breaks the token in one way.
	Fault Fault

	// Features are entitlements such as "org:export" or "user:export"; "o:",
	// "u:", "ou:" and "uo:" are understood too. Without a scope the feature is
	// the organization's, or the user's in a token without organization.
	Features []string

	// Organization is the active organization. Default [Instance.Organization]
	// if a role or permissions are given, else none.
	Organization Organization

	// Permissions are those of the role, such as "org:invoices:create".
	Permissions []string

	// Plans are named as Features are.
	Plans []string

	// Role is the user's role in the organization, such as "org:admin"; the
	// prefix may be left out.
	Role string

	// Session is the session the token belongs to. Default the user's newest
	// active one, which is created if there is none.
	Session *Session

	// Status is the claim sts: "active", the default, or "pending".
	Status string

	// TTL is how long the token is valid. Default one minute; negative is an
	// error, see [Expired].
	TTL time.Duration
}

// A Fault breaks a token on purpose.
type Fault int

// Faults of tokens.
const (
	NoFault        Fault = iota
	Expired              // expired an hour ago
	ForeignKey           // signed by a key of nobody's, under the ID of this instance's key
	IssuedInFuture       // issued in an hour
	NotActiveYet         // valid from an hour on
	Tampered             // one bit of the signature flipped
	UnknownKey           // signed by a key that no JWKS lists
)

// Token returns a session token, version 2, for a user. The user need not be
// in the instance: only the ID counts.
func (i *Instance) Token(user *backend.User, options TokenOptions) string {
	i.helper()
	token, err := i.token(user, options)
	if err != nil {
		i.fail(err)
	}
	return token
}

// MachineTokenOptions say what a machine token claims.
type MachineTokenOptions struct {
	Claims  map[string]any // added to the token and replace its own; nil removes one
	Fault   Fault          // breaks the token in one way
	Machine string         // the ID of the machine, default a new "mch_…"
	Scopes  []string       // the IDs of the machines it may speak to
	TTL     time.Duration  // default one minute
}

// M2MToken returns a machine-to-machine token in its JWT form. At most one
// MachineTokenOptions may be given.
func (i *Instance) M2MToken(options ...MachineTokenOptions) string {
	i.helper()
	o, err := atMostOne(options)
	token := ""
	if err == nil {
		token, err = i.machineToken(o)
	}
	if err != nil {
		i.fail(err)
	}
	return token
}

func (i *Instance) machineToken(options MachineTokenOptions) (string, error) {
	return i.machineTokenBy(i.signingKey(), options)
}

// machineTokenBy is machineToken by a key. It takes no lock.
func (i *Instance) machineTokenBy(key *signingKey, options MachineTokenOptions) (string, error) {
	machine := cmp.Or(options.Machine, newID("mch_"))
	claims, err := i.claims(machine, "mt_", options.TTL)
	if err != nil {
		return "", err
	}
	if len(options.Scopes) > 0 {
		claims["aud"] = options.Scopes
		claims["scopes"] = strings.Join(options.Scopes, " ")
	}
	return i.mint(key, claims, options.Claims, options.Fault, categoryMachine)
}

func (i *Instance) token(user *backend.User, options TokenOptions) (string, error) {
	if user != nil && options.Session == nil && user.ID != "" {
		options.Session = &Session{ID: i.sessionOf(user.ID)}
	}
	return i.tokenBy(i.signingKey(), user, options)
}

// tokenBy is token by a key, for a session that is given. It takes no lock.
func (i *Instance) tokenBy(key *signingKey, user *backend.User, options TokenOptions) (string, error) {
	if user == nil || user.ID == "" {
		return "", errors.New("clerktest: a token needs a user with an ID")
	}
	claims, err := i.claims(user.ID, "", options.TTL)
	if err != nil {
		return "", err
	}
	organization, scope := options.Organization, "u"
	if organization == (Organization{}) && (options.Role != "" || len(options.Permissions) > 0) {
		organization = i.Organization()
	}
	if organization != (Organization{}) {
		scope = "o"
	}
	entitlements, err := newEntitlements(options, scope)
	if err != nil {
		return "", err
	}
	entitlements.write(claims, organization, options.Role)

	claims["azp"] = cmp.Or(options.AuthorizedParty, defaultParty)
	claims["fva"] = []int{0, -1} // a first factor just now, no second
	claims["sid"] = options.Session.ID
	claims["sts"] = cmp.Or(options.Status, "active")
	claims["v"] = 2
	return i.mint(key, claims, options.Claims, options.Fault, categorySession)
}

// Skew sets the clock that tokens are made by d ahead of the instance's, or behind
// for a negative d: a Clerk whose clock and the application's differ. It holds for
// tokens made from now on; what the instance itself remembers has no skew.
func (i *Instance) Skew(d time.Duration) { i.skew.Store(int64(d)) }

// claims returns what tokens of every kind claim. Clerk's are valid from ten
// seconds before they are issued, for clocks that lag.
func (i *Instance) claims(subject, idPrefix string, ttl time.Duration) (map[string]any, error) {
	if ttl == 0 {
		ttl = defaultTTL
	}
	if ttl < time.Second {
		return nil, fmt.Errorf("clerktest: TTL %v: want a second or more; an expired token is Fault: Expired", ttl)
	}
	now := i.now().Add(time.Duration(i.skew.Load())).Unix()
	return map[string]any{
		"exp": now + int64(ttl/time.Second),
		"iat": now,
		"iss": i.Issuer(),
		"jti": idPrefix + randomHex(16),
		"nbf": now - 10,
		"sub": subject,
	}, nil
}

// mint applies the caller's claims and the fault, and signs.
func (i *Instance) mint(key *signingKey, claims, custom map[string]any, fault Fault, category string) (string, error) {
	if fault == ForeignKey || fault == UnknownKey {
		private, err := i.foreign.private()
		if err != nil {
			return "", err
		}
		id := i.foreign.id
		if fault == ForeignKey {
			id = key.id
		}
		key = &signingKey{id: id, made: private}
	}
	shift(claims, fault)
	for name, value := range custom {
		if value == nil {
			delete(claims, name)
			continue
		}
		claims[name] = value
	}
	token, err := key.sign(claims, category)
	if err == nil && fault == Tampered {
		return tamper(token)
	}
	return token, err
}

// shift moves the times of a token for the faults that are about time.
func shift(claims map[string]any, fault Fault) {
	const hour = int64(time.Hour / time.Second)
	now := claims["iat"].(int64)
	switch fault {
	case Expired:
		life := claims["exp"].(int64) - now
		claims["exp"], claims["iat"], claims["nbf"] = now-hour, now-hour-life, now-hour-life-10
	case IssuedInFuture:
		claims["exp"], claims["iat"] = claims["exp"].(int64)+hour, now+hour
	case NotActiveYet:
		claims["exp"], claims["nbf"] = claims["exp"].(int64)+hour, now+hour
	}
}

// tamper flips a bit in the middle of the signature, so that the token stays
// well-formed.
func tamper(token string) (string, error) {
	dot := strings.LastIndexByte(token, '.')
	signature, err := base64.RawURLEncoding.DecodeString(token[dot+1:])
	if err != nil {
		return "", fmt.Errorf("clerktest: read a signature: %w", err)
	}
	signature[len(signature)/2] ^= 1
	return token[:dot+1] + base64.RawURLEncoding.EncodeToString(signature), nil
}
