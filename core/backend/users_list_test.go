package backend_test

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/google/go-cmp/cmp"
)

func TestUserList(t *testing.T) {
	t.Parallel()
	var requests recorder
	users := requests.answer(200, `[{"id":"user_1"},{"id":"user_2"}]`)
	count := requests.answer(200, `{"object":"total_count","total_count":42}`)
	client := setup(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/users/count" {
			count(w, r)
		} else {
			users(w, r)
		}
	})
	page, err := client.Users.List(t.Context(), backend.UserListParams{
		Banned:         backend.Value(false),
		CreatedAtAfter: time.UnixMilli(1730160000000),
		EmailAddress:   []string{"a+b@clerk.test", "c@clerk.test"},
		Limit:          2,
		Offset:         4,
		OrderBy:        "+username",
		OrganizationID: []string{"-org_1"},
		StartingAfter:  "user_0",
	})
	if err != nil || len(page.Data) != 2 || page.Data[1].ID != "user_2" || page.TotalCount != 42 {
		t.Fatalf("got %+v, %v", page, err)
	}
	const filters = "banned=false&created_at_after=1730160000000&email_address=a%2Bb%40clerk.test&email_address=c%40clerk.test"
	want := []string{
		"GET /v1/users/count?" + filters + "&organization_id=-org_1",
		"GET /v1/users?" + filters + "&limit=2&offset=4&order_by=%2Busername&organization_id=-org_1&starting_after=user_0",
	}
	if diff := cmp.Diff(want, requests.all()); diff != "" {
		t.Error(diff)
	}
}

// TestUserListAsksAtOnce: neither request is answered before both have come.
func TestUserListAsksAtOnce(t *testing.T) {
	t.Parallel()
	var arrived atomic.Int32
	both := make(chan struct{})
	client := setup(t, func(w http.ResponseWriter, r *http.Request) {
		if arrived.Add(1) == 2 {
			close(both)
		}
		select {
		case <-both:
		case <-r.Context().Done():
			return
		}
		if strings.HasSuffix(r.URL.Path, "/count") {
			reply(w, 200, `{"total_count":1}`)
		} else {
			reply(w, 200, `[{"id":"user_1"}]`)
		}
	})
	page, err := client.Users.List(t.Context(), backend.UserListParams{})
	if err != nil || page.TotalCount != 1 {
		t.Errorf("got %+v, %v", page, err)
	}
}

// TestUserListFails: the error is that of the request which failed, not of the
// other one, which it cancels.
func TestUserListFails(t *testing.T) {
	t.Parallel()
	for _, failing := range []string{"/v1/users", "/v1/users/count"} {
		client := setup(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == failing {
				reply(w, 422, `{"errors":[{"code":"bad_filter"}]}`)
				return
			}
			<-r.Context().Done()
		})
		page, err := client.Users.List(t.Context(), backend.UserListParams{})
		if page != nil || !backend.HasCode(err, "bad_filter") {
			t.Errorf("%s fails: got %v, %v", failing, page, err)
		}
	}
}

func TestUserCount(t *testing.T) {
	t.Parallel()
	var requests recorder
	client := setup(t, requests.answer(200, `{"object":"total_count","total_count":7}`))
	count, err := client.Users.Count(t.Context(), backend.UserCountParams{Query: "ada"})
	if err != nil || count != 7 {
		t.Errorf("got %d, %v", count, err)
	}
	if diff := cmp.Diff([]string{"GET /v1/users/count?query=ada"}, requests.all()); diff != "" {
		t.Error(diff)
	}
}

// TestUserCountParams: counting takes the filters of listing, all of them.
func TestUserCountParams(t *testing.T) {
	t.Parallel()
	fields := func(params reflect.Type, without ...string) map[string]string {
		tags := map[string]string{}
		for field := range params.Fields() {
			tags[field.Name] = fmt.Sprintf("%v %s", field.Type, field.Tag)
		}
		for _, name := range without {
			delete(tags, name)
		}
		return tags
	}
	listed := fields(reflect.TypeFor[backend.UserListParams](), "Limit", "Offset", "OrderBy", "StartingAfter")
	if diff := cmp.Diff(listed, fields(reflect.TypeFor[backend.UserCountParams]())); diff != "" {
		t.Error(diff)
	}
}

// directory answers GET /users from n users as Clerk does, by cursor, and fails
// the request of a number if that is not 0.
type directory struct {
	recorder
	n, failing int
}

func (d *directory) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	first, _ := strconv.Atoi(strings.TrimPrefix(query.Get("starting_after"), "user_"))
	limit, _ := strconv.Atoi(query.Get("limit"))
	var users []string
	for i := first + 1; i <= d.n && len(users) < limit; i++ {
		users = append(users, fmt.Sprintf(`{"id":"user_%d"}`, i))
	}
	status, body := 200, "["+strings.Join(users, ",")+"]"
	if d.failing != 0 && len(d.all())+1 == d.failing {
		status, body = 500, `{"errors":[{"code":"internal"}]}`
	}
	d.answer(status, body)(w, r)
}

func TestUserAll(t *testing.T) {
	t.Parallel()
	const first, next = "GET /v1/users?limit=2", "GET /v1/users?limit=2&starting_after=user_"
	for name, test := range map[string]struct {
		users, failing int
		stop           int // break after that many; 0 does not
		seen           int
		requests       []string
		fails          bool
	}{
		"none":               {users: 0, seen: 0, requests: []string{first}},
		"a short page":       {users: 1, seen: 1, requests: []string{first}},
		"a full page":        {users: 2, seen: 2, requests: []string{first, next + "2"}},
		"several":            {users: 5, seen: 5, requests: []string{first, next + "2", next + "4"}},
		"left early":         {users: 5, stop: 1, seen: 1, requests: []string{first}},
		"left at a page end": {users: 5, stop: 2, seen: 2, requests: []string{first}},
		"failure":            {users: 5, failing: 2, seen: 2, requests: []string{first, next + "2"}, fails: true},
		"failure at once":    {users: 5, failing: 1, seen: 0, requests: []string{first}, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			directory := &directory{n: test.users, failing: test.failing}
			client := setup(t, directory.ServeHTTP)
			seen, failures := 0, 0
			for user, err := range client.Users.All(t.Context(), backend.UserListParams{Limit: 2}) {
				if err != nil {
					if failures++; user != nil || !backend.HasCode(err, "internal") {
						t.Errorf("got %v with %v", user, err)
					}
					continue
				}
				if seen++; user.ID != fmt.Sprintf("user_%d", seen) {
					t.Errorf("user %d is %s", seen, user.ID)
				}
				if seen == test.stop {
					break
				}
			}
			if seen != test.seen || (failures == 1) != test.fails || failures > 1 {
				t.Errorf("%d users and %d errors", seen, failures)
			}
			if diff := cmp.Diff(test.requests, directory.all()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUserAllIsLazyAndBeginsAnew(t *testing.T) {
	t.Parallel()
	directory := &directory{n: 3}
	client := setup(t, directory.ServeHTTP)
	names := []string{"ada"}
	all := client.Users.All(t.Context(), backend.UserListParams{Username: names, StartingAfter: "user_1"})
	names[0] = "changed" // the parameters were read when All was called
	if requests := directory.all(); len(requests) != 0 {
		t.Errorf("requests before the range: %v", requests)
	}
	for range 2 {
		var ids []string
		for user, err := range all {
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, user.ID)
		}
		if diff := cmp.Diff([]string{"user_2", "user_3"}, ids); diff != "" {
			t.Error(diff)
		}
	}
	const want = "GET /v1/users?limit=500&starting_after=user_1&username=ada"
	if diff := cmp.Diff([]string{want, want}, directory.all()); diff != "" {
		t.Error(diff)
	}
}

func TestUserAllRefuses(t *testing.T) {
	t.Parallel()
	client := setup(t, func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("a request was made: %s", r.RequestURI)
	})
	for text, params := range map[string]backend.UserListParams{
		"OrderBy": {OrderBy: "username"},
		"Offset":  {Offset: 10},
	} {
		errs := 0
		for _, err := range client.Users.All(t.Context(), params) {
			if errs++; !backend.HasCode(err, backend.CodeInvalidRequest) || !strings.Contains(err.Error(), text) {
				t.Errorf("%s: got %v", text, err)
			}
		}
		if errs != 1 {
			t.Errorf("%s: %d errors", text, errs)
		}
	}
}

// TestUserAllEnds although the server ignores the cursor.
func TestUserAllEnds(t *testing.T) {
	t.Parallel()
	client := setup(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, 200, `[{"id":"user_1"},{"id":"user_2"}]`) })
	seen := 0
	var last error
	for _, err := range client.Users.All(t.Context(), backend.UserListParams{Limit: 2, OrderBy: "-created_at"}) {
		if last = err; err == nil {
			seen++
		}
		if seen > 2 {
			t.Fatal("a page was yielded twice")
		}
	}
	if seen != 2 || !backend.HasCode(last, backend.CodeInvalidResponse) {
		t.Errorf("%d users, then %v", seen, last)
	}
}

func TestUserAllStopsWithTheContext(t *testing.T) {
	t.Parallel()
	directory := &directory{n: 9}
	client := setup(t, directory.ServeHTTP)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range client.Users.All(ctx, backend.UserListParams{Limit: 1}) {
		last = err
		cancel()
	}
	if !backend.HasCode(last, backend.CodeCanceled) || len(directory.all()) != 1 {
		t.Errorf("ended with %v after %v", last, directory.all())
	}
}
