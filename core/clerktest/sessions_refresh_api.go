package clerktest

import (
	"net/http"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"

	"github.com/go-json-experiment/json"
)

// refreshToken returns the refresh token of a session, which is made when it is
// first asked for. The caller holds mu.
func (s *session) refreshToken() string {
	if s.refresh == "" {
		s.refresh = randomText(48)
	}
	return s.refresh
}

// errCannotRefresh sends the SDK to a handshake.
func errCannotRefresh(why string) error {
	return &apiError{http.StatusUnauthorized, "session_refresh_denied", why, ""}
}

func (i *Instance) refreshSession(r *http.Request) (any, error) {
	var body backend.SessionRefreshParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	query := r.URL.Query()
	if err := allow(r, query, "suffixed_cookies"); err != nil {
		return nil, err
	}
	id := r.PathValue("id")
	if !i.signedFor(body.ExpiredToken, id) {
		return nil, errCannotRefresh("The expired token is not of this session.")
	}
	i.mu.Lock()
	s := i.findSession(id)
	known := s != nil && equalSecret(body.RefreshToken, s.refreshToken())
	i.mu.Unlock()
	if !known {
		return nil, errCannotRefresh("The refresh token is not of this session.")
	}
	current, membership, err := i.activeSession(id)
	if err != nil {
		return nil, errCannotRefresh("The session is not active.")
	}
	jwt, err := i.token(&backend.User{ID: current.UserID}, TokenOptions{
		AuthorizedParty: body.RequestOrigin, Organization: membership.Organization, Permissions: membership.Permissions,
		Role: membership.Role, Session: &current,
	})
	if err != nil {
		return nil, err
	}
	if body.ResponseFormat.Or(backend.SessionRefreshToken) == backend.SessionRefreshToken {
		return backend.SessionRefresh{JWT: jwt, Object: "token"}, nil
	}
	cookies := []string{"__session=" + jwt + "; Path=/; SameSite=Lax"}
	if query.Get("suffixed_cookies") == "true" {
		cookies = append(cookies, "__session_"+i.suffix()+"="+jwt+"; Path=/; SameSite=Lax")
	}
	return backend.SessionRefresh{Cookies: cookies, Object: "cookies"}, nil
}

// signedFor reports whether a token, expired or not, was signed by this instance for
// a session.
func (i *Instance) signedFor(token, sessionID string) bool {
	private, err := i.signingKey().private()
	if err != nil {
		return false
	}
	payload, err := jws.Verify([]byte(token), jws.WithKey(jwa.RS256(), &private.PublicKey))
	if err != nil {
		return false
	}
	var claims struct {
		SID string `json:"sid"`
	}
	return json.Unmarshal(payload, &claims) == nil && claims.SID == sessionID && !strings.Contains(sessionID, "/")
}

func (i *Instance) verifySession(r *http.Request) (any, error) {
	var body backend.SessionVerifyParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	id := r.PathValue("id")
	if !i.signedFor(body.Token, id) {
		return nil, errNotFound("session", id)
	}
	return i.getSession(r)
}
