package token_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
)

func TestVerifyTimes(t *testing.T) {
	t.Parallel()
	at := float64(now.Unix())
	skew := func(d time.Duration) func(*token.Options) { return func(o *token.Options) { o.ClockSkew = d } }
	for name, test := range map[string]struct {
		claim  string
		value  string
		change func(*token.Options)
		want   token.Reason
	}{
		"exp as text":                   {"exp", `"1900000000"`, nil, token.ReasonVerificationFailed},
		"exp at the skew":               {"exp", seconds(at - 5), nil, token.ReasonExpired},
		"exp cut to the second":         {"exp", seconds(at - 4.001), nil, token.ReasonExpired},
		"exp cut to the second, before": {"exp", seconds(at - 3.001), nil, ""},
		"exp far past":                  {"exp", `-1e400`, nil, token.ReasonExpired},
		"exp huge":                      {"exp", `9e15`, nil, ""},
		"exp is false":                  {"exp", `false`, nil, token.ReasonVerificationFailed},
		"exp is null":                   {"exp", `null`, nil, token.ReasonVerificationFailed},
		"exp now":                       {"exp", seconds(at), nil, ""},
		"exp now, no skew":              {"exp", seconds(at), skew(token.NoClockSkew), token.ReasonExpired},
		"exp past any number":           {"exp", `1e400`, nil, ""},
		"exp soon, negative skew":       {"exp", seconds(at + 10), skew(-10 * time.Second), token.ReasonExpired},
		"exp soon, small negative skew": {"exp", seconds(at + 10), skew(-9 * time.Second), ""},
		"exp within a long skew":        {"exp", seconds(at - 59), skew(time.Minute), ""},
		"exp within the skew":           {"exp", seconds(at - 4), nil, ""},
		"exp zero":                      {"exp", `0`, nil, token.ReasonExpired},
		"exp, -0":                       {"exp", `-0`, nil, token.ReasonExpired},
		"iat as text":                   {"iat", `"1"`, nil, token.ReasonVerificationFailed},
		"iat at the skew":               {"iat", seconds(at + 5), nil, ""},
		"iat far past":                  {"iat", `-1e400`, nil, ""},
		"iat huge":                      {"iat", `9e15`, nil, token.ReasonIssuedInFuture},
		"iat is null":                   {"iat", `null`, nil, token.ReasonVerificationFailed},
		"iat now, negative skew":        {"iat", seconds(at), skew(-time.Second), token.ReasonIssuedInFuture},
		"iat now, no skew":              {"iat", seconds(at), skew(token.NoClockSkew), ""},
		"iat past any number":           {"iat", `1e400`, nil, token.ReasonIssuedInFuture},
		"iat past the skew":             {"iat", seconds(at + 6), nil, token.ReasonIssuedInFuture},
		"iat soon, no skew":             {"iat", seconds(at + 1), skew(token.NoClockSkew), token.ReasonIssuedInFuture},
		"nbf an object":                 {"nbf", `{}`, nil, token.ReasonVerificationFailed},
		"nbf at the skew":               {"nbf", seconds(at + 5), nil, ""},
		"nbf cut to the second":         {"nbf", seconds(at + 5.999), nil, ""},
		"nbf far past":                  {"nbf", `-1e400`, nil, ""},
		"nbf huge":                      {"nbf", `9e15`, nil, token.ReasonNotActiveYet},
		"nbf past any number":           {"nbf", `1e400`, nil, token.ReasonNotActiveYet},
		"nbf past the skew":             {"nbf", seconds(at + 6), nil, token.ReasonNotActiveYet},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.TrimSuffix(string(marshal(with(claims, object{test.claim: nil}))), "}") + `,"` + test.claim + `":` + test.value + "}"
			_, err := token.Verify(t.Context(), signRaw(string(marshal(header)), text), options(test.change))
			wantReason(t, err, test.want)
		})
	}
	for _, claim := range []string{"iat", "nbf"} {
		if _, err := token.Verify(t.Context(), mint(nil, object{claim: nil}), options(nil)); err != nil {
			t.Errorf("%s absent: %v", claim, err)
		}
	}
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

// The clock is cut to milliseconds, as that of the reference is.
func TestVerifyClockIsCut(t *testing.T) {
	t.Parallel()
	at := now.Add(time.Second - time.Nanosecond)
	o := options(func(o *token.Options) {
		o.ClockSkew = token.NoClockSkew
		o.Now = func() time.Time { return at }
	})
	if _, err := token.Verify(t.Context(), mint(nil, object{"exp": now.Unix() + 1}), o); err != nil {
		t.Error(err)
	}
}

func TestDefaultClock(t *testing.T) {
	t.Parallel()
	o := token.Options{Keys: localKey()}
	if _, err := token.Verify(t.Context(), mint(nil, object{"exp": math.MaxInt32 * 4, "iat": 1, "nbf": 1}), o); err != nil {
		t.Error(err)
	}
	_, err := token.Verify(t.Context(), mint(nil, object{"exp": 1, "iat": 1, "nbf": 1}), o)
	wantReason(t, err, token.ReasonExpired)
}

func TestVerifyAudience(t *testing.T) {
	t.Parallel()
	const refused = token.ReasonVerificationFailed
	for _, test := range []struct {
		aud              any
		accepted         []string
		lenient, require token.Reason
	}{
		{nil, nil, "", ""},
		{"other", nil, "", ""},
		{nil, []string{"api"}, "", refused},
		{"", []string{"api"}, "", refused},
		{"api", []string{"api"}, "", ""},
		{"api", []string{"web", "api"}, "", ""},
		{"API", []string{"api"}, refused, refused},
		{"other", []string{"api"}, refused, refused},
		{"other", []string{""}, "", ""},
		{[]any{}, []string{"api"}, "", refused},
		{[]any{""}, []string{"api"}, "", refused},
		{[]any{"", "other"}, []string{"api"}, refused, refused},
		{[]any{"", "api"}, []string{"api"}, "", refused},
		{[]any{"other", "api"}, []string{"api"}, "", ""},
		{[]any{"other", "web"}, []string{"api"}, refused, refused},
		{[]any{"other", 5}, []string{"api"}, "", refused},
		{object{"x": 1}, []string{"api"}, "", refused},
		{5, []string{"api"}, "", refused},
		{false, []string{"api"}, "", refused},
	} {
		t.Run(fmt.Sprint(test.aud, test.accepted), func(t *testing.T) {
			t.Parallel()
			for require, want := range map[bool]token.Reason{false: test.lenient, true: test.require} {
				_, err := token.Verify(t.Context(), mint(nil, object{"aud": test.aud}), options(func(o *token.Options) {
					o.Audience, o.RequireAudience = test.accepted, require
				}))
				wantReason(t, err, want)
			}
		})
	}
}

func TestAcceptsAudience(t *testing.T) {
	t.Parallel()
	strict := token.NewVerifier(token.Options{Audience: []string{"api"}, RequireAudience: true})
	lenient := token.NewVerifier(token.Options{Audience: []string{"api"}})
	for _, test := range []struct {
		entries         []string
		lenient, strict bool
	}{
		{nil, true, false},
		{[]string{"api"}, true, true},
		{[]string{"web"}, false, false},
		{[]string{"web", "api"}, true, true},
	} {
		if got := lenient.AcceptsAudience(test.entries); got != test.lenient {
			t.Errorf("%q, lenient: %t", test.entries, got)
		}
		if got := strict.AcceptsAudience(test.entries); got != test.strict {
			t.Errorf("%q, strict: %t", test.entries, got)
		}
	}
}
