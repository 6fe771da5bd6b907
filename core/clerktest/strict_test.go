package clerktest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// Nothing that a request says is passed over.
func TestStrict(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	session := inst.CreateSession(user)
	for _, test := range []struct{ endpoint, body, want string }{
		{"DELETE /v1/users/USER?force=true", ``, "501 not_implemented force"},
		{"GET /v1/jwks?format=pem", ``, "501 not_implemented format"},
		{"GET /v1/organizations/ORG?expand=x", ``, "501 not_implemented expand"},
		{"GET /v1/organizations/ORG/memberships?organization_id=x", ``, "501 not_implemented organization_id"},
		{"GET /v1/users/USER?expand=x", ``, "501 not_implemented expand"},
		{"PATCH /v1/users/USER/metadata", `{"metadata": {}}`, "422 form_param_unknown metadata"},
		{"POST /v1/api_keys", `{"key": "x"}`, "400 form_param_unknown key"},
		{"POST /v1/organizations/ORG/invitations/bulk", `[{"mail": "x"}]`, "422 form_param_unknown 0.mail"},
		{"POST /v1/sessions/SESSION/revoke", `{"reason": "x"}`, "422 form_param_unknown reason"},
		{"POST /v1/sign_in_tokens", `{"user_id": 1}`, "422 form_param_value_invalid user_id"},
		{"POST /v1/users/USER/ban", `[]`, "400 request_body_invalid"},
		{"POST /v1/users?notify=true", `{}`, "501 not_implemented notify"},
	} {
		method, path, _ := strings.Cut(test.endpoint, " ")
		path = strings.NewReplacer("ORG", inst.Organization().ID, "SESSION", session.ID, "USER", user.ID).Replace(path)
		status, refused := call[failure](t, inst, method, path, test.body)
		if got := fmt.Sprint(status, " ", refused.code()); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.endpoint, test.body, got, test.want)
		}
	}
	// As clerk-sdk-go sends it.
	if status, _ := call[object](t, inst, "POST", "/v1/users/"+user.ID+"/lock", "null"); status != 200 {
		t.Errorf("null: %d", status)
	}
}
