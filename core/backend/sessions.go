package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// SessionService manages the sessions of users. Reach it as [Client].Sessions.
//
// See https://clerk.com/docs/reference/backend/overview#sessions.
type SessionService service

// Session is the time in which a user is signed in, in one browser or app.
type Session struct {
	ID                       string             `json:"id"`
	AbandonAt                Time               `json:"abandon_at"` // when the client forgets it
	Actor                    Metadata           `json:"actor,omitzero"`
	ClientID                 string             `json:"client_id"`
	CreatedAt                Time               `json:"created_at"`
	ExpireAt                 Time               `json:"expire_at"`
	LastActiveAt             Time               `json:"last_active_at"`
	LastActiveOrganizationID Opt[string]        `json:"last_active_organization_id,omitzero"`
	LatestActivity           *SessionActivity   `json:"latest_activity,omitzero"`
	Object                   string             `json:"object"` // "session"
	Status                   SessionStatus      `json:"status"`
	Tasks                    Opt[[]SessionTask] `json:"tasks,omitzero"` // what the user has to do first
	UpdatedAt                Time               `json:"updated_at"`
	UserID                   string             `json:"user_id"`
}

// SessionActivity is where a session was last used.
type SessionActivity struct {
	ID             string `json:"id"`
	BrowserName    string `json:"browser_name,omitzero"`
	BrowserVersion string `json:"browser_version,omitzero"`
	City           string `json:"city,omitzero"`
	Country        string `json:"country,omitzero"`
	DeviceType     string `json:"device_type,omitzero"`
	IPAddress      string `json:"ip_address,omitzero"`
	IsMobile       bool   `json:"is_mobile"`
	Object         string `json:"object"` // "session_activity"
}

// SessionTask is something that the user of a session has to do first.
type SessionTask struct {
	Key string `json:"key"` // such as "choose-organization"
}

// SessionStatus is the state of a [Session]. Clerk may add values.
type SessionStatus string

// The values of [SessionStatus].
const (
	SessionAbandoned SessionStatus = "abandoned"
	SessionActive    SessionStatus = "active"
	SessionEnded     SessionStatus = "ended"
	SessionExpired   SessionStatus = "expired"
	SessionPending   SessionStatus = "pending"
	SessionRemoved   SessionStatus = "removed"
	SessionReplaced  SessionStatus = "replaced"
	SessionRevoked   SessionStatus = "revoked"
)

// Token is a JSON Web Token. It is a secret: whoever has it is its subject.
type Token struct {
	JWT    string `json:"jwt,omitzero"`
	Object string `json:"object,omitzero"` // "token"
}

// Format prints that there is a token.
func (t Token) Format(state fmt.State, verb rune) {
	type plain Token
	hideText(&t.JWT)
	printed(state, verb, plain(t))
}

// LogValue logs what Format prints.
func (t Token) LogValue() slog.Value { return logged(t) }

// SessionCreateParams are the fields of a new [Session].
type SessionCreateParams struct {
	ActiveOrganizationID Opt[string] `json:"active_organization_id,omitzero"`
	UserID               string      `json:"user_id"` // required
}

// SessionListParams select sessions. One of ClientID and UserID should be set:
// without either Clerk answers for now, and will not for ever.
type SessionListParams struct {
	ClientID string        `query:"client_id"`
	Limit    int           `query:"limit"`  // 1 to 500; Clerk's default is 10
	Offset   int           `query:"offset"` // how many to skip
	Status   SessionStatus `query:"status"`
	UserID   string        `query:"user_id"`
}

// SessionTokenParams are the wishes for a session token.
type SessionTokenParams struct {
	ExpiresInSeconds Opt[int64] `json:"expires_in_seconds,omitzero"` // 30 or more
}

// SessionVerifyParams hold the token to verify.
type SessionVerifyParams struct {
	Token string `json:"token"` // required
}

// Format prints that there is a token.
func (p SessionVerifyParams) Format(state fmt.State, verb rune) {
	type plain SessionVerifyParams
	hideText(&p.Token)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p SessionVerifyParams) LogValue() slog.Value { return logged(p) }

// Create makes a session of a user, for tests: production instances refuse it.
// [SignInTokenService.Create] signs a user in to any instance.
//
//clerk:op POST /sessions
func (s *SessionService) Create(ctx context.Context, params SessionCreateParams) (*Session, error) {
	return call[Session](ctx, s.client, post("/sessions", params))
}

// CreateToken makes a session token of a session.
//
//clerk:op POST /sessions/{session_id}/tokens
func (s *SessionService) CreateToken(ctx context.Context, id string, params SessionTokenParams) (*Token, error) {
	return call[Token](ctx, s.client, post("/sessions/{}/tokens", params, id))
}

// CreateTokenFromTemplate makes a token of a session as a JWT template says.
//
//clerk:op POST /sessions/{session_id}/tokens/{template_name}
func (s *SessionService) CreateTokenFromTemplate(ctx context.Context, id, template string, params SessionTokenParams) (*Token, error) {
	return call[Token](ctx, s.client, post("/sessions/{}/tokens/{}", params, id, template))
}

// Get returns the session that has an ID.
//
//clerk:op GET /sessions/{session_id}
func (s *SessionService) Get(ctx context.Context, id string) (*Session, error) {
	return call[Session](ctx, s.client, get("/sessions/{}", nil, id))
}

// List returns one page of sessions, the newest first. Clerk forgets sessions
// that ended long ago.
//
//clerk:op GET /sessions
func (s *SessionService) List(ctx context.Context, params SessionListParams) (*Page[Session], error) {
	return call[Page[Session]](ctx, s.client, list("/sessions", params))
}

// All yields every session that matches, fetching pages as it goes.
func (s *SessionService) All(ctx context.Context, params SessionListParams) iter.Seq2[*Session, error] {
	return pages[Session](ctx, s.client, list("/sessions", params))
}

// Revoke ends a session: its user has to sign in again. Session tokens that were
// already made stay valid until they expire, which takes a minute at most unless
// the instance says otherwise.
//
//clerk:op POST /sessions/{session_id}/revoke
func (s *SessionService) Revoke(ctx context.Context, id string) (*Session, error) {
	return call[Session](ctx, s.client, post("/sessions/{}/revoke", nil, id))
}

// Verify returns the session that a token is of, if it is the one that has the
// ID. The specification lacks this operation.
//
// Deprecated: verify session tokens without the network, by an authenticator of
// package core.
//
//clerk:op POST /sessions/{session_id}/verify
func (s *SessionService) Verify(ctx context.Context, id string, params SessionVerifyParams) (*Session, error) {
	return call[Session](ctx, s.client, post("/sessions/{}/verify", params, id))
}
