package core

import (
	"context"
	"fmt"
	"iter"
	"net/http"
)

// Status is the outcome of authentication.
type Status string

// The outcomes.
const (
	// StatusHandshake: the browser has to visit the Frontend API first.
	StatusHandshake Status = "handshake"
	// StatusSignedIn: the request speaks for somebody.
	StatusSignedIn Status = "signed-in"
	// StatusSignedOut: the request speaks for nobody.
	StatusSignedOut Status = "signed-out"
)

// RequestState is the outcome of authenticating one request: who it speaks for,
// and what the response has to carry. It is a small value that lives as long
// as the request. The zero value is signed out.
type RequestState struct {
	authenticator *Authenticator
	request       Request
	auth          *Auth
	status        Status
	kind          TokenType
	reason        Reason
	message       string
	headers       []headerLine
	anonymous     bool
}

// headerLine is one line of a response's header.
type headerLine struct{ name, value string }

// Status returns the outcome.
func (s *RequestState) Status() Status { return s.status }

// Reason returns why the request is not signed in, "" if it is. The table is in
// the documentation of [Authenticator].
func (s *RequestState) Reason() Reason { return s.reason }

// Message returns a text for developers that goes with the reason; often empty.
func (s *RequestState) Message() string { return s.message }

// TokenType returns the kind of token that was looked at.
func (s *RequestState) TokenType() TokenType { return s.kind }

// Token returns the token of a signed-in request, for calls on its behalf. It is
// a secret.
func (s *RequestState) Token() string { return s.Auth().token }

// Format prints status and reason, whatever the verb; never a token or a cookie.
func (s RequestState) Format(state fmt.State, _ rune) {
	_, _ = fmt.Fprintf(state, "%s %s %s", s.kind, s.status, s.reason)
}

// IsAuthenticated reports whether the status is signed-in: of a session that may
// be pending, or of a machine. Who may pass is for [Auth.View] to say.
func (s *RequestState) IsAuthenticated() bool { return s.status == StatusSignedIn }

// Auth returns who the request speaks for, unseen through any [View]: a handler
// calls [Auth.View], or the GetAuth of its adapter. It is never nil.
func (s *RequestState) Auth() *Auth {
	if s.auth == nil {
		return missing
	}
	return s.auth
}

// Headers yields the lines that the response has to carry, in order. They are to
// be appended, never set: Set-Cookie may occur several times.
func (s *RequestState) Headers() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		for _, line := range s.headers {
			if !yield(line.name, line.value) {
				return
			}
		}
	}
}

// WriteHeaders appends [RequestState.Headers] to a header.
func (s *RequestState) WriteHeaders(header http.Header) {
	for _, line := range s.headers {
		header.Add(line.name, line.value)
	}
}

// Redirect returns the status to answer with if the browser has to go elsewhere
// now. The Location is among the headers; the body is empty and no handler runs.
// This happens with every status: a handshake sends the browser away, and a
// completed one sends it to a clean URL.
func (s *RequestState) Redirect() (status int, ok bool) {
	for _, line := range s.headers {
		if line.name == headerLocation {
			return http.StatusTemporaryRedirect, true
		}
	}
	return 0, false
}

// WithAuth returns a context that carries [RequestState.Auth] for the GetAuth of
// an adapter and for [AuthFromContext].
func (s *RequestState) WithAuth(ctx context.Context) context.Context {
	if ctx == context.Background() && s.auth != nil && s.auth.detached != nil {
		return s.auth.detached
	}
	return &authContext{Context: ctx, auth: s.Auth(), authenticator: s.authenticator}
}

// Names of response headers.
const (
	headerAllowCredentials = "Access-Control-Allow-Credentials"
	headerAllowOrigin      = "Access-Control-Allow-Origin"
	headerAuthMessage      = "X-Clerk-Auth-Message"
	headerAuthReason       = "X-Clerk-Auth-Reason"
	headerAuthStatus       = "X-Clerk-Auth-Status"
	headerCacheControl     = "Cache-Control"
	headerLocation         = "Location"
	headerSetCookie        = "Set-Cookie"
	headerVary             = "Vary"
)

// withDebug appends the headers that tell a developer what happened. A value
// that is no legal header value is left out.
func (s RequestState) withDebug() RequestState {
	for _, line := range [...]headerLine{
		{headerAuthStatus, string(s.status)},
		{headerAuthReason, string(s.reason)},
		{headerAuthMessage, s.message},
	} {
		if value, ok := headerText(line.value); ok {
			s.headers = append(s.headers, headerLine{line.name, value})
		}
	}
	return s
}

// headerText returns a text as a header value, and whether it can be one: it is
// not empty, and its characters are Latin-1 and no control characters (RFC 9110,
// section 5.5).
func headerText(text string) (string, bool) {
	value := make([]byte, 0, len(text))
	for _, r := range text {
		if r < ' ' || (r > '~' && r < 0xA0) || r > 0xFF {
			return "", false
		}
		value = append(value, byte(r))
	}
	return string(value), len(value) > 0
}

// legalHeaderValue reports whether a text can be sent as it is: visible ASCII,
// blanks and tabs (RFC 9110, section 5.5).
func legalHeaderValue(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < ' ' && c != '\t') || c > '~' {
			return false
		}
	}
	return true
}
