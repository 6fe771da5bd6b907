package webhook

import (
	"errors"
	"net/http"
	"strings"
)

// Code says why a delivery was refused. The values are stable.
type Code string

// The reasons for a refusal.
const (
	// CodeBodyInvalid: the signature is valid, but the body is no event.
	CodeBodyInvalid Code = "body_invalid"
	// CodeBodyTooLarge: the body is larger than [Options].MaxBody.
	CodeBodyTooLarge Code = "body_too_large"
	// CodeBodyUnreadable: the body broke off.
	CodeBodyUnreadable Code = "body_unreadable"
	// CodeBusy: another receiver has the delivery, or an event of the same object.
	// The sender tries again.
	CodeBusy Code = "busy"
	// CodeHandlerFailed: a handler returned an error. The sender tries again.
	CodeHandlerFailed Code = "handler_failed"
	// CodeHeaderMissing: a header of the signature is missing or empty.
	CodeHeaderMissing Code = "header_missing"
	// CodeHeaderRepeated: svix-id or svix-timestamp was sent more than once.
	CodeHeaderRepeated Code = "header_repeated"
	// CodeSecretInvalid: a signing secret is no base64.
	CodeSecretInvalid Code = "secret_invalid"
	// CodeSecretMissing: there is no signing secret.
	CodeSecretMissing Code = "secret_missing"
	// CodeSignatureInvalid: no signature is that of the body.
	CodeSignatureInvalid Code = "signature_invalid"
	// CodeStoreFailed: the store could not be asked. The sender tries again.
	CodeStoreFailed Code = "store_failed"
	// CodeTimestampInvalid: svix-timestamp is no number.
	CodeTimestampInvalid Code = "timestamp_invalid"
	// CodeTimestampTooNew: the delivery is from the future.
	CodeTimestampTooNew Code = "timestamp_too_new"
	// CodeTimestampTooOld: the delivery is old, maybe a replay.
	CodeTimestampTooOld Code = "timestamp_too_old"
)

// statuses are the HTTP statuses of refusals that are not 400.
var statuses = map[Code]int{
	CodeBodyTooLarge:  http.StatusRequestEntityTooLarge,
	CodeBusy:          http.StatusServiceUnavailable,
	CodeHandlerFailed: http.StatusInternalServerError,
	CodeSecretInvalid: http.StatusInternalServerError,
	CodeSecretMissing: http.StatusInternalServerError,
	CodeStoreFailed:   http.StatusInternalServerError,
}

// Error is why a delivery was refused or could not be handled. Read it with
// [errors.As]. It holds no secret, no signature and nothing of the body. It is
// immutable.
type Error struct {
	// Code is the reason.
	Code Code
	// Headers are the names of the headers at fault, in the order id, timestamp,
	// signature.
	Headers []string

	message string
	cause   error
}

// Error says what was wrong and how to get it right.
func (e *Error) Error() string {
	text := "webhook: " + e.message
	if len(e.Headers) > 0 {
		text += ": " + strings.Join(e.Headers, ", ")
	}
	if e.cause != nil {
		text += ": " + e.cause.Error()
	}
	return text
}

// Unwrap returns what caused the error, such as that of a handler.
func (e *Error) Unwrap() error { return e.cause }

// Status returns the HTTP status to answer with: 400 for what the sender did wrong, 413
// for a large body, 500 and 503 for what may succeed when it is sent again.
func (e *Error) Status() int {
	if status, ok := statuses[e.Code]; ok {
		return status
	}
	return http.StatusBadRequest
}

func newError(code Code, message string, headers ...string) *Error {
	return &Error{Code: code, Headers: headers, message: message}
}

func (e *Error) because(cause error) *Error {
	wrapped := *e
	wrapped.cause = cause
	return &wrapped
}

// HasCode reports whether err is an [Error] of a code.
func HasCode(err error, code Code) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Code == code
}

var (
	errBodyInvalid      = newError(CodeBodyInvalid, "the body is no event in JSON")
	errBodyTooLarge     = newError(CodeBodyTooLarge, "the body is too large; raise Options.MaxBody if it is meant")
	errBodyUnreadable   = newError(CodeBodyUnreadable, "the body could not be read")
	errBusy             = newError(CodeBusy, "another receiver has this event, or one of the same object")
	errHandlerFailed    = newError(CodeHandlerFailed, "the handler failed")
	errSecretInvalid    = newError(CodeSecretInvalid, "a signing secret (CLERK_WEBHOOK_SIGNING_SECRET) is not whsec_ and base64; copy it from the webhook's page in the Clerk dashboard")
	errSecretMissing    = newError(CodeSecretMissing, "there is no signing secret; set CLERK_WEBHOOK_SIGNING_SECRET or Options.Secrets to the one on the webhook's page in the Clerk dashboard")
	errSignatureInvalid = newError(CodeSignatureInvalid, "no signature is that of the body; is the secret that of this endpoint, and the body as it was received?", headerSignature)
	errStoreFailed      = newError(CodeStoreFailed, "the store of deliveries failed")
	errTimestampInvalid = newError(CodeTimestampInvalid, "the time of sending is no number", headerTimestamp)
	errTimestampTooNew  = newError(CodeTimestampTooNew, "the time of sending is in the future; sync the clock of this machine", headerTimestamp)
	errTimestampTooOld  = newError(CodeTimestampTooOld, "the time of sending is too long ago", headerTimestamp)
)
