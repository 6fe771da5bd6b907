package clients

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/clerk/clerk-sdk-go/v2"
	clerkhttp "github.com/clerk/clerk-sdk-go/v2/http"
	"github.com/clerk/clerk-sdk-go/v2/jwks"
	"github.com/clerk/clerk-sdk-go/v2/jwt"
	"github.com/clerk/clerk-sdk-go/v2/organization"
	"github.com/clerk/clerk-sdk-go/v2/organizationmembership"
	"github.com/clerk/clerk-sdk-go/v2/session"
	"github.com/clerk/clerk-sdk-go/v2/signintoken"
	"github.com/clerk/clerk-sdk-go/v2/testingtoken"
	"github.com/clerk/clerk-sdk-go/v2/user"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// TestGoSDK drives the local Clerk by clerk-sdk-go.
func TestGoSDK(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	instance := clerktest.Start(t)
	backend := &clerk.BackendConfig{HTTPClient: http.DefaultClient, URL: clerk.String(judged(t, instance).url + "/bapi/v1"), Key: clerk.String(instance.SecretKey())}
	config := clerk.ClientConfig{BackendConfig: *backend}
	users, sessions := user.NewClient(&config), session.NewClient(&config)

	created, err := users.Create(ctx, &user.CreateParams{
		EmailAddresses: &[]string{"ada+clerk_test@example.com"}, FirstName: clerk.String("Ada"), Password: clerk.String("analytical engine"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := users.Update(ctx, created.ID, &user.UpdateParams{LastName: clerk.String("Lovelace")}); err != nil {
		t.Error(err)
	}
	list, err := users.List(ctx, &user.ListParams{EmailAddresses: []string{"ada+clerk_test@example.com"}})
	if err != nil || list.TotalCount != 1 || *list.Users[0].LastName != "Lovelace" {
		t.Errorf("users: %+v, %v", list, err)
	}
	if banned, err := users.Ban(ctx, created.ID); err != nil || !banned.Banned {
		t.Errorf("ban: %+v, %v", banned, err)
	}
	if unbanned, err := users.Unban(ctx, created.ID); err != nil || unbanned.Banned {
		t.Errorf("unban: %+v, %v", unbanned, err)
	}

	acme, err := organization.NewClient(&config).Create(ctx, &organization.CreateParams{Name: clerk.String("Acme"), CreatedBy: clerk.String(created.ID)})
	if err != nil {
		t.Fatal(err)
	}
	members, err := organizationmembership.NewClient(&config).List(ctx, &organizationmembership.ListParams{OrganizationID: acme.ID})
	if err != nil || members.TotalCount != 1 || members.OrganizationMemberships[0].Role != "org:admin" {
		t.Errorf("members: %+v, %v", members, err)
	}

	opened, err := sessions.Create(ctx, &session.CreateParams{UserID: created.ID})
	if err != nil {
		t.Fatal(err)
	}
	token, err := sessions.CreateToken(ctx, &session.CreateTokenParams{ID: opened.ID})
	if err != nil {
		t.Fatal(err)
	}
	keys := jwks.NewClient(&config)
	claims, err := jwt.Verify(ctx, &jwt.VerifyParams{Token: token.JWT, JWKSClient: keys})
	if err != nil || claims.Subject != created.ID || claims.SessionID != opened.ID {
		t.Errorf("token: %+v, %v", claims, err)
	}

	protected := clerkhttp.RequireHeaderAuthorization(clerkhttp.JWKSClient(keys))(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen, _ := clerk.SessionClaimsFromContext(r.Context())
		_, _ = w.Write([]byte(seen.Subject))
	}))
	for authorization, want := range map[string]int{"Bearer " + token.JWT: http.StatusOK, "Bearer x": http.StatusForbidden} {
		request := httptest.NewRequest(http.MethodGet, "/", nil)
		request.Header.Set("Authorization", authorization)
		response := httptest.NewRecorder()
		protected.ServeHTTP(response, request)
		if response.Code != want || want == http.StatusOK && response.Body.String() != created.ID {
			t.Errorf("middleware: %d %s, want %d", response.Code, response.Body, want)
		}
	}

	if _, err := signintoken.NewClient(&config).Create(ctx, &signintoken.CreateParams{UserID: clerk.String(created.ID)}); err != nil {
		t.Error(err)
	}
	if _, err := testingtoken.NewClient(&config).Create(ctx); err != nil {
		t.Error(err)
	}
	if revoked, err := sessions.Revoke(ctx, &session.RevokeParams{ID: opened.ID}); err != nil || revoked.Status != "revoked" {
		t.Errorf("revoke: %+v, %v", revoked, err)
	}
	if deleted, err := users.Delete(ctx, created.ID); err != nil || !deleted.Deleted {
		t.Errorf("delete: %+v, %v", deleted, err)
	}
}
