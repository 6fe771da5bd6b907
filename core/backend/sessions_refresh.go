package backend

import "context"

// SessionRefreshFormat says in which form a refreshed session comes.
type SessionRefreshFormat string

// The forms of a refreshed session.
const (
	SessionRefreshCookie SessionRefreshFormat = "cookie" // cookies to set, session token included
	SessionRefreshToken  SessionRefreshFormat = "token"  // a session token
)

// SessionRefreshParams is what a browser sent when its session token had expired.
type SessionRefreshParams struct {
	ExpiredToken         string               `json:"expired_token"` // required
	Format               SessionRefreshFormat `json:"format,omitzero"`
	RefreshToken         string               `json:"refresh_token"` // required
	RequestHeaders       map[string][]string  `json:"request_headers,omitzero"`
	RequestOrigin        string               `json:"request_origin"` // required
	RequestOriginatingIP Opt[string]          `json:"request_originating_ip,omitzero"`
	// SuffixedCookies asks for cookies with the suffix of the instance. The
	// JavaScript packages send it; the specification lacks it.
	SuffixedCookies bool `json:"-" query:"suffixed_cookies"`
}

// SessionRefresh is a refreshed session: a JWT or cookies, as was asked for. It is
// a secret.
type SessionRefresh struct {
	Cookies []string `json:"cookies,omitzero"` // values of Set-Cookie headers
	JWT     string   `json:"jwt,omitzero"`
	Object  string   `json:"object"` // "cookies" or "token"
}

// Refresh makes a new session token for one that has expired. A status of 401 says
// that the browser has to sign in, or to visit the Frontend API.
//
//clerk:op POST /sessions/{session_id}/refresh
func (s *SessionService) Refresh(ctx context.Context, id string, params SessionRefreshParams) (*SessionRefresh, error) {
	return call[SessionRefresh](ctx, s.client, post("/sessions/{}/refresh", params, id).withQuery(params).withNestedID())
}
