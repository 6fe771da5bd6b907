package clerktest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

func TestDashboardLists(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	for k := range 25 {
		inst.CreateUser(clerktest.UserParams{FirstName: "Person", LastName: fmt.Sprint("No", k), Memberships: []clerktest.Membership{{Role: "org:admin"}}})
	}
	browser := inst.Browser()
	for _, test := range []struct {
		path         string
		in, out      []string
		userRowCount int
	}{
		{"/", []string{"Person No24", "Person No15", "Older users", "Example, Admin", "<b>25</b>"}, []string{"Person No14", "Newer users"}, 10},
		{"/?users=20", []string{"Person No4", "Person No0", "Newer users"}, []string{"Older users"}, 5},
		{"/?users=x&sessions=-1&organisations=999", []string{"Person No24", "Example"}, nil, 10},
		{"/?q=no1", []string{"Person No1", "Person No19", "/?q=no1&amp;users=10#users"}, []string{"Person No20"}, 10},
		{"/?q=nobody", []string{"No user matches", "Users <b>25</b>"}, []string{"Person"}, 0},
	} {
		page := look(t, inst, browser, test.path)
		for _, want := range test.in {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s", test.path, want)
			}
		}
		for _, not := range test.out {
			if strings.Contains(page, not) {
				t.Errorf("%s: has %s", test.path, not)
			}
		}
		if rows := strings.Count(page, `name="user"`); rows != test.userRowCount {
			t.Errorf("%s: %d users, want %d", test.path, rows, test.userRowCount)
		}
	}
}

// The log has reasons, no queries, and an end.
func TestRequestLog(t *testing.T) {
	t.Parallel()
	told := make(chan clerktest.Request, 300)
	inst := clerktest.Start(t, clerktest.Options{Request: func(r clerktest.Request) { told <- r }})
	send(t, inst, "GET", inst.URL()+"/v1/client/handshake?__clerk_hs_reason=dev-browser-missing&redirect_url=http://localhost/", "")
	send(t, inst, "GET", inst.APIURL()+"/v1/users/user_1?secret=hush", "")
	for _, unlogged := range []string{"/", "/assets/style.css", "/clerkdev/env", "/npm/@clerk/clerk-js@6/dist/clerk.browser.js"} {
		send(t, inst, "GET", inst.URL()+unlogged, "")
	}
	stop := inst.Disrupt("/bapi/v1/jwks", clerktest.Disruption{Reset: true})
	if response, err := client.Get(inst.APIURL() + "/v1/jwks"); err == nil {
		response.Body.Close()
		t.Error("a connection that was to be cut was not")
	}
	stop()
	for _, want := range []string{
		"GET /v1/client/handshake 307 dev-browser-missing", "GET /bapi/v1/users/user_1 501 not_implemented", "GET /bapi/v1/jwks 0 ",
	} {
		r := <-told
		if got := fmt.Sprint(r.Method, " ", r.Path, " ", r.Status, " ", r.Reason); got != want {
			t.Errorf("told %q, want %q", got, want)
		}
	}

	page := look(t, inst, inst.Browser(), "/")
	for _, line := range []string{"dev-browser-missing", "GET /bapi/v1/users/user_1", "not_implemented", "cut off"} {
		if !strings.Contains(page, line) {
			t.Errorf("the dashboard has no %s", line)
		}
	}
	if strings.Contains(page, "hush") {
		t.Error("the dashboard shows a query")
	}
	for range 200 {
		send(t, inst, "GET", inst.APIURL()+"/v1/jwks", "")
	}
	page = look(t, inst, inst.Browser(), "/")
	if strings.Contains(page, "not_implemented") || !strings.Contains(page, "The last 200 of 203") {
		t.Error("more than the last 200 requests are remembered, or fewer")
	}
}
