package clerktest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/webhook"
	"github.com/go-json-experiment/json"
)

// receiver is an application that receives webhooks, as package webhook verifies them.
type receiver struct {
	url  string
	seen chan *webhook.Message

	mu   sync.Mutex
	fail int // how many deliveries are answered with an error
}

func newReceiver(t *testing.T, inst *clerktest.Instance, now func() time.Time) *receiver {
	t.Helper()
	verifier, err := webhook.NewVerifier(webhook.Options{Now: now, Secrets: []string{inst.WebhookSigningSecret()}})
	if err != nil {
		t.Fatal(err)
	}
	r := &receiver{seen: make(chan *webhook.Message, 100)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		message, err := verifier.VerifyRequest(request)
		if err != nil {
			t.Error(err)
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.seen <- message
		if r.fail > 0 {
			r.fail--
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	t.Cleanup(server.Close)
	r.url = server.URL + "/webhooks"
	return r
}

// next returns the next delivery.
func (r *receiver) next(t *testing.T) *webhook.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	select {
	case m := <-r.seen:
		return m
	case <-ctx.Done():
		t.Fatal("no delivery")
		return nil
	}
}

// Changes by the Backend API, the Frontend API and the pages announce themselves.
func TestWebhooksOfChanges(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	r := newReceiver(t, inst, nil)
	if err := inst.SendWebhooks(r.url); err != nil {
		t.Fatal(err)
	}
	app := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(app.Close)
	quiet := inst.CreateUser(clerktest.UserParams{}) // says nothing
	org := inst.CreateOrganization(clerktest.OrganizationParams{Name: "Quiet"}).ID
	browser := inst.Browser()
	api := func(method, path, body string) func() {
		return func() {
			response, text := send(t, inst, method, inst.APIURL()+path, body)
			if gone := strings.Contains(body, "Nobody"); (response.StatusCode/100 == 2) == gone {
				t.Fatalf("%s %s: %s %s", method, path, response.Status, text)
			}
		}
	}
	visit := func(response *http.Response, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
	}
	for _, step := range []struct {
		does func()
		want string
	}{
		{api("POST", "/v1/users", `{"email_address":["ada@example.com"]}`), "user.created"},
		{api("PATCH", "/v1/users/"+quiet.ID, `{"first_name":"Ada"}`), "user.updated"},
		{api("PATCH", "/v1/users/"+quiet.ID+"/metadata", `{"public_metadata":{"a":1}}`), "user.updated"},
		{func() { inst.CreateSession(quiet) }, ""},
		{api("POST", "/v1/users/"+quiet.ID+"/ban", ``), "session.revoked"},
		{func() {}, "user.updated"}, // by the ban
		{api("POST", "/v1/users/"+quiet.ID+"/unban", ``), "user.updated"},
		{api("POST", "/v1/email_addresses", `{"user_id":"`+quiet.ID+`","email_address":"b@example.com"}`), "user.updated"},
		{api("POST", "/v1/organizations", `{"name":"Acme","slug":"acme"}`), "organization.created"},
		{api("POST", "/v1/organizations/"+org+"/memberships", `{"user_id":"`+quiet.ID+`","role":"org:member"}`), "organizationMembership.created"},
		{api("PATCH", "/v1/organizations/"+org+"/memberships/"+quiet.ID, `{"role":"org:admin"}`), "organizationMembership.updated"},
		{api("POST", "/v1/organizations/"+org+"/invitations", `{"email_address":"c@example.com","role":"org:member","inviter_user_id":"`+quiet.ID+`"}`), "organizationInvitation.created"},
		{api("DELETE", "/v1/organizations/"+org+"/memberships/"+quiet.ID, ``), "organizationMembership.deleted"},
		{api("PATCH", "/v1/organizations/"+org, `{"name":"Acme & Co"}`), "organization.updated"},
		{api("POST", "/v1/organization_roles", `{"name":"Clerk","key":"org:clerk","description":"x"}`), "role.created"},
		{api("POST", "/v1/sessions", `{"user_id":"`+quiet.ID+`"}`), "session.created"},
		{api("DELETE", "/v1/organizations/"+org, ``), "organization.deleted"},
		{func() { visit(browser.SignIn(quiet, app.URL+"/")) }, "session.created"},
		{func() { visit(browser.SignOut(app.URL + "/")) }, "session.ended"},
		{api("DELETE", "/v1/users/"+quiet.ID, ``), "user.deleted"},
		{api("PATCH", "/v1/users/"+quiet.ID, `{"first_name":"Nobody"}`), ""}, // refused: no event
		{api("POST", "/v1/users", `{"email_address":["last@example.com"]}`), "user.created"},
	} {
		step.does()
		if step.want == "" {
			continue
		}
		m := r.next(t)
		if m.Type != step.want || m.Object() == "" {
			t.Fatalf("got %s about %q, want %s", m.Type, m.Object(), step.want)
		}
		switch m.Type {
		case "user.updated":
			if e, err := webhook.Decode(m, webhook.UserUpdated); err != nil || e.Data.ID != quiet.ID {
				t.Errorf("%+v, error %v", e.Data, err)
			}
		case "session.created", "session.ended", "session.revoked":
			if e, err := webhook.Decode(m, webhook.EventType[webhook.Session](m.Type)); err != nil || e.Data.UserID != quiet.ID || e.Data.User.ID != quiet.ID {
				t.Errorf("%+v, error %v", e.Data, err)
			}
		case "user.deleted":
			if e, err := webhook.Decode(m, webhook.UserDeleted); err != nil || e.Data.ID != quiet.ID || !e.Data.Deleted {
				t.Errorf("%+v, error %v", e.Data, err)
			}
		}
	}
}

// An event is sent again until it is acknowledged, with the same ID; it can be sent
// again by hand too.
func TestWebhookRetries(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	r := newReceiver(t, inst, nil)
	r.fail = 2
	if err := inst.SendWebhooks(r.url, time.Millisecond, time.Millisecond, time.Millisecond); err != nil {
		t.Fatal(err)
	}
	id, err := inst.Trigger("user.created", backend.User{ID: "user_1"})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if m := r.next(t); m.ID != id || m.Object() != "user:user_1" {
			t.Fatalf("got %s about %s, want %s", m.ID, m.Object(), id)
		}
	}
	if err := inst.Replay(id); err != nil {
		t.Fatal(err)
	}
	if m := r.next(t); m.ID != id {
		t.Errorf("replayed %s, want %s", m.ID, id)
	}
	second, err := inst.Trigger("user.deleted", nil)
	if err != nil {
		t.Fatal(err)
	}
	if m := r.next(t); m.ID != second {
		t.Errorf("got %s, want %s", m.ID, second)
	}
	all := inst.Webhooks()
	if len(all) != 2 || !slices.Equal(all[0].Attempts, []int{500, 500, 200, 200}) || !all[0].Delivered() || all[0].Type != "user.created" {
		t.Errorf("deliveries %+v", all)
	}
	if err := inst.Replay("msg_nobody"); err == nil {
		t.Error("an unknown event was replayed")
	}
}

// When its receiver gives no answer any more, an event is given up.
func TestWebhookGivesUp(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	if err := inst.SendWebhooks(gone.URL, time.Nanosecond); err != nil {
		t.Fatal(err)
	}
	if _, err := inst.Trigger("user.created", nil); err != nil {
		t.Fatal(err)
	}
	for {
		d := inst.Webhooks()[0]
		if len(d.Attempts) == 2 && d.Next.IsZero() {
			if d.Delivered() || !slices.Equal(d.Attempts, []int{0, 0}) {
				t.Errorf("%+v", d)
			}
			return
		}
		if t.Context().Err() != nil {
			t.Fatalf("%+v", d)
		}
	}
}

func TestSendWebhooksRefuses(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	for _, url := range []string{"", "localhost:8080", "https://localhost/", "http://example.com/", "http://127.0.0.1.example.com/", "http://[::1", "http://user@example.com@localhost/x%"} {
		if err := inst.SendWebhooks(url); err == nil {
			t.Errorf("%q was accepted", url)
		}
	}
	if _, err := inst.Trigger("user.created", nil); err == nil {
		t.Error("an event without a receiver")
	}
}

// Every type of event has an example that package webhook decodes.
func TestTriggerExamples(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	r := newReceiver(t, inst, nil)
	if err := inst.SendWebhooks(r.url); err != nil {
		t.Fatal(err)
	}
	inst.CreateSession(inst.CreateUser(clerktest.UserParams{}))
	for _, eventType := range []string{
		string(webhook.EmailCreated), string(webhook.OrganizationCreated), string(webhook.OrganizationDeleted), string(webhook.OrganizationMembershipDeleted),
		string(webhook.PaymentAttemptCreated), string(webhook.RoleDeleted), string(webhook.SMSCreated), string(webhook.SessionPending),
		string(webhook.SubscriptionItemActive), string(webhook.UserCreated), string(webhook.UserDeleted), string(webhook.WaitlistEntryCreated),
	} {
		if _, err := inst.Trigger(eventType, nil); err != nil {
			t.Fatal(err)
		}
		m := r.next(t)
		var data struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(m.Data, &data); err != nil || m.Type != eventType || data.ID == "" {
			t.Errorf("%s: got %s with %s", eventType, m.Type, m.Data)
		}
	}
}

func TestWebhooksOnTheDashboard(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	r := newReceiver(t, inst, nil)
	r.fail = 1
	if err := inst.SendWebhooks(r.url, time.Millisecond); err != nil {
		t.Fatal(err)
	}
	id, err := inst.Trigger("user.created", nil)
	if err != nil {
		t.Fatal(err)
	}
	for !inst.Webhooks()[0].Delivered() {
		if t.Context().Err() != nil {
			t.Fatal("not delivered")
		}
	}
	_, page := send(t, inst, "GET", inst.URL()+"/", "")
	for _, want := range []string{"user.created", id, ">500<", ">200<"} {
		if !strings.Contains(page, want) {
			t.Errorf("the dashboard does not show %s", want)
		}
	}
}
