package clerktest

import (
	"errors"
	"fmt"
	"net/http"
)

// An apiError is a refusal in Clerk's words. It becomes the error envelope of
// the Backend API: {"errors":[…],"clerk_trace_id":"…"}.
type apiError struct {
	status  int
	code    string
	message string
	param   string // the parameter at fault, "" if none
}

func (e *apiError) Error() string { return fmt.Sprintf("%s: %s", e.code, e.message) }

func errBadHost() error {
	return &apiError{http.StatusForbidden, "host_invalid",
		"The local Clerk answers only to loopback hosts, so that no web page can reach it under a name of its own.", ""}
}

func errConflict(param, what string) error {
	return &apiError{http.StatusUnprocessableEntity, "form_identifier_exists",
		"That " + what + " is taken. Please try another.", param}
}

func errControl() error {
	return &apiError{http.StatusForbidden, "authorization_invalid",
		"Control endpoints need the header " + ControlHeader + " and refuse browsers.", ""}
}

func errInvalid(param, message string) error {
	return &apiError{http.StatusUnprocessableEntity, "form_param_value_invalid", param + " " + message + ".", param}
}

func errKey(message string) error {
	return &apiError{http.StatusUnauthorized, "clerk_key_invalid", message, ""}
}

func errMalformed(message string) error {
	return &apiError{http.StatusBadRequest, "request_body_invalid", message, ""}
}

func errMissing(param string) error {
	return &apiError{http.StatusUnprocessableEntity, "form_param_missing", param + " must be included.", param}
}

func errNoUser(address string) error {
	message := "The local Clerk has no users."
	if address != "" {
		message = fmt.Sprintf("No user has the email address %q.", address)
	}
	return &apiError{http.StatusNotFound, "form_identifier_not_found", message, "user"}
}

func errNotFound(what, id string) error {
	return &apiError{http.StatusNotFound, "resource_not_found", fmt.Sprintf("No %s was found with ID %q.", what, id), ""}
}

func errTooLarge() error {
	return &apiError{http.StatusRequestEntityTooLarge, "request_body_too_large",
		fmt.Sprintf("The local Clerk reads request bodies up to %d bytes.", maxBody), ""}
}

func errUnknownParam(param string) error {
	return &apiError{http.StatusUnprocessableEntity, "form_param_unknown", fmt.Sprintf("%q is not a valid parameter for this request.", param), param}
}

// errUnsupported answers what Clerk has and the local Clerk has not. A silent
// 200 would let a test pass that proves nothing.
func errUnsupported(r *http.Request, param string) error {
	what := r.Method + " " + r.URL.Path
	if param != "" {
		what = "parameter " + param + " of " + what
	}
	return &apiError{http.StatusNotImplemented, "not_implemented", "The local Clerk does not implement " + what + ".", param}
}

type errorEnvelope struct {
	Errors  []errorDetail `json:"errors"`
	TraceID string        `json:"clerk_trace_id"`
}

type errorDetail struct {
	Code        string            `json:"code"`
	Message     string            `json:"message"`
	LongMessage string            `json:"long_message"`
	Meta        map[string]string `json:"meta"`
}

// envelope returns the status and body for an error. One that is not an
// [apiError] is a fault of this package.
func envelope(err error) (int, errorEnvelope) {
	refusal, ok := errors.AsType[*apiError](err)
	if !ok {
		refusal = &apiError{http.StatusInternalServerError, "internal_clerk_error", err.Error(), ""}
	}
	detail := errorDetail{Code: refusal.code, Message: refusal.message, LongMessage: refusal.message, Meta: map[string]string{}}
	if refusal.param != "" {
		detail.Meta["param_name"] = refusal.param
	}
	return refusal.status, errorEnvelope{Errors: []errorDetail{detail}, TraceID: randomHex(16)}
}
