package backend_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

// TestUserKeepsEveryMember decodes users synthesised from the specification, one
// with a value everywhere and one with null wherever it is allowed, and encodes
// them back. Nothing may be lost; what was null may become absent.
func TestUserKeepsEveryMember(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"testdata/user_full.json", "testdata/user_null.json"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for name, codec := range codecs {
			var user backend.User
			if err := codec.unmarshal(data, &user); err != nil {
				t.Fatalf("%s, %s: %v", file, name, err)
			}
			encoded, err := codec.marshal(user)
			if err != nil {
				t.Fatalf("%s, %s: %v", file, name, err)
			}
			var want, got any
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(encoded, &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, common(want, got)); diff != "" {
				t.Errorf("%s, %s (-sent +kept):\n%s", file, name, diff)
			}
		}
	}
}

// common returns got without the members that want lacks.
func common(want, got any) any {
	switch want := want.(type) {
	case map[string]any:
		members, ok := got.(map[string]any)
		if !ok {
			return got
		}
		kept := map[string]any{}
		for name, value := range want {
			member, ok := members[name]
			if ok || value == nil { // null and absent are the same to a reader
				kept[name] = common(value, member)
			}
		}
		return kept
	case []any:
		elements, ok := got.([]any)
		if !ok || len(elements) != len(want) {
			return got
		}
		kept := make([]any, len(want))
		for i := range want {
			kept[i] = common(want[i], elements[i])
		}
		return kept
	}
	return got
}

func TestUserGet(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/user_full.json")
	if err != nil {
		t.Fatal(err)
	}
	var requests recorder
	user, err := setup(t, requests.answer(200, string(data))).Users.Get(t.Context(), "user_2oRcHaRd01")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"GET /v1/users/user_2oRcHaRd01"}, requests.all()); diff != "" {
		t.Error(diff)
	}
	if user.ID != "user_2oRcHaRd01" || user.FirstName.Or("") != "first-name-1" || user.CreatedAt.Location() != time.UTC {
		t.Errorf("got %+v", user)
	}
}

func TestUserPrimaryIdentifiers(t *testing.T) {
	t.Parallel()
	user := &backend.User{
		FirstName:             backend.Value("Ada"),
		LastName:              backend.Null[string](),
		EmailAddresses:        []backend.EmailAddress{{ID: "", EmailAddress: "no@clerk.test"}, {ID: "idn_2", EmailAddress: "ada@clerk.test"}},
		PhoneNumbers:          []backend.PhoneNumber{{ID: ""}},
		PrimaryEmailAddressID: backend.Value("idn_2"),
	}
	if email := user.PrimaryEmailAddress(); email == nil || email.EmailAddress != "ada@clerk.test" {
		t.Errorf("email address %+v", email)
	}
	if phone, wallet := user.PrimaryPhoneNumber(), user.PrimaryWeb3Wallet(); phone != nil || wallet != nil {
		t.Errorf("got %+v and %+v, want none", phone, wallet)
	}
	if name := user.FullName(); name != "Ada" {
		t.Errorf("full name %q", name)
	}
}

func TestUserCreate(t *testing.T) {
	t.Parallel()
	var requests recorder
	client := setup(t, requests.answer(200, `{"id":"user_1"}`))
	user, err := client.Users.Create(t.Context(), backend.UserCreateParams{
		CreatedAt:                        backend.Value(time.Date(2012, 10, 20, 7, 15, 20, 902e6, time.UTC)),
		CreateOrganizationsLimit:         backend.Value[int64](0),
		EmailAddress:                     []string{"ada@clerk.test"},
		EmailAddressIdentificationStatus: []backend.UserIdentificationStatus{backend.UserIdentificationReserved},
		LastName:                         backend.Null[string](),
		PasswordHasher:                   backend.PasswordHasherBcrypt,
		PublicMetadata:                   backend.MetadataOf(map[string]any{"camelCase": true}),
		SkipPasswordChecks:               backend.Value(false),
	})
	if err != nil || user.ID != "user_1" {
		t.Errorf("got %+v, %v", user, err)
	}
	want := []string{`POST /v1/users {"create_organizations_limit":0,"created_at":"2012-10-20T07:15:20.902Z",` +
		`"email_address":["ada@clerk.test"],"email_address_identification_status":["reserved"],"last_name":null,` +
		`"password_hasher":"bcrypt","public_metadata":{"camelCase":true},"skip_password_checks":false}`}
	if diff := cmp.Diff(want, requests.all()); diff != "" {
		t.Error(diff)
	}
}

func TestUserUpdateAndDelete(t *testing.T) {
	t.Parallel()
	var requests recorder
	client := setup(t, requests.answer(200, `{"id":"user_1","object":"user","deleted":true}`))
	if _, err := client.Users.Update(t.Context(), "user_1", backend.UserUpdateParams{}); err != nil {
		t.Error(err)
	}
	if _, err := client.Users.Update(t.Context(), "user_1", backend.UserUpdateParams{Username: backend.Null[string]()}); err != nil {
		t.Error(err)
	}
	deleted, err := client.Users.Delete(t.Context(), "user_1")
	if want := (backend.DeletedObject{ID: "user_1", Deleted: true, Object: "user"}); err != nil || *deleted != want {
		t.Errorf("got %+v, %v", deleted, err)
	}
	want := []string{
		"DELETE /v1/users/user_1",
		`PATCH /v1/users/user_1 {"username":null}`,
		"PATCH /v1/users/user_1 {}",
	}
	if diff := cmp.Diff(want, requests.all()); diff != "" {
		t.Error(diff)
	}
}

// TestIDsNeverLeaveTheirSegment: no ID reaches another operation.
func TestIDsNeverLeaveTheirSegment(t *testing.T) {
	t.Parallel()
	client := setup(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.RequestURI, "/v1/users/") || strings.Count(r.RequestURI, "/") != 3 {
			t.Errorf("a request reached %s", r.RequestURI)
		}
		reply(w, 200, `{"id":"user_1"}`)
	})
	for _, id := range []string{
		"", ".", "..", "/", "../organizations", "user_1/ban", `user_1\ban`, "%2e%2e", "user_1%2Fban", "%252e%252e", "user_1%5Cban", "a\nb", "\xff",
	} {
		for name, call := range map[string]func() error{
			"Get":    func() error { _, err := client.Users.Get(t.Context(), id); return err },
			"Delete": func() error { _, err := client.Users.Delete(t.Context(), id); return err },
			"Update": func() error {
				_, err := client.Users.Update(t.Context(), id, backend.UserUpdateParams{})
				return err
			},
		} {
			if err := call(); !backend.HasCode(err, backend.CodeInvalidRequest) {
				t.Errorf("%s(%q): %v", name, id, err)
			}
		}
	}
	for _, id := range []string{"user_1", "a?b", "a#b", "a b", "a%20b", "a;b", "...", "zoë"} {
		if _, err := client.Users.Get(t.Context(), id); err != nil {
			t.Errorf("Get(%q): %v", id, err)
		}
	}
}
