package core_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/internal/vectors"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

func TestVectorsHas(t *testing.T) {
	t.Parallel()
	vectors.Replay(t, "c-has", "", runHas, vectors.Rules{
		"claim-parse-throws": malformedIsSignedOut,
		"untyped-claim":      wrongTypeIsAbsent,
	})
}

func TestVectorsHasMutated(t *testing.T) {
	t.Parallel()
	vectors.Mutate(t, "c-has", runHas, nil)
}

// hasInput is the input of a case of suite c.
type hasInput struct {
	Claims           jsontext.Value              `json:"claims"`
	PendingSignedOut bool                        `json:"treat_pending_as_signed_out"`
	Checks           []map[string]jsontext.Value `json:"checks"`
}

// auth returns the Auth that a handler sees for the claims of a case.
func (in hasInput) auth() (*core.Auth, error) {
	claims := (&token.Token{Payload: in.Claims}).UnverifiedClaims()
	if err := claims.Malformed(); err != nil {
		return nil, err
	}
	var views []core.View
	if !in.PendingSignedOut {
		views = append(views, core.AllowPending())
	}
	return core.SessionAuth(claims).View(views...), nil
}

func runHas(c vectors.Case) error {
	var in hasInput
	var expect struct {
		Auth    jsontext.Value   `json:"auth"`
		Results []jsontext.Value `json:"results"`
		Throws  jsontext.Value   `json:"throws"`
	}
	if err := errors.Join(vectors.Decode(c.Input, &in), vectors.Decode(c.Expect, &expect)); err != nil {
		return err
	}
	auth, err := in.auth()
	switch {
	case (expect.Throws != nil) != (err != nil):
		return fmt.Errorf("want throws %s, got error %w", expect.Throws, err)
	case err != nil:
		return nil
	case expect.Auth == nil || len(expect.Results) != len(in.Checks):
		return errors.New("the expectation is incomplete")
	}
	if err := compareAuth(expect.Auth, auth); err != nil {
		return err
	}
	for i, check := range in.Checks {
		checks, representable := checksOf(check)
		if !representable {
			c.Unrepresentable(1)
		}
		if err := vectors.Compare(expect.Results[i], auth.Has(checks...)); err != nil {
			return fmt.Errorf("check %d: %w", i, err)
		}
	}
	return nil
}

// compareAuth compares an auth object of the reference with ours.
func compareAuth(want jsontext.Value, auth *core.Auth) error {
	got, err := json.Marshal(auth)
	if err != nil {
		return err
	}
	return vectors.Compare(want, jsontext.Value(got))
}

// never is a check that no Go caller can write; it never holds.
var never core.Check

// checksOf returns the checks of one argument of has, and whether Go can say
// them.
func checksOf(argument map[string]jsontext.Value) (checks []core.Check, representable bool) {
	representable = true
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range argument {
			if !yield(name) {
				return
			}
		}
	}) {
		make, known := hasChecks[name]
		if !known {
			continue
		}
		check, ok := make(argument[name])
		representable = representable && ok
		checks = append(checks, check)
	}
	return checks, representable
}

// hasChecks are the members of the argument of has.
var hasChecks = map[string]func(jsontext.Value) (core.Check, bool){
	"feature":        textCheck(core.Feature),
	"permission":     textCheck(core.Permission),
	"plan":           textCheck(core.Plan),
	"reverification": reverificationCheck,
	"role":           textCheck(core.Role),
}

func textCheck(check func(string) core.Check) func(jsontext.Value) (core.Check, bool) {
	return func(value jsontext.Value) (core.Check, bool) {
		var text string
		if value.Kind() != '"' || vectors.Decode(value, &text) != nil {
			return never, false
		}
		return check(text), true
	}
}

var presets = map[string]core.Reverification{
	"lax": core.Lax, "moderate": core.Moderate, "strict": core.Strict, "strict_mfa": core.StrictMFA,
}

func reverificationCheck(value jsontext.Value) (core.Check, bool) {
	var name string
	if value.Kind() == '"' && vectors.Decode(value, &name) == nil {
		preset, known := presets[name]
		return core.Reverified(preset), known
	}
	var config struct {
		Level        core.Level `json:"level"`
		AfterMinutes *float64   `json:"afterMinutes"`
	}
	if value.Kind() != '{' || vectors.Decode(value, &config) != nil || config.AfterMinutes == nil {
		return never, false
	}
	within := time.Duration(*config.AfterMinutes * float64(time.Minute))
	return core.Reverified(core.Reverification{Level: config.Level, Within: within}), true
}

// malformedIsSignedOut is the rule that claims whose features or plans cannot be
// read sign nobody in.
func malformedIsSignedOut(c vectors.Case) error {
	var in hasInput
	if err := vectors.Decode(c.Input, &in); err != nil {
		return err
	}
	if _, err := in.auth(); err == nil {
		return errors.New("malformed claims were accepted")
	}
	return nil
}

// wrongTypeIsAbsent is the rule that a known claim of another type counts as
// absent, and that nothing is granted that the reference does not grant.
func wrongTypeIsAbsent(c vectors.Case) error {
	var in hasInput
	var expect struct {
		Auth    map[string]jsontext.Value `json:"auth"`
		Results []jsontext.Value          `json:"results"`
	}
	if err := errors.Join(vectors.Decode(c.Input, &in), vectors.Decode(c.Expect, &expect)); err != nil {
		return err
	}
	auth, err := in.auth()
	if err != nil {
		return err
	}
	if err := vectors.Compare(in.Claims, jsontext.Value(auth.Claims.Raw())); err != nil {
		return fmt.Errorf("raw claims: %w", err)
	}
	for i, check := range in.Checks {
		checks, _ := checksOf(check)
		if auth.Has(checks...) && string(expect.Results[i]) != "true" {
			return fmt.Errorf("check %d holds, but not in the reference", i)
		}
	}
	// A Go field holds its type or nothing, so a member that is not shown, or
	// null, is one of another type.
	var got map[string]jsontext.Value
	encoded, err := json.Marshal(auth)
	if err := errors.Join(err, json.Unmarshal(encoded, &got)); err != nil {
		return err
	}
	for name, value := range expect.Auth {
		shown := got[name]
		if shown == nil || shown.Kind() == 'n' {
			continue
		}
		if err := vectors.Compare(value, shown); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
