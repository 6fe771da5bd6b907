package token

import (
	"errors"
	"math"
	"time"

	"github.com/go-json-experiment/json"
)

// Claims are what a verified session token says. A claim that is absent or of
// an unexpected type is the zero value; [Claims.Raw] has it as it was signed.
//
// Claims are shared between requests: nobody writes to them or to what they
// point to. Reading is safe for concurrent use.
//
// Both versions of session tokens are read; see
// https://clerk.com/docs/guides/sessions/session-tokens.
type Claims struct {
	// Actor is act: who acts as the subject; nil if nobody does.
	Actor *Actor
	// Audience is aud: whom the token is for.
	Audience []string
	// AuthorizedParty is azp: the origin that the token was made for.
	AuthorizedParty string
	// ExpiresAt is exp.
	ExpiresAt time.Time
	// FactorAges is fva: how long ago each factor was verified; nil if the
	// token does not say.
	FactorAges *FactorAges
	// Features is fea: what the subject's plans include.
	Features Entitlements
	// ID is jti.
	ID string
	// IssuedAt is iat.
	IssuedAt time.Time
	// Issuer is iss: the Frontend API of the instance.
	Issuer string
	// NotBefore is nbf.
	NotBefore time.Time
	// Organization is the active organisation; nil if none is.
	Organization *Organization
	// Plans is pla: the plans that the subject pays for.
	Plans Entitlements
	// SessionID is sid.
	SessionID string
	// SessionStatus is sts: "active", "pending" or absent.
	SessionStatus string
	// Subject is sub: the user.
	Subject string
	// Version is v: 2 for the current format, 0 or 1 for the former one.
	Version int

	raw       string
	expires   numericDate
	issued    numericDate
	notBefore numericDate
	audience  audience
	hasSub    bool
	malformed error
}

// Actor is who acts as the subject of a token, as when support impersonates a
// user (RFC 8693, section 4.1).
type Actor struct {
	// Issuer is iss.
	Issuer string
	// SessionID is sid: the session of the actor.
	SessionID string
	// Subject is sub: the acting user.
	Subject string
	// Raw is the JSON of the claim.
	Raw []byte
}

// FactorAges say how many minutes ago the session verified each factor when
// the token was made; -1 for a factor that was never verified.
type FactorAges struct {
	First  float64
	Second float64
}

// Organization is the organisation that is active in a session, with what its
// member may do there.
type Organization struct {
	ID string
	// Permissions are keys such as "org:invoices:read"; nil if the token does
	// not say, empty if there are none.
	Permissions []string
	// Role is a key such as "org:admin".
	Role string
	Slug string
}

// Raw returns a copy of the JSON of all claims as it was signed.
func (c *Claims) Raw() []byte { return []byte(c.raw) }

// Decode reads the claims into a caller's struct, for claims of its own: those
// that a session token is customised with or a JWT template adds. Names are
// matched with their case. The error is that of the JSON decoder.
func (c *Claims) Decode(into any) error { return json.Unmarshal([]byte(c.raw), into) }

// Malformed returns an error if the token names features or plans in a form
// that nobody can read, or more permissions than a token has room for. Nothing
// is to be granted on such a token.
func (c *Claims) Malformed() error { return c.malformed }

// numericDate is a claim of seconds since 1970 (RFC 7519, section 2).
type numericDate struct {
	present bool
	// milliseconds have the fraction of a second cut off, as the reference does. They
	// are NaN where the claim is present but no number.
	milliseconds float64
}

// isNumber reports whether the claim is there and a number.
func (d numericDate) isNumber() bool { return d.present && !math.IsNaN(d.milliseconds) }

// lastSecond is the largest second that this package turns into a [time.Time]:
// about 34,000 years from now.
const lastSecond = 1 << 40

// time returns the date, and the zero time where there is none.
func (d numericDate) time() time.Time {
	if !d.isNumber() {
		return time.Time{}
	}
	return time.Unix(int64(max(-lastSecond, min(lastSecond, d.milliseconds/1000))), 0)
}

// audience is aud as the checks see it: its entries, and whether it had the
// form of a string or of an array of strings.
type audience struct {
	entries  []string
	readable bool
}

// parseClaims reads a payload that is JSON; JSON of another kind than object has no
// claims.
func parseClaims(payload string) *Claims {
	wire := &wireClaims{Claims: Claims{raw: payload}}
	objectOf(payload, wire.read)
	wire.finish()
	return &wire.Claims
}

// wireClaims are claims being read, with those that only make sense together
// and with room for what the claims point to.
type wireClaims struct {
	Claims

	features string
	plans    string
	o        organizationClaim

	factorAges   FactorAges
	organization Organization // that of version 1, until finish
}

// organizationClaim is the claim o of version 2.
type organizationClaim struct {
	present bool
	id      string
	slug    string
	role    string
	// permissions are the names of permissions (per), featureMap the ones that
	// each feature grants (fpm).
	permissions string
	featureMap  string
}

// read takes what one member says into [Claims].
func (c *wireClaims) read(name, v string) {
	switch name {
	case "act":
		c.Actor = actorOf(v)
	case "aud":
		c.audience = audienceOf(v)
		c.Audience = c.audience.entries
	case "azp":
		c.AuthorizedParty, _ = stringOf(v)
	case "exp":
		c.expires = dateOf(v)
		c.ExpiresAt = c.expires.time()
	case "fea":
		c.features, _ = stringOf(v)
	case "fva":
		c.readFactorAges(v)
	case "iat":
		c.issued = dateOf(v)
		c.IssuedAt = c.issued.time()
	case "iss":
		c.Issuer, _ = stringOf(v)
	case "jti":
		c.ID, _ = stringOf(v)
	case "nbf":
		c.notBefore = dateOf(v)
		c.NotBefore = c.notBefore.time()
	case "o":
		c.o = organizationOf(v)
	case "pla":
		c.plans, _ = stringOf(v)
	case "sid":
		c.SessionID, _ = stringOf(v)
	case "sts":
		c.SessionStatus, _ = stringOf(v)
	case "sub":
		c.Subject, c.hasSub = stringOf(v)
	case "v":
		c.Version = versionOf(v)
	case "org_id":
		c.organization.ID, _ = stringOf(v)
	case "org_permissions":
		c.organization.Permissions, _ = listOf(v, stringOf)
	case "org_role":
		c.organization.Role, _ = stringOf(v)
	case "org_slug":
		c.organization.Slug, _ = stringOf(v)
	}
}

// finish works out the claims that several members make up.
func (c *wireClaims) finish() {
	var features, plans, permissions error
	c.Features, features = parseEntitlements("fea", c.features)
	c.Plans, plans = parseEntitlements("pla", c.plans)
	c.Organization, permissions = c.activeOrganization()
	if features != nil || plans != nil || permissions != nil {
		c.malformed = errors.Join(features, plans, permissions)
	}
}

// activeOrganization returns the active organisation of either version.
func (c *wireClaims) activeOrganization() (active *Organization, err error) {
	active = &c.organization
	switch {
	case c.Version == 2 && c.o.present:
		*active = Organization{ID: c.o.id, Slug: c.o.slug}
		if c.o.role != "" {
			active.Role = "org:" + c.o.role
		}
		active.Permissions, err = unpackPermissions(c.Features.Organization, c.o.permissions, c.o.featureMap)
		return active, err
	case c.Version != 2 && (active.ID != "" || active.Slug != "" || active.Role != "" || active.Permissions != nil):
		return active, nil
	}
	return nil, nil
}

// dateOf reads a [numericDate].
func dateOf(value string) numericDate {
	seconds, ok := numberOf(value)
	if !ok {
		seconds = math.NaN()
	}
	return numericDate{present: true, milliseconds: math.Trunc(seconds) * 1000}
}

// versionOf reads v; only the number 2 is special.
func versionOf(value string) int {
	version, _ := numberOf(value)
	if version != math.Trunc(version) || math.Abs(version) > math.MaxInt32 {
		return 0
	}
	return int(version)
}

// audienceOf reads aud: a string or an array of strings (RFC 7519, section
// 4.1.3).
func audienceOf(value string) audience {
	if one, ok := stringOf(value); ok {
		return audience{entries: []string{one}, readable: true}
	}
	many, ok := listOf(value, stringOf)
	return audience{entries: many, readable: ok}
}

// readFactorAges reads fva. Anything but two numbers says nothing.
func (c *wireClaims) readFactorAges(value string) {
	ages := [...]*float64{&c.factorAges.First, &c.factorAges.Second}
	n := 0
	ok := valuesIn(value, '[', func(piece string) (ok bool) {
		if n < len(ages) {
			*ages[n], ok = numberOf(piece)
		}
		n++
		return ok
	})
	if ok && n == len(ages) {
		c.FactorAges = &c.factorAges
	}
}

// actorOf reads act.
func actorOf(value string) *Actor {
	actor := &Actor{Raw: []byte(value)}
	ok := objectOf(value, func(name, v string) {
		switch name {
		case "iss":
			actor.Issuer, _ = stringOf(v)
		case "sid":
			actor.SessionID, _ = stringOf(v)
		case "sub":
			actor.Subject, _ = stringOf(v)
		}
	})
	if !ok {
		return nil
	}
	return actor
}

// organizationOf reads o.
func organizationOf(value string) organizationClaim {
	var o organizationClaim
	o.present = objectOf(value, func(name, v string) {
		switch name {
		case "fpm":
			o.featureMap, _ = stringOf(v)
		case "id":
			o.id, _ = stringOf(v)
		case "per":
			o.permissions, _ = stringOf(v)
		case "rol":
			o.role, _ = stringOf(v)
		case "slg":
			o.slug, _ = stringOf(v)
		}
	})
	return o
}
