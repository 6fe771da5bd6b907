package backend

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/clerkgo/clerk-go/core/internal/rest"
)

// The values of [Error].Code. They are stable.
const (
	// CodeAPIResponse: Clerk answered with a status other than 2xx.
	CodeAPIResponse = "api_response_error"

	// CodeCanceled: the context ended before the answer was read.
	// errors.Is tells [context.Canceled] from [context.DeadlineExceeded].
	CodeCanceled = "canceled"

	// CodeInvalidRequest: the call was refused here, before any request.
	CodeInvalidRequest = "invalid_request"

	// CodeInvalidResponse: Clerk, or something on the way, answered 2xx with
	// what cannot be used.
	CodeInvalidResponse = "invalid_response"

	// CodeTransport: there was no answer, or it broke off.
	CodeTransport = "transport_error"
)

// Error is a failed call. Read it with [errors.As]. It names the operation, but
// neither its IDs nor its query nor any key. It is immutable.
//
// See https://clerk.com/docs/errors/overview.
type Error struct {
	// Status is the HTTP status of the answer; 0 where there was none.
	Status int

	// Code is the kind of failure: one of the Code constants. What exactly
	// displeased Clerk is in Errors; [HasCode] looks at both.
	Code string

	// TraceID identifies the request to Clerk's support; empty if unknown.
	TraceID string

	// RetryAfter is how long Clerk asks to wait before the next try; 0 if it
	// does not say.
	RetryAfter time.Duration

	// Errors is what Clerk found wrong, the first thing first. Empty where the
	// answer did not say so in JSON.
	Errors []ErrorDetail

	op    string
	cause error
}

// Error says what was called and what went wrong.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString("clerk: ")
	if e.op != "" {
		text.WriteString(e.op + ": ")
	}
	switch {
	case e.Code != CodeAPIResponse && e.cause != nil:
		text.WriteString(clip(strings.TrimPrefix(e.cause.Error(), "clerk: ")))
	case e.Status != 0:
		text.WriteString(strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, http.StatusText(e.Status))))
		if e.Status/100 == 3 {
			text.WriteString(" (redirects are not followed; is APIURL (CLERK_API_URL) right?)")
		}
	case e.Code != "":
		text.WriteString(e.Code)
	default:
		text.WriteString("unknown error")
	}
	if len(e.Errors) > 0 {
		text.WriteString(": " + e.Errors[0].String())
	}
	if more := len(e.Errors) - 1; more > 0 {
		fmt.Fprintf(&text, " (and %d more)", more)
	}
	if e.TraceID != "" {
		text.WriteString(" (trace " + clip(e.TraceID) + ")")
	}
	return text.String()
}

// Unwrap returns the cause where there is one: the context's error or the
// transport's.
func (e *Error) Unwrap() error { return e.cause }

// HasCode reports whether err is an [*Error] with a code: its own, or that of any
// of its details, such as "resource_not_found".
func HasCode(err error, code string) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	if e.Code == code {
		return true
	}
	for _, detail := range e.Errors {
		if detail.Code == code {
			return true
		}
	}
	return false
}

// IsNotFound reports whether err is an [*Error] with status 404.
func IsNotFound(err error) bool { return hasStatus(err, http.StatusNotFound) }

// IsRateLimited reports whether err is an [*Error] with status 429. Its
// RetryAfter says how long to wait.
func IsRateLimited(err error) bool { return hasStatus(err, http.StatusTooManyRequests) }

// IsUnauthorized reports whether err is an [*Error] with status 401: the secret
// key is wrong.
func IsUnauthorized(err error) bool { return hasStatus(err, http.StatusUnauthorized) }

func hasStatus(err error, status int) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == status
}

// error turns what the round trip returned into an Error.
func (t *transport) error(ctx context.Context, o op, key string, err error) *Error {
	e := &Error{Code: CodeTransport, op: o.String(), cause: err}
	var status *rest.StatusError
	var response *rest.ResponseError
	switch {
	case errors.As(err, &status):
		e.Code, e.Status, e.cause = CodeAPIResponse, status.Status, nil
		e.RetryAfter = rest.RetryAfter(status.Header, t.now)
		if status.JSON {
			e.Errors, e.TraceID = parseErrors(redactKey(status.Body, key))
		}
		e.TraceID = cmp.Or(e.TraceID, traceID(status.Header))
	case errors.As(err, &response):
		e.Code, e.Status = CodeInvalidResponse, response.Status
		e.TraceID = traceID(response.Header)
	case ctx != nil && ctx.Err() != nil:
		e.Code = CodeCanceled
	}
	return e
}

// traceID returns the ID of a request that Clerk, or the network in front of it,
// puts into the header of an answer.
func traceID(header http.Header) string {
	return cmp.Or(header.Get("Cf-Ray"), header.Get("Clerk-Trace-Id"))
}

// clip makes text from elsewhere fit for one line of a log.
func clip(s string) string {
	const most = 300
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}
