package token

import (
	"errors"
	"strconv"
	"strings"
)

// Carrier says how a request brought its token.
type Carrier string

// Carriers of a token.
const (
	CarrierCookie Carrier = "cookie"
	CarrierHeader Carrier = "header"
)

// Error says why a token was refused. Its text never holds the token or a key;
// of what the token says it repeats aud, azp, iss and typ at most, quoted and cut,
// because a developer has to compare them with options. It is immutable and safe for concurrent use.
type Error struct {
	// Reason is the stable code.
	Reason Reason
	// Action is what a developer can do about it; empty if there is nothing.
	Action string
	// Carrier is how a request brought the token; empty outside of a request.
	Carrier Carrier

	message     string
	cause       error
	unavailable bool
}

// newError builds an [Error] without a carrier.
func newError(reason Reason, action, message string) *Error {
	return &Error{Reason: reason, Action: action, message: message}
}

// because returns a copy of e that wraps a cause.
func (e *Error) because(cause error) *Error {
	wrapped := *e
	wrapped.cause = cause
	return &wrapped
}

// maxQuoted is how much of what a token says an error repeats.
const maxQuoted = 200

// about returns a copy of e that repeats what the token says: text that is no
// secret and that a developer has to compare with an option.
func (e *Error) about(said ...string) *Error {
	text := strings.Join(said, ", ")
	if text == "" {
		return e
	}
	if len(text) > maxQuoted {
		text = strings.ToValidUTF8(text[:maxQuoted], "") + "…"
	}
	quoted := *e
	quoted.message = strings.TrimSuffix(e.message, ".") + ": " + strconv.Quote(text) + "."
	return &quoted
}

// CarriedBy returns a copy of e that names the carrier of the token.
func (e *Error) CarriedBy(carrier Carrier) *Error {
	carried := *e
	carried.Carrier = carrier
	return &carried
}

// Message returns what was wrong, without action, reason and carrier.
func (e *Error) Message() string { return e.message }

// Error returns "message action (reason=…, token-carrier=…)", the form in which
// Clerk's packages report it.
func (e *Error) Error() string {
	carrier := string(e.Carrier)
	if carrier == "" {
		carrier = "undefined"
	}
	var b strings.Builder
	b.WriteString(e.message)
	if e.Action != "" {
		b.WriteString(" " + e.Action)
	}
	b.WriteString(" (reason=" + string(e.Reason) + ", token-carrier=" + carrier + ")")
	return b.String()
}

// Unavailable reports whether the token could not be checked, as opposed to
// being refused: the answer to a request is then "try again", not "sign in".
func (e *Error) Unavailable() bool { return e.unavailable }

// Unwrap returns the cause: for a key set that could not be loaded, the error
// of the request that failed.
func (e *Error) Unwrap() error { return e.cause }

// ReasonOf returns the reason of the [Error] in err's chain, or "" if there is
// none.
func ReasonOf(err error) Reason {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	return ""
}
