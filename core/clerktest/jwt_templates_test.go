package clerktest_test

import (
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/google/go-cmp/cmp"
)

func TestJWTTemplates(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t, clerktest.Options{Now: clerktest.NewClock(noon).Now})
	c := backendOf(t, inst)
	ctx := t.Context()
	made := must(c.JWTTemplates.Create(ctx, backend.JWTTemplateParams{Claims: backend.MetadataOf(object{"a": 1}), Name: "mine"}))(t)
	if made.Lifetime != 60 || made.AllowedClockSkew != 5 || made.SigningAlgorithm != "RS256" {
		t.Errorf("made %+v", made)
	}
	claims := backend.MetadataOf(object{
		"address": "{{user.primary_email_address}}", "aud": []string{"x", "{{ user.id }}"}, "deep": object{"team": "{{user.public_metadata.team}}"},
		"empty": "{{user.last_name}}", "greeting": "Hello {{user.first_name}}{{user.last_name}}!", "n": 1, "nothing": "{{user.public_metadata.a.b}}",
		"org": "{{org.id}}", "orgs": "{{user.organizations}}", "public": "{{user.public_metadata}}", "role": "{{org.role}}", "verified": "{{user.email_verified}}",
	})
	changed := must(c.JWTTemplates.Update(ctx, made.ID, backend.JWTTemplateParams{
		AllowedClockSkew: backend.Value[int64](0), Claims: claims, Lifetime: backend.Value[int64](600), Name: "other",
	}))(t)
	if changed.Name != "other" || must(c.JWTTemplates.Get(ctx, made.ID))(t).Lifetime != 600 || must(c.JWTTemplates.List(ctx, backend.ListParams{}))(t).TotalCount != 1 {
		t.Errorf("changed %+v", changed)
	}

	user := inst.CreateUser(clerktest.UserParams{
		EmailAddress: "a@example.com", FirstName: "Ann", Memberships: []clerktest.Membership{{Role: "admin"}},
		PublicMetadata: backend.MetadataOf(object{"team": "red"}),
	})
	organization := inst.Organization().ID
	session := must(c.Sessions.Create(ctx, backend.SessionCreateParams{ActiveOrganizationID: backend.Value(organization), UserID: user.ID}))(t)
	token := must(c.Sessions.CreateTokenFromTemplate(ctx, session.ID, "other", backend.SessionTokenParams{}))(t).JWT
	if err := verify(t, inst, token); err != nil {
		t.Fatal(err)
	}
	header, got := decodeToken(t, token)
	if header["cat"] != "cl_B7d4PD222AAA" {
		t.Errorf("category %v", header["cat"])
	}
	now := float64(noon.Unix())
	delete(got, "jti")
	want := object{
		"address": "a@example.com", "aud": []any{"x", user.ID}, "azp": "http://localhost:8080", "deep": object{"team": "red"}, "empty": nil,
		"exp": now + 600, "greeting": "Hello Ann!", "iat": now, "iss": inst.Issuer(), "n": 1.0, "nbf": now, "nothing": nil, "org": organization,
		"orgs": object{organization: "org:admin"}, "public": object{"team": "red"}, "role": "org:admin", "sub": user.ID, "verified": true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}

	for name, test := range map[string]struct {
		params backend.JWTTemplateParams
		want   string
	}{
		"a name that is taken": {backend.JWTTemplateParams{Claims: claims, Name: "other"}, "422 form_identifier_exists name"},
		"a reserved claim":     {backend.JWTTemplateParams{Claims: backend.MetadataOf(object{"sub": 1}), Name: "x"}, "422 form_param_value_invalid claims"},
		"a short life":         {backend.JWTTemplateParams{Claims: claims, Lifetime: backend.Value[int64](29), Name: "x"}, "422 form_param_value_invalid lifetime"},
		"a signing key":        {backend.JWTTemplateParams{Claims: claims, CustomSigningKey: backend.Value(true), Name: "x"}, "501 not_implemented custom_signing_key"},
		"another algorithm":    {backend.JWTTemplateParams{Claims: claims, Name: "x", SigningAlgorithm: backend.Value("ES256")}, "501 not_implemented signing_algorithm"},
		"no name":              {backend.JWTTemplateParams{Claims: claims}, "422 form_param_missing name"},
	} {
		if _, err := c.JWTTemplates.Create(ctx, test.params); refusal(err) != test.want {
			t.Errorf("%s: %s, want %s", name, refusal(err), test.want)
		}
	}
	for _, code := range []string{"{{user.nickname}}", "{{user.first_name || 'x'}}", "Mr {{user.public_metadata}}", "{{user.id.x}}"} {
		must(c.JWTTemplates.Update(ctx, made.ID, backend.JWTTemplateParams{Claims: backend.MetadataOf(object{"x": code}), Name: "other"}))(t)
		if _, err := c.Sessions.CreateTokenFromTemplate(ctx, session.ID, "other", backend.SessionTokenParams{}); refusal(err)[:19] != "501 not_implemented" {
			t.Errorf("%s: %s", code, refusal(err))
		}
	}
	must(c.JWTTemplates.Delete(ctx, made.ID))(t)
	refused(c.Sessions.CreateTokenFromTemplate(ctx, session.ID, "other", backend.SessionTokenParams{}))(t, "404 resource_not_found")
}
