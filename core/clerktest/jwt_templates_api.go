package clerktest

import (
	"net/http"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

const (
	templateLifetime = 60 // seconds
	templateSkew     = 5  // seconds
)

func (i *Instance) listJWTTemplates(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	var all []backend.JWTTemplate
	for _, t := range i.templates.list {
		all = append(all, *t)
	}
	return listedOrBare(r, all)
}

func (i *Instance) getJWTTemplate(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	t := i.templates.get(r.PathValue("id"))
	if t == nil {
		return nil, errNotFound("JWT template", r.PathValue("id"))
	}
	return *t, nil
}

func (i *Instance) postJWTTemplate(r *http.Request) (any, error) {
	t := i.blankJWTTemplate()
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := i.readJWTTemplate(r, t); err != nil {
		return nil, err
	}
	i.templates.add(t.ID, t)
	return *t, nil
}

// blankJWTTemplate returns a template as Clerk makes one of a name and claims alone.
func (i *Instance) blankJWTTemplate() *backend.JWTTemplate {
	now := backend.NewTime(i.now())
	return &backend.JWTTemplate{
		AllowedClockSkew: templateSkew, CreatedAt: now, ID: newID("jtmp_"), Lifetime: templateLifetime,
		Object: "jwt_template", SigningAlgorithm: "RS256", UpdatedAt: now,
	}
}

func (i *Instance) patchJWTTemplate(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	t := i.templates.get(r.PathValue("id"))
	if t == nil {
		return nil, errNotFound("JWT template", r.PathValue("id"))
	}
	changed := *t
	if err := i.readJWTTemplate(r, &changed); err != nil {
		return nil, err
	}
	*t = changed
	return *t, nil
}

// reservedClaims are in every token, and no template may set them.
var reservedClaims = []string{"azp", "exp", "iat", "iss", "jti", "nbf", "sub"}

// readJWTTemplate writes a body into a template. The caller holds mu.
func (i *Instance) readJWTTemplate(r *http.Request, t *backend.JWTTemplate) error {
	var body backend.JWTTemplateParams
	if err := decode(r, &body); err != nil {
		return err
	}
	switch {
	case body.Name == "":
		return errMissing("name")
	case body.CustomSigningKey.Or(false), !body.SigningKey.IsZero():
		return errUnsupported(r, "custom_signing_key")
	case body.SigningAlgorithm.Or(t.SigningAlgorithm) != t.SigningAlgorithm:
		return errUnsupported(r, "signing_algorithm")
	}
	t.AllowedClockSkew, t.Lifetime = body.AllowedClockSkew.Or(t.AllowedClockSkew), body.Lifetime.Or(t.Lifetime)
	t.Claims, t.Name, t.UpdatedAt = body.Claims, body.Name, backend.NewTime(i.now())
	return i.checkJWTTemplate(t)
}

// checkJWTTemplate refuses what a template cannot have. The caller holds mu.
func (i *Instance) checkJWTTemplate(t *backend.JWTTemplate) error {
	claims, err := backend.MetadataAs[map[string]any](t.Claims)
	if err != nil || claims == nil {
		return errInvalid("claims", "must be a JSON object")
	}
	for _, name := range reservedClaims {
		if _, ok := claims[name]; ok {
			return errInvalid("claims", "has the reserved claim "+name)
		}
	}
	other := i.findJWTTemplate(t.Name)
	switch {
	case t.Name == "":
		return errMissing("name")
	case other != nil && other.ID != t.ID:
		return errConflict("name", "name")
	case t.AllowedClockSkew < 0 || t.AllowedClockSkew > 300:
		return errInvalid("allowed_clock_skew", "must be from 0 to 300")
	case t.Lifetime < minTokenSeconds || t.Lifetime > maxTokenSeconds:
		return errInvalid("lifetime", "must be from 30 to 315360000")
	}
	return nil
}

func (i *Instance) deleteJWTTemplate(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	if i.templates.get(id) == nil {
		return nil, errNotFound("JWT template", id)
	}
	i.templates.remove(id)
	return backend.DeletedObject{Deleted: true, ID: id, Object: "jwt_template"}, nil
}

// findJWTTemplate returns a template by its name, nil if there is none. The caller
// holds mu.
func (i *Instance) findJWTTemplate(name string) *backend.JWTTemplate {
	return i.templates.find(func(t *backend.JWTTemplate) bool { return t.Name == name })
}

func (i *Instance) postTemplateToken(r *http.Request) (any, error) {
	var body backend.SessionTokenParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if seconds, ok := body.ExpiresInSeconds.Get(); ok && (seconds < minTokenSeconds || seconds > maxTokenSeconds) {
		return nil, errInvalid("expires_in_seconds", "must be from 30 to 315360000")
	}
	session, membership, err := i.activeSession(r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	token, err := i.templateToken(r, session, membership, r.PathValue("template"), body.ExpiresInSeconds.Or(0))
	if err != nil {
		return nil, err
	}
	return backend.Token{JWT: token, Object: "token"}, nil
}

// templateToken mints a token of a session as a template says.
func (i *Instance) templateToken(r *http.Request, session Session, membership Membership, name string, seconds int64) (string, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	t, u := i.findJWTTemplate(name), i.findUser(session.UserID)
	switch {
	case t == nil:
		return "", errNotFound("JWT template", name)
	case u == nil:
		return "", errNotFound("user", session.UserID)
	case seconds == 0:
		seconds = t.Lifetime
	}
	claims, err := i.claims(session.UserID, "", time.Duration(seconds)*time.Second)
	if err != nil {
		return "", errInvalid("expires_in_seconds", "must be 1 or more")
	}
	claims["azp"] = defaultParty
	claims["nbf"] = claims["iat"].(int64) - t.AllowedClockSkew
	custom, err := backend.MetadataAs[map[string]any](t.Claims)
	if err != nil {
		return "", err
	}
	words := i.shortcodes(u, session, membership)
	for claim, value := range custom {
		filled, err := fill(r, words, value)
		if err != nil {
			return "", err
		}
		claims[claim] = filled
	}
	return i.mint(i.key, claims, nil, NoFault, categoryTemplate)
}
