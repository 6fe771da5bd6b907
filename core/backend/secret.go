package backend

import (
	"fmt"
	"log/slog"
)

// hide replaces the secrets that are set by a word for them.
func hide(secrets ...*Opt[string]) {
	for _, secret := range secrets {
		if value, ok := secret.Get(); ok {
			*secret = Value(redacted(value))
		}
	}
}

// hideText is hide for plain strings.
func hideText(secrets ...*string) {
	for _, secret := range secrets {
		*secret = redacted(*secret)
	}
}

// hideAll is hide for a list.
func hideAll(secrets []string) []string {
	if len(secrets) == 0 {
		return nil
	}
	return []string{redacted("all")}
}

// printed formats a value whose secrets are hidden and whose type has no Format
// of its own.
func printed(state fmt.State, verb rune, plain any) {
	fmt.Fprintf(state, fmt.FormatString(state, verb), plain)
}

// logged is what [log/slog] gets of a value whose Format hides its secrets.
func logged(value fmt.Formatter) slog.Value { return slog.StringValue(fmt.Sprintf("%+v", value)) }
