package clerktest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

func TestInvitations(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	c := backendOf(t, inst).Invitations
	ctx := t.Context()
	inst.CreateUser(clerktest.UserParams{EmailAddress: "taken@example.com"})
	one := must(c.Create(ctx, backend.InvitationCreateParams{EmailAddress: "a@example.com", ExpiresInDays: backend.Value[int64](1), PublicMetadata: backend.MetadataOf(object{"a": 1})}))(t)
	if one.Status != backend.InvitationPending || !one.ExpiresAt.Equal(noon.AddDate(0, 0, 1)) || one.PublicMetadata.String() != `{"a":1}` {
		t.Errorf("created %+v", one)
	}
	for address, want := range map[string]string{
		"A@example.com": "400 duplicate_record email_address", "taken@example.com": "400 duplicate_record email_address", "x": "422 form_param_value_invalid email_address",
	} {
		refused(c.Create(ctx, backend.InvitationCreateParams{EmailAddress: address}))(t, want)
	}
	must(c.Create(ctx, backend.InvitationCreateParams{EmailAddress: "taken@example.com", IgnoreExisting: backend.Value(true)}))(t)
	bulk := must(c.CreateBulk(ctx, []backend.InvitationCreateParams{{EmailAddress: "b@example.com"}, {EmailAddress: "c@example.com"}}))(t)
	must(c.Revoke(ctx, bulk.Data[0].ID))(t)
	refused(c.Revoke(ctx, bulk.Data[0].ID))(t, "400 invitation_not_pending")
	clock.Advance(25 * time.Hour)
	for want, params := range map[string]backend.InvitationListParams{
		"[a@example.com]": {Status: backend.InvitationExpired},
		"[a@example.com c@example.com taken@example.com]": {OrderBy: "email_address"},
		"[b@example.com]":     {Status: backend.InvitationRevoked},
		"[c@example.com]":     {Query: "C@"},
		"[taken@example.com]": {Limit: 1, Offset: 1, Status: backend.InvitationPending},
	} {
		var got []string
		for _, v := range must(c.List(ctx, params))(t).Data {
			got = append(got, v.EmailAddress)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%+v lists %v, want %s", params, got, want)
		}
	}
	must(c.Delete(ctx, one.ID))(t)
	refused(c.Delete(ctx, one.ID))(t, "404 resource_not_found")
}

func TestOrganizationInvitations(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	c := backendOf(t, inst)
	ctx, id := t.Context(), inst.Organization().ID
	admin := inst.CreateUser(clerktest.UserParams{FirstName: "Admin", Memberships: []clerktest.Membership{{Role: "admin"}}})
	guest := inst.CreateUser(clerktest.UserParams{EmailAddress: "a@example.com"})
	invite := func(params backend.OrganizationInvitationCreateParams) (*backend.OrganizationInvitation, error) {
		return c.Organizations.CreateInvitation(ctx, id, params)
	}
	one := must(invite(backend.OrganizationInvitationCreateParams{EmailAddress: "a@example.com", InviterUserID: backend.Value(admin.ID), Role: "org:member"}))(t)
	if one.RoleName != "Member" || one.PublicInviterData.FirstName.Or("") != "Admin" || one.Status != backend.InvitationPending {
		t.Errorf("created %+v", one)
	}
	refused(invite(backend.OrganizationInvitationCreateParams{EmailAddress: "b@example.com", Role: "org:nobody"}))(t, "422 form_param_value_invalid role")
	refused(invite(backend.OrganizationInvitationCreateParams{EmailAddress: "b", Role: "org:member"}))(t, "422 form_param_value_invalid email_address")
	refused(invite(backend.OrganizationInvitationCreateParams{EmailAddress: "b@example.com", ExpiresInDays: backend.Value[int64](366), Role: "org:member"}))(t, "422 form_param_value_invalid expires_in_days")
	bulk := must(c.Organizations.CreateInvitationBulk(ctx, id, []backend.OrganizationInvitationCreateParams{
		{EmailAddress: "b@example.com", Role: "org:member"}, {EmailAddress: "c@example.com", Role: "org:admin", ExpiresInDays: backend.Value[int64](1)},
	}))(t)
	if bulk.TotalCount != 2 {
		t.Errorf("bulk %+v", bulk)
	}
	clock.Advance(25 * time.Hour)
	revoked := must(c.Organizations.RevokeInvitation(ctx, id, bulk.Data[0].ID, backend.OrganizationInvitationRevokeParams{RequestingUserID: backend.Value(admin.ID)}))(t)
	if revoked.Status != backend.InvitationRevoked {
		t.Errorf("revoked %+v", revoked)
	}
	refused(c.Organizations.RevokeInvitation(ctx, id, one.ID, backend.OrganizationInvitationRevokeParams{RequestingUserID: backend.Value(guest.ID)}))(t, "404 resource_not_found")
	if read := must(c.Organizations.GetInvitation(ctx, id, bulk.Data[1].ID))(t); read.Status != backend.InvitationExpired {
		t.Errorf("read %+v", read)
	}
	if list := must(c.Organizations.ListInvitations(ctx, id, backend.OrganizationInvitationListParams{Status: backend.InvitationPending}))(t); list.TotalCount != 1 {
		t.Errorf("pending %+v", list)
	}
	if _, list := call[object](t, inst, "GET", "/v1/organizations/"+id+"/invitations/pending", ""); list["total_count"] != 1.0 {
		t.Errorf("pending %v", list)
	}
	if list := must(c.Organizations.ListInstanceInvitations(ctx, backend.OrganizationInstanceInvitationListParams{Query: "example", OrderBy: "email_address"}))(t); list.TotalCount != 3 || list.Data[0].PublicOrganizationData.ID != id {
		t.Errorf("of the instance %+v", list)
	}
	if list := must(c.Users.ListOrganizationInvitations(ctx, guest.ID, backend.UserOrganizationInvitationListParams{}))(t); list.TotalCount != 1 || list.Data[0].ID != one.ID {
		t.Errorf("of a user %+v", list)
	}
}
