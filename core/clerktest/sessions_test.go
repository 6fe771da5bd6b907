package clerktest_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/google/go-cmp/cmp"
)

func TestSessionLife(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	user := inst.CreateUser(clerktest.UserParams{Memberships: []clerktest.Membership{{Role: "org:admin", Permissions: []string{"org:a:read"}}}})
	organization := inst.Organization().ID

	status, created := call[object](t, inst, "POST", "/v1/sessions",
		fmt.Sprintf(`{"active_organization_id": %q, "user_id": %q}`, organization, user.ID))
	if status != 200 || created["status"] != "active" || created["user_id"] != user.ID || created["last_active_organization_id"] != organization {
		t.Fatalf("create: %d %v", status, created)
	}
	checkMembers(t, "a session", created, sessionMembers)
	path := "/v1/sessions/" + created["id"].(string)
	if _, read := call[object](t, inst, "GET", path, ""); !cmp.Equal(created, read) {
		t.Errorf("read:\n%s", cmp.Diff(created, read))
	}

	for body, life := range map[string]float64{"": 60, "{}": 60, `{"expires_in_seconds": null}`: 60, `{"expires_in_seconds": 30}`: 30} {
		status, token := call[object](t, inst, "POST", path+"/tokens", body)
		if status != 200 || token["object"] != "token" {
			t.Fatalf("token: %d %v", status, token)
		}
		if err := verify(t, inst, token["jwt"].(string)); err != nil {
			t.Fatal(err)
		}
		_, claims := decodeToken(t, token["jwt"].(string))
		got := object{"life": claims["exp"].(float64) - claims["iat"].(float64), "o": claims["o"], "sid": claims["sid"], "sub": claims["sub"]}
		want := object{
			"life": life, "sid": created["id"], "sub": user.ID,
			"o": object{"fpm": "1", "id": organization, "per": "read", "rol": "admin", "slg": "example"},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("claims for %q (-want +got):\n%s", body, diff)
		}
	}

	clock.Advance(time.Second)
	status, revoked := call[object](t, inst, "POST", path+"/revoke", "")
	if status != 200 || revoked["status"] != "revoked" || revoked["updated_at"] != float64(noon.UnixMilli()+1000) {
		t.Errorf("revoke: %d %v", status, revoked)
	}
	if status, refused := call[failure](t, inst, "POST", path+"/tokens", ""); status != 404 || refused.code() != "resource_not_found" {
		t.Errorf("token of a revoked session: %d %s", status, refused.code())
	}
}

func TestSessionExpires(t *testing.T) {
	t.Parallel()
	clock := clerktest.NewClock(noon)
	inst := clerktest.Start(t, clerktest.Options{Now: clock.Now})
	session := inst.CreateSession(inst.CreateUser(clerktest.UserParams{}))
	for _, step := range []struct {
		after time.Duration
		want  string
	}{{0, "active"}, {7*24*time.Hour - time.Millisecond, "active"}, {time.Millisecond, "expired"}} {
		clock.Advance(step.after)
		if _, read := call[object](t, inst, "GET", "/v1/sessions/"+session.ID, ""); read["status"] != step.want {
			t.Errorf("at %v: %v, want %s", clock.Now(), read["status"], step.want)
		}
	}
	if status, _ := call[object](t, inst, "POST", "/v1/sessions/"+session.ID+"/tokens", ""); status != 404 {
		t.Errorf("token of an expired session: %d", status)
	}
}

func TestListSessions(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	one, two := inst.CreateUser(clerktest.UserParams{}), inst.CreateUser(clerktest.UserParams{})
	first, second, third := inst.CreateSession(one), inst.CreateSession(two), inst.CreateSession(one)
	call[object](t, inst, "POST", "/v1/sessions/"+first.ID+"/revoke", "")
	for query, want := range map[string][]string{
		"":                                {third.ID, second.ID, first.ID},
		"client_id=" + second.ClientID:    {second.ID},
		"limit=1&offset=1":                {second.ID},
		"status=active&user_id=" + one.ID: {third.ID},
		"status=ended":                    {},
		"status=revoked":                  {first.ID},
	} {
		got := []string{}
		_, list := call[[]clerktest.Session](t, inst, "GET", "/v1/sessions?"+query, "")
		for _, session := range list {
			got = append(got, session.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	_, page := call[struct {
		Data       []clerktest.Session `json:"data"`
		TotalCount int                 `json:"total_count"`
	}](t, inst, "GET", "/v1/sessions?paginated=true&limit=2", "")
	if len(page.Data) != 2 || page.TotalCount != 3 {
		t.Errorf("page of %d, total %d", len(page.Data), page.TotalCount)
	}
	call[object](t, inst, "DELETE", "/v1/users/"+one.ID, "")
	if _, list := call[[]clerktest.Session](t, inst, "GET", "/v1/sessions", ""); len(list) != 1 {
		t.Errorf("%d sessions after the user of two is gone", len(list))
	}
}

func TestSessionRefusals(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	session := "/v1/sessions/" + inst.CreateSession(user).ID
	for _, test := range []struct{ endpoint, body, want string }{
		{"GET /v1/sessions/sess_1", ``, "404 resource_not_found"},
		{"GET /v1/sessions?limit=0", ``, "422 form_param_value_invalid limit"},
		{"GET /v1/sessions?order=x", ``, "501 not_implemented order"},
		{"POST " + session + "/tokens", `{"expires_in_seconds": 29}`, "422 form_param_value_invalid expires_in_seconds"},
		{"POST " + session + "/tokens", `{"expires_in_seconds": 315360001}`, "422 form_param_value_invalid expires_in_seconds"},
		{"POST " + session + "/tokens", `{"x": 1}`, "422 form_param_unknown x"},
		{"POST /v1/sessions", `{"active_organization_id": "org_1", "user_id": "` + user.ID + `"}`, "404 resource_not_found"},
		{"POST /v1/sessions", `{"user_id": "user_1"}`, "404 resource_not_found"},
		{"POST /v1/sessions", `{}`, "422 form_param_missing user_id"},
		{"POST /v1/sessions/sess_1/revoke", ``, "404 resource_not_found"},
		{"POST /v1/sessions/sess_1/tokens", ``, "404 resource_not_found"},
	} {
		var method, path string
		fmt.Sscan(test.endpoint, &method, &path)
		status, refused := call[failure](t, inst, method, path, test.body)
		if got := fmt.Sprint(status, " ", refused.code()); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.endpoint, test.body, got, test.want)
		}
	}
}
