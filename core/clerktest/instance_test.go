package clerktest_test

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

func TestEnv(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	want := []string{
		"CLERK_API_URL=" + inst.URL() + "/bapi",
		"CLERK_FAPI_URL=" + inst.URL(),
		"CLERK_JWT_KEY=",
		"CLERK_PROXY_URL=" + inst.URL(),
		"CLERK_PUBLISHABLE_KEY=pk_test_Y2xlcmt0ZXN0LmNsZXJrLmFjY291bnRzLmRldiQ",
		"CLERK_SECRET_KEY=" + inst.SecretKey(),
		"CLERK_SIGN_IN_URL=" + inst.URL() + "/sign-in",
		"CLERK_SIGN_UP_URL=" + inst.URL() + "/sign-up",
		"CLERK_TELEMETRY_DISABLED=1",
		"CLERK_WEBHOOK_SIGNING_SECRET=" + inst.WebhookSigningSecret(),
	}
	if diff := cmp.Diff(want, inst.Env()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !slices.IsSorted(inst.Env()) {
		t.Error("not sorted")
	}
}

func TestOptions(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	options := inst.Options()
	want := core.Options{
		APIURL: inst.APIURL(), FAPIURL: inst.URL(), ProxyURL: inst.URL(), PublishableKey: inst.PublishableKey(),
		SecretKey: inst.SecretKey(), SignInURL: inst.URL() + "/sign-in", SignUpURL: inst.URL() + "/sign-up",
	}
	if diff := cmp.Diff(want, options); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	clock := clerktest.NewClock(noon)
	if now := clerktest.Start(t, clerktest.Options{Now: clock.Now}).Options().Now; now == nil || !now().Equal(noon) {
		t.Error("the options do not share the clock")
	}
}

func TestInstancesShareNothing(t *testing.T) {
	t.Parallel()
	one, two := clerktest.Start(t), clerktest.Start(t)
	user := one.CreateUser(clerktest.UserParams{})
	if err := verify(t, two, one.Token(user, clerktest.TokenOptions{})); err == nil {
		t.Error("one key for two instances")
	}
	if one.SecretKey() == two.SecretKey() || one.WebhookSigningSecret() == two.WebhookSigningSecret() || one.Addr() == two.Addr() {
		t.Error("two instances share a secret or an address")
	}
	if status, _ := call[object](t, two, "GET", "/v1/users/"+user.ID, ""); status != 404 {
		t.Errorf("a user of one in the other: %d", status)
	}
}

func TestPrintingShowsNoSecret(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "inst", inst)
	printed := fmt.Sprintf("%v %+v %s %#v %d %x", inst, inst, inst, inst, inst, inst) + log.String()
	for _, secret := range []string{inst.SecretKey(), inst.WebhookSigningSecret()} {
		if strings.Contains(printed, secret) {
			t.Error("a secret was printed")
		}
	}
	if !strings.Contains(printed, inst.URL()) {
		t.Errorf("printed %s", printed)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	for range 2 {
		send(t, inst, "GET", inst.APIURL()+"/v1/jwks", "")
	}
	send(t, inst, "GET", inst.APIURL()+"/v1/jwks", "", "Authorization", "")
	send(t, inst, "GET", inst.APIURL()+"/v1/users/user_1", "")
	send(t, inst, "GET", inst.APIURL()+"/v1/users/user_2", "")
	send(t, inst, "GET", inst.APIURL()+"/v1/nothing", "")
	send(t, inst, "GET", inst.URL()+"/nothing", "")
	want := map[string]int{"/": 1, "/bapi/": 1, "GET /bapi/v1/jwks": 3, "GET /bapi/v1/users/{id}": 2}
	if diff := cmp.Diff(want, inst.Requests()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	request, err := http.NewRequestWithContext(t.Context(), "GET", "http://localhost/", nil)
	if err != nil {
		t.Fatal(err)
	}
	inst.SignIn(request, user)
	token, ok := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer ")
	if !ok {
		t.Fatal("no bearer token")
	}
	if err := verify(t, inst, token); err != nil {
		t.Fatal(err)
	}
}

func TestControl(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t, clerktest.Options{Now: clerktest.NewClock(noon).Now})
	if response, _ := send(t, inst, "POST", inst.URL()+"/clerkdev/token", "", clerktest.ControlHeader, "1"); response.StatusCode != 404 {
		t.Errorf("a token without users: %d", response.StatusCode)
	}
	mine := clerktest.Organization{ID: "org_1", Slug: "mine"}
	admin := inst.CreateUser(clerktest.UserParams{EmailAddress: "a@example.com", Memberships: []clerktest.Membership{{Organization: mine}}})
	member := inst.CreateUser(clerktest.UserParams{EmailAddress: "b@example.com"})
	for body, want := range map[string]object{
		``:                                    {"life": 60.0, "o": nil, "sub": admin.ID},
		`{"role": "admin", "ttl_seconds": 5}`: {"life": 5.0, "o": object{"id": "org_1", "rol": "admin", "slg": "mine"}, "sub": admin.ID},
		`{"role": "org:admin", "user": "B@example.com"}`: {"life": 60.0, "o": object{"id": inst.Organization().ID, "rol": "admin", "slg": "example"}, "sub": member.ID},
		`{"user": ""}`: {"life": 60.0, "o": nil, "sub": admin.ID},
	} {
		response, received := send(t, inst, "POST", inst.URL()+"/clerkdev/token", body, clerktest.ControlHeader, "1", "Authorization", "")
		var answer struct {
			Token string `json:"token"`
		}
		if err := json.Unmarshal([]byte(received), &answer, json.RejectUnknownMembers(false)); err != nil || response.StatusCode != 200 {
			t.Fatalf("%s: %d %s", body, response.StatusCode, received)
		}
		_, claims := decodeToken(t, answer.Token)
		got := object{"life": claims["exp"].(float64) - claims["iat"].(float64), "o": claims["o"], "sub": claims["sub"]}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
	for body, want := range map[string]string{
		`{"ttl_seconds": 0}`:              "422 form_param_value_invalid ttl_seconds",
		`{"ttl_seconds": 999999999999}`:   "422 form_param_value_invalid ttl_seconds",
		`{"user": "nobody@example.com"}`:  "404 form_identifier_not_found user",
		`{"users": "nobody@example.com"}`: "422 form_param_unknown users",
	} {
		response, received := send(t, inst, "POST", inst.URL()+"/clerkdev/token", body, clerktest.ControlHeader, "1")
		var refused failure
		if err := json.Unmarshal([]byte(received), &refused); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(response.StatusCode, " ", refused.code()); got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
}

// Close ends connections in use, and the port is free when it returns.
func TestClose(t *testing.T) {
	t.Parallel()
	inst, err := clerktest.New()
	if err != nil {
		t.Fatal(err)
	}
	idle, err := net.Dial("tcp", inst.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	kept := &http.Client{Transport: &http.Transport{}}
	response, err := kept.Get(inst.URL() + "/.well-known/jwks.json")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if err := inst.Close(); err != nil {
		t.Error(err)
	}
	kept.CloseIdleConnections()
	listener, err := net.Listen("tcp", inst.Addr())
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
}

// For the race detector: everything at once.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			other := inst.CreateUser(clerktest.UserParams{})
			inst.CreateSession(other)
			inst.Token(user, clerktest.TokenOptions{TTL: time.Hour})
			inst.Token(user, clerktest.TokenOptions{Fault: clerktest.UnknownKey})
			for _, path := range []string{"/v1/jwks", "/v1/users", "/v1/users/count", "/v1/sessions"} {
				send(t, inst, "GET", inst.APIURL()+path, "")
			}
			send(t, inst, "PATCH", inst.APIURL()+"/v1/users/"+user.ID, `{"first_name": "F"}`)
			send(t, inst, "DELETE", inst.APIURL()+"/v1/users/"+other.ID, "")
			inst.Requests()
		})
	}
	group.Go(inst.Rotate)
	group.Wait()
}
