package backend

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
)

// OAuthAccessToken is a token for the API of an OAuth provider that a user signed
// in with.
type OAuthAccessToken struct {
	ExpiresAt         Time        `json:"expires_at"` // zero for never
	ExternalAccountID string      `json:"external_account_id"`
	IDToken           string      `json:"id_token,omitzero"` // of an OpenID provider
	Label             Opt[string] `json:"label,omitzero"`
	Object            string      `json:"object"`           // "oauth_access_token"
	Provider          string      `json:"provider"`         // such as "oauth_google"
	ProviderUserID    string      `json:"provider_user_id"` // the user's ID at the provider
	PublicMetadata    Metadata    `json:"public_metadata"`
	Scopes            []string    `json:"scopes,omitzero"`       // OAuth 2.0 only
	Token             string      `json:"token"`                 // the access token
	TokenSecret       string      `json:"token_secret,omitzero"` // OAuth 1.0 only
}

// Format prints the token without what makes it a secret.
func (t OAuthAccessToken) Format(state fmt.State, verb rune) {
	type plain OAuthAccessToken
	hideText(&t.IDToken, &t.Token, &t.TokenSecret)
	printed(state, verb, plain(t))
}

// LogValue logs what Format prints.
func (t OAuthAccessToken) LogValue() slog.Value { return logged(t) }

// UserOrganizationInvitationListParams select the invitations of a user.
type UserOrganizationInvitationListParams struct {
	Limit  int              `query:"limit"`  // 1 to 500; Clerk's default is 10
	Offset int              `query:"offset"` // how many to skip
	Status InvitationStatus `query:"status"`
}

// DeleteExternalAccount disconnects an account at an OAuth provider from a user.
//
//clerk:op DELETE /users/{user_id}/external_accounts/{external_account_id}
func (s *UserService) DeleteExternalAccount(ctx context.Context, id, externalAccountID string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/users/{}/external_accounts/{}", id, externalAccountID))
}

// DeleteWeb3Wallet disconnects a wallet from a user.
//
//clerk:op DELETE /users/{user_id}/web3_wallets/{web3_wallet_identification_id}
func (s *UserService) DeleteWeb3Wallet(ctx context.Context, id, web3WalletID string) (*DeletedObject, error) {
	return call[DeletedObject](ctx, s.client, del("/users/{}/web3_wallets/{}", id, web3WalletID))
}

// ListOAuthAccessTokens returns the tokens of a user for a provider, such as
// "google". Clerk refreshes what has expired, if it can.
//
//clerk:op GET /users/{user_id}/oauth_access_tokens/{provider}
func (s *UserService) ListOAuthAccessTokens(ctx context.Context, id, provider string, params ListParams) (*Page[OAuthAccessToken], error) {
	return call[Page[OAuthAccessToken]](ctx, s.client, list("/users/{}/oauth_access_tokens/{}", params, id, provider))
}

// AllOAuthAccessTokens yields every token of a user for a provider, fetching pages
// as it goes.
func (s *UserService) AllOAuthAccessTokens(ctx context.Context, id, provider string, params ListParams) iter.Seq2[*OAuthAccessToken, error] {
	return pages[OAuthAccessToken](ctx, s.client, list("/users/{}/oauth_access_tokens/{}", params, id, provider))
}

// ListOrganizationInvitations returns one page of the invitations of a user to
// organisations.
//
//clerk:op GET /users/{user_id}/organization_invitations
func (s *UserService) ListOrganizationInvitations(ctx context.Context, id string, params UserOrganizationInvitationListParams) (*Page[OrganizationInvitation], error) {
	return call[Page[OrganizationInvitation]](ctx, s.client, get("/users/{}/organization_invitations", params, id))
}

// AllOrganizationInvitations yields every invitation of a user to organisations,
// fetching pages as it goes.
func (s *UserService) AllOrganizationInvitations(ctx context.Context, id string, params UserOrganizationInvitationListParams) iter.Seq2[*OrganizationInvitation, error] {
	return pages[OrganizationInvitation](ctx, s.client, get("/users/{}/organization_invitations", params, id))
}

// ListOrganizationMemberships returns one page of the memberships of a user.
//
//clerk:op GET /users/{user_id}/organization_memberships
func (s *UserService) ListOrganizationMemberships(ctx context.Context, id string, params ListParams) (*Page[OrganizationMembership], error) {
	return call[Page[OrganizationMembership]](ctx, s.client, get("/users/{}/organization_memberships", params, id))
}

// AllOrganizationMemberships yields every membership of a user, fetching pages as
// it goes.
func (s *UserService) AllOrganizationMemberships(ctx context.Context, id string, params ListParams) iter.Seq2[*OrganizationMembership, error] {
	return pages[OrganizationMembership](ctx, s.client, get("/users/{}/organization_memberships", params, id))
}
