package core

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// MarshalJSON returns what the auth object of Clerk's JavaScript packages holds,
// under the same names: to look at, and to send to an own front end. It holds no
// token.
func (a *Auth) MarshalJSON() ([]byte, error) {
	if a == nil {
		return []byte("null"), nil
	}
	switch {
	case a.TokenType == SessionToken && a.authenticated:
		return json.Marshal(a.sessionJSON())
	case a.TokenType == SessionToken:
		return json.Marshal(signedOutJSON{TokenType: a.TokenType, SessionStatus: text(a.SessionStatus)})
	case a.TokenType == "":
		return json.Marshal(map[string]any{"tokenType": nil, "isAuthenticated": false}, json.Deterministic(true))
	}
	return json.Marshal(a.machineJSON(), json.Deterministic(true))
}

// sessionJSON is a signed-in session. What it does not have is left out.
type sessionJSON struct {
	TokenType             TokenType      `json:"tokenType"`
	SessionClaims         jsontext.Value `json:"sessionClaims"`
	SessionID             *string        `json:"sessionId,omitzero"`
	SessionStatus         *string        `json:"sessionStatus"`
	UserID                string         `json:"userId"`
	Actor                 jsontext.Value `json:"actor,omitzero"`
	OrgID                 *string        `json:"orgId,omitzero"`
	OrgRole               *string        `json:"orgRole,omitzero"`
	OrgSlug               *string        `json:"orgSlug,omitzero"`
	OrgPermissions        []string       `json:"orgPermissions,omitzero"`
	FactorVerificationAge *[2]float64    `json:"factorVerificationAge"`
	IsAuthenticated       bool           `json:"isAuthenticated"`
}

func (a *Auth) sessionJSON() sessionJSON {
	out := sessionJSON{
		TokenType:       a.TokenType,
		SessionID:       text(a.SessionID),
		SessionStatus:   text(a.SessionStatus),
		UserID:          a.UserID,
		OrgID:           text(a.OrgID),
		OrgRole:         text(a.OrgRole),
		OrgSlug:         text(a.OrgSlug),
		OrgPermissions:  a.OrgPermissions,
		IsAuthenticated: true,
	}
	if a.Claims != nil {
		out.SessionClaims = a.Claims.Raw()
	}
	if a.Actor != nil {
		out.Actor = a.Actor.Raw
	}
	if ages := a.FactorAges; ages != nil {
		out.FactorVerificationAge = &[2]float64{ages.First, ages.Second}
	}
	return out
}

// signedOutJSON is a session that nobody is signed in to: everything is null.
type signedOutJSON struct {
	TokenType             TokenType `json:"tokenType"`
	SessionClaims         *string   `json:"sessionClaims"`
	SessionID             *string   `json:"sessionId"`
	SessionStatus         *string   `json:"sessionStatus"`
	UserID                *string   `json:"userId"`
	Actor                 *string   `json:"actor"`
	OrgID                 *string   `json:"orgId"`
	OrgRole               *string   `json:"orgRole"`
	OrgSlug               *string   `json:"orgSlug"`
	OrgPermissions        *string   `json:"orgPermissions"`
	FactorVerificationAge *string   `json:"factorVerificationAge"`
	IsAuthenticated       bool      `json:"isAuthenticated"`
}

// machineJSON is a machine token. Each kind has members of its own; where
// nobody is authenticated they are null.
func (a *Auth) machineJSON() map[string]any {
	out := map[string]any{
		"tokenType":       a.TokenType,
		"isAuthenticated": a.authenticated,
		"id":              a.ID,
		"subject":         a.Subject,
		"scopes":          a.Scopes,
	}
	if !a.authenticated {
		out["id"], out["subject"], out["scopes"] = nil, nil, nil
	}
	claims := jsontext.Value("null")
	if a.MachineClaims != nil {
		claims = a.MachineClaims
	}
	switch a.TokenType {
	case APIKey:
		out["name"], out["claims"], out["userId"], out["orgId"] = text(a.Name), claims, text(a.UserID), text(a.OrgID)
	case M2MToken:
		out["claims"], out["machineId"] = claims, text(a.MachineID)
	case OAuthToken:
		out["userId"], out["clientId"] = text(a.UserID), text(a.ClientID)
	}
	return out
}

// text returns nil for an empty string, which JSON shows as null.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
