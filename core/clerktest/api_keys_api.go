package clerktest

import (
	"net/http"
	"slices"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// An apiKey is a key and its secret.
type apiKey struct {
	backend.APIKey
	secret string
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
	shown := created.APIKey
	shown.Secret = created.secret
	return &shown
}

func (i *Instance) addAPIKey(body backend.APIKeyCreateParams) (*apiKey, error) {
	switch {
	case len(body.Name) < 3:
		return nil, errInvalid("name", "must be 3 characters or more")
	case body.Subject == "":
		return nil, errMissing("subject")
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.findUser(body.Subject) == nil && i.organizations.get(body.Subject) == nil {
		return nil, errNotFound("user or organization", body.Subject)
	}
	now := i.now()
	k := &apiKey{secret: "ak_" + randomText(48), APIKey: backend.APIKey{
		Claims: body.Claims, CreatedAt: backend.NewTime(now), CreatedBy: optional(body.CreatedBy.Or("")),
		Description: optional(body.Description.Or("")), Expiration: expiration(now, body.SecondsUntilExpiration),
		ID: "ak_" + randomHex(16), Name: body.Name, Object: "api_key", RevocationReason: backend.Null[string](),
		Scopes: append([]string{}, body.Scopes...), Subject: body.Subject, Type: body.Type.Or("api_key"), UpdatedAt: backend.NewTime(now),
	}}
	i.apiKeys.add(k.ID, k)
	return k, nil
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
	k, err := i.addAPIKey(body)
	if err != nil {
		return nil, err
	}
	shown := k.APIKey
	shown.Secret = k.secret
	return shown, nil
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
	return listed(r, selected, "subject", "include_invalid", "type", "query")
}

// changeAPIKey answers with a key after a change to it.
func (i *Instance) changeAPIKey(id string, change func(k *apiKey)) (any, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	k := i.apiKeys.get(id)
	if k == nil {
		return nil, errNotFound("API key", id)
	}
	if change != nil {
		change(k)
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
	if k == nil {
		return nil, errNotFound("API key", r.PathValue("id"))
	}
	return backend.APIKeySecret{Secret: k.secret}, nil
}

func (i *Instance) patchAPIKey(r *http.Request) (any, error) {
	var body backend.APIKeyUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	return i.changeAPIKey(r.PathValue("id"), func(k *apiKey) {
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
	})
}

func (i *Instance) revokeAPIKey(r *http.Request) (any, error) {
	var body backend.APIKeyRevokeParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	return i.changeAPIKey(r.PathValue("id"), func(k *apiKey) {
		k.Revoked, k.RevocationReason = true, optional(body.RevocationReason.Or(""))
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
	k := i.apiKeys.find(func(k *apiKey) bool { return equalSecret(body.Secret, k.secret) })
	if k == nil {
		return nil, errUnknownToken("API key")
	}
	k.LastUsedAt = backend.NewTime(i.now())
	return i.shownAPIKey(k), nil
}
