package core

import (
	"math"
	"slices"
	"strings"
	"time"
)

// Check is a condition on who a request speaks for, used in [Auth.Has] and in
// the RequireAuth of each adapter. Checks are immutable. The zero value never
// holds.
type Check struct {
	holds func(*Auth) bool
	// reverification is what the browser is told when a [Reverified] fails.
	reverification *Reverification
}

// Any holds if at least one of the checks does.
func Any(checks ...Check) Check {
	checks = slices.Clone(checks)
	return Check{holds: func(a *Auth) bool {
		return slices.ContainsFunc(checks, func(check Check) bool { return a.Has(check) })
	}}
}

// Feature holds if a plan of the user or of the active organisation includes a
// feature. A prefix "user:" or "org:" looks at one of them only.
func Feature(name string) Check {
	return sessionCheck(func(a *Auth) bool { return a.Claims.Features.Has(name) })
}

// Permission holds if the member has a permission in the active organisation.
// The prefix "org:" may be left out.
func Permission(name string) Check {
	name = orgKey(name)
	return sessionCheck(func(a *Auth) bool { return a.OrgID != "" && slices.Contains(a.OrgPermissions, name) })
}

// Plan holds if the user or the active organisation has a plan. A prefix
// "user:" or "org:" looks at one of them only.
func Plan(name string) Check {
	return sessionCheck(func(a *Auth) bool { return a.Claims.Plans.Has(name) })
}

// Role holds if the member has a role in the active organisation. The prefix
// "org:" may be left out. Prefer [Permission]: roles change more often.
func Role(name string) Check {
	name = orgKey(name)
	return sessionCheck(func(a *Auth) bool { return a.OrgID != "" && a.OrgRole != "" && orgKey(a.OrgRole) == name })
}

// Reverified holds if the session verified its factors recently enough. A token
// that does not say when, or says so in an unknown form, does not pass.
//
// See https://clerk.com/docs/guides/secure/reverification.
func Reverified(r Reverification) Check {
	return Check{
		holds:          func(a *Auth) bool { return a.TokenType == SessionToken && a.UserID != "" && r.holds(a.FactorAges) },
		reverification: &r,
	}
}

// Scope holds if a machine token may be used for something. It never holds for a
// session: use [Permission] there.
func Scope(name string) Check {
	return Check{holds: func(a *Auth) bool { return a.TokenType != SessionToken && slices.Contains(a.Scopes, name) }}
}

// sessionCheck is a check on the user of a session.
func sessionCheck(holds func(*Auth) bool) Check {
	return Check{holds: func(a *Auth) bool {
		return a.TokenType == SessionToken && a.UserID != "" && a.Claims != nil && holds(a)
	}}
}

// orgKey returns the key of a role or permission with exactly one prefix
// "org:".
func orgKey(name string) string {
	for strings.HasPrefix(name, "org:") {
		name = name[len("org:"):]
	}
	return "org:" + name
}

// Level says which factors a [Reverification] asks for.
type Level string

// Levels of reverification.
const (
	// FirstFactor asks for the first factor.
	FirstFactor Level = "first_factor"
	// MultiFactor asks for both factors, or for the first where there is no
	// second one.
	MultiFactor Level = "multi_factor"
	// SecondFactor asks for the second factor, or for the first where there is
	// no second one.
	SecondFactor Level = "second_factor"
)

// Reverification is how recently which factors must have been verified.
type Reverification struct {
	// Level says which factors.
	Level Level
	// Within is how recently; it counts in whole and broken minutes.
	Within time.Duration

	preset string
}

// Presets of reverification.
var (
	// Lax asks for the second factor within a day.
	Lax = Reverification{Level: SecondFactor, Within: 24 * time.Hour, preset: "lax"}
	// Moderate asks for the second factor within an hour.
	Moderate = Reverification{Level: SecondFactor, Within: time.Hour, preset: "moderate"}
	// Strict asks for the second factor within ten minutes.
	Strict = Reverification{Level: SecondFactor, Within: 10 * time.Minute, preset: "strict"}
	// StrictMFA asks for both factors within ten minutes.
	StrictMFA = Reverification{Level: MultiFactor, Within: 10 * time.Minute, preset: "strict_mfa"}
)

// never is the age of a factor that was never verified.
const never = -1

// holds compares the ages of the factors with what is asked.
func (r Reverification) holds(ages *FactorAges) bool {
	if ages == nil || !validAge(ages.First) || !validAge(ages.Second) || (ages.First == never && ages.Second == never) {
		return false
	}
	first, second := r.fresh(ages.First), r.fresh(ages.Second)
	switch r.Level {
	case FirstFactor:
		return first
	case SecondFactor:
		return second || (ages.Second == never && first)
	case MultiFactor:
		return first && (second || ages.Second == never)
	}
	return false
}

// fresh reports whether a factor of an age in minutes is recent enough.
func (r Reverification) fresh(age float64) bool {
	return age != never && r.Within.Minutes() > age
}

// validAge reports whether an age is [never] or a number of minutes.
func validAge(age float64) bool { return age == never || (age >= 0 && !math.IsInf(age, 0)) }
