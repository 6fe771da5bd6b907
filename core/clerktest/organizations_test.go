package clerktest_test

import (
	"fmt"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/google/go-cmp/cmp"
)

func TestOrganizations(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	c := backendOf(t, inst).Organizations
	user := inst.CreateUser(clerktest.UserParams{})
	acme := must(c.Create(t.Context(), backend.OrganizationCreateParams{
		CreatedBy: backend.Value(user.ID), Name: "Acme & Sons", PublicMetadata: backend.MetadataOf(object{"a": object{"b": 1}}),
	}))(t)
	if acme.Slug != "acme-sons" || acme.CreatedBy != user.ID || acme.MaxAllowedMemberships != 0 {
		t.Errorf("created %+v", acme)
	}
	bolt := inst.CreateOrganization(clerktest.OrganizationParams{Name: "Bolt", Slug: "bolt"})

	members := backend.OrganizationGetParams{IncludeMembersCount: backend.Value(true), IncludeMissingMemberWithElevatedPermissions: backend.Value(true)}
	read := must(c.Get(t.Context(), "acme-sons", members))(t)
	if read.ID != acme.ID || read.MembersCount.Or(0) != 1 || read.MissingMemberWithElevatedPermissions.Or(true) {
		t.Errorf("read %+v", read)
	}
	for want, params := range map[string]backend.OrganizationListParams{
		"[Acme & Sons Bolt Example]": {OrderBy: "name"},
		"[Acme & Sons]":              {UserID: []string{user.ID}},
		"[Acme & Sons Example]":      {OrderBy: "name", OrganizationID: []string{"-" + bolt.ID}},
		"[Bolt Acme & Sons Example]": {},
		"[Bolt Example]":             {OrderBy: "-created_at", UserID: []string{"-" + user.ID}},
		"[Bolt]":                     {Query: "OL"},
		"[Example]":                  {Limit: 1, Offset: 2, OrderBy: "+name"},
	} {
		var got []string
		for _, o := range must(c.List(t.Context(), params))(t).Data {
			got = append(got, o.Name)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%+v lists %v, want %s", params, got, want)
		}
	}
	if list := must(c.List(t.Context(), backend.OrganizationListParams{IncludeMembersCount: backend.Value(true), OrderBy: "-members_count"}))(t); list.Data[0].ID != acme.ID || list.Data[0].MembersCount.Or(0) != 1 {
		t.Errorf("by members %+v", list.Data[0])
	}

	renamed := must(c.Update(t.Context(), acme.ID, backend.OrganizationUpdateParams{Name: backend.Value("Acme"), Slug: backend.Value("acme")}))(t)
	if renamed.Name != "Acme" {
		t.Errorf("renamed %+v", renamed)
	}
	refused(c.Get(t.Context(), "acme-sons", backend.OrganizationGetParams{}))(t, "404 resource_not_found")
	merged := must(c.UpdateMetadata(t.Context(), acme.ID, backend.OrganizationMetadataUpdateParams{PublicMetadata: backend.MetadataOf(object{"a": object{"c": 2}})}))(t)
	if got := merged.PublicMetadata.String(); got != `{"a":{"b":1,"c":2}}` {
		t.Errorf("merged %s", got)
	}
	replaced := must(c.ReplaceMetadata(t.Context(), acme.ID, backend.OrganizationMetadataReplaceParams{PublicMetadata: backend.MetadataOf(object{"d": 3})}))(t)
	if got := replaced.PublicMetadata.String(); got != `{"d":3}` {
		t.Errorf("replaced %s", got)
	}

	refused(c.Create(t.Context(), backend.OrganizationCreateParams{}))(t, "422 form_param_missing name")
	refused(c.Create(t.Context(), backend.OrganizationCreateParams{Name: "X", RoleSetKey: backend.Value("role_set:x")}))(t, "501 not_implemented role_set_key")
	refused(c.Create(t.Context(), backend.OrganizationCreateParams{Name: "X", Slug: backend.Value("acme")}))(t, "422 form_identifier_exists slug")
	refused(c.Create(t.Context(), backend.OrganizationCreateParams{Name: "X", Slug: backend.Value("A b")}))(t, "422 form_param_value_invalid slug")
	refused(c.DeleteLogo(t.Context(), acme.ID))(t, "501 not_implemented")
	refused(c.List(t.Context(), backend.OrganizationListParams{OrderBy: "slug"}))(t, "501 not_implemented order_by")

	if deleted := must(c.Delete(t.Context(), acme.ID))(t); !deleted.Deleted || deleted.Slug != "acme" {
		t.Errorf("deleted %+v", deleted)
	}
	refused(c.Get(t.Context(), acme.ID, backend.OrganizationGetParams{}))(t, "404 resource_not_found")
	if list := must(c.ListInstanceMemberships(t.Context(), backend.OrganizationInstanceMembershipListParams{}))(t); list.TotalCount != 0 {
		t.Errorf("%d members of what is gone", list.TotalCount)
	}
}

// What the Backend API is told of memberships and roles is in session tokens.
func TestMembershipsReachTokens(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	c := backendOf(t, inst)
	ctx := t.Context()
	user := inst.CreateUser(clerktest.UserParams{})
	acme := inst.CreateOrganization(clerktest.OrganizationParams{Name: "Acme"})
	read := must(c.OrganizationPermissions.Create(ctx, backend.OrganizationPermissionCreateParams{Key: "org:invoices:read", Name: "Read invoices"}))(t)
	write := must(c.OrganizationPermissions.Create(ctx, backend.OrganizationPermissionCreateParams{Key: "org:invoices:write", Name: "Write invoices"}))(t)
	biller := must(c.OrganizationRoles.Create(ctx, backend.OrganizationRoleCreateParams{Key: "org:biller", Name: "Biller", Permissions: backend.Value([]string{read.ID})}))(t)

	membership := must(c.Organizations.CreateMembership(ctx, acme.ID, backend.OrganizationMembershipCreateParams{Role: "org:member", UserID: user.ID}))(t)
	if membership.RoleName != "Member" || len(membership.Permissions) != 1 || membership.PublicUserData.UserID != user.ID {
		t.Errorf("created %+v", membership)
	}
	session := must(c.Sessions.Create(ctx, backend.SessionCreateParams{ActiveOrganizationID: backend.Value(acme.ID), UserID: user.ID}))(t)
	steps := []struct {
		name   string
		change func() error
		want   any
	}{
		{"at first", func() error { return nil }, object{"id": acme.ID, "rol": "member", "slg": "acme"}},
		{"another role", func() error {
			_, err := c.Organizations.UpdateMembership(ctx, acme.ID, user.ID, backend.OrganizationMembershipUpdateParams{Role: "org:biller"})
			return err
		}, object{"fpm": "1", "id": acme.ID, "per": "read", "rol": "biller", "slg": "acme"}},
		{"another permission", func() error {
			_, err := c.OrganizationRoles.AssignPermission(ctx, biller.ID, write.ID)
			return err
		}, object{"fpm": "3", "id": acme.ID, "per": "read,write", "rol": "biller", "slg": "acme"}},
		{"another key", func() error {
			_, err := c.OrganizationPermissions.Update(ctx, write.ID, backend.OrganizationPermissionUpdateParams{Key: backend.Value("org:invoices:send")})
			return err
		}, object{"fpm": "3", "id": acme.ID, "per": "read,send", "rol": "biller", "slg": "acme"}},
		{"a permission less", func() error {
			_, err := c.OrganizationRoles.RemovePermission(ctx, biller.ID, read.ID)
			return err
		}, object{"fpm": "1", "id": acme.ID, "per": "send", "rol": "biller", "slg": "acme"}},
		{"no permission", func() error {
			_, err := c.OrganizationPermissions.Delete(ctx, write.ID)
			return err
		}, object{"id": acme.ID, "rol": "biller", "slg": "acme"}},
		{"another slug", func() error {
			_, err := c.Organizations.Update(ctx, acme.ID, backend.OrganizationUpdateParams{Slug: backend.Value("acme-2")})
			return err
		}, object{"id": acme.ID, "rol": "biller", "slg": "acme-2"}},
		{"another role key", func() error {
			_, err := c.OrganizationRoles.Update(ctx, biller.ID, backend.OrganizationRoleUpdateParams{Key: backend.Value("org:payer")})
			return err
		}, object{"id": acme.ID, "rol": "payer", "slg": "acme-2"}},
		{"a helper's membership", func() error {
			inst.CreateMembership(user, clerktest.Membership{Organization: clerktest.Organization{ID: acme.ID}, Permissions: []string{"org:x:y"}, Role: "admin"})
			return nil
		}, object{"fpm": "1", "id": acme.ID, "per": "y", "rol": "admin", "slg": "acme-2"}},
		{"no member", func() error {
			_, err := c.Organizations.DeleteMembership(ctx, acme.ID, user.ID)
			return err
		}, nil},
	}
	for _, step := range steps {
		if err := step.change(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		_, claims := decodeToken(t, must(c.Sessions.CreateToken(ctx, session.ID, backend.SessionTokenParams{}))(t).JWT)
		if diff := cmp.Diff(step.want, claims["o"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
	}
}

func TestMembershipLists(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	c := backendOf(t, inst)
	ctx := t.Context()
	id := inst.Organization().ID
	var users []*backend.User
	for k, name := range []string{"Cy", "Al", "Bo"} {
		users = append(users, inst.CreateUser(clerktest.UserParams{
			EmailAddress: fmt.Sprintf("user%d@example.com", k), FirstName: name, Memberships: []clerktest.Membership{{Role: []string{"admin", "member", "member"}[k]}},
		}))
	}
	for want, params := range map[string]backend.OrganizationMembershipListParams{
		"[Al Bo Cy]": {OrderBy: "first_name"},
		"[Al]":       {UserID: []string{users[1].ID}},
		"[Bo Al Cy]": {},
		"[Bo Al]":    {Role: []string{"org:member"}},
		"[Bo]":       {EmailAddress: []string{"USER2@example.com"}},
		"[Cy Bo Al]": {OrderBy: "-first_name"},
		"[Cy Bo]":    {OrderBy: "-first_name", Limit: 2},
		"[Cy]":       {NameQuery: "cy"},
	} {
		var got []string
		for _, m := range must(c.Organizations.ListMemberships(ctx, id, params))(t).Data {
			got = append(got, m.PublicUserData.FirstName.Or(""))
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%+v lists %v, want %s", params, got, want)
		}
	}
	if list := must(c.Users.ListOrganizationMemberships(ctx, users[0].ID, backend.ListParams{}))(t); list.TotalCount != 1 || list.Data[0].Role != "org:admin" {
		t.Errorf("of a user %+v", list)
	}
	if list := must(c.Users.List(ctx, backend.UserListParams{OrganizationID: []string{id}}))(t); list.TotalCount != 3 {
		t.Errorf("users of the organization: %d", list.TotalCount)
	}
	changed := must(c.Organizations.UpdateMembershipMetadata(ctx, id, users[0].ID, backend.OrganizationMembershipMetadataUpdateParams{
		PublicMetadata: backend.MetadataOf(object{"a": 1}),
	}))(t)
	if changed.PublicMetadata.String() != `{"a":1}` {
		t.Errorf("metadata %s", changed.PublicMetadata)
	}
	must(c.Organizations.Update(ctx, id, backend.OrganizationUpdateParams{MaxAllowedMemberships: backend.Value[int64](3)}))(t)
	fourth := inst.CreateUser(clerktest.UserParams{})
	add := func(user, role string) (*backend.OrganizationMembership, error) {
		return c.Organizations.CreateMembership(ctx, id, backend.OrganizationMembershipCreateParams{Role: role, UserID: user})
	}
	refused(add(fourth.ID, "org:member"))(t, "403 organization_membership_quota_exceeded")
	refused(add(fourth.ID, "org:nobody"))(t, "422 form_param_value_invalid role")
	refused(add(users[0].ID, "org:member"))(t, "400 already_a_member_in_organization user_id")
	refused(add("user_1", "org:member"))(t, "404 resource_not_found")
	refused(c.Organizations.DeleteMembership(ctx, id, fourth.ID))(t, "404 resource_not_found")
}

func TestRoles(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	c := backendOf(t, inst)
	ctx := t.Context()
	keys := map[string]int{}
	for role, err := range c.OrganizationRoles.All(ctx, backend.OrganizationRoleListParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		keys[role.Key] = len(role.Permissions)
	}
	if diff := cmp.Diff(map[string]int{"org:admin": 6, "org:member": 1}, keys); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	system := must(c.OrganizationPermissions.List(ctx, backend.OrganizationPermissionListParams{OrderBy: "key"}))(t).Data[0]
	if system.Key != "org:sys_domains:manage" || system.Type != "system" {
		t.Errorf("first permission %+v", system)
	}
	if read := must(c.OrganizationPermissions.Get(ctx, system.ID))(t); read.Key != system.Key {
		t.Errorf("read %+v", read)
	}
	refused(c.OrganizationPermissions.Delete(ctx, system.ID))(t, "403 organization_system_permission")
	refused(c.OrganizationPermissions.Create(ctx, backend.OrganizationPermissionCreateParams{Key: "org:sys_x:y", Name: "X"}))(t, "422 form_param_value_invalid key")
	refused(c.OrganizationPermissions.Create(ctx, backend.OrganizationPermissionCreateParams{Key: "org:x:y"}))(t, "422 form_param_missing name")

	role := must(c.OrganizationRoles.Create(ctx, backend.OrganizationRoleCreateParams{Key: "org:guest", Name: "Guest"}))(t)
	refused(c.OrganizationRoles.Create(ctx, backend.OrganizationRoleCreateParams{Key: "org:guest", Name: "Guest"}))(t, "422 form_identifier_exists key")
	user := inst.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{{Role: "guest"}}})
	refused(c.OrganizationRoles.Delete(ctx, role.ID))(t, "422 organization_role_used")
	must(c.Users.Delete(ctx, user.ID))(t)
	must(c.OrganizationRoles.Delete(ctx, role.ID))(t)
	refused(c.OrganizationRoles.Get(ctx, role.ID))(t, "404 resource_not_found")
}

func TestDomains(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	c := backendOf(t, inst).Organizations
	ctx, id := t.Context(), inst.Organization().ID
	d := must(c.CreateDomain(ctx, id, backend.OrganizationDomainCreateParams{Name: backend.Value("Example.com"), Verified: backend.Value(false)}))(t)
	if d.Name != "example.com" || d.EnrollmentMode != backend.EnrollmentManualInvitation || d.AffiliationVerification.Status != backend.VerificationUnverified {
		t.Errorf("created %+v", d)
	}
	refused(c.CreateDomain(ctx, id, backend.OrganizationDomainCreateParams{Name: backend.Value("example.com")}))(t, "422 form_identifier_exists name")
	refused(c.CreateDomain(ctx, id, backend.OrganizationDomainCreateParams{Name: backend.Value("example")}))(t, "422 form_param_value_invalid name")
	d = must(c.UpdateDomain(ctx, id, d.ID, backend.OrganizationDomainUpdateParams{
		EnrollmentMode: backend.Value(backend.EnrollmentAutomaticInvitation), Verified: backend.Value(true),
	}))(t)
	if d.AffiliationVerification.Status != backend.VerificationVerified || d.OwnershipVerification != nil {
		t.Errorf("changed %+v", d)
	}
	if d = must(c.VerifyDomainOwnership(ctx, id, d.ID))(t); d.OwnershipVerification.VerifiedAt.IsZero() {
		t.Errorf("owned %+v", d.OwnershipVerification)
	}
	if list := must(c.ListDomains(ctx, id, backend.OrganizationDomainListParams{EnrollmentMode: "automatic_invitation", Verified: "true"}))(t); list.TotalCount != 1 {
		t.Errorf("listed %+v", list)
	}
	for want, params := range map[int64]backend.OrganizationInstanceDomainListParams{
		0: {EnrollmentMode: []backend.OrganizationDomainEnrollmentMode{"-automatic_invitation"}},
		1: {Query: "EXAM", OrderBy: "name"},
	} {
		list := must(c.ListInstanceDomains(ctx, params))(t)
		if list.TotalCount != want || want == 1 && list.Data[0].PublicOrganizationData.ID != id {
			t.Errorf("%+v lists %+v", params, list)
		}
	}
	must(c.DeleteDomain(ctx, id, d.ID))(t)
	refused(c.DeleteDomain(ctx, id, d.ID))(t, "404 resource_not_found")
}
