//lint:file-ignore SA1019 Clients of both generations read and send these members.

package clerktest

import (
	"net/http"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// An oauthToken is what an OAuth client got on behalf of a user.
type oauthToken struct {
	backend.IDPOAuthAccessToken
	token string
}

// OAuthTokenOptions say what an OAuth access token grants.
type OAuthTokenOptions struct {
	ClientID string        // default a new one
	Scopes   []string      // default "email" and "profile"
	TTL      time.Duration // default a day; negative is expired
}

// OAuthToken returns an opaque OAuth access token of a user, as an OAuth client of
// the instance would have it. At most one OAuthTokenOptions may be given.
func (i *Instance) OAuthToken(user *backend.User, options ...OAuthTokenOptions) string {
	i.helper()
	o, err := atMostOne(options)
	if err != nil {
		i.fail(err)
		return ""
	}
	if o.ClientID == "" {
		o.ClientID = randomText(16)
	}
	if o.Scopes == nil {
		o.Scopes = []string{"email", "profile"}
	}
	if o.TTL == 0 {
		o.TTL = 24 * time.Hour
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.now()
	t := &oauthToken{token: "oat_" + randomText(32), IDPOAuthAccessToken: backend.IDPOAuthAccessToken{
		ClientID: o.ClientID, CreatedAt: backend.NewTime(now), Expiration: backend.NewTime(now.Add(o.TTL)), ID: "oat_" + randomHex(16),
		Object: "clerk_idp_oauth_access_token", RevocationReason: backend.Null[string](), Scopes: o.Scopes, Subject: user.ID,
		UpdatedAt: backend.NewTime(now),
	}}
	i.oauthTokens.add(t.ID, t)
	i.oauthTokens.keep(t.token, t)
	return t.token
}

func (i *Instance) verifyOAuthToken(r *http.Request) (any, error) {
	var body backend.IDPOAuthAccessTokenVerifyParams
	if err := decode(r, &body); err != nil {
		return nil, err
	}
	token := body.AccessToken.Or(body.Secret.Or(""))
	i.mu.RLock()
	defer i.mu.RUnlock()
	t := i.oauthTokens.secretOf(token)
	if t == nil || t.Revoked || !i.now().Before(t.Expiration.Time) {
		return nil, errUnknownToken("OAuth access token")
	}
	return t.IDPOAuthAccessToken, nil
}
