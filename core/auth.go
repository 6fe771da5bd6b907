package core

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
)

// TokenType is the kind of a token.
type TokenType string

// The kinds of tokens.
const (
	// AnyToken stands for every kind where a list of kinds is asked for.
	AnyToken TokenType = "any"
	// APIKey is a key that a user or an organisation made for a program.
	APIKey TokenType = "api_key"
	// M2MToken is what one machine sends to another.
	M2MToken TokenType = "m2m_token"
	// OAuthToken is what an OAuth client got on behalf of a user.
	OAuthToken TokenType = "oauth_token"
	// SessionToken is what a signed-in browser or app sends.
	SessionToken TokenType = "session_token"
)

// Auth is who a request speaks for. One struct serves every kind of token; the
// fields that a kind does not have are empty.
//
// An Auth is immutable and shared between requests: nobody writes to it or to
// what it points to. It holds nothing of a request and may be kept, also by
// goroutines that outlive the request. The zero value is signed out.
type Auth struct {
	// TokenType is the kind of token; empty where none is accepted.
	TokenType TokenType
	// Reason is why the request is not authenticated; empty if it is.
	Reason Reason

	// UserID is the user: of a session, or the one whom an API key or an OAuth
	// token acts for.
	UserID string
	// SessionID is the session of a session token.
	SessionID string
	// SessionStatus is "active" or "pending", if the token says.
	SessionStatus string
	// Actor is who acts as the user, as in impersonation; nil if nobody does.
	Actor *token.Actor
	// Claims are all claims of a session token; nil for other kinds.
	Claims *token.Claims
	// FactorAges say how long ago each factor was verified; nil if unknown.
	FactorAges *token.FactorAges

	// OrgID is the active organisation, or the one that an API key acts for.
	OrgID string
	// OrgPermissions are the permissions there, such as "org:invoices:read".
	OrgPermissions []string
	// OrgRole is the role there, such as "org:admin".
	OrgRole string
	// OrgSlug is the slug of the active organisation.
	OrgSlug string

	// ClientID is the OAuth client of an OAuth token.
	ClientID string
	// ID is that of the API key or of the machine token.
	ID string
	// MachineClaims is the JSON of the custom claims of an API key or M2M
	// token; nil if there are none.
	MachineClaims []byte
	// MachineID is the machine of an M2M token.
	MachineID string
	// Name is that of an API key.
	Name string
	// Scopes are what a machine token may be used for.
	Scopes []string
	// Subject is whom a machine token speaks for: a user, an organisation or a
	// machine.
	Subject string

	authenticated bool
	// retryAfter is when to ask again about a request that could not be judged; 0 for
	// one that was.
	retryAfter time.Duration
	// token is what was verified, and client who makes others of the session.
	token  string
	client *Client
	// detached is the context that carries this Auth where a request has none of
	// its own, as in Fiber. It is built once, with the Auth.
	detached context.Context
	// pending is what a view that does not allow pending sessions sees.
	pending *Auth
}

// Format prints who the request speaks for, whatever the verb; never its token.
func (a Auth) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, a.LogValue().String())
}

// LogValue logs who the request speaks for; never its token.
func (a Auth) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("TokenType", string(a.TokenType)),
		slog.String("Reason", string(a.Reason)),
		slog.String("Subject", first(a.Subject, a.UserID)),
		slog.String("SessionID", a.SessionID),
		slog.String("OrgID", a.OrgID),
	)
}

// IsAuthenticated reports whether the request speaks for anybody. A nil Auth
// does not.
func (a *Auth) IsAuthenticated() bool { return a != nil && a.authenticated }

// Has reports whether every check holds. Without a check, and for a request
// that is not authenticated, it is false.
//
//	auth.Has(core.Role("org:admin"))
//	auth.Has(core.Permission("org:invoices:create"), core.Reverified(core.Strict))
//
// See https://clerk.com/docs/reference/backend/types/auth-object.
func (a *Auth) Has(checks ...Check) bool {
	if !a.IsAuthenticated() || len(checks) == 0 {
		return false
	}
	for _, check := range checks {
		if check.holds == nil || !check.holds(a) {
			return false
		}
	}
	return true
}

// signedInSession returns the Auth of a verified session token.
func signedInSession(claims *token.Claims) *Auth {
	auth := &Auth{
		TokenType:     SessionToken,
		UserID:        claims.Subject,
		SessionID:     claims.SessionID,
		SessionStatus: claims.SessionStatus,
		Actor:         claims.Actor,
		Claims:        claims,
		FactorAges:    claims.FactorAges,
		authenticated: true,
	}
	if org := claims.Organization; org != nil {
		auth.OrgID, auth.OrgSlug, auth.OrgRole, auth.OrgPermissions = org.ID, org.Slug, org.Role, org.Permissions
	}
	if auth.SessionStatus == sessionPending {
		auth.pending = &Auth{TokenType: SessionToken, Reason: ReasonSessionPending, SessionStatus: sessionPending}
	}
	return auth
}

// sessionPending is the status of a session that has a task left to do, such as
// choosing an organisation.
const sessionPending = "pending"

// signedOut returns the Auth of a request that speaks for nobody.
func signedOut(kind TokenType, reason Reason) *Auth {
	return &Auth{TokenType: kind, Reason: reason}
}
