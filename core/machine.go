package core

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/internal/machinetoken"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// machineHeader authenticates a machine token in the Authorization header.
func (v *visit) machineHeader(ctx context.Context, kind TokenType) (RequestState, error) {
	verified, refused := v.verifyMachine(ctx, kind)
	switch {
	case ctx.Err() != nil:
		return RequestState{}, ctx.Err()
	case refused != nil && refused.failure != nil:
		return v.unavailable(refused.kind, refused.reason, refused.text(), refused.failure), nil
	case refused != nil:
		return v.signedOut(refused.kind, refused.reason, refused.text()), nil
	}
	return v.signedIn(verified, v.headerToken), nil
}

// machineRefusal is why a machine token was not accepted.
type machineRefusal struct {
	kind    TokenType
	reason  Reason
	message string
	status  int   // of the Backend API's answer, 0 if there was none
	failure error // what kept Clerk from being asked; nil says that the token is at fault
}

// text returns the refusal as Clerk's packages report it.
func (r *machineRefusal) text() string {
	status := "n/a"
	if r.status != 0 {
		status = fmt.Sprint(r.status)
	}
	return fmt.Sprintf("%s (code=%s, status=%s)", r.message, r.reason, status)
}

// verifyMachine verifies a token in the form of a JWT here, any other by asking
// Clerk.
func (v *visit) verifyMachine(ctx context.Context, kind TokenType) (*Auth, *machineRefusal) {
	if machinetoken.LooksLikeJWT(v.headerToken) {
		return v.verifyMachineJWT(ctx)
	}
	verdict := v.client.opaque.verify(ctx, kind, v.headerToken, v.ask(kind))
	err := verdict.err
	if err == nil && kind == OAuthToken && !v.verifiers.oauth.AcceptsAudience(verdict.audience) {
		err = errOAuthAudience
	}
	if err != nil {
		return nil, opaqueRefusal(kind, err)
	}
	verified := *verdict.auth // the request's own
	return &verified, nil
}

// ask returns a function that asks Clerk about a token that says nothing by itself. It
// may outlive the request, of which it keeps nothing.
func (v *visit) ask(kind TokenType) func(context.Context) verdict {
	client, token := v.client, strings.Clone(v.headerToken)
	switch kind {
	case APIKey:
		return func(ctx context.Context) verdict {
			key, err := client.APIKeys.Verify(ctx, backend.APIKeyVerifyParams{Secret: token})
			if err != nil {
				return verdict{err: err}
			}
			return verdict{auth: apiKeyAuth(key), until: key.Expiration.Time, err: vouchesFor(key.Subject)}
		}
	case OAuthToken:
		return func(ctx context.Context) verdict {
			access, err := client.IDPOAuthAccessTokens.Verify(ctx, backend.IDPOAuthAccessTokenVerifyParams{AccessToken: backend.Value(token)})
			if err != nil {
				return verdict{err: err}
			}
			if active, said := access.Active.Get(); said && !active {
				return verdict{err: errInactive}
			}
			return verdict{
				auth:     oauthAuth(access.ID, access.Subject, access.ClientID, access.Scopes),
				audience: access.Audience, until: access.Expiration.Time, err: vouchesFor(access.Subject),
			}
		}
	}
	return func(ctx context.Context) verdict {
		machine, err := client.M2MTokens.Verify(ctx, backend.M2MTokenVerifyParams{Token: token})
		if err != nil {
			return verdict{err: err}
		}
		return verdict{
			auth:  m2mAuth(machine.ID, machine.Subject, machine.Scopes, rawClaims(machine.Claims)),
			until: machine.Expiration.Time, err: vouchesFor(machine.Subject),
		}
	}
}

// vouchesFor refuses an answer that names nobody: it is of something on the way, and
// says nothing about the token.
func vouchesFor(subject string) error {
	if subject == "" {
		return errNobody
	}
	return nil
}

var (
	errInactive      = errors.New("the token is not active")
	errNobody        = errors.New("the answer names nobody")
	errOAuthAudience = errors.New("the token is for another audience")
)

// isVerdict reports whether it was Clerk that refused what it was asked about: not
// something on the way that knows no such page, and not because of the secret key or of
// how often it is asked.
func isVerdict(err error) bool {
	e, ok := errors.AsType[*backend.Error](err)
	return ok && e.Status/100 == 4 && e.Status != http.StatusUnauthorized && e.Status != http.StatusTooManyRequests && len(e.Errors) > 0
}

// isUnknown reports whether Clerk knows no such token.
func isUnknown(err error) bool { return backend.IsNotFound(err) && isVerdict(err) }

// opaqueRefusal says why Clerk did not vouch for a token.
func opaqueRefusal(kind TokenType, err error) *machineRefusal {
	refusal := &machineRefusal{kind: kind, reason: ReasonUnexpectedError, message: "Clerk could not be asked about the token.", failure: err}
	apiErr, ok := errors.AsType[*backend.Error](err)
	switch {
	case errors.Is(err, errOAuthAudience):
		refusal.reason, refusal.message, refusal.failure = token.ReasonVerificationFailed, "The token is for another audience.", nil
	case errors.Is(err, errInactive):
		refusal.reason, refusal.message, refusal.failure = token.ReasonInvalid, "The token is not active.", nil
	case !ok:
	case apiErr.Status == http.StatusUnauthorized:
		refusal.reason, refusal.message, refusal.status = token.ReasonSecretKeyInvalid, "Clerk refuses the secret key.", apiErr.Status
	case isUnknown(err):
		refusal.reason, refusal.message, refusal.status = token.ReasonInvalid, "Clerk knows no such token.", apiErr.Status
		refusal.failure = nil
	default:
		refusal.status = apiErr.Status
		if isVerdict(err) && apiErr.Status != http.StatusForbidden { // 400 and its like are about the token
			refusal.message, refusal.failure = "Clerk refuses the token.", nil
		}
	}
	return refusal
}

// verifyMachineJWT verifies a machine token that vouches for itself.
func (v *visit) verifyMachineJWT(ctx context.Context) (*Auth, *machineRefusal) {
	decoded, err := v.decode(v.headerToken)
	if err != nil {
		return nil, &machineRefusal{kind: M2MToken, reason: token.ReasonInvalid, message: "The token cannot be decoded."}
	}
	kind, verifier := OAuthToken, v.verifiers.oauth
	switch {
	case machinetoken.IsMachineSubject(decoded.UnverifiedClaims().Subject):
		kind, verifier = M2MToken, v.verifiers.m2m
		if decoded.Header.Category != token.CategoryM2M && decoded.Header.HasCategory() {
			return nil, &machineRefusal{kind: kind, reason: token.ReasonInvalid, message: "The token was made for something else."}
		}
	case !slices.Contains(oauthTypes, decoded.Header.Type):
		return nil, &machineRefusal{kind: kind, reason: token.ReasonVerificationFailed, message: "The token has no type of a machine token."}
	}
	claims, err := verifier.VerifyDecoded(ctx, decoded)
	if err != nil {
		refusal := &machineRefusal{kind: kind, reason: token.ReasonVerificationFailed, message: "The token could not be verified."}
		if e, ok := errors.AsType[*token.Error](err); ok {
			refusal.message = e.Message()
			if e.Unavailable() {
				refusal.failure = e
			}
		}
		return nil, refusal
	}
	if kind == M2MToken {
		return m2mJWTAuth(claims), nil
	}
	return oauthJWTAuth(claims), nil
}

// oauthTypes are the values of typ that an OAuth access token may have (RFC
// 9068, section 2.1).
var oauthTypes = []string{"at+jwt", "application/at+jwt"}

// rawClaims returns the JSON of custom claims, nil if there are none.
func rawClaims(claims backend.Metadata) []byte {
	if text := claims.String(); text != "" && text != "null" {
		return []byte(text)
	}
	return nil
}

// apiKeyAuth returns the Auth of an API key.
func apiKeyAuth(key *backend.APIKey) *Auth {
	auth := &Auth{
		TokenType: APIKey, authenticated: true,
		ID: key.ID, Name: key.Name, Scopes: orEmpty(key.Scopes), Subject: key.Subject, MachineClaims: rawClaims(key.Claims),
	}
	switch {
	case strings.HasPrefix(key.Subject, "user_"):
		auth.UserID = key.Subject
	case strings.HasPrefix(key.Subject, "org_"):
		auth.OrgID = key.Subject
	}
	return auth
}

// m2mAuth returns the Auth of a machine-to-machine token.
func m2mAuth(id, subject string, scopes []string, claims []byte) *Auth {
	return &Auth{
		TokenType: M2MToken, authenticated: true,
		ID: id, MachineID: subject, Scopes: orEmpty(scopes), Subject: subject, MachineClaims: claims,
	}
}

// oauthAuth returns the Auth of an OAuth access token.
func oauthAuth(id, subject, clientID string, scopes []string) *Auth {
	return &Auth{
		TokenType: OAuthToken, authenticated: true,
		ClientID: clientID, ID: id, Scopes: orEmpty(scopes), Subject: subject, UserID: subject,
	}
}

// m2mJWTAuth returns the Auth of a machine-to-machine token in the form of a
// JWT. Its scopes are those it names, else its audience.
func m2mJWTAuth(claims *token.Claims) *Auth {
	var wire struct {
		Audience jsontext.Value `json:"aud"`
		Scopes   jsontext.Value `json:"scopes"`
	}
	_ = claims.Decode(&wire)
	scopes, ok := wordsOf(wire.Scopes)
	if !ok {
		scopes, _ = listOf(wire.Audience)
	}
	return m2mAuth(claims.ID, claims.Subject, scopes, customClaims(claims))
}

// oauthJWTAuth returns the Auth of an OAuth access token in the form of a JWT
// (RFC 9068, section 2.2).
func oauthJWTAuth(claims *token.Claims) *Auth {
	var wire struct {
		ClientID jsontext.Value `json:"client_id"`
		Scope    jsontext.Value `json:"scope"`
		Scp      jsontext.Value `json:"scp"`
	}
	_ = claims.Decode(&wire)
	scopes, ok := listOf(wire.Scp)
	if !ok {
		scopes, _ = wordsOf(wire.Scope)
	}
	var clientID string
	_ = json.Unmarshal(wire.ClientID, &clientID)
	return oauthAuth(claims.ID, claims.Subject, clientID, scopes)
}

// customClaims returns the claims that are not registered ones, nil if there are
// none.
func customClaims(claims *token.Claims) []byte {
	var members map[string]jsontext.Value
	if json.Unmarshal(claims.Raw(), &members) != nil {
		return nil
	}
	for _, registered := range [...]string{"exp", "iat", "iss", "jti", "nbf", "sub"} {
		delete(members, registered)
	}
	if len(members) == 0 {
		return nil
	}
	encoded, _ := json.Marshal(members, json.Deterministic(true))
	return encoded
}

// wordsOf reads a JSON string of words separated by blanks.
func wordsOf(value jsontext.Value) ([]string, bool) {
	var text string
	if value.Kind() != jsontext.KindString || json.Unmarshal(value, &text) != nil {
		return nil, false
	}
	return strings.Fields(text), true
}

// listOf reads a JSON array of strings.
func listOf(value jsontext.Value) ([]string, bool) {
	var list []string
	ok := value.Kind() == jsontext.KindBeginArray && json.Unmarshal(value, &list) == nil
	return list, ok
}

// orEmpty returns a list that is not nil.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
