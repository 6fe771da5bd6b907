package clerktest_test

import (
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/google/go-cmp/cmp"
)

func TestAPIKeys(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	c := backendOf(t, inst).APIKeys
	ctx := t.Context()
	user := inst.CreateUser(clerktest.UserParams{})
	made := must(c.Create(ctx, backend.APIKeyCreateParams{
		Claims: backend.MetadataOf(object{"a": 1}), CreatedBy: backend.Value(user.ID), Name: "one", Scopes: []string{"read"}, Subject: user.ID,
	}))(t)
	helped := inst.CreateAPIKey(clerktest.APIKeyParams{Subject: inst.Organization().ID, TTL: time.Minute})
	verify := func(secret string) (*backend.APIKey, error) {
		return c.Verify(ctx, backend.APIKeyVerifyParams{Secret: secret})
	}
	got := must(verify(made.Secret))(t)
	if got.ID != made.ID || got.Subject != user.ID || got.Secret != "" || got.Claims.String() != `{"a":1}` || !got.LastUsedAt.Equal(noon) || !got.Expiration.IsZero() {
		t.Errorf("verified %+v", got)
	}
	if secret := must(c.GetSecret(ctx, made.ID))(t); secret.Secret != made.Secret {
		t.Error("another secret")
	}
	changed := must(c.Update(ctx, made.ID, backend.APIKeyUpdateParams{Description: backend.Value("d"), Scopes: []string{"write"}, SecondsUntilExpiration: backend.Value(60.0)}))(t)
	if changed.Description.Or("") != "d" || changed.Scopes[0] != "write" || !changed.Expiration.Equal(noon.Add(time.Minute)) {
		t.Errorf("changed %+v", changed)
	}
	must(verify(helped.Secret))(t)
	clock.Advance(time.Minute)
	refused(verify(helped.Secret))(t, "404 resource_not_found")
	refused(verify(made.Secret))(t, "404 resource_not_found")
	refused(verify("ak_x"))(t, "404 resource_not_found")
	for _, all := range []bool{false, true} {
		list := must(c.List(ctx, backend.APIKeyListParams{IncludeInvalid: backend.Value(all), Subject: user.ID}))(t)
		if (list.TotalCount == 1) != all {
			t.Errorf("include_invalid=%t lists %d", all, list.TotalCount)
		}
	}
	third := must(c.Create(ctx, backend.APIKeyCreateParams{Name: "three", Subject: user.ID}))(t)
	if revoked := must(c.Revoke(ctx, third.ID, backend.APIKeyRevokeParams{RevocationReason: backend.Value("lost")}))(t); !revoked.Revoked || revoked.RevocationReason.Or("") != "lost" {
		t.Errorf("revoked %+v", revoked)
	}
	refused(verify(third.Secret))(t, "404 resource_not_found")
	must(c.Delete(ctx, third.ID))(t)
	refused(c.Get(ctx, third.ID))(t, "404 resource_not_found")
	refused(c.Create(ctx, backend.APIKeyCreateParams{Name: "x", Subject: user.ID}))(t, "400 form_param_value_invalid name")
	refused(c.Create(ctx, backend.APIKeyCreateParams{Name: "name", Subject: "user_1"}))(t, "400 form_param_value_invalid subject")
	// The JavaScript packages leave the version out.
	if status, got := call[backend.APIKey](t, inst, "GET", "/api_keys/"+made.ID, ""); status != 200 || got.ID != made.ID {
		t.Errorf("without the version: %d", status)
	}
}

func TestMachines(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	c := backendOf(t, inst).Machines
	ctx := t.Context()
	target := inst.CreateMachine(clerktest.MachineParams{Name: "target"})
	made := must(c.Create(ctx, backend.MachineCreateParams{DefaultTokenTTL: backend.Value[int64](60), Name: "caller"}))(t)
	scope := must(c.CreateScope(ctx, made.ID, backend.MachineScopeCreateParams{ToMachineID: target.ID}))(t)
	if scope.FromMachineID != made.ID || scope.ToMachineID != target.ID {
		t.Errorf("scope %+v", scope)
	}
	if read := must(c.Get(ctx, made.ID))(t); len(read.ScopedMachines) != 1 || read.ScopedMachines[0].Name != "target" || read.SecretKey != "" {
		t.Errorf("read %+v", read)
	}
	if list := must(c.List(ctx, backend.MachineListParams{OrderBy: "name", Query: "ca"}))(t); list.TotalCount != 1 {
		t.Errorf("listed %+v", list)
	}
	if renamed := must(c.Update(ctx, made.ID, backend.MachineUpdateParams{Name: backend.Value("renamed")}))(t); renamed.Name != "renamed" || renamed.DefaultTokenTTL != 60 {
		t.Errorf("renamed %+v", renamed)
	}
	asMachine := func(key string) *backend.M2MTokenService {
		return backendBy(t, inst, backend.Options{MachineSecretKey: key, SecretKey: inst.SecretKey()}).M2MTokens
	}
	rotated := must(c.RotateSecretKey(ctx, made.ID, backend.MachineSecretKeyRotateParams{PreviousTokenTTL: 60}))(t)
	if now := must(c.GetSecretKey(ctx, made.ID))(t); now.Secret != rotated.Secret || now.Secret == made.SecretKey {
		t.Error("the key is not rotated")
	}
	must(asMachine(made.SecretKey).Create(ctx, backend.M2MTokenCreateParams{}))(t)
	clock.Advance(time.Minute)
	refused(asMachine(made.SecretKey).Create(ctx, backend.M2MTokenCreateParams{}))(t, "401 clerk_key_invalid")
	must(asMachine(rotated.Secret).Create(ctx, backend.M2MTokenCreateParams{}))(t)
	refused(c.RotateSecretKey(ctx, made.ID, backend.MachineSecretKeyRotateParams{PreviousTokenTTL: 28_801}))(t, "422 form_param_value_invalid previous_token_ttl")
	if gone := must(c.DeleteScope(ctx, made.ID, target.ID))(t); !gone.Deleted {
		t.Errorf("scope %+v", gone)
	}
	must(c.Delete(ctx, made.ID))(t)
	refused(asMachine(rotated.Secret).Create(ctx, backend.M2MTokenCreateParams{}))(t, "401 clerk_key_invalid")
	refused(c.Create(ctx, backend.MachineCreateParams{Name: "x", ScopedMachines: []string{"mch_1"}}))(t, "422 form_param_value_invalid scoped_machines")
}

func TestM2MTokens(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	ctx := t.Context()
	target := inst.CreateMachine(clerktest.MachineParams{Name: "target"})
	caller := inst.CreateMachine(clerktest.MachineParams{Name: "caller", Scopes: []string{target.ID}})
	other := inst.CreateMachine(clerktest.MachineParams{Name: "other"})
	all := backendOf(t, inst).M2MTokens
	as := func(m *backend.Machine) *backend.M2MTokenService {
		return backendBy(t, inst, backend.Options{MachineSecretKey: m.SecretKey, SecretKey: inst.SecretKey()}).M2MTokens
	}
	claims := backend.MetadataOf(object{"a": 1})
	made := must(as(caller).Create(ctx, backend.M2MTokenCreateParams{Claims: claims, SecondsUntilExpiration: backend.Value(60.0)}))(t)
	if made.Subject != caller.ID || !cmp.Equal(made.Scopes, []string{target.ID}) || !made.Expiration.Equal(noon.Add(time.Minute)) {
		t.Errorf("made %+v", made)
	}
	verified := backend.M2MTokenVerifyParams{Token: made.Token}
	for name, c := range map[string]*backend.M2MTokenService{"the instance": all, "the target": as(target)} {
		if got, err := c.Verify(ctx, verified); err != nil || got.ID != made.ID || got.Token != "" {
			t.Errorf("by %s: %+v %v", name, got, err)
		}
	}
	refused(as(other).Verify(ctx, verified))(t, "404 resource_not_found")
	refused(all.Create(ctx, backend.M2MTokenCreateParams{}))(t, "401 clerk_key_invalid")

	same := must(as(caller).Create(ctx, backend.M2MTokenCreateParams{Claims: claims, MinRemainingTTLSeconds: backend.Value[int64](30), SecondsUntilExpiration: backend.Value(60.0)}))(t)
	if same.ID != made.ID || same.Token != made.Token {
		t.Error("a token that would do is not used again")
	}
	signed := must(as(caller).Create(ctx, backend.M2MTokenCreateParams{Claims: claims, TokenFormat: backend.M2MTokenJWT}))(t)
	if err := verify(t, inst, signed.Token); err != nil {
		t.Fatal(err)
	}
	if _, got := decodeToken(t, signed.Token); got["jti"] != signed.ID || got["sub"] != caller.ID || got["a"] != 1.0 || got["scopes"] != target.ID {
		t.Errorf("claims %v", got)
	}
	refused(all.Verify(ctx, backend.M2MTokenVerifyParams{Token: signed.Token}))(t, "501 not_implemented token in the form of a JWT")

	if list := must(all.List(ctx, backend.M2MTokenListParams{Subject: caller.ID}))(t); list.TotalCount != 1 {
		t.Errorf("listed %d", list.TotalCount)
	}
	refused(as(other).List(ctx, backend.M2MTokenListParams{Subject: caller.ID}))(t, "404 resource_not_found")
	second := must(as(caller).Create(ctx, backend.M2MTokenCreateParams{}))(t)
	if revoked := must(as(caller).Revoke(ctx, second.ID, backend.M2MTokenRevokeParams{RevocationReason: backend.Value("lost")}))(t); !revoked.Revoked {
		t.Errorf("revoked %+v", revoked)
	}
	refused(all.Verify(ctx, backend.M2MTokenVerifyParams{Token: second.Token}))(t, "404 resource_not_found")
	refused(as(other).Revoke(ctx, made.ID, backend.M2MTokenRevokeParams{}))(t, "404 resource_not_found")
	clock.Advance(time.Minute)
	refused(all.Verify(ctx, verified))(t, "404 resource_not_found")
	if list := must(all.List(ctx, backend.M2MTokenListParams{Expired: backend.Value(true), Revoked: backend.Value(true), Subject: caller.ID}))(t); list.TotalCount != 2 {
		t.Errorf("listed %d", list.TotalCount)
	}
}

func TestOAuth(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	c := backendOf(t, inst)
	ctx := t.Context()
	user := inst.CreateUser(clerktest.UserParams{})
	app := must(c.OAuthApplications.Create(ctx, backend.OAuthApplicationCreateParams{Name: "App", RedirectURIs: backend.Value([]string{"myapp://callback"})}))(t)
	if app.ClientSecret == "" || app.Scopes != "profile email" || !cmp.Equal(app.RedirectURIs, []string{"myapp://callback"}) || !app.ConsentScreenEnabled {
		t.Errorf("made %+v", app)
	}
	verify := func(token string) (*backend.IDPOAuthAccessToken, error) {
		return c.IDPOAuthAccessTokens.Verify(ctx, backend.IDPOAuthAccessTokenVerifyParams{AccessToken: backend.Value(token)})
	}
	token := inst.OAuthToken(user, clerktest.OAuthTokenOptions{ClientID: app.ClientID, Scopes: []string{"email"}, TTL: time.Minute})
	if got := must(verify(token))(t); got.Subject != user.ID || got.ClientID != app.ClientID || !cmp.Equal(got.Scopes, []string{"email"}) {
		t.Errorf("verified %+v", got)
	}
	if status, got := call[backend.IDPOAuthAccessToken](t, inst, "POST", "/oauth_applications/access_tokens/verify", `{"access_token":"`+token+`"}`); status != 200 || got.Subject != user.ID {
		t.Errorf("without the version: %d", status)
	}
	second := inst.OAuthToken(user, clerktest.OAuthTokenOptions{ClientID: app.ClientID})
	if err := c.OAuthApplications.RevokeToken(ctx, app.ID, backend.OAuthApplicationTokenRevokeParams{Token: second}); err != nil {
		t.Fatal(err)
	}
	clock.Advance(time.Minute)
	for name, bad := range map[string]string{"expired": token, "revoked": second, "unknown": "x"} {
		if _, err := verify(bad); refusal(err) != "404 resource_not_found" {
			t.Errorf("%s: %s", name, refusal(err))
		}
	}
	changed := must(c.OAuthApplications.Update(ctx, app.ID, backend.OAuthApplicationUpdateParams{Name: backend.Value("Other"), PKCERequired: backend.Value(true)}))(t)
	if changed.Name != "Other" || !changed.PKCERequired || changed.ClientSecret != "" {
		t.Errorf("changed %+v", changed)
	}
	if rotated := must(c.OAuthApplications.RotateSecret(ctx, app.ID))(t); rotated.ClientSecret == "" || rotated.ClientSecret == app.ClientSecret {
		t.Error("not rotated")
	}
	if list := must(c.OAuthApplications.List(ctx, backend.OAuthApplicationListParams{NameQuery: "oth", OrderBy: "name"}))(t); list.TotalCount != 1 {
		t.Errorf("listed %+v", list)
	}
	must(c.OAuthApplications.Delete(ctx, app.ID))(t)
	refused(c.OAuthApplications.Get(ctx, app.ID))(t, "404 resource_not_found")
	refused(c.OAuthApplications.Create(ctx, backend.OAuthApplicationCreateParams{Name: "X", RedirectURIs: backend.Value([]string{"/x"})}))(t, "422 form_param_value_invalid redirect_uris")
}
