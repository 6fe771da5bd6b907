package clerktest_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/go-json-experiment/json"
)

// What the local Clerk would do otherwise than asked, it refuses by name.
func TestFrontendIsStrict(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	v := visit(t, inst)
	v.open(v.app)
	for _, test := range []struct {
		path string
		form url.Values
		want string
	}{
		{"/v1/client/sign_ins", url.Values{"strategy": {"oauth_google"}, "redirect_url": {v.app}}, "oauth_google"},
		{"/v1/client/sign_ins", url.Values{"transfer": {"true"}}, "transfer"},
		{"/v1/client/sign_ups", url.Values{"strategy": {"oauth_google"}}, "oauth_google"},
		{"/v1/client/sign_ups", url.Values{"strategy": {"ticket"}, "ticket": {"x"}}, "ticket"},
		{"/v1/client/sign_ups", url.Values{"phone_number": {"+15555550100"}}, "phone_number"},
	} {
		status, answer := v.fapi("POST", test.path, test.form)
		if failures, _ := answer["errors"].([]any); status != 501 || len(failures) != 1 ||
			!strings.Contains(failures[0].(object)["message"].(string), test.want) {
			t.Errorf("%s %v: %d %v", test.path, test.form, status, answer)
		}
	}
}

// A code that signed in does not sign in again.
func TestCodesWorkOnce(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	inst.CreateUser(clerktest.UserParams{EmailAddress: "ada+clerk_test@example.com"})
	v := visit(t, inst)
	v.open(v.app)
	// With a strategy, the code is made at once.
	a := v.must("POST", "/v1/client/sign_ins", url.Values{"identifier": {"ada+clerk_test@example.com"}, "strategy": {"email_code"}})
	path, form := "/v1/client/sign_ins/"+a["id"].(string), url.Values{"code": {"424242"}, "strategy": {"email_code"}}
	v.must("POST", path+"/attempt_first_factor", form)
	v.must("DELETE", "/v1/client", nil)
	for _, endpoint := range []string{"/attempt_first_factor", "/prepare_first_factor"} {
		if status, answer := v.fapi("POST", path+endpoint, form); status != 400 {
			t.Errorf("%s once more: %d %v", endpoint, status, answer)
		}
	}
	if page := v.open(v.app + "?__clerk_db_jwt=" + v.device()); page != "session-token-and-uat-missing" {
		t.Errorf("signed in again: %s", page)
	}
}

// A code proves the address that it was sent to, and no other.
func TestCodesProveOneAddress(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	v := visit(t, inst)
	v.open(v.app)
	a := v.must("POST", "/v1/client/sign_ups", url.Values{"email_address": {"one+clerk_test@example.com"}})
	path := "/v1/client/sign_ups/" + a["id"].(string)
	v.must("POST", path+"/prepare_verification", url.Values{"strategy": {"email_code"}})
	v.must("PATCH", path, url.Values{"email_address": {"two@example.com"}})
	if status, answer := v.fapi("POST", path+"/attempt_verification", url.Values{"code": {"424242"}, "strategy": {"email_code"}}); status != 400 {
		t.Errorf("the code of another address: %d %v", status, answer)
	}
}

func TestSignUpKeepsFields(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	v := visit(t, inst)
	v.open(v.app)
	form := url.Values{
		"email_address": {"new+clerk_test@example.com"}, "password": {"correct horse"}, "unsafe_metadata": {`{"plan":"b"}`}, "username": {"nora"},
	}
	a := v.must("POST", "/v1/client/sign_ups", form)
	path := "/v1/client/sign_ups/" + a["id"].(string)
	v.must("POST", path+"/prepare_verification", url.Values{"strategy": {"email_code"}})
	done := v.must("POST", path+"/attempt_verification", url.Values{"code": {"424242"}, "strategy": {"email_code"}})
	user := must(backendOf(t, inst).Users.Get(t.Context(), done["created_user_id"].(string)))(t)
	if user.Username.Or("") != "nora" || user.UnsafeMetadata.String() != `{"plan":"b"}` || !user.PasswordEnabled || done["password_enabled"] != true {
		t.Errorf("%+v of %v", user, done)
	}
	if status, answer := v.fapi("POST", path+"/attempt_verification", url.Values{"code": {"424242"}, "strategy": {"email_code"}}); status != 400 {
		t.Errorf("the second proof: %d %v", status, answer)
	}
	if status, answer := v.fapi("POST", "/v1/client/sign_ups", url.Values{"username": {"nora"}}); status != 422 {
		t.Errorf("a username that is taken: %d %v", status, answer)
	}
	v.must("DELETE", "/v1/client/sessions", nil)
	v.must("POST", "/v1/client/sign_ins", url.Values{"identifier": {"nora"}, "password": {"correct horse"}})
}

// The instance is of one session at a time, as its environment says.
func TestSignInReplaces(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	first := inst.CreateUser(clerktest.UserParams{Password: "correct horse"})
	second := inst.CreateUser(clerktest.UserParams{Password: "correct horse"})
	v := visit(t, inst)
	v.open(v.app)
	for _, user := range []*backend.User{first, second} {
		v.must("POST", "/v1/client/sign_ins", url.Values{"identifier": {user.PrimaryEmailAddress().EmailAddress}, "password": {"correct horse"}})
	}
	if sessions := v.must("GET", "/v1/client", nil)["sessions"].([]any); len(sessions) != 1 || sessions[0].(object)["user"].(object)["id"] != second.ID {
		t.Errorf("sessions: %v", sessions)
	}
	if page := v.open(v.app + "?__clerk_db_jwt=" + v.device()); page != second.ID {
		t.Errorf("the application sees %s, want %s", page, second.ID)
	}
}

func TestSignInOfADeletedUser(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{EmailAddress: "ada+clerk_test@example.com"})
	v := visit(t, inst)
	v.open(v.app)
	a := v.must("POST", "/v1/client/sign_ins", url.Values{"identifier": {"ada+clerk_test@example.com"}, "strategy": {"email_code"}})
	must(backendOf(t, inst).Users.Delete(t.Context(), user.ID))(t)
	path := "/v1/client/sign_ins/" + a["id"].(string) + "/attempt_first_factor"
	if status, answer := v.fapi("POST", path, url.Values{"code": {"424242"}, "strategy": {"email_code"}}); status != 404 {
		t.Errorf("%d %v", status, answer)
	}
}

// Browsers refuse a cookie whose Domain is an IPv6 address.
func TestHandshakeByIPv6(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	response, body := send(t, inst, "GET", inst.URL()+"/v1/client/handshake?redirect_url="+url.QueryEscape("http://[::1]:3000/"), "")
	target, err := response.Location()
	if err != nil {
		t.Fatal(err, body)
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(target.Query().Get("__clerk_handshake"), ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var told struct {
		Handshake []string `json:"handshake"`
	}
	if err := json.Unmarshal(payload, &told); err != nil {
		t.Fatal(err)
	}
	if len(told.Handshake) != 7 || strings.Contains(strings.Join(told.Handshake, "\n"), "Domain") {
		t.Errorf("%q", told.Handshake)
	}
}
