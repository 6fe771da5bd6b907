package clerktest

import (
	"net/http"
	"regexp"
	"strings"
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
	t := &backend.JWTTemplate{
		AllowedClockSkew: templateSkew, CreatedAt: backend.NewTime(i.now()), ID: newID("jtmp_"), Lifetime: templateLifetime,
		Object: "jwt_template", SigningAlgorithm: "RS256",
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := i.readJWTTemplate(r, t); err != nil {
		return nil, err
	}
	i.templates.add(t.ID, t)
	return *t, nil
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

// readJWTTemplate writes a body into a template. The caller holds mu.
func (i *Instance) readJWTTemplate(r *http.Request, t *backend.JWTTemplate) error {
	var body backend.JWTTemplateParams
	if err := decode(r, &body); err != nil {
		return err
	}
	switch {
	case body.Name == "":
		return errMissing("name")
	case body.CustomSigningKey.Or(false):
		return errUnsupported(r, "custom_signing_key")
	}
	if _, err := backend.MetadataAs[map[string]any](body.Claims); err != nil {
		return errInvalid("claims", "must be a JSON object")
	}
	if other := i.findJWTTemplate(body.Name); other != nil && other.ID != t.ID {
		return errConflict("name", "name")
	}
	t.Name, t.Claims, t.UpdatedAt = body.Name, orEmpty(body.Claims), backend.NewTime(i.now())
	t.AllowedClockSkew = body.AllowedClockSkew.Or(t.AllowedClockSkew)
	t.Lifetime = body.Lifetime.Or(t.Lifetime)
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
	t, u := i.findJWTTemplate(name), i.findUser(session.UserID)
	i.mu.RUnlock()
	if t == nil {
		return "", errNotFound("JWT template", name)
	}
	if seconds == 0 {
		seconds = t.Lifetime
	}
	claims, err := i.claims(session.UserID, "", time.Duration(seconds)*time.Second)
	if err != nil {
		return "", errInvalid("expires_in_seconds", "must be 1 or more")
	}
	claims["azp"] = defaultParty
	custom, err := backend.MetadataAs[map[string]any](t.Claims)
	if err != nil {
		return "", err
	}
	words := shortcodes(&u.User, session, membership)
	for claim, value := range custom {
		filled, err := fill(r, words, value)
		if err != nil {
			return "", err
		}
		claims[claim] = filled
	}
	return i.mint(claims, nil, NoFault, categorySession)
}

// shortcodes are the words that a template may put between double braces.
func shortcodes(u *backend.User, session Session, membership Membership) map[string]any {
	email := ""
	if address := u.PrimaryEmailAddress(); address != nil {
		email = address.EmailAddress
	}
	metadata := func(m backend.Metadata) any {
		object, _ := backend.MetadataAs[map[string]any](m)
		return object
	}
	words := map[string]any{
		"org.id": nil, "org.role": nil, "org.slug": nil,
		"session.id":                 session.ID,
		"user.external_id":           orNull(u.ExternalID),
		"user.first_name":            orNull(u.FirstName),
		"user.full_name":             u.FullName(),
		"user.id":                    u.ID,
		"user.last_name":             orNull(u.LastName),
		"user.primary_email_address": email,
		"user.public_metadata":       metadata(u.PublicMetadata),
		"user.unsafe_metadata":       metadata(u.UnsafeMetadata),
		"user.username":              orNull(u.Username),
	}
	if o := membership.Organization; o != (Organization{}) {
		words["org.id"], words["org.role"], words["org.slug"] = o.ID, membership.Role, o.Slug
	}
	return words
}

func orNull(o backend.Opt[string]) any {
	if text, ok := o.Get(); ok {
		return text
	}
	return nil
}

var shortcode = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// fill puts words into a claim. A text that is one shortcode becomes its value; in
// a longer text the value is part of it. An unknown one is refused by name.
func fill(r *http.Request, words map[string]any, value any) (any, error) {
	switch value := value.(type) {
	case map[string]any:
		filled := map[string]any{}
		for name, inner := range value {
			result, err := fill(r, words, inner)
			if err != nil {
				return nil, err
			}
			filled[name] = result
		}
		return filled, nil
	case string:
		return fillText(r, words, value)
	}
	return value, nil
}

func fillText(r *http.Request, words map[string]any, text string) (any, error) {
	for _, match := range shortcode.FindAllStringSubmatch(text, -1) {
		word, ok := words[match[1]]
		if !ok {
			return nil, errUnsupported(r, "{{"+match[1]+"}}")
		}
		if match[0] == strings.TrimSpace(text) {
			return word, nil
		}
		inner, _ := word.(string)
		text = strings.ReplaceAll(text, match[0], inner)
	}
	return text, nil
}
