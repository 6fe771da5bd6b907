package backend

import (
	"context"
	"fmt"
	"log/slog"
)

// SessionRefreshFormat says in which form a refreshed session comes.
type SessionRefreshFormat string

// The forms of a refreshed session.
const (
	SessionRefreshCookie SessionRefreshFormat = "cookie" // cookies to set, session token included
	SessionRefreshToken  SessionRefreshFormat = "token"  // a session token
)

// SessionRefreshParams is what a browser sent when its session token had expired.
type SessionRefreshParams struct {
	ExpiredToken         string                    `json:"expired_token"`   // required
	ResponseFormat       Opt[SessionRefreshFormat] `json:"format,omitzero"` // a session token unless set
	RefreshToken         string                    `json:"refresh_token"`   // required
	RequestHeaders       map[string][]string       `json:"request_headers,omitzero"`
	RequestOrigin        string                    `json:"request_origin"` // required
	RequestOriginatingIP Opt[string]               `json:"request_originating_ip,omitzero"`
	// SuffixedCookies asks for cookies with the suffix of the instance. The
	// JavaScript packages send it; the specification lacks it.
	SuffixedCookies bool `json:"-" query:"suffixed_cookies"`
}

// Format prints the parameters without the tokens and the browser's headers, which
// hold cookies.
func (p SessionRefreshParams) Format(state fmt.State, verb rune) {
	type plain SessionRefreshParams
	hideText(&p.ExpiredToken, &p.RefreshToken)
	p.RequestHeaders = nil
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p SessionRefreshParams) LogValue() slog.Value { return logged(p) }

// SessionRefresh is a refreshed session: a JWT or cookies, as was asked for. It is
// a secret.
type SessionRefresh struct {
	Cookies []string `json:"cookies,omitzero"` // values of Set-Cookie headers
	JWT     string   `json:"jwt,omitzero"`
	Object  string   `json:"object"` // "cookies" or "token"
}

// Format prints that there is a token or that there are cookies.
func (r SessionRefresh) Format(state fmt.State, verb rune) {
	type plain SessionRefresh
	hideText(&r.JWT)
	r.Cookies = hideAll(r.Cookies)
	printed(state, verb, plain(r))
}

// LogValue logs what Format prints.
func (r SessionRefresh) LogValue() slog.Value { return logged(r) }

// Refresh makes a new session token for one that has expired. A status of 401 says
// that the browser has to sign in, or to visit the Frontend API.
//
//clerk:op POST /sessions/{session_id}/refresh
func (s *SessionService) Refresh(ctx context.Context, id string, params SessionRefreshParams) (*SessionRefresh, error) {
	return call[SessionRefresh](ctx, s.client, post("/sessions/{}/refresh", params, id).withQuery(params).withNestedID())
}
