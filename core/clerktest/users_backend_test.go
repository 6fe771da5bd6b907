package clerktest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/google/go-cmp/cmp"
)

func TestUserMetadata(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	users := backendOf(t, inst).Users
	user := inst.CreateUser(clerktest.UserParams{
		PrivateMetadata: backend.MetadataOf(object{"p": 1}), PublicMetadata: backend.MetadataOf(object{"a": object{"b": 1, "c": 2}, "d": 3, "e": []int{1}}),
	})
	changed := must(users.UpdateMetadata(t.Context(), user.ID, backend.UserMetadataUpdateParams{
		PublicMetadata: backend.MetadataOf(object{"a": object{"b": nil, "f": object{"g": true, "h": nil}}, "d": nil, "e": []int{2}}),
		UnsafeMetadata: backend.MetadataOf(object{"u": "v"}),
	}))(t)
	want := object{"a": object{"c": 2.0, "f": object{"g": true}}, "e": []any{2.0}}
	if diff := cmp.Diff(want, must(backend.MetadataAs[object](changed.PublicMetadata))(t)); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
	if changed.PrivateMetadata.String() != `{"p":1}` || changed.UnsafeMetadata.String() != `{"u":"v"}` {
		t.Errorf("merged %s %s", changed.PrivateMetadata, changed.UnsafeMetadata)
	}
	changed = must(users.ReplaceMetadata(t.Context(), user.ID, backend.UserMetadataReplaceParams{PublicMetadata: backend.MetadataOf(object{"z": 1})}))(t)
	if changed.PublicMetadata.String() != `{"z":1}` || changed.PrivateMetadata.String() != `{"p":1}` {
		t.Errorf("replaced: %s %s", changed.PublicMetadata, changed.PrivateMetadata)
	}
	if status, refused := call[failure](t, inst, "PATCH", "/v1/users/"+user.ID+"/metadata", `{"public_metadata": "text"}`); status != 422 {
		t.Errorf("a text: %d %s", status, refused.code())
	}
}

func TestUserState(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	c := backendOf(t, inst)
	one, two := inst.CreateUser(clerktest.UserParams{}), inst.CreateUser(clerktest.UserParams{})
	session := inst.CreateSession(one)
	if banned := must(c.Users.Ban(t.Context(), one.ID))(t); !banned.Banned {
		t.Error("not banned")
	}
	if after := must(c.Sessions.Get(t.Context(), session.ID))(t); after.Status != backend.SessionRevoked {
		t.Errorf("the session of a banned user is %s", after.Status)
	}
	if unbanned := must(c.Users.Unban(t.Context(), one.ID))(t); unbanned.Banned {
		t.Error("banned")
	}
	if locked := must(c.Users.Lock(t.Context(), one.ID))(t); !locked.Locked {
		t.Error("not locked")
	}
	if unlocked := must(c.Users.Unlock(t.Context(), one.ID))(t); unlocked.Locked {
		t.Error("locked")
	}
	both := backend.UserBulkParams{UserIDs: []string{one.ID, two.ID}}
	if banned := must(c.Users.BanBulk(t.Context(), both))(t); len(banned.Data) != 2 || !banned.Data[1].Banned {
		t.Errorf("banned %+v", banned)
	}
	if page := must(c.Users.List(t.Context(), backend.UserListParams{Banned: backend.Value(true)}))(t); page.TotalCount != 2 {
		t.Errorf("%d are banned", page.TotalCount)
	}
	must(c.Users.UnbanBulk(t.Context(), both))(t)
	refused(c.Users.BanBulk(t.Context(), backend.UserBulkParams{UserIDs: []string{one.ID, "user_1"}}))(t, "400 resource_not_found")
	if page := must(c.Users.List(t.Context(), backend.UserListParams{Banned: backend.Value(true)}))(t); page.TotalCount != 0 {
		t.Error("a refused request banned somebody")
	}
}

func TestPassword(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	c := backendOf(t, inst)
	user := inst.CreateUser(clerktest.UserParams{Password: "correct horse"})
	verify := func(password string) (*backend.UserPasswordVerification, error) {
		return c.Users.VerifyPassword(t.Context(), user.ID, backend.UserPasswordVerifyParams{Password: password})
	}
	if !must(verify("correct horse"))(t).Verified {
		t.Error("not verified")
	}
	refused(verify("correct horsf"))(t, "422 incorrect_password password")
	refused(verify(""))(t, "422 incorrect_password password")

	session := inst.CreateSession(user)
	must(c.Users.Update(t.Context(), user.ID, backend.UserUpdateParams{
		Password: backend.Value("battery staple"), SignOutOfOtherSessions: backend.Value(true),
	}))(t)
	must(verify("battery staple"))(t)
	refused(verify("correct horse"))(t, "422 incorrect_password password")
	if after := must(c.Sessions.Get(t.Context(), session.ID))(t); after.Status != backend.SessionRevoked {
		t.Errorf("the other session is %s", after.Status)
	}

	if after := must(c.Users.RemovePassword(t.Context(), user.ID, backend.UserPasswordRemoveParams{}))(t); after.PasswordEnabled {
		t.Error("there is a password")
	}
	refused(verify("battery staple"))(t, "422 incorrect_password password")
}

func TestEmailAddresses(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	c := backendOf(t, inst)
	one := inst.CreateUser(clerktest.UserParams{EmailAddress: "one@example.com"})
	two := inst.CreateUser(clerktest.UserParams{EmailAddress: "two@example.com"})
	added := must(c.EmailAddresses.Create(t.Context(), backend.EmailAddressCreateParams{EmailAddress: "New@example.com", UserID: one.ID}))(t)
	if added.EmailAddress != "new@example.com" || added.Verification != nil {
		t.Errorf("added %+v", added)
	}
	// Nobody has proved it, so another may add it, and prove it first.
	theirs := must(c.EmailAddresses.Create(t.Context(), backend.EmailAddressCreateParams{
		EmailAddress: "new@example.com", Primary: backend.Value(true), UserID: two.ID, Verified: backend.Value(true),
	}))(t)
	if owner := must(c.Users.Get(t.Context(), two.ID))(t); owner.PrimaryEmailAddress().ID != theirs.ID {
		t.Errorf("primary %v", owner.PrimaryEmailAddress())
	}
	verified := backend.EmailAddressUpdateParams{Verified: backend.Value(true)}
	refused(c.EmailAddresses.Update(t.Context(), added.ID, verified))(t, "409 form_identifier_exists email_address")
	if found := must(c.Users.List(t.Context(), backend.UserListParams{EmailAddress: []string{"NEW@example.com"}}))(t); found.TotalCount != 2 {
		t.Errorf("%d have the address", found.TotalCount)
	}
	if deleted := must(c.EmailAddresses.Delete(t.Context(), theirs.ID))(t); !deleted.Deleted || deleted.Object != "email_address" {
		t.Errorf("deleted %+v", deleted)
	}
	if owner := must(c.Users.Get(t.Context(), two.ID))(t); owner.PrimaryEmailAddress().EmailAddress != "two@example.com" {
		t.Errorf("primary %v", owner.PrimaryEmailAddress())
	}
	if proved := must(c.EmailAddresses.Update(t.Context(), added.ID, verified))(t); proved.Verification.Status != backend.VerificationVerified {
		t.Errorf("proved %+v", proved)
	}
	if read := must(c.EmailAddresses.Get(t.Context(), added.ID))(t); read.EmailAddress != "new@example.com" {
		t.Errorf("read %+v", read)
	}
	only := must(c.Users.ReplaceEmailAddress(t.Context(), one.ID, backend.UserEmailAddressReplaceParams{
		EmailAddress: "only@example.com", IdentificationStatus: backend.UserIdentificationReserved,
	}))(t)
	owner := must(c.Users.Get(t.Context(), one.ID))(t)
	if len(owner.EmailAddresses) != 1 || owner.PrimaryEmailAddress().ID != only.ID || !only.Reserved || only.Verification != nil {
		t.Errorf("replaced %+v", owner.EmailAddresses)
	}
	refused(c.EmailAddresses.Get(t.Context(), added.ID))(t, "404 resource_not_found")
	refused(c.EmailAddresses.Create(t.Context(), backend.EmailAddressCreateParams{EmailAddress: "x", UserID: one.ID}))(t, "422 form_param_value_invalid email_address")
	refused(c.EmailAddresses.Create(t.Context(), backend.EmailAddressCreateParams{EmailAddress: "x@example.com", UserID: "user_1"}))(t, "404 resource_not_found")
}

func TestPhoneNumbers(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	c := backendOf(t, inst)
	user := must(c.Users.Create(t.Context(), backend.UserCreateParams{
		EmailAddress: []string{"a@example.com", "b@example.com"}, PhoneNumber: []string{"+15555550100"},
		EmailAddressIdentificationStatus: []backend.UserIdentificationStatus{"reserved", "verified"},
		PhoneNumberIdentificationStatus:  []backend.UserIdentificationStatus{"verified"},
	}))(t)
	if user.PrimaryPhoneNumber().PhoneNumber != "+15555550100" || !user.EmailAddresses[0].Reserved || user.EmailAddresses[1].Reserved {
		t.Errorf("created %+v", user)
	}
	second := must(c.PhoneNumbers.Create(t.Context(), backend.PhoneNumberCreateParams{PhoneNumber: "+15555550101", UserID: user.ID, Verified: backend.Value(true)}))(t)
	must(c.PhoneNumbers.Update(t.Context(), second.ID, backend.PhoneNumberUpdateParams{Primary: backend.Value(true)}))(t)
	must(c.Users.Update(t.Context(), user.ID, backend.UserUpdateParams{PrimaryPhoneNumberID: backend.Value(user.PhoneNumbers[0].ID)}))(t)
	if read := must(c.PhoneNumbers.Get(t.Context(), second.ID))(t); read.PhoneNumber != "+15555550101" {
		t.Errorf("read %+v", read)
	}
	for _, params := range []backend.UserListParams{
		{PhoneNumber: []string{"+15555550101"}}, {PhoneNumberQuery: "0101"}, {Query: "5550101"}, {OrderBy: "-phone_number"},
	} {
		if found := must(c.Users.List(t.Context(), params))(t); found.TotalCount != 1 {
			t.Errorf("%+v finds %d", params, found.TotalCount)
		}
	}
	must(c.PhoneNumbers.Delete(t.Context(), second.ID))(t)
	must(c.Users.ReplacePhoneNumber(t.Context(), user.ID, backend.UserPhoneNumberReplaceParams{PhoneNumber: "+15555550102"}))(t)
	if read := must(c.Users.Get(t.Context(), user.ID))(t); len(read.PhoneNumbers) != 1 || read.PrimaryPhoneNumber().PhoneNumber != "+15555550102" {
		t.Errorf("replaced %+v", read.PhoneNumbers)
	}
	refused(c.PhoneNumbers.Create(t.Context(), backend.PhoneNumberCreateParams{PhoneNumber: "555", UserID: user.ID}))(t, "422 form_param_value_invalid phone_number")
	refused(c.PhoneNumbers.Create(t.Context(), backend.PhoneNumberCreateParams{
		PhoneNumber: "+15555550103", ReservedForSecondFactor: backend.Value(true), UserID: user.ID,
	}))(t, "501 not_implemented reserved_for_second_factor")
	refused(c.Users.Create(t.Context(), backend.UserCreateParams{PhoneNumber: []string{"+15555550102"}}))(t, "422 form_identifier_exists phone_number")
}

// Two ways through 10,000 users find each of them once.
func TestManyUsers(t *testing.T) {
	t.Parallel()
	const count = 10_000
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	began := time.Now()
	for k := range count {
		inst.CreateUser(clerktest.UserParams{
			EmailAddress: fmt.Sprintf("user%d@example.com", k), Memberships: []clerktest.Membership{{Role: "member"}},
		})
		clock.Advance(time.Millisecond)
	}
	c := backendOf(t, inst)
	seen := map[string]bool{}
	var last backend.Time
	for user, err := range c.Users.All(t.Context(), backend.UserListParams{OrderBy: "created_at"}) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[user.ID] || user.CreatedAt.Before(last.Time) {
			t.Fatalf("%s twice, or out of order", user.ID)
		}
		seen[user.ID], last = true, user.CreatedAt
	}
	members := 0
	for _, err := range c.Organizations.AllMemberships(t.Context(), inst.Organization().ID, backend.OrganizationMembershipListParams{Limit: 500}) {
		if err != nil {
			t.Fatal(err)
		}
		members++
	}
	if len(seen) != count || members != count {
		t.Errorf("%d users, %d members", len(seen), members)
	}
	t.Logf("%v", time.Since(began))
}
