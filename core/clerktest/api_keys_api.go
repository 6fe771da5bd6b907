package clerktest

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// An apiKey is a key and its secret.
type apiKey struct {
	backend.APIKey
	digest digest // of the secret
	secret string // "" for one of a [Seed], which has the digest only
}

// APIKeyParams describe an API key of an [Instance].
type APIKeyParams struct {
	Claims  backend.Metadata
	Name    string // default "test"
	Scopes  []string
	Subject string        // a user or organisation, required
	TTL     time.Duration // default for ever
}

// CreateAPIKey adds an API key. The answer holds its secret, which requests send as
// a bearer token.
func (i *Instance) CreateAPIKey(params APIKeyParams) *backend.APIKey {
	i.helper()
	body := backend.APIKeyCreateParams{Claims: params.Claims, Name: params.Name, Scopes: params.Scopes, Subject: params.Subject}
	if body.Name == "" {
		body.Name = "test"
	}
	if params.TTL > 0 {
		body.SecondsUntilExpiration = backend.Value(params.TTL.Seconds())
	}
	created, err := i.addAPIKey(body)
	if err != nil {
		i.fail(err)
		return nil
	}
	return created
}

// addAPIKey makes a key and returns it with its secret.
func (i *Instance) addAPIKey(body backend.APIKeyCreateParams) (*backend.APIKey, error) {
	switch kind := body.Type.Or("api_key"); {
	case len(body.Name) < 3 || strings.TrimSpace(body.Name) != body.Name:
		return nil, errInvalid("name", "must be 3 characters or more, with no space around them")
	case len(kind) < 3 || len(kind) > 25:
		return nil, errInvalid("type", "must be from 3 to 25 characters")
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := i.checkAPIKey(body.Subject, body.Description, body.SecondsUntilExpiration); err != nil {
		return nil, err
	}
	if by, ok := body.CreatedBy.Get(); ok && i.findUser(by) == nil {
		return nil, errInvalid("created_by", "is no user of the instance")
	}
	now := i.now()
	k := &apiKey{secret: "ak_" + randomText(48), APIKey: backend.APIKey{
		Claims: body.Claims, CreatedAt: backend.NewTime(now), CreatedBy: optional(body.CreatedBy.Or("")),
		Description: optional(body.Description.Or("")), Expiration: expiration(now, body.SecondsUntilExpiration),
		ID: "ak_" + randomHex(16), Name: body.Name, Object: "api_key", RevocationReason: backend.Null[string](),
		Scopes: append([]string{}, body.Scopes...), Subject: body.Subject, Type: body.Type.Or("api_key"), UpdatedAt: backend.NewTime(now),
	}}
	k.digest = digestOf(k.secret)
	i.apiKeys.add(k.ID, k)
	i.apiKeys.keepDigest(k.digest, k)
	shown := k.APIKey
	shown.Secret = k.secret
	return &shown, nil
}

// checkAPIKey refuses what a key cannot have. The caller holds mu.
func (i *Instance) checkAPIKey(subject string, description backend.Opt[string], seconds backend.Opt[float64]) error {
	switch limit, ok := seconds.Get(); {
	case subject == "":
		return errMissing("subject")
	case i.findUser(subject) == nil && i.organizations.get(subject) == nil && i.machines.get(subject) == nil:
		return errInvalid("subject", "is no user, organization or machine of the instance")
	case len([]rune(description.Or(""))) > 255:
		return errInvalid("description", "must be 255 characters at most")
	case ok && limit <= 0:
		return errInvalid("seconds_until_expiration", "must be above 0")
	}
	return nil
}

// expiration is when something ends, the zero time for never.
func expiration(now time.Time, seconds backend.Opt[float64]) backend.Time {
	if s, ok := seconds.Get(); ok {
		return backend.NewTime(now.Add(time.Duration(s * float64(time.Second))))
	}
	return backend.Time{}
}

// shownAPIKey is a key as it is now, without its secret.
func (i *Instance) shownAPIKey(k *apiKey) backend.APIKey {
	shown := k.APIKey
	shown.Expired = !shown.Expiration.IsZero() && !i.now().Before(shown.Expiration.Time)
	return shown
}

func (i *Instance) postAPIKey(r *http.Request) (any, error) {
	var body backend.APIKeyCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	return i.addAPIKey(body)
}

func (i *Instance) listAPIKeys(r *http.Request) (any, error) {
	query := r.URL.Query()
	if query.Get("subject") == "" {
		return nil, errMissing("subject")
	}
	i.mu.RLock()
	defer i.mu.RUnlock()
	var selected []backend.APIKey
	for _, k := range slices.Backward(i.apiKeys.list) {
		shown := i.shownAPIKey(k)
		invalid := shown.Expired || shown.Revoked
		if shown.Subject != query.Get("subject") || invalid && query.Get("include_invalid") != "true" || !given(query, "type", shown.Type) {
			continue
		}
		if text := query.Get("query"); text != "" && !contains(text, shown.Name, shown.ID) {
			continue
		}
		selected = append(selected, shown)
	}
	return listedUpTo(machineLimit, r, selected, "subject", "include_invalid", "type", "query")
}

// changeAPIKey answers with a key after a change to it.
func (i *Instance) changeAPIKey(id string, change func(k *apiKey) error) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	k := i.apiKeys.get(id)
	if k == nil {
		return nil, errNotFound("API key", id)
	}
	if change != nil {
		if err := change(k); err != nil {
			return nil, err
		}
		k.UpdatedAt = backend.NewTime(i.now())
	}
	return i.shownAPIKey(k), nil
}

func (i *Instance) getAPIKey(r *http.Request) (any, error) {
	return i.changeAPIKey(r.PathValue("id"), nil)
}

func (i *Instance) getAPIKeySecret(r *http.Request) (any, error) {
	i.mu.RLock()
	defer i.mu.RUnlock()
	k := i.apiKeys.get(r.PathValue("id"))
	switch {
	case k == nil:
		return nil, errNotFound("API key", r.PathValue("id"))
	case k.secret == "":
		return nil, errDigestOnly("API key")
	}
	return backend.APIKeySecret{Secret: k.secret}, nil
}

// errDigestOnly answers who asks for a secret that came as a digest: it works, and
// nobody can tell it.
func errDigestOnly(what string) error {
	return &apiError{http.StatusNotFound, "resource_not_found", "The local Clerk has only a digest of the secret of this " + what + ". Make a new one.", ""}
}

func (i *Instance) patchAPIKey(r *http.Request) (any, error) {
	var body backend.APIKeyUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	return i.changeAPIKey(r.PathValue("id"), func(k *apiKey) error {
		if err := i.checkAPIKey(body.Subject.Or(k.Subject), body.Description, body.SecondsUntilExpiration); err != nil {
			return err
		}
		if !body.Claims.IsZero() {
			k.Claims = body.Claims
		}
		if !body.Description.IsZero() {
			k.Description = optional(body.Description.Or(""))
		}
		if body.Scopes != nil {
			k.Scopes = body.Scopes
		}
		if !body.SecondsUntilExpiration.IsZero() {
			k.Expiration = expiration(i.now(), body.SecondsUntilExpiration)
		}
		k.Subject = body.Subject.Or(k.Subject)
		return nil
	})
}

func (i *Instance) revokeAPIKey(r *http.Request) (any, error) {
	var body backend.APIKeyRevokeParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	return i.changeAPIKey(r.PathValue("id"), func(k *apiKey) error {
		k.Revoked, k.RevocationReason = true, optional(body.RevocationReason.Or(""))
		return nil
	})
}

func (i *Instance) deleteAPIKey(r *http.Request) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	id := r.PathValue("id")
	if i.apiKeys.get(id) == nil {
		return nil, errNotFound("API key", id)
	}
	i.apiKeys.remove(id)
	return backend.DeletedObject{Deleted: true, ID: id, Object: "api_key"}, nil
}

func (i *Instance) verifyAPIKey(r *http.Request) (any, error) {
	var body backend.APIKeyVerifyParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	k := i.apiKeys.secretOf(body.Secret)
	if k == nil || k.Revoked || i.shownAPIKey(k).Expired {
		return nil, errUnknownToken("API key")
	}
	k.LastUsedAt = backend.NewTime(i.now())
	return i.shownAPIKey(k), nil
}
