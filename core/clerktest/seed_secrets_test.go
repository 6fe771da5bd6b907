package clerktest_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// restarted is another instance with what an instance has, by way of a file.
func restarted(t *testing.T, inst *clerktest.Instance) *clerktest.Instance {
	t.Helper()
	var text bytes.Buffer
	if err := clerktest.WriteSeed(&text, inst.Save()); err != nil {
		t.Fatal(err)
	}
	if err := inst.Close(); err != nil {
		t.Fatal(err)
	}
	again := clerktest.Start(t)
	if err := load(again, text.String()); err != nil {
		t.Fatalf("%v in %s", err, text.String())
	}
	return again
}

// Secrets that programs have are good after a restart, though nobody can tell them.
func TestSecretsSurviveARestart(t *testing.T) {
	t.Parallel()
	one := clerktest.Start(t)
	machine := one.CreateMachine(clerktest.MachineParams{Name: "worker"})
	key := one.CreateAPIKey(clerktest.APIKeyParams{Subject: machine.ID})
	inst := restarted(t, one)

	c := backendOf(t, inst)
	verified, err := c.APIKeys.Verify(t.Context(), backend.APIKeyVerifyParams{Secret: key.Secret})
	if err != nil || verified.ID != key.ID {
		t.Errorf("verify: %v %v", verified, err)
	}
	byMachine := backendBy(t, inst, backend.Options{MachineSecretKey: machine.SecretKey, SecretKey: inst.SecretKey()})
	if token, err := byMachine.M2MTokens.Create(t.Context(), backend.M2MTokenCreateParams{}); err != nil || token.Subject != machine.ID {
		t.Errorf("a token by the machine's key: %v %v", token, err)
	}
	const why = "has only a digest"
	if _, err := c.APIKeys.GetSecret(t.Context(), key.ID); err == nil || !strings.Contains(err.Error(), why) {
		t.Errorf("secret of the API key: %v", err)
	}
	if _, err := c.Machines.GetSecretKey(t.Context(), machine.ID); err == nil || !strings.Contains(err.Error(), why) {
		t.Errorf("secret key of the machine: %v", err)
	}
	rotated, err := c.Machines.RotateSecretKey(t.Context(), machine.ID, backend.MachineSecretKeyRotateParams{PreviousTokenTTL: 60})
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{machine.SecretKey, rotated.Secret} {
		byKey := backendBy(t, inst, backend.Options{MachineSecretKey: secret, SecretKey: inst.SecretKey()})
		if _, err := byKey.M2MTokens.Create(t.Context(), backend.M2MTokenCreateParams{}); err != nil {
			t.Error(err)
		}
	}
}

// Who is signed in on a browser is so after a restart. An application finds out by way
// of the page of sign-in, because keys are new: it takes no token of the instance before.
func TestBrowsersSurviveARestart(t *testing.T) {
	t.Parallel()
	one := clerktest.Start(t)
	ada := one.CreateUser(clerktest.UserParams{FirstName: "Ada", Memberships: []clerktest.Membership{{Role: "admin"}}})
	browser := one.Browser()
	response, err := browser.SignIn(ada, protected(t, one, "localhost")+"/me")
	if said := read(t, response, err); !strings.HasPrefix(said, ada.ID+" org_") {
		t.Fatalf("signed in: %s", said)
	}
	inst := restarted(t, one)

	page := protected(t, inst, "localhost") + "/me"
	response, err = browser.Get(page)
	said := read(t, response, err)
	if response.Request.URL.Path != "/sign-in" || !strings.Contains(said, "You are signed in as <strong>Ada</strong>") || !strings.Contains(said, "Continue as Ada") {
		t.Fatalf("%s says %s", response.Request.URL, said)
	}
	form := url.Values{"redirect_url": {page}, "user": {ada.ID}}
	request, err := http.NewRequestWithContext(t.Context(), "POST", inst.URL()+"/sign-in", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", inst.URL())
	response, err = browser.Do(request)
	if said := read(t, response, err); !strings.HasPrefix(said, ada.ID+" org_") {
		t.Errorf("continued: %s", said)
	}
	sessions, err := backendOf(t, inst).Sessions.List(t.Context(), backend.SessionListParams{UserID: ada.ID})
	if err != nil || len(sessions.Data) != 1 {
		t.Errorf("sessions: %v %v, want the one from before", sessions, err)
	}
}

// What refers to something that was deleted does not keep the rest from a restart.
func TestDeletedSurvivesNoRestart(t *testing.T) {
	t.Parallel()
	one := clerktest.Start(t)
	if err := load(one, full); err != nil {
		t.Fatal(err)
	}
	c, ctx := backendOf(t, one), t.Context()
	gone := func(_ *backend.DeletedObject, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	gone(c.Machines.Delete(ctx, "mch_worker"))
	gone(c.Organizations.Delete(ctx, "other"))
	gone(c.Users.Delete(ctx, "user_ada"))
	for role, err := range c.OrganizationRoles.All(ctx, backend.OrganizationRoleListParams{Query: "org:billing"}) {
		if err != nil {
			t.Fatal(err)
		}
		gone(c.OrganizationRoles.Delete(ctx, role.ID))
	}
	inst := restarted(t, one)
	c = backendOf(t, inst)
	if _, err := c.Users.Get(ctx, "user_ada"); !backend.IsNotFound(err) {
		t.Errorf("the deleted user: %v", err)
	}
	invitations, err := c.Organizations.ListInvitations(ctx, "acme", backend.OrganizationInvitationListParams{})
	if err != nil || len(invitations.Data) != 1 || invitations.Data[0].InviterID.Or("") != "" {
		t.Errorf("invitations: %v %v", invitations, err)
	}
	domains, err := c.Organizations.ListDomains(ctx, "acme", backend.OrganizationDomainListParams{})
	if err != nil || len(domains.Data) != 2 {
		t.Errorf("domains: %v %v", domains, err)
	}
	organizations, err := c.Organizations.List(ctx, backend.OrganizationListParams{})
	if err != nil || len(organizations.Data) != 1 {
		t.Errorf("organizations: %v %v", organizations, err)
	}
}
