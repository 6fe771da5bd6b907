package backend

import "context"

// SessionService manages the sessions of users. Reach it as [Client].Sessions.
//
// See https://clerk.com/docs/reference/backend/overview#sessions.
type SessionService service

// Session is the time in which a user is signed in, in one browser or app.
type Session struct {
	ID                       string           `json:"id"`
	AbandonAt                Time             `json:"abandon_at"` // when the client forgets it
	Actor                    Metadata         `json:"actor,omitzero"`
	ClientID                 string           `json:"client_id"`
	CreatedAt                Time             `json:"created_at"`
	ExpireAt                 Time             `json:"expire_at"`
	LastActiveAt             Time             `json:"last_active_at"`
	LastActiveOrganizationID Opt[string]      `json:"last_active_organization_id,omitzero"`
	LatestActivity           *SessionActivity `json:"latest_activity,omitzero"`
	Object                   string           `json:"object"` // "session"
	Status                   SessionStatus    `json:"status"`
	Tasks                    []SessionTask    `json:"tasks,omitzero"` // what the user has to do first
	UpdatedAt                Time             `json:"updated_at"`
	UserID                   string           `json:"user_id"`
}

// SessionActivity is where a session was last used.
type SessionActivity struct {
	ID             string      `json:"id"`
	BrowserName    Opt[string] `json:"browser_name,omitzero"`
	BrowserVersion Opt[string] `json:"browser_version,omitzero"`
	City           Opt[string] `json:"city,omitzero"`
	Country        Opt[string] `json:"country,omitzero"`
	DeviceType     Opt[string] `json:"device_type,omitzero"`
	IPAddress      Opt[string] `json:"ip_address,omitzero"`
	IsMobile       bool        `json:"is_mobile"`
	Object         string      `json:"object"` // "session_activity"
}

// SessionTask is something that the user of a session has to do first.
type SessionTask struct {
	Key string `json:"key"` // such as "choose-organization"
}

// SessionStatus is the state of a [Session]. Clerk may add others.
type SessionStatus string

// The states of a session.
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
	JWT    string `json:"jwt"`
	Object string `json:"object"` // "token"
}

// SessionTokenParams are the wishes for a session token.
type SessionTokenParams struct {
	ExpiresInSeconds Opt[int64] `json:"expires_in_seconds,omitzero"` // 30 or more
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
