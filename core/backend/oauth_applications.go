package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// OAuthApplicationService manages the OAuth clients of the instance as an OAuth
// provider. Reach it as [Client].OAuthApplications.
//
// See https://clerk.com/docs/reference/backend/overview#oauth-applications.
type OAuthApplicationService service

// OAuthApplication is an OAuth client of the instance.
type OAuthApplication struct {
	ID           string `json:"id"`
	AuthorizeURL string `json:"authorize_url"`
	// CallbackURL is the first of RedirectURIs.
	//
	// Deprecated: use RedirectURIs.
	CallbackURL           string      `json:"callback_url"`
	ClientID              string      `json:"client_id"`
	ClientImageURL        Opt[string] `json:"client_image_url,omitzero"`
	ClientSecret          string      `json:"client_secret,omitzero"` // only when it was just made, and not of a public client
	ClientURI             Opt[string] `json:"client_uri,omitzero"`
	ConsentScreenEnabled  bool        `json:"consent_screen_enabled"`
	CreatedAt             Time        `json:"created_at"`
	DiscoveryURL          string      `json:"discovery_url"`
	DynamicallyRegistered bool        `json:"dynamically_registered"` // RFC 7591
	InstanceID            string      `json:"instance_id"`
	Name                  string      `json:"name"`
	Object                string      `json:"object"`        // "oauth_application"
	PKCERequired          bool        `json:"pkce_required"` // RFC 7636
	Public                bool        `json:"public"`        // without a secret
	RedirectURIs          []string    `json:"redirect_uris"`
	Scopes                string      `json:"scopes"` // separated by spaces
	TokenFetchURL         string      `json:"token_fetch_url"`
	TokenIntrospectionURL string      `json:"token_introspection_url"`
	UpdatedAt             Time        `json:"updated_at"`
	UserInfoURL           string      `json:"user_info_url"`
}

// Format prints the application without its client secret.
func (a OAuthApplication) Format(state fmt.State, verb rune) {
	type plain OAuthApplication
	hideText(&a.ClientSecret)
	printed(state, verb, plain(a))
}

// LogValue logs what Format prints.
func (a OAuthApplication) LogValue() slog.Value { return logged(a) }

// OAuthApplicationCreateParams are the fields of a new [OAuthApplication].
type OAuthApplicationCreateParams struct {
	// CallbackURL is the only redirect URI.
	//
	// Deprecated: use RedirectURIs.
	CallbackURL          Opt[string]   `json:"callback_url,omitzero"`
	ConsentScreenEnabled Opt[bool]     `json:"consent_screen_enabled,omitzero"` // ask the user; true unless set
	Name                 string        `json:"name"`                            // required; at most 256 characters
	PKCERequired         Opt[bool]     `json:"pkce_required,omitzero"`          // RFC 7636
	Public               Opt[bool]     `json:"public,omitzero"`                 // without a secret
	RedirectURIs         Opt[[]string] `json:"redirect_uris,omitzero"`          // any scheme
	// Scopes are separated by spaces, among email, private_metadata, profile
	// and public_metadata. Clerk's default is "profile email".
	Scopes Opt[string] `json:"scopes,omitzero"`
}

// OAuthApplicationUpdateParams are the changes to an [OAuthApplication]. What is
// absent stays.
type OAuthApplicationUpdateParams struct {
	// CallbackURL is the only redirect URI.
	//
	// Deprecated: use RedirectURIs.
	CallbackURL          Opt[string]   `json:"callback_url,omitzero"`
	ConsentScreenEnabled Opt[bool]     `json:"consent_screen_enabled,omitzero"` // always true of one that registered itself
	Name                 Opt[string]   `json:"name,omitzero"`                   // at most 256 characters
	PKCERequired         Opt[bool]     `json:"pkce_required,omitzero"`
	Public               Opt[bool]     `json:"public,omitzero"`
	RedirectURIs         Opt[[]string] `json:"redirect_uris,omitzero"`
	Scopes               Opt[string]   `json:"scopes,omitzero"` // separated by spaces
}

// OAuthApplicationListParams select and order applications.
type OAuthApplicationListParams struct {
	Limit     int    `query:"limit"`      // 1 to 500; Clerk's default is 10
	NameQuery string `query:"name_query"` // part of a name, in any case, or a whole client ID
	Offset    int    `query:"offset"`     // how many to skip
	OrderBy   string `query:"order_by"`   // created_at or name, with - in front for descending order
}

// OAuthApplicationLogoParams hold the logo of an [OAuthApplication].
type OAuthApplicationLogoParams struct {
	File           File        `json:"-"` // required; GIF, JPEG, PNG or WebP
	UploaderUserID Opt[string] `json:"uploader_user_id,omitzero"`
}

// OAuthApplicationTokenRevokeParams name the grant to revoke by one of its tokens.
type OAuthApplicationTokenRevokeParams struct {
	Token string `json:"token"` // required; an access token, unless it is a JWT, or a refresh token
}

// Format prints that there is a token.
func (p OAuthApplicationTokenRevokeParams) Format(state fmt.State, verb rune) {
	type plain OAuthApplicationTokenRevokeParams
	hideText(&p.Token)
	printed(state, verb, plain(p))
}

// LogValue logs what Format prints.
func (p OAuthApplicationTokenRevokeParams) LogValue() slog.Value { return logged(p) }

// Create makes an application. The answer holds its client secret.
//
//clerk:op POST /oauth_applications
func (s *OAuthApplicationService) Create(ctx context.Context, params OAuthApplicationCreateParams) (*OAuthApplication, error) {
	return call[OAuthApplication](ctx, s.client, post("/oauth_applications", params))
}

// Delete deletes an application for good.
//
//clerk:op DELETE /oauth_applications/{oauth_application_id}
func (s *OAuthApplicationService) Delete(ctx context.Context, id string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/oauth_applications/{}", id))
}

// Get returns the application that has an ID.
//
//clerk:op GET /oauth_applications/{oauth_application_id}
func (s *OAuthApplicationService) Get(ctx context.Context, id string) (*OAuthApplication, error) {
	return call[OAuthApplication](ctx, s.client, get("/oauth_applications/{}", nil, id))
}

// List returns one page of applications, the newest first unless params say
// otherwise.
//
//clerk:op GET /oauth_applications
func (s *OAuthApplicationService) List(ctx context.Context, params OAuthApplicationListParams) (*Page[OAuthApplication], error) {
	return call[Page[OAuthApplication]](ctx, s.client, get("/oauth_applications", params))
}

// All yields every application that matches, fetching pages as it goes.
func (s *OAuthApplicationService) All(ctx context.Context, params OAuthApplicationListParams) iter.Seq2[*OAuthApplication, error] {
	return pages[OAuthApplication](ctx, s.client, get("/oauth_applications", params))
}

// RevokeToken revokes the access and refresh tokens of one grant. Access tokens
// that are JWTs stay valid until they expire.
//
//clerk:op POST /oauth_applications/{oauth_application_id}/revoke_token
func (s *OAuthApplicationService) RevokeToken(ctx context.Context, id string, params OAuthApplicationTokenRevokeParams) error {
	return send(ctx, s.client, post("/oauth_applications/{}/revoke_token", params, id))
}

// RotateSecret gives an application a new client secret, and returns it.
//
//clerk:op POST /oauth_applications/{oauth_application_id}/rotate_secret
func (s *OAuthApplicationService) RotateSecret(ctx context.Context, id string) (*OAuthApplication, error) {
	return call[OAuthApplication](ctx, s.client, post("/oauth_applications/{}/rotate_secret", nil, id))
}

// Update changes the fields of an application that are set in params.
//
//clerk:op PATCH /oauth_applications/{oauth_application_id}
func (s *OAuthApplicationService) Update(ctx context.Context, id string, params OAuthApplicationUpdateParams) (*OAuthApplication, error) {
	return call[OAuthApplication](ctx, s.client, patch("/oauth_applications/{}", params, id))
}

// UpdateLogo sets or replaces the logo of an application.
//
//clerk:op PUT /oauth_applications/{oauth_application_id}/logo
func (s *OAuthApplicationService) UpdateLogo(ctx context.Context, id string, params OAuthApplicationLogoParams) (*OAuthApplication, error) {
	return call[OAuthApplication](ctx, s.client, put("/oauth_applications/{}/logo", nil, id).withFile(params.File, params))
}
