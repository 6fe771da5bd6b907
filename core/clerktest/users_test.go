package clerktest_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/google/go-cmp/cmp"
)

// The members of the specification's schema User: required, and allowed besides
// (additionalProperties is false).
var (
	userRequired = strings.Fields(`id object username first_name last_name has_image primary_email_address_id primary_phone_number_id
		primary_web3_wallet_id password_enabled two_factor_enabled totp_enabled backup_code_enabled email_addresses phone_numbers
		web3_wallets passkeys external_accounts saml_accounts enterprise_accounts public_metadata external_id last_sign_in_at banned
		locked lockout_expires_in_seconds verification_attempts_remaining created_at updated_at delete_self_enabled
		create_organization_enabled last_active_at mfa_enabled_at mfa_disabled_at legal_accepted_at`)
	userAllowed = strings.Fields(`locale profile_image_url image_url private_metadata unsafe_metadata password_last_updated_at
		organization_memberships deprovisioned create_organizations_limit bypass_client_trust scim`)
	addressMembers = strings.Fields(`id object email_address reserved verification linked_to matches_sso_connection created_at updated_at`)
	sessionMembers = strings.Fields(`object id user_id client_id status last_active_organization_id last_active_at expire_at abandon_at
		updated_at created_at`)
)

func checkUser(t *testing.T, user object) {
	t.Helper()
	for _, name := range userRequired {
		if _, ok := user[name]; !ok {
			t.Errorf("a user lacks %s", name)
		}
	}
	for name := range user {
		if !slices.Contains(userRequired, name) && !slices.Contains(userAllowed, name) {
			t.Errorf("a user has %s", name)
		}
	}
	for _, name := range []string{"email_addresses", "external_accounts", "passkeys", "phone_numbers", "saml_accounts", "web3_wallets"} {
		if _, ok := user[name].([]any); !ok {
			t.Errorf("%s is %v, no array", name, user[name])
		}
	}
	for _, name := range []string{"public_metadata", "unsafe_metadata"} {
		if _, ok := user[name].(object); !ok {
			t.Errorf("%s is %v, no object", name, user[name])
		}
	}
	for _, address := range user["email_addresses"].([]any) {
		checkMembers(t, "an email address", address.(object), addressMembers)
	}
}

func checkMembers(t *testing.T, what string, got object, want []string) {
	t.Helper()
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("members of %s (-want +got):\n%s", what, diff)
	}
}

func TestUserLife(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	status, created := call[object](t, inst, "POST", "/v1/users", `{
		"email_address": ["A@example.com", "b@example.com"], "external_id": "x1", "first_name": "First", "last_name": null,
		"password": "correct horse", "public_metadata": {"a": {"b": 1}}, "skip_password_checks": true, "username": "first"
	}`)
	if status != 200 {
		t.Fatalf("create: %d %v", status, created)
	}
	checkUser(t, created)
	id := created["id"].(string)
	got := object{}
	for _, name := range []string{"created_at", "external_id", "first_name", "last_name", "password_enabled", "public_metadata", "username"} {
		got[name] = created[name]
	}
	want := object{
		"created_at": float64(noon.UnixMilli()), "external_id": "x1", "first_name": "First", "last_name": nil,
		"password_enabled": true, "public_metadata": object{"a": object{"b": 1.0}}, "username": "first",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("created (-want +got):\n%s", diff)
	}
	addresses := created["email_addresses"].([]any)
	first, second := addresses[0].(object), addresses[1].(object)
	if first["email_address"] != "a@example.com" || created["primary_email_address_id"] != first["id"] {
		t.Errorf("addresses %v, primary %v", addresses, created["primary_email_address_id"])
	}

	if _, read := call[object](t, inst, "GET", "/v1/users/"+id, ""); !cmp.Equal(read, created) {
		t.Errorf("read:\n%s", cmp.Diff(created, read))
	}

	clock.Advance(time.Second)
	status, changed := call[object](t, inst, "PATCH", "/v1/users/"+id,
		fmt.Sprintf(`{"first_name": null, "last_name": "Last", "primary_email_address_id": %q}`, second["id"]))
	want = maps.Clone(created)
	maps.Copy(want, object{
		"first_name": nil, "last_name": "Last", "primary_email_address_id": second["id"], "updated_at": float64(noon.UnixMilli() + 1000),
	})
	if diff := cmp.Diff(want, changed); status != 200 || diff != "" {
		t.Errorf("change: %d (-want +got):\n%s", status, diff)
	}

	status, deleted := call[object](t, inst, "DELETE", "/v1/users/"+id, "")
	if diff := cmp.Diff(object{"deleted": true, "external_id": "x1", "id": id, "object": "user"}, deleted); status != 200 || diff != "" {
		t.Errorf("delete: %d (-want +got):\n%s", status, diff)
	}
	for _, method := range []string{"DELETE", "GET", "PATCH"} {
		if status, refused := call[failure](t, inst, method, "/v1/users/"+id, ""); status != 404 || refused.code() != "resource_not_found" {
			t.Errorf("%s after delete: %d %s", method, status, refused.code())
		}
	}
}

func TestCreateUser(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	blank := inst.CreateUser(clerktest.UserParams{})
	full := inst.CreateUser(clerktest.UserParams{
		EmailAddress: "a@example.com", ExternalID: "x", FirstName: "F", ID: "user_1", LastName: "L",
		PrivateMetadata: backend.MetadataOf(object{"p": 1}), PublicMetadata: backend.MetadataOf(object{"q": 2}), Username: "u",
	})
	for _, user := range []*backend.User{blank, full} {
		status, read := call[object](t, inst, "GET", "/v1/users/"+user.ID, "")
		if status != 200 {
			t.Fatalf("%d %v", status, read)
		}
		checkUser(t, read)
		if _, typed := call[backend.User](t, inst, "GET", "/v1/users/"+user.ID, ""); !cmp.Equal(typed.ID, user.ID) ||
			typed.PrimaryEmailAddress().EmailAddress != user.PrimaryEmailAddress().EmailAddress {
			t.Errorf("%+v", typed)
		}
	}
	if full.ID != "user_1" || full.FullName() != "F L" || full.PublicMetadata.String() != `{"q":2}` {
		t.Errorf("%+v", full)
	}
	// What is handed out is the caller's.
	full.FirstName = backend.Value("changed")
	if _, read := call[object](t, inst, "GET", "/v1/users/user_1", ""); read["first_name"] != "F" {
		t.Error("the caller's change reached the instance")
	}
}

func TestUserRefusals(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{EmailAddress: "a@example.com", ExternalID: "x", Username: "u"})
	other := inst.CreateUser(clerktest.UserParams{})
	for _, test := range []struct {
		method, body string
		status       int
		code         string
	}{
		{"PATCH", `{"email_address": ["c@example.com"]}`, 422, "form_param_unknown email_address"},
		{"PATCH", `{"external_id": "x"}`, 422, "form_identifier_exists external_id"},
		{"PATCH", `{"first_name": "changed", "username": "u"}`, 422, "form_identifier_exists username"},
		{"PATCH", `{"primary_email_address_id": "idn_1"}`, 422, "form_param_value_invalid primary_email_address_id"},
		{"PATCH", `{"public_metadata": {}}`, 422, "form_param_unknown public_metadata"},
		{"POST", ``, 422, "form_param_missing email_address"},
		{"POST", `[]`, 400, "request_body_invalid"},
		{"POST", `{"a": 1, "a": 2}`, 400, "request_body_invalid"},
		{"POST", `{"backup_codes": []}`, 501, "not_implemented backup_codes"},
		{"POST", `{"email_address": "c@example.com"}`, 422, "form_param_value_invalid email_address"},
		{"POST", `{"email_address": ["A@EXAMPLE.COM"]}`, 422, "form_identifier_exists email_address"},
		{"POST", `{"email_address": ["no address"]}`, 422, "form_param_value_invalid email_address"},
		{"POST", `{"email_address": ["c@example.com", "C@example.com"]}`, 422, "form_param_value_invalid email_address"},
		{"POST", `{"first_name": "F"}`, 422, "form_param_missing email_address"},
		{"POST", `{"first_name": 1}`, 422, "form_param_value_invalid first_name"},
		{"POST", `{"nickname": "n"}`, 422, "form_param_unknown nickname"},
		{"POST", `{"password": "short", "username": "v"}`, 422, "form_param_value_invalid password"},
		{"POST", `{"private_metadata": null, "username": "v"}`, 422, "form_param_value_invalid private_metadata"},
		{"POST", `{"created_at": "yesterday", "username": "v"}`, 422, "form_param_value_invalid created_at"},
		{"POST", `{`, 400, "request_body_invalid"},
	} {
		path := "/v1/users"
		if test.method == "PATCH" {
			path += "/" + other.ID
		}
		status, refused := call[failure](t, inst, test.method, path, test.body)
		if status != test.status || refused.code() != test.code {
			t.Errorf("%s %s: %d %s, want %d %s", test.method, test.body, status, refused.code(), test.status, test.code)
		}
	}
	if _, count := call[object](t, inst, "GET", "/v1/users/count", ""); count["total_count"] != 2.0 {
		t.Errorf("count %v: a refused user was stored", count)
	}
	if _, read := call[object](t, inst, "GET", "/v1/users/"+other.ID, ""); read["first_name"] != nil {
		t.Error("a refused change left a trace")
	}
	// A user may be given what it has.
	if status, _ := call[object](t, inst, "PATCH", "/v1/users/"+user.ID, `{"username": "u"}`); status != 200 {
		t.Errorf("the same username: %d", status)
	}
}

func TestListUsers(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	for k := range 12 {
		inst.CreateUser(clerktest.UserParams{
			EmailAddress: fmt.Sprintf("user%02d@example.com", k), FirstName: fmt.Sprintf("Name %d", k), ID: fmt.Sprintf("user_%02d", k),
			ExternalID: fmt.Sprintf("x%d", k), Username: fmt.Sprintf("name%d", k),
		})
		if k%2 == 0 {
			clock.Advance(time.Millisecond) // so that pairs share a time
		}
	}
	all := "00 01 02 03 04 05 06 07 08 09 10 11"
	reversed := "11 10 09 08 07 06 05 04 03 02 01 00"
	for query, want := range map[string]string{
		"":                     reversed[:29],
		"banned=true":          "",
		"banned=false&limit=2": "11 10",
		"email_address=USER03@example.com&email_address=user04@example.com&email_address=none@example.com": "04 03",
		"created_at_after=1795435200005":                     "11",
		"created_at_before=1795435200001":                    "00",
		"email_address_query=R1":                             "11 10",
		"external_id=x1&external_id=x2":                      "02 01",
		"limit=500":                                          reversed,
		"limit=500&order_by=%2Bcreated_at":                   all,
		"limit=500&order_by=created_at":                      all,
		"limit=3&offset=10":                                  "01 00",
		"limit=3&offset=20":                                  "",
		"limit=3&order_by=created_at&starting_after=user_02": "03 04 05",
		"limit=3&starting_after=user_01":                     "00",
		"name_query=name%2011":                               "11",
		"order_by=-created_at&limit=1":                       "11",
		"limit=2&order_by=-username":                         "09 08",
		"order_by=last_name&limit=2":                         "00 01",
		"organization_id=org_1":                              "",
		"phone_number=%2B15555550100":                        "",
		"provider=oauth_google&provider_user_id=1":           "",
		"web3_wallet=0x0":                                    "",
		"query=USER_07":                                      "07",
		"query=name1&user_id=user_10":                        "10",
		"user_id=%2Buser_03&user_id=user_05":                 "05 03",
		"user_id=-user_11&limit=1":                           "10",
		"username=name7":                                     "07",
		"username_query=NAME1":                               "11 10 01",
	} {
		status, users := call[[]backend.User](t, inst, "GET", "/v1/users?"+query, "")
		var got []string
		for _, user := range users {
			got = append(got, strings.TrimPrefix(user.ID, "user_"))
		}
		if joined := strings.Join(got, " "); status != 200 || joined != want {
			t.Errorf("%s: %d %q, want %q", query, status, joined, want)
		}
		values, _ := url.ParseQuery(query)
		if values.Has("limit") || values.Has("starting_after") || query == "" {
			continue
		}
		if _, count := call[object](t, inst, "GET", "/v1/users/count?"+query, ""); count["total_count"] != float64(len(got)) || count["object"] != "total_count" {
			t.Errorf("%s: count %v, want %d", query, count, len(got))
		}
	}
	for query, want := range map[string]string{
		"limit=0":                         "422 form_param_value_invalid limit",
		"limit=501":                       "422 form_param_value_invalid limit",
		"limit=x":                         "422 form_param_value_invalid limit",
		"offset=-1":                       "422 form_param_value_invalid offset",
		"offset=1&starting_after=user_03": "422 form_param_value_invalid starting_after",
		"banned=perhaps":                  "422 form_param_value_invalid banned",
		"created_at_after=yesterday":      "422 form_param_value_invalid created_at_after",
		"nickname=n":                      "501 not_implemented nickname",
		"order_by=nickname":               "422 form_param_value_invalid order_by",
		"order_by=username&starting_after=user_03": "422 form_param_value_invalid starting_after",
		"provider=oauth_google":                    "422 form_param_value_invalid provider",
		"starting_after=user_99":                   "422 form_param_value_invalid starting_after",
	} {
		status, refused := call[failure](t, inst, "GET", "/v1/users?"+query, "")
		if got := fmt.Sprint(status, " ", refused.code()); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
