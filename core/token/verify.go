package token

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// DefaultClockSkew is how far clocks may disagree unless [Options] say
// otherwise.
const DefaultClockSkew = 5 * time.Second

// NoClockSkew is the [Options].ClockSkew for clocks that may not disagree.
const NoClockSkew time.Duration = math.MinInt64

// Options say what a token must hold to be accepted. The zero value needs Keys
// only.
type Options struct {
	// Audience lists accepted values of aud. Empty accepts every audience, and
	// a token without one is always accepted.
	Audience []string
	// AuthorizedParties lists the origins whose tokens are accepted, compared
	// with azp letter by letter. Empty accepts every party; otherwise a token
	// without azp is refused. Set it: it stops tokens that another application
	// of the instance obtained.
	AuthorizedParties []string
	// Cache remembers tokens that were accepted; nil remembers none.
	Cache *Cache
	// ClockSkew is how far the clock of this machine may be off. Zero is
	// [DefaultClockSkew]; [NoClockSkew] is none; a negative one narrows the
	// time in which a token is valid.
	ClockSkew time.Duration
	// HeaderTypes lists accepted values of typ. Empty accepts "JWT" and tokens
	// without typ.
	HeaderTypes []string
	// Issuers lists accepted values of iss. Empty accepts every issuer: the
	// keys already tell instances apart.
	Issuers []string
	// Keys is where keys come from: a [Key] or a [KeySet].
	Keys KeySource
	// Now is the clock. Nil is that of Keys where they are a [KeySet], else
	// [time.Now].
	Now func() time.Time
	// RequireAudience refuses tokens that name no audience where Audience
	// lists some.
	RequireAudience bool
}

// Verifier verifies tokens. It is safe for concurrent use; build one with
// [NewVerifier]. The zero Verifier has no keys and refuses every token.
type Verifier struct {
	options Options
	// set is Keys if they have the same clock: it is read once then.
	set *KeySet
	// skew is ClockSkew in milliseconds.
	skew float64
	// header is that of the token that was accepted last: an instance writes the same
	// one into all of its session tokens.
	header atomic.Pointer[Header]
}

// NewVerifier returns a verifier with its own copy of options. Empty entries of
// Audience and Issuers are dropped.
func NewVerifier(options Options) *Verifier {
	// An empty party stays: it makes the list a list, and matches nothing.
	options.AuthorizedParties = slices.Clone(options.AuthorizedParties)
	options.Audience = withoutEmpty(options.Audience)
	options.HeaderTypes = slices.Clone(options.HeaderTypes)
	options.Issuers = withoutEmpty(options.Issuers)
	var set *KeySet
	if options.Now == nil {
		options.Now = time.Now
		if set, _ = options.Keys.(*KeySet); set != nil {
			options.Now = set.options.Now
		}
	}
	switch options.ClockSkew {
	case 0:
		options.ClockSkew = DefaultClockSkew
	case NoClockSkew:
		options.ClockSkew = 0
	}
	return &Verifier{options: options, set: set, skew: float64(options.ClockSkew) / float64(time.Millisecond)}
}

// Verify verifies one token with options. Whoever verifies many builds a
// [Verifier] once.
func Verify(ctx context.Context, token string, options Options) (*Claims, error) {
	return NewVerifier(options).Verify(ctx, token)
}

// Verify returns the claims of a session token that passes every check, in the
// order that the package's documentation lists. Otherwise the error is an
// [Error], or that of ctx when it ended first. The context bounds the loading
// of keys.
//
// Verify does not say what kind of token it was beyond refusing tokens made
// for machines: a token of a JWT template passes. Requests are authenticated by
// core.Authenticator, which tells kinds apart.
func (v *Verifier) Verify(ctx context.Context, token string) (*Claims, error) {
	decoded, err := v.Decode(token)
	if err != nil {
		return nil, err
	}
	if decoded.Header.Category == CategoryM2M {
		return nil, errMachine
	}
	return v.VerifyDecoded(ctx, decoded)
}

// Decode is [Decode], without its work for a token that the cache remembers, or for the
// header of the token that was accepted last. The result is no more verified than that of
// [Decode]: it is for [Verifier.VerifyDecoded].
func (v *Verifier) Decode(token string) (*Token, error) {
	if remembered := v.options.Cache.find(token); remembered != nil {
		return remembered, nil
	}
	return decode(token, v.header.Load())
}

// VerifyDecoded is [Verifier.Verify] for a token that [Verifier.Decode] or [Decode] has
// taken apart and whose category the caller has judged.
func (v *Verifier) VerifyDecoded(ctx context.Context, decoded *Token) (*Claims, error) {
	key, now, err := v.verifySignature(ctx, decoded)
	if err != nil {
		return nil, err
	}
	claims := decoded.UnverifiedClaims()
	if err := v.check(claims, now); err != nil {
		return nil, err
	}
	v.options.Cache.add(decoded, key, now)
	v.keepHeader(decoded)
	return claims, nil
}

// keepHeader keeps the header of a token that was accepted, so that no stranger chooses
// what is kept. It is read anew from a copy of its text: a caller may have changed the
// fields of the token, and the text may be in a buffer that is used again.
func (v *Verifier) keepHeader(t *Token) {
	if t.Remembered() || t.Header.encoded != "" {
		return
	}
	part, _, ok := strings.Cut(t.text, ".")
	if !ok { // not made by Decode
		return
	}
	kept := &Header{encoded: strings.Clone(part)}
	if kept.decode(kept.encoded) == nil {
		v.header.Store(kept)
	}
}

// VerifySignature finds the key of a token and checks everything that its header
// decides, but no claim: such a token may be older than the world.
func (v *Verifier) VerifySignature(ctx context.Context, decoded *Token) error {
	_, _, err := v.verifySignature(ctx, decoded)
	return err
}

// verifySignature is [Verifier.VerifySignature], and returns the key and the time at
// which it was one. What a key has verified before it need not verify again: the same
// bytes have the same signature.
func (v *Verifier) verifySignature(ctx context.Context, decoded *Token) (*Key, time.Time, error) {
	if decoded.isNull || decoded.text == "" && (isNull(decoded.Header.Raw) || isNull(decoded.Payload)) { // not made by Decode
		return nil, time.Time{}, errNotObject
	}
	key, now, err := v.key(ctx, decoded)
	if err != nil {
		return nil, now, err
	}
	if !v.acceptsType(&decoded.Header) {
		return nil, now, errType.about(decoded.Header.Type)
	}
	if decoded.verifiedBy == key {
		return key, now, nil
	}
	return key, now, key.verify(decoded)
}

// key returns the key that a token names, and the time after it was found.
func (v *Verifier) key(ctx context.Context, decoded *Token) (*Key, time.Time, error) {
	id := decoded.Header.KeyID
	if v.set != nil {
		now := v.options.Now()
		keys := v.set.current.Load()
		if keys.age(now) < RefreshAge {
			if decoded.seenIn.Load() == keys {
				return decoded.verifiedBy, now, nil
			}
			if key := keys.key(id, now); key != nil {
				if key == decoded.verifiedBy && keys.publishes(id) {
					decoded.seenIn.Store(keys)
				}
				return key, now, nil
			}
		}
		key, err := v.set.slowKey(ctx, id, now)
		if err != nil {
			return nil, time.Time{}, err
		}
		return key, v.options.Now(), nil
	}
	if v.options.Keys == nil {
		return nil, time.Time{}, errKeyUnresolved
	}
	key, err := v.options.Keys.Key(ctx, id)
	if err == nil && key == nil {
		err = errKeyUnresolved
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	return key, v.options.Now(), nil
}

// acceptsType applies [Options].HeaderTypes.
func (v *Verifier) acceptsType(header *Header) bool {
	if len(v.options.HeaderTypes) == 0 {
		return !header.hasType || header.Type == "JWT"
	}
	return header.hasType && slices.Contains(v.options.HeaderTypes, header.Type)
}

// Refusals by a claim. A table of them is in the package's documentation.
var (
	errAudience       = newError(ReasonVerificationFailed, actionClerkToken, "The audience of the JWT (aud) is not accepted here.")
	errExpired        = newError(ReasonExpired, "", "The JWT has expired.")
	errExpiry         = newError(ReasonVerificationFailed, actionClerkToken, "The expiry of the JWT (exp) is missing or no number.")
	errIssuedAt       = newError(ReasonVerificationFailed, actionClerkToken, "The time of issue of the JWT (iat) is no number.")
	errIssuedInFuture = newError(ReasonIssuedInFuture, actionClock, "The JWT was issued in the future.")
	errIssuer         = newError(ReasonInvalidIssuer, actionClerkToken, "The issuer of the JWT (iss) is not accepted here.")
	errMachine        = newError(ReasonInvalid, actionClerkToken, "A machine-to-machine token is no session token.")
	errNotActiveYet   = newError(ReasonNotActiveYet, actionClock, "The JWT is not active yet.")
	errNotBefore      = newError(ReasonVerificationFailed, actionClerkToken, "The start of the JWT (nbf) is no number.")
	errParty          = newError(ReasonInvalidAuthorizedParties, "", "The authorized party of the JWT (azp) is not one of AuthorizedParties.")
	errSubject        = newError(ReasonVerificationFailed, actionClerkToken, "The subject of the JWT (sub) is missing or no string.")
	errType           = newError(ReasonInvalid, actionClerkToken, "The type of the JWT (typ) is not accepted here.")
)

// check applies the options and the clock to claims whose signature is valid.
func (v *Verifier) check(c *Claims, now time.Time) error {
	if !c.hasSub {
		return errSubject
	}
	if !v.acceptsAudience(c.audience) {
		return errAudience.about(c.audience.entries...)
	}
	if len(v.options.AuthorizedParties) > 0 && (c.AuthorizedParty == "" || !slices.Contains(v.options.AuthorizedParties, c.AuthorizedParty)) {
		return errParty.about(c.AuthorizedParty)
	}
	if len(v.options.Issuers) > 0 && !slices.Contains(v.options.Issuers, c.Issuer) {
		return errIssuer.about(c.Issuer)
	}
	return v.checkTimes(c, now)
}

// AcceptsAudience applies [Options].Audience to a token that came some other way
// than as a JWT; nil is a token without an audience.
func (v *Verifier) AcceptsAudience(entries []string) bool {
	return v.acceptsAudience(audience{entries: entries, readable: true})
}

// acceptsAudience applies [Options].Audience. A token without an audience, or
// with one of another form, is nobody's in particular.
func (v *Verifier) acceptsAudience(a audience) bool {
	if len(v.options.Audience) == 0 {
		return true
	}
	if v.options.RequireAudience && (!a.readable || len(a.entries) == 0 || slices.Contains(a.entries, "")) {
		return false
	}
	if !a.readable {
		return true
	}
	named := false
	for _, entry := range a.entries {
		if slices.Contains(v.options.Audience, entry) {
			return true
		}
		named = named || entry != ""
	}
	return !named
}

// checkTimes compares exp, nbf and iat with the clock. Both are cut: the clock
// to milliseconds, the claims to seconds.
func (v *Verifier) checkTimes(c *Claims, at time.Time) error {
	now := float64(at.UnixMilli())
	switch {
	case !c.expires.isNumber():
		return errExpiry
	case c.expires.milliseconds <= now-v.skew:
		return errExpired
	case c.notBefore.present && !c.notBefore.isNumber():
		return errNotBefore
	case c.notBefore.present && c.notBefore.milliseconds > now+v.skew:
		return errNotActiveYet
	case c.issued.present && !c.issued.isNumber():
		return errIssuedAt
	case c.issued.present && c.issued.milliseconds > now+v.skew:
		return errIssuedInFuture
	}
	return nil
}

// isNull reports whether JSON is null.
func isNull(raw jsontext.Value) bool { return raw.Kind() == jsontext.KindNull }

// withoutEmpty returns a copy of list without its empty entries.
func withoutEmpty(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(entry string) bool { return entry == "" })
}
