package token_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/token"
)

// wantSilence fails the test if an error repeats eight or more bytes of a line
// of input, whichever way it is printed.
func wantSilence(t *testing.T, err error, input string) {
	t.Helper()
	const enough = 8
	printed := strings.ToLower(fmt.Sprintf("%v %+v %#v %s %q", err, err, err, err, err))
	for line := range strings.Lines(input) {
		line = strings.TrimSpace(line)
		if strings.Contains(line, "-----") { // a label is no secret
			continue
		}
		for i := range max(0, len(line)-enough+1) {
			if strings.Contains(printed, strings.ToLower(line[i:i+enough])) {
				t.Errorf("the error repeats %q: %s", line[i:i+enough], printed)
				return
			}
		}
	}
}

// refusal returns the error for a token that is no token.
func refusal(t *testing.T) *token.Error {
	t.Helper()
	_, err := token.Decode("x")
	refused, ok := errors.AsType[*token.Error](err)
	if !ok {
		t.Fatalf("want an Error, got %v", err)
	}
	return refused
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	plain := refusal(t)
	_, err := token.Verify(t.Context(), mint(object{"alg": "none"}, nil), options(nil))
	advised, ok := errors.AsType[*token.Error](err)
	if !ok {
		t.Fatalf("want an Error, got %v", err)
	}
	for _, test := range []struct {
		err  *token.Error
		want string
	}{
		{plain, plain.Message() + " (reason=token-invalid, token-carrier=undefined)"},
		{plain.CarriedBy(token.CarrierCookie), plain.Message() + " (reason=token-invalid, token-carrier=cookie)"},
		{advised, advised.Message() + " " + advised.Action + " (reason=token-invalid-algorithm, token-carrier=undefined)"},
		{advised.CarriedBy(token.CarrierHeader), advised.Message() + " " + advised.Action + " (reason=token-invalid-algorithm, token-carrier=header)"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("want %q, got %q", test.want, got)
		}
		if test.err.Message() == "" {
			t.Error("the error does not say what was wrong")
		}
	}
}

func TestErrorCarriedByCopies(t *testing.T) {
	t.Parallel()
	original := refusal(t)
	carried := original.CarriedBy(token.CarrierHeader)
	if original.Carrier != "" || carried.Carrier != token.CarrierHeader {
		t.Errorf("original %q, copy %q", original.Carrier, carried.Carrier)
	}
	if refusal(t).Carrier != "" {
		t.Error("the next refusal is carried too")
	}
	if carried.Reason != original.Reason || carried.Message() != original.Message() {
		t.Error("the copy says something else")
	}
}

func TestReasonOf(t *testing.T) {
	t.Parallel()
	refused := refusal(t)
	for want, err := range map[token.Reason]error{
		"":                           nil,
		token.ReasonInvalid:          fmt.Errorf("wrapped: %w", refused),
		token.ReasonSecretKeyInvalid: errors.Join(io.EOF, token.SecretKeyInvalid(io.EOF)),
		token.ReasonKeysNotLoaded:    token.KeysNotLoaded(nil),
	} {
		if got := token.ReasonOf(err); got != want {
			t.Errorf("%v: want %q, got %q", err, want, got)
		}
	}
	if token.ReasonOf(io.EOF) != "" {
		t.Error("an error of somebody else has a reason")
	}
}

func TestErrorUnavailable(t *testing.T) {
	t.Parallel()
	cause := fmt.Errorf("dial: %w", io.ErrUnexpectedEOF)
	for _, err := range []*token.Error{token.KeysNotLoaded(cause), token.SecretKeyInvalid(cause)} {
		if !err.Unavailable() || !errors.Is(err, io.ErrUnexpectedEOF) || errors.Unwrap(err) != cause {
			t.Errorf("%v: unavailable %t, cause %v", err, err.Unavailable(), errors.Unwrap(err))
		}
		if carried := err.CarriedBy(token.CarrierCookie); !carried.Unavailable() || !errors.Is(carried, cause) {
			t.Errorf("%v lost what it was", carried)
		}
	}
	if refused := refusal(t); refused.Unavailable() || refused.Unwrap() != nil {
		t.Error("a refusal is no outage and has no cause")
	}
}

func TestErrorsKeepSecrets(t *testing.T) {
	t.Parallel()
	const secret = "sk_live_1f4a9c7e2b6d"
	for _, err := range []*token.Error{token.KeysNotLoaded(errors.New(secret)), token.SecretKeyInvalid(errors.New(secret))} {
		wantSilence(t, err, secret)
		wantSilence(t, err.CarriedBy(token.CarrierHeader), secret)
	}
}

// What an error repeats of a token is quoted and short: whoever sent the token
// may have chosen it for those who read logs.
func TestErrorsRepeatLittle(t *testing.T) {
	t.Parallel()
	const line = "\n2026-03-01 forged log line \x1b[31m"
	long := strings.Repeat(line, 200)
	for name, test := range map[string]struct {
		header, claims object
		change         func(*token.Options)
	}{
		"aud": {claims: object{"aud": []string{long, long}}, change: func(o *token.Options) { o.Audience = []string{"api"} }},
		"azp": {claims: object{"azp": long}, change: parties("https://app.example.com")},
		"iss": {claims: object{"iss": long}, change: issuers("https://clerk.example.com")},
		"typ": {header: object{"typ": long}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := token.Verify(t.Context(), mint(test.header, test.claims), options(test.change))
			if err == nil {
				t.Fatal("it was accepted")
			}
			if text := err.Error(); len(text) > 1000 || strings.ContainsAny(text, "\n\x1b") {
				t.Errorf("%d bytes: %q", len(text), text)
			}
		})
	}
}
