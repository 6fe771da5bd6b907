package clerktest_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/google/go-cmp/cmp"
)

// load reads JSON and loads it.
func load(inst *clerktest.Instance, text string) error {
	seed, err := clerktest.ReadSeed(strings.NewReader(text))
	if err != nil {
		return err
	}
	return inst.Load(seed)
}

const full = `{
  "api_keys": [{"id": "ak_1", "name": "deploy", "scopes": ["read"], "subject": "ada@example.com", "claims": {"a": 1}},
    {"name": "of acme", "subject": "acme", "created_by": "ada@example.com"}, {"name": "of worker", "subject": "mch_worker", "revoked": true}],
  "clients": [{"id": "client_1", "token_digest": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8", "last_authentication_strategy": "password"}],
  "invitations": [{"email_address": "new@example.com", "public_metadata": {"a": 1}}, {"id": "inv_1", "email_address": "old@example.com", "status": "revoked"}],
  "jwt_templates": [{"id": "jtmp_1", "name": "hasura", "claims": {"role": "{{user.username}}"}, "allowed_clock_skew": 0, "lifetime": 600}],
  "machines": [{"id": "mch_worker", "name": "worker", "scopes": ["api"]}, {"name": "api", "scopes": ["mch_worker"], "default_token_ttl": 60}],
  "oauth_applications": [{"id": "oa_1", "name": "Tool", "redirect_uris": ["http://localhost:3000/callback"], "consent_screen_enabled": false}],
  "organizations": [{"id": "org_acme", "name": "Acme", "public_metadata": {"plan": "pro"}, "created_by": "ada@example.com",
      "domains": [{"name": "acme.example", "ownership_verified_at": "2020-01-02T03:04:05Z"}, {"name": "old.example", "verified": false, "enrollment_mode": "enterprise_sso"}],
      "invitations": [{"email_address": "x@example.com", "inviter": "user_ada", "role": "billing"}]}, {"name": "Other Things", "slug": "other"}],
  "permissions": [{"key": "org:invoices:create", "id": "perm_1"}],
  "roles": [{"key": "org:billing", "name": "Billing", "permissions": ["org:invoices:create"]},
    {"key": "org:member", "id": "role_member", "name": "Member", "permissions": ["org:sys_memberships:read", "org:invoices:create"]}],
  "sessions": [{"id": "sess_1", "user": "user_ada", "organization": "acme", "client_id": "client_1"}, {"user": "grace@example.com", "status": "revoked"}],
  "users": [
    {"id": "user_ada", "email_address": ["Ada@example.com", {"value": "old@example.com", "status": "unverified", "id": "idn_old"}],
     "phone_number": ["+15555550100"], "username": "ada", "first_name": "Ada", "password": "correct horse", "external_id": "1",
     "created_at": "2020-01-02T03:04:05Z", "private_metadata": {"b": [1]},
     "memberships": [{"organization": "acme", "role": "admin", "public_metadata": {"since": 1}}, {"organization": "other", "role": "org:billing"}]},
    {"email_address": ["grace@example.com"], "banned": true, "memberships": [{"organization": "org_acme"}]},
    {"username": "nobody"}
  ]
}`

func TestLoad(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	if err := load(inst, full); err != nil {
		t.Fatal(err)
	}
	client := backendOf(t, inst)
	ada, err := client.Users.Get(t.Context(), "user_ada")
	if err != nil {
		t.Fatal(err)
	}
	if ada.PrimaryEmailAddress().EmailAddress != "ada@example.com" || len(ada.EmailAddresses) != 2 || ada.EmailAddresses[1].ID != "idn_old" || ada.EmailAddresses[1].Verification != nil {
		t.Errorf("addresses: %+v", ada.EmailAddresses)
	}
	if !ada.CreatedAt.Equal(time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)) || ada.PrivateMetadata.String() != `{"b":[1]}` || !ada.PasswordEnabled {
		t.Errorf("user: %+v", ada)
	}
	if verified, err := client.Users.VerifyPassword(t.Context(), "user_ada", backend.UserPasswordVerifyParams{Password: "correct horse"}); err != nil || !verified.Verified {
		t.Errorf("password: %v", err)
	}
	if inst.Organization() != (clerktest.Organization{ID: "org_acme", Slug: "acme"}) {
		t.Errorf("the organization of the instance: %v", inst.Organization())
	}
	organizations, err := client.Organizations.List(t.Context(), backend.OrganizationListParams{})
	if err != nil || len(organizations.Data) != 2 {
		t.Errorf("organizations: %v %v", organizations, err)
	}
	members, err := client.Organizations.ListMemberships(t.Context(), "org_acme", backend.OrganizationMembershipListParams{})
	if err != nil || len(members.Data) != 2 {
		t.Fatalf("members: %v %v", members, err)
	}
	for _, m := range members.Data {
		want := map[string]string{"user_ada": "org:admin"}[m.PublicUserData.UserID]
		if want == "" {
			want = "org:member"
		}
		if m.Role != want {
			t.Errorf("role of %s: %s", m.PublicUserData.UserID, m.Role)
		}
	}
	keys, err := client.APIKeys.List(t.Context(), backend.APIKeyListParams{Subject: "org_acme"})
	if err != nil || len(keys.Data) != 1 || keys.Data[0].Name != "of acme" {
		t.Errorf("keys: %v %v", keys, err)
	}
	session, err := client.Sessions.Get(t.Context(), "sess_1")
	if err != nil || session.UserID != "user_ada" || session.LastActiveOrganizationID.Or("") != "org_acme" {
		t.Errorf("session: %v %v", session, err)
	}
}

// What one instance saves another loads, and saves again as it was.
func TestSave(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	one := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	if err := load(one, full); err != nil {
		t.Fatal(err)
	}
	admin := one.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{{Permissions: []string{"org:a:b"}, Role: "odd"}}})
	one.CreateSession(admin)
	var text bytes.Buffer
	if err := clerktest.WriteSeed(&text, one.Save()); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{one.SecretKey(), one.WebhookSigningSecret(), "correct horse", "secret\"", "secret_key"} {
		if strings.Contains(text.String(), secret) {
			t.Errorf("the seed has %q", secret)
		}
	}
	clock.Advance(time.Hour)
	two := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	if err := load(two, text.String()); err != nil {
		t.Fatal(err)
	}
	// Keys that were not there before are what roles of Go code get.
	byText := cmp.Comparer(func(a, b backend.Metadata) bool { return a.String() == b.String() })
	first, second := one.Save(), two.Save()
	first.Roles, second.Roles = first.Roles[:3], second.Roles[:3]
	if diff := cmp.Diff(first, second, byText); diff != "" {
		t.Errorf("-saved +loaded:\n%s", diff)
	}
	if verified, err := backendOf(t, two).Users.VerifyPassword(t.Context(), "user_ada", backend.UserPasswordVerifyParams{Password: "correct horse"}); err != nil || !verified.Verified {
		t.Errorf("password: %v", err)
	}
	if one.SecretKey() == two.SecretKey() {
		t.Error("one secret key for two instances")
	}
}

// A seed is a mistake to its first wrong member, which is named, and then the instance
// has nothing of it.
func TestBadSeed(t *testing.T) {
	t.Parallel()
	users := func(users string) string { return `{"organizations": [{"name": "Acme"}], "users": [` + users + `]}` }
	for _, test := range []struct{ seed, want string }{
		{``, `is empty: want a JSON object, such as {}`},
		{`[]`, `want an object, in {}`},
		{`{"users": [`, `is cut short: the JSON does not end`},
		{"{\n  \"users\": [,]}", `is not JSON: line 2, column 13: `},
		{`{"users": []} x`, `is not JSON: line 1, column 15: `},
		{`{"users": [], "users": []}`, `users: is there twice; leave one out`},
		{`{"people": []}`, `people: is no member of a seed; leave it out, or see the documentation of clerktest.Seed`},
		{users(`{}, {"email": "a@example.com"}`), `users[1].email: is no member of a seed; leave it out, or see the documentation of clerktest.Seed`},
		{users(`{"email_address": "a@example.com"}`), `users[0].email_address: want a list, in []`},
		{users(`{"email_address": ["a@example.com", 7]}`), `users[0].email_address[1]: want an object, in {}`},
		{users(`{"email_address": [{"value": 7}]}`), `users[0].email_address[0].value: want a string, in ""`},
		{users(`{"email_address": [{"address": "a@example.com"}]}`), `users[0].email_address[0].address: is no member of a seed; leave it out, or see the documentation of clerktest.Seed`},
		{users(`{"email_address": [{"value": "a@example.com", "status": "new"}]}`), `users[0].email_address[0].status: "new" is none of ["verified" "reserved" "unverified"]`},
		{users(`{"email_address": ["example.com"]}`), `users[0].email_address[0]: "example.com" is no email address; want one such as "ada@example.com"`},
		{users(`{"email_address": ["a@example.com", "A@example.com"]}`), `users[0].email_address[1]: the user has the email address "a@example.com" twice; leave one out`},
		{users(`{"email_address": ["a@example.com"]}, {"email_address": ["b@example.com", "A@example.com"]}`), `users[1].email_address[1]: the email address "a@example.com" is there already, at users[0].email_address[0]; give each its own`},
		{users(`{"email_address": ["taken@example.com"]}`), `users[0].email_address[0]: the email address "taken@example.com" is in the instance already; choose another`},
		{users(`{"phone_number": ["555"]}`), `users[0].phone_number[0]: "555" is no phone number; want one as in E.164, such as "+15555550100"`},
		{users(`{"username": "a"}, {"username": "a"}`), `users[1].username: the username "a" is there already, at users[0].username; give each its own`},
		{users(`{"external_id": "a"}, {"external_id": "a"}`), `users[1].external_id: the external ID "a" is there already, at users[0].external_id; give each its own`},
		{users(`{"id": "ada"}`), `users[0].id: "ada" is no ID of this kind: want "user_" and letters, digits, - or _, or leave it out`},
		{users(`{"id": "user_../x"}`), `users[0].id: "user_../x" is no ID of this kind: want "user_" and letters, digits, - or _, or leave it out`},
		{users(`{"id": "user_1"}, {"id": "user_1"}`), `users[1].id: the ID "user_1" is there already, at users[0].id; give each its own`},
		{users(`{"created_at": "yesterday"}`), `users[0].created_at: want a time such as "2026-01-02T15:04:05Z"`},
		{users(`{"created_at": 1}`), `users[0].created_at: want a time such as "2026-01-02T15:04:05Z"`},
		{users(`{"banned": "yes"}`), `users[0].banned: want true or false`},
		{users(`{"delete_self_enabled": "yes"}`), `users[0].delete_self_enabled: want true or false`},
		{users(`{"create_organizations_limit": "7"}`), `users[0].create_organizations_limit: want a whole number`},
		{users(`{"private_metadata": [1]}`), `users[0].private_metadata: want an object, in {}`},
		{users(`{"password": "hunter2"}`), `users[0].password: must be 8 characters or more`},
		{users(`{"password": 12345678}`), `users[0].password: want a string, in ""`},
		{users(`{"password_digest": "x"}`), `users[0].password_hasher: want "pbkdf2_sha256"`},
		{users(`{"password_digest": "x", "password_hasher": "pbkdf2_sha256"}`), `users[0].password_digest: must be "pbkdf2_sha256$ROUNDS$SALT$DIGEST", the digest of 32 bytes in base64`},
		{users(`{"memberships": [{"organization": "ame"}]}`), `users[0].memberships[0].organization: no organization has the ID or slug "ame"; add one to organizations`},
		{users(`{"memberships": [{"organization": "acme", "role": "boss"}]}`), `users[0].memberships[0].role: no role has the key "org:boss"; add one to roles`},
		{users(`{"memberships": [{"organization": "acme"}, {"organization": "acme"}]}`), `users[0].memberships[1].organization: the user is a member of "acme" already; leave one out`},
		{users(`{"memberships": [{"organization": "acme", "permissions": ["x"]}]}`), `users[0].memberships[0].permissions: permission "x": want "org:feature:action"`},
		{`{"organizations": [{"name": ""}]}`, `organizations[0].name: is missing`},
		{`{"organizations": [{"name": "A"}, {"name": "a"}]}`, `organizations[1].slug: the slug "a" is there already, at organizations[0].slug; give each its own`},
		{`{"organizations": [{"name": "A", "slug": "A b"}]}`, `organizations[0].slug: "A b" may have lower case letters, digits and - only`},
		{`{"roles": [{"key": "boss"}]}`, `roles[0].key: "boss" is no key of a role; want one such as "org:billing"`},
		{`{"roles": [{"key": "org:boss", "permissions": ["org:a:b"]}]}`, `roles[0].permissions[0]: no permission has the key "org:a:b"; add one to permissions`},
		{`{"permissions": [{"key": "org:sys_x:y"}]}`, `permissions[0].key: "org:sys_x:y" is no key of a permission: want "org:feature:action", of a-z, 0-9 and _, and not of org:sys_`},
		{users(`{"organization": "acme"}`), `users[0].organization: is no member of a seed; leave it out, or see the documentation of clerktest.Seed`},
		{`{"organizations": [{"name": "A", "created_by": "user_1"}]}`, `organizations[0].created_by: no user has the ID or email address "user_1"; add one to users`},
		{`{"organizations": [{"name": "A", "domains": [{"name": "a"}]}]}`, `organizations[0].domains[0].name: must be a domain`},
		{`{"organizations": [{"name": "A", "domains": [{"name": "a.b", "enrollment_mode": "free"}]}]}`, `organizations[0].domains[0].enrollment_mode: "free" is none of ["manual_invitation" "automatic_invitation" "automatic_suggestion" "enterprise_sso"]`},
		{`{"organizations": [{"name": "A", "domains": [{"name": "a.b"}]}, {"name": "B", "domains": [{"name": "A.b"}]}]}`, `organizations[1].domains[0].name: the domain "a.b" is there already, at organizations[0].domains[0].name; give each its own`},
		{`{"organizations": [{"name": "A", "invitations": [{"email_address": "a@b", "role": "boss"}]}]}`, `organizations[0].invitations[0].role: no role has the key "org:boss"; add one to roles`},
		{`{"organizations": [{"name": "A", "invitations": [{"email_address": "a@b", "inviter": "c@d"}]}]}`, `organizations[0].invitations[0].inviter: no user has the ID or email address "c@d"; add one to users`},
		{`{"invitations": [{"email_address": "a"}]}`, `invitations[0].email_address: "a" is no email address; want one such as "ada@example.com"`},
		{`{"invitations": [{"email_address": "a@b", "status": "new"}]}`, `invitations[0].status: "new" is none of ["pending" "accepted" "expired" "revoked"]`},
		{`{"jwt_templates": [{"name": "a"}]}`, `jwt_templates[0].claims: must be a JSON object`},
		{`{"jwt_templates": [{"claims": {}}]}`, `jwt_templates[0].name: must be included`},
		{`{"jwt_templates": [{"name": "a", "claims": {"sub": 1}}]}`, `jwt_templates[0].claims: has the reserved claim sub`},
		{`{"jwt_templates": [{"name": "a", "claims": {}, "lifetime": 1}]}`, `jwt_templates[0].lifetime: must be from 30 to 315360000`},
		{`{"jwt_templates": [{"name": "a", "claims": {}}, {"name": "a", "claims": {}}]}`, `jwt_templates[1].name: the name of a template "a" is there already, at jwt_templates[0].name; give each its own`},
		{`{"oauth_applications": [{"name": "a", "redirect_uris": ["/x"]}]}`, `oauth_applications[0].redirect_uris: must be absolute URLs`},
		{`{"oauth_applications": [{}]}`, `oauth_applications[0].name: must be included`},
		{`{"oauth_applications": [{"name": "a", "client_secret": "x"}]}`, `oauth_applications[0].client_secret: is no member of a seed; leave it out, or see the documentation of clerktest.Seed`},
		{`{"clients": [{"id": "client_1"}]}`, `clients[0]: wants both an id and a token_digest`},
		{`{"clients": [{"id": "client_1", "token_digest": "dvb_1"}]}`, `clients[0].token_digest: must be 64 hexadecimal digits: the SHA-256 of a secret, never the secret`},
		{`{"machines": [{"name": "a", "secret_digest": "ak_1"}]}`, `machines[0].secret_digest: must be 64 hexadecimal digits: the SHA-256 of a secret, never the secret`},
		{`{"machines": [{"name": "a", "secret_digest": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"}, {"name": "b", "secret_digest": "5E884898DA28047151D0E56F8DC6292773603D0D6AABBDD62A11EF721D1542D8"}]}`, `machines[1].secret_digest: the digest "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8" is there already, at machines[0].secret_digest; give each its own`},
		{`{"machines": [{"name": "a", "scopes": ["b"]}]}`, `machines[0].scopes[0]: no machine has the ID or name "b"; add one to machines`},
		{`{"machines": [{"name": "a", "secret_key": "ak_1"}]}`, `machines[0].secret_key: is no member of a seed; leave it out, or see the documentation of clerktest.Seed`},
		{`{"api_keys": [{"name": "abc", "subject": "user_1"}]}`, `api_keys[0].subject: no user, organization or machine is "user_1"; want an ID, the email address of a user or the slug of an organization`},
		{`{"sessions": [{"user": "user_1"}]}`, `sessions[0].user: no user has the ID or email address "user_1"; add one to users`},
		{`{"users": [{"id": "user_1"}], "organizations": [{"name": "A"}], "sessions": [{"user": "user_1", "organization": "a"}]}`, `sessions[0].organization: the user is no member of "a"; add a membership to the user`},
	} {
		inst := clerktest.Start(t)
		inst.CreateUser(clerktest.UserParams{EmailAddress: "taken@example.com", ID: "user_taken"})
		before := inst.Save()
		err := load(inst, test.seed)
		if _, ok := errors.AsType[*clerktest.SeedError](err); !ok || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s:\n%v\nwant\n%s", test.seed, err, test.want)
		}
		if diff := cmp.Diff(before, inst.Save(), cmp.Comparer(func(a, b backend.Metadata) bool { return a == b })); diff != "" {
			t.Errorf("%s: half of it was loaded:\n%s", test.seed, diff)
		}
	}
}

// A seed that is too long is refused before it is in memory.
func TestSeedLimit(t *testing.T) {
	t.Parallel()
	if _, err := clerktest.ReadSeed(endless{}); err == nil || err.Error() != "is larger than 64 MiB" {
		t.Errorf("an endless seed: %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for k := range p {
		p[k] = ' '
	}
	return len(p), nil
}

// Ten thousand users with passwords are a seed like another, and are paged through.
func TestLoadMany(t *testing.T) {
	t.Parallel()
	const count = 10_000
	var text strings.Builder
	text.WriteString(`{"organizations": [{"name": "Acme"}], "users": [`)
	for k := range count {
		if k > 0 {
			text.WriteString(",\n")
		}
		fmt.Fprintf(&text, `{"email_address": ["user%05d@example.com"], "password": "correct horse", "memberships": [{"organization": "acme"}]}`, k)
	}
	text.WriteString(`]}`)
	inst := clerktest.Start(t)
	if err := load(inst, text.String()); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for user, err := range backendOf(t, inst).Users.All(t.Context(), backend.UserListParams{}) {
		if err != nil {
			t.Fatal(err)
		}
		seen[user.PrimaryEmailAddress().EmailAddress] = true
	}
	if len(seen) != count {
		t.Errorf("%d users, want %d", len(seen), count)
	}
}

func ExampleInstance_Load() {
	inst, err := clerktest.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	seed, err := clerktest.ReadSeed(strings.NewReader(`{
		"organizations": [{"name": "Acme"}],
		"users": [{"email_address": ["ada@example.com"], "memberships": [{"organization": "acme", "role": "admin"}]}]
	}`))
	if err == nil {
		err = inst.Load(seed)
	}
	fmt.Println(inst.Organization().Slug, err)

	err = inst.Load(seed)
	fmt.Println(err)
	// Output:
	// acme <nil>
	// organizations[0].slug: the slug "acme" is in the instance already; choose another
}

// Text either is refused with a reason of one line, or is a seed that is written and
// read as it is.
func FuzzReadSeed(f *testing.F) {
	f.Add(full)
	f.Add(`{"users": [{"email_address": [{}, null], "created_at": null}]}`)
	f.Add(`{"users": [{"create_organization_enabled": null, "public_metadata": null}], "machines": []}`)
	f.Fuzz(func(t *testing.T, text string) {
		seed, err := clerktest.ReadSeed(strings.NewReader(text))
		if err != nil {
			if _, ok := errors.AsType[*clerktest.SeedError](err); !ok || strings.Contains(err.Error(), "\n") {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		var once, twice bytes.Buffer
		if err := clerktest.WriteSeed(&once, seed); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		again, err := clerktest.ReadSeed(&once)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		once.Reset()
		if clerktest.WriteSeed(&once, seed) != nil || clerktest.WriteSeed(&twice, again) != nil || once.String() != twice.String() {
			t.Errorf("%q: written as %s, then as %s", text, once.String(), twice.String())
		}
	})
}
