package core

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json"
)

// AuthError is why a request is not let through to its handler: what the error
// path of every framework is given. Its text and its body hold no token. It is
// immutable.
type AuthError struct {
	// Status is the HTTP status to answer with: 401 if the request speaks for
	// nobody, 403 if a [Check] does not hold, 503 if Clerk could not be asked,
	// 500 if the service is not set up right.
	Status int
	// Reason is the stable code.
	Reason Reason
	// RetryAfter is when to try again; 0 for not at all.
	RetryAfter time.Duration

	message        string
	challenge      string
	reverification *Reverification
	cause          error
}

// retryAfter is when a request that could not be judged is worth another try: as
// soon as keys are loaded again, or when Clerk says, within maxRetryAfter.
const (
	retryAfter    = token.GuardInterval
	maxRetryAfter = time.Hour
)

// retryAfterOf returns when to ask again after a failure.
func retryAfterOf(failure error) time.Duration {
	if e, ok := errors.AsType[*backend.Error](failure); ok && e.RetryAfter > 0 {
		return min(max(e.RetryAfter, time.Second), maxRetryAfter)
	}
	return retryAfter
}

// Error returns what was wrong.
func (e *AuthError) Error() string {
	return "clerk: " + e.message + " (reason=" + string(e.Reason) + ")"
}

// Unwrap returns the error behind a 500 or 503, nil if there is none.
func (e *AuthError) Unwrap() error { return e.cause }

// Headers yields the header lines of the answer, Content-Type included. Vary is
// to be added, the others are to be set.
func (e *AuthError) Headers(yield func(name, value string) bool) {
	lines := []headerLine{{headerCacheControl, "no-store"}, {"Content-Type", "application/json"}, {headerVary, "Authorization, Cookie"}}
	if e.challenge != "" {
		lines = append(lines, headerLine{"WWW-Authenticate", e.challenge})
	}
	if e.RetryAfter > 0 {
		lines = append(lines, headerLine{"Retry-After", strconv.Itoa(int(e.RetryAfter.Seconds()))})
	}
	for _, line := range lines {
		if !yield(line.name, line.value) {
			return
		}
	}
}

// Body returns the JSON of the answer, in the form of Clerk's own errors. For a
// failed [Reverified] it is what Clerk's front-end packages wait for, to ask the
// user and try again.
//
// See https://clerk.com/docs/guides/secure/reverification.
func (e *AuthError) Body() []byte {
	var body any
	if e.reverification != nil {
		body = reverificationJSON(*e.reverification)
	} else {
		type detail struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		}
		body = struct {
			Errors []detail `json:"errors"`
		}{[]detail{{string(e.Reason), e.message}}}
	}
	encoded, _ := json.Marshal(body)
	return encoded
}

// MarshalJSON returns [AuthError.Body], for frameworks that encode their errors.
func (e *AuthError) MarshalJSON() ([]byte, error) { return e.Body(), nil }

// WriteHeaders writes [AuthError.Headers] to a header. Vary is added to what
// others have set, as by CORS middleware.
func (e *AuthError) WriteHeaders(header http.Header) {
	for name, value := range e.Headers {
		if name == headerVary {
			header.Add(name, value)
		} else {
			header.Set(name, value)
		}
	}
}

// WriteTo answers a request of net/http.
func (e *AuthError) WriteTo(w http.ResponseWriter) {
	e.WriteHeaders(w.Header())
	w.WriteHeader(e.Status)
	_, _ = w.Write(e.Body())
}

// AsAuthError returns err as an [AuthError]. What is none, such as an error of
// [Authenticator.Authenticate], becomes one of status 500, or 503 if time ran
// out or keys could not be loaded.
func AsAuthError(err error) *AuthError {
	if e, ok := errors.AsType[*AuthError](err); ok {
		return e
	}
	e := &AuthError{Status: http.StatusInternalServerError, Reason: ReasonUnexpectedError, message: "The request could not be authenticated.", cause: err}
	refused, ok := errors.AsType[*token.Error](err)
	switch {
	case ok && refused.Unavailable():
		e.Status, e.Reason, e.RetryAfter = http.StatusServiceUnavailable, refused.Reason, retryAfterOf(err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		e.Status, e.RetryAfter = http.StatusServiceUnavailable, retryAfter
	}
	return e
}

// unauthenticated says that a request speaks for nobody.
func unauthenticated(auth *Auth) *AuthError {
	if auth.retryAfter > 0 {
		return &AuthError{
			Status: http.StatusServiceUnavailable, Reason: auth.Reason, RetryAfter: auth.retryAfter,
			message: "The credentials could not be verified at the moment.",
		}
	}
	challenge := "Bearer"
	if !noCredentials[auth.Reason] && !strings.ContainsAny(string(auth.Reason), `"\`) {
		challenge += ` error="invalid_token", error_description="` + string(auth.Reason) + `"`
	}
	return &AuthError{Status: http.StatusUnauthorized, Reason: auth.Reason, message: "Sign-in is required.", challenge: challenge}
}

// noCredentials are the reasons of requests without credentials, which are told
// the scheme only (RFC 6750, section 3.1).
var noCredentials = map[Reason]bool{
	ReasonDevBrowserMissing:         true,
	ReasonNoTokenInHeader:           true,
	ReasonSessionTokenAndUATMissing: true,
}

// forbidden says that a check does not hold.
func forbidden(failed Check) *AuthError {
	return &AuthError{
		Status: http.StatusForbidden, Reason: ReasonForbidden,
		message: "The signed-in user may not do this.", reverification: failed.reverification,
	}
}

// middlewareMissing says what to add where no middleware ran.
func middlewareMissing(line string) *AuthError {
	return &AuthError{
		Status: http.StatusInternalServerError, Reason: ReasonMiddlewareMissing,
		message: "No Clerk middleware ran for this route; add " + line + " before it.",
	}
}

// reverificationJSON returns what Clerk's front-end packages recognise.
func reverificationJSON(r Reverification) any {
	type config struct {
		Level        Level   `json:"level"`
		AfterMinutes float64 `json:"afterMinutes"`
	}
	var metadata struct {
		Reverification any `json:"reverification"`
	}
	metadata.Reverification = config{r.Level, r.Within.Minutes()}
	if r.preset != "" {
		metadata.Reverification = r.preset
	}
	return map[string]any{"clerk_error": struct {
		Type     string `json:"type"`
		Reason   string `json:"reason"`
		Metadata any    `json:"metadata"`
	}{"forbidden", "reverification-error", metadata}}
}
