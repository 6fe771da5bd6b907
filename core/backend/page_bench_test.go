package backend_test

import (
	"bytes"
	jsonv1 "encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/internal/rest"
)

// user500 is one of the users of page500: about 3 KB, as users of a real instance
// are.
const user500 = `{"object":"user","id":"user_%05d","username":null,"first_name":"Ada","last_name":"Lovelace","locale":null,
"image_url":"https://img.clerk.test/eyJ0eXBlIjoiZGVmYXVsdCIsImlpZCI6Imluc18yb1JjSGFSZE1haW4wMDAxIn0","has_image":false,
"profile_image_url":"https://img.clerk.test/eyJ0eXBlIjoiZGVmYXVsdCIsImlpZCI6Imluc18yb1JjSGFSZE1haW4wMDAxIn0",
"primary_email_address_id":"idn_2oRcHaRd01","primary_phone_number_id":"idn_2oRcHaRd02","primary_web3_wallet_id":null,
"password_enabled":true,"two_factor_enabled":false,"totp_enabled":false,"backup_code_enabled":false,"mfa_enabled_at":null,
"mfa_disabled_at":null,"password_last_updated_at":1700690400000,"external_id":"ext-1234567890","bypass_client_trust":false,
"email_addresses":[{"id":"idn_2oRcHaRd01","object":"email_address","email_address":"ada@clerk.test","reserved":false,
"verification":{"object":"verification_otp","status":"verified","strategy":"email_code","attempts":1,"expire_at":1700690400000},
"linked_to":[{"type":"oauth_google","id":"idn_2oRcHaRd03"}],"matches_sso_connection":false,"created_at":1700690400000,"updated_at":1700690400001},
{"id":"idn_2oRcHaRd09","object":"email_address","email_address":"lovelace@clerk.test","reserved":false,
"verification":{"object":"verification_ticket","status":"verified","strategy":"ticket","attempts":null,"expire_at":null},
"linked_to":[],"matches_sso_connection":false,"created_at":1700690400000,"updated_at":1700690400001}],
"phone_numbers":[{"id":"idn_2oRcHaRd02","object":"phone_number","phone_number":"+15555550100","reserved_for_second_factor":false,
"default_second_factor":false,"reserved":false,"verification":{"object":"verification_otp","status":"verified","strategy":"phone_code",
"attempts":2,"expire_at":1700690400000,"channel":"sms"},"linked_to":[],"backup_codes":null,"created_at":1700690400000,"updated_at":1700690400001}],
"web3_wallets":[],"passkeys":[],"saml_accounts":[],"enterprise_accounts":[],
"external_accounts":[{"object":"external_account","id":"eac_2oRcHaRd04","provider":"oauth_google","identification_id":"idn_2oRcHaRd03",
"provider_user_id":"123456789012345678901","approved_scopes":"email https://www.googleapis.test/auth/userinfo.email openid profile",
"email_address":"ada@clerk.test","email_address_verified":true,"first_name":"Ada","last_name":"Lovelace","avatar_url":"https://lh3.google.test/a/x",
"image_url":"https://img.clerk.test/eyJ0eXBlIjoicHJveHkiLCJzcmMiOiJodHRwcyJ9","username":null,"phone_number":null,"public_metadata":{},
"label":null,"created_at":1700690400000,"updated_at":1700690400001,"verification":{"object":"verification_oauth","status":"verified",
"strategy":"oauth_google","attempts":null,"expire_at":1700690400000}}],
"public_metadata":{"plan":"pro","roles":["admin","billing"],"seats":12},"private_metadata":{"stripe_customer":"cus_2oRcHaRd05"},
"unsafe_metadata":{"theme":"dark","onboarding":{"step":3,"done":false}},"last_sign_in_at":1700690400000,"banned":false,"locked":false,
"deprovisioned":false,"lockout_expires_in_seconds":null,"verification_attempts_remaining":100,"created_at":1700690400000,
"updated_at":1700690400001,"delete_self_enabled":true,"create_organization_enabled":true,"create_organizations_limit":null,
"last_active_at":1700690400000,"legal_accepted_at":null}`

// page500 is a page of 500 users as GET /users answers it.
func page500() []byte {
	users := make([]string, 500)
	for i := range users {
		users[i] = fmt.Sprintf(user500, i)
	}
	return []byte("[" + strings.Join(users, ",") + "]")
}

func TestPageOf500(t *testing.T) {
	t.Parallel()
	data := page500()
	client := setup(t, func(w http.ResponseWriter, r *http.Request) { reply(w, 200, string(data)) })
	seen := 0
	for user, err := range client.Users.All(t.Context(), backend.UserListParams{Limit: 501}) {
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("user_%05d", seen); user.ID != want || user.PrimaryEmailAddress().EmailAddress != "ada@clerk.test" {
			t.Fatalf("user %d is %+v", seen, user)
		}
		seen++
	}
	if seen != 500 {
		t.Errorf("%d users, want 500", seen)
	}
}

// BenchmarkDecodePage decodes a page of 500 users as a call does, and the same
// JSON by encoding/json into structs of the same fields in plain types, in turn.
// The ratio is the first's time in units of the second's; with -cpu 1 it is CPU time.
func BenchmarkDecodePage(b *testing.B) {
	data := page500()
	users := reflect.SliceOf(reflect.PointerTo(plain(reflect.TypeFor[backend.User]())))
	var ours, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		var page backend.Page[backend.User]
		if err := rest.DecodeFrom(bytes.NewReader(data), &page); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)
		start = time.Now()
		if err := jsonv1.Unmarshal(data, reflect.New(users).Interface()); err != nil {
			b.Fatal(err)
		}
		theirs += time.Since(start)
	}
	b.ReportMetric(float64(ours)/float64(theirs), "x-encoding/json")
}

// plain returns a type as it would be without the types of this package: *T for
// Opt[T], int64 for Time, json.RawMessage for Metadata.
func plain(t reflect.Type) reflect.Type {
	switch {
	case t == reflect.TypeFor[backend.Metadata]():
		return reflect.TypeFor[jsonv1.RawMessage]()
	case t == reflect.TypeFor[backend.Time]():
		return reflect.TypeFor[int64]()
	case strings.HasPrefix(t.Name(), "Opt["):
		value, _ := t.FieldByName("value")
		return reflect.PointerTo(plain(value.Type))
	case t.Kind() == reflect.Pointer:
		return reflect.PointerTo(plain(t.Elem()))
	case t.Kind() == reflect.Slice:
		return reflect.SliceOf(plain(t.Elem()))
	case t.Kind() == reflect.Struct:
		var fields []reflect.StructField
		for field := range t.Fields() {
			fields = append(fields, reflect.StructField{Name: field.Name, Type: plain(field.Type), Tag: field.Tag})
		}
		return reflect.StructOf(fields)
	}
	return t
}
