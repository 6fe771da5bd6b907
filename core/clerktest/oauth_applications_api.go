//lint:file-ignore SA1019 Clients of both generations read and send these members.

package clerktest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
)

// defaultScopes are those of an OAuth application unless told, as at Clerk.
const defaultScopes = "profile email"

var applicationOrders = order[*backend.OAuthApplication]{
	"created_at": func(a, b *backend.OAuthApplication) int { return a.CreatedAt.Compare(b.CreatedAt.Time) },
	"name":       func(a, b *backend.OAuthApplication) int { return strings.Compare(a.Name, b.Name) },
}

// shownApplication is an application without its secret.
func shownApplication(a *backend.OAuthApplication) backend.OAuthApplication {
	shown := *a
	shown.ClientSecret = ""
	return shown
}

func (i *Instance) listOAuthApplications(r *http.Request) (any, error) {
	text := r.URL.Query().Get("name_query")
	i.mu.RLock()
	defer i.mu.RUnlock()
	var selected []*backend.OAuthApplication
	for _, a := range i.oauthApplications.list {
		if text == "" || a.ClientID == text || contains(text, a.Name) {
			selected = append(selected, a)
		}
	}
	if err := applicationOrders.sort(r, selected, "-created_at"); err != nil {
		return nil, err
	}
	return listedAs(r, selected, shownApplication, "name_query", "order_by")
}

func (i *Instance) postOAuthApplication(r *http.Request) (any, error) {
	var body backend.OAuthApplicationCreateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	a := i.blankOAuthApplication()
	a.ConsentScreenEnabled, a.PKCERequired, a.Public = body.ConsentScreenEnabled.Or(true), body.PKCERequired.Or(false), body.Public.Or(false)
	if !a.Public {
		a.ClientSecret = randomText(32)
	}
	if err := changeApplication(a, body.Name, body.CallbackURL, body.RedirectURIs, body.Scopes); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.oauthApplications.add(a.ID, a)
	return *a, nil
}

// blankOAuthApplication returns an application as Clerk makes one of a name alone.
func (i *Instance) blankOAuthApplication() *backend.OAuthApplication {
	now := backend.NewTime(i.now())
	return &backend.OAuthApplication{
		AuthorizeURL: i.URL() + "/oauth/authorize", ClientID: randomText(16), ClientImageURL: backend.Null[string](), ClientURI: backend.Null[string](),
		ConsentScreenEnabled: true, CreatedAt: now, DiscoveryURL: i.URL() + "/.well-known/openid-configuration",
		ID: newID("oa_"), InstanceID: i.instanceID, Object: "oauth_application", RedirectURIs: []string{}, Scopes: defaultScopes,
		TokenFetchURL: i.URL() + "/oauth/token", TokenIntrospectionURL: i.URL() + "/oauth/token_info", UpdatedAt: now, UserInfoURL: i.URL() + "/oauth/userinfo",
	}
}

// changeApplication writes what both creating and updating have.
func changeApplication(a *backend.OAuthApplication, name string, callback backend.Opt[string], uris backend.Opt[[]string], scopes backend.Opt[string]) error {
	all := uris.Or(a.RedirectURIs)
	if one, ok := callback.Get(); ok {
		all = []string{one}
	}
	for _, uri := range all {
		if u, err := url.Parse(uri); err != nil || u.Scheme == "" {
			return errInvalid("redirect_uris", "must be absolute URLs")
		}
	}
	if name == "" {
		return errMissing("name")
	}
	a.Name, a.RedirectURIs, a.Scopes, a.CallbackURL = name, slices.Clone(all), scopes.Or(a.Scopes), ""
	if len(all) > 0 {
		a.CallbackURL = all[0]
	}
	return nil
}

// withOAuthApplication answers about the application that a path names.
func (i *Instance) withOAuthApplication(answer func(r *http.Request, a *backend.OAuthApplication) (any, error)) handler {
	return func(r *http.Request) (any, error) {
		i.mu.Lock()
		defer i.mu.Unlock()
		a := i.oauthApplications.get(r.PathValue("id"))
		if a == nil {
			return nil, errNotFound("OAuth application", r.PathValue("id"))
		}
		return answer(r, a)
	}
}

func (i *Instance) getOAuthApplication(_ *http.Request, a *backend.OAuthApplication) (any, error) {
	return shownApplication(a), nil
}

func (i *Instance) patchOAuthApplication(r *http.Request, a *backend.OAuthApplication) (any, error) {
	var body backend.OAuthApplicationUpdateParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	if err := changeApplication(a, body.Name.Or(a.Name), body.CallbackURL, body.RedirectURIs, body.Scopes); err != nil {
		return nil, err
	}
	a.ConsentScreenEnabled = body.ConsentScreenEnabled.Or(a.ConsentScreenEnabled)
	a.PKCERequired = body.PKCERequired.Or(a.PKCERequired)
	a.Public = body.Public.Or(a.Public)
	a.UpdatedAt = backend.NewTime(i.now())
	return shownApplication(a), nil
}

func (i *Instance) deleteOAuthApplication(_ *http.Request, a *backend.OAuthApplication) (any, error) {
	i.oauthApplications.remove(a.ID)
	return backend.DeletedObject{Deleted: true, ID: a.ID, Object: "oauth_application"}, nil
}

func (i *Instance) rotateOAuthSecret(_ *http.Request, a *backend.OAuthApplication) (any, error) {
	if a.Public {
		return nil, &apiError{http.StatusForbidden, "oauth_application_public", "A public application has no secret.", ""}
	}
	a.ClientSecret, a.UpdatedAt = randomText(32), backend.NewTime(i.now())
	return *a, nil
}

// revokeOAuthToken revokes a token of [Instance.OAuthToken] that an application got.
func (i *Instance) revokeOAuthToken(r *http.Request, a *backend.OAuthApplication) (any, error) {
	var body backend.OAuthApplicationTokenRevokeParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	t := i.oauthTokens.secretOf(body.Token)
	if t == nil || t.ClientID != a.ClientID {
		return nil, errUnknownToken("OAuth access token of the application")
	}
	t.Revoked, t.UpdatedAt = true, backend.NewTime(i.now())
	return noContent{}, nil
}

// noContent is an answer with status 204.
type noContent struct{}

func (noContent) write(w http.ResponseWriter) { w.WriteHeader(http.StatusNoContent) }
