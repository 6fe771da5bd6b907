package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/webhook"
)

// A server receives events of users. It handles each once, in order.
func Example() {
	mux, err := webhook.NewMux(webhook.MuxOptions{
		Options: webhook.Options{Now: clock, Secrets: []string{secret}}, // left out: the clock, and CLERK_WEBHOOK_SIGNING_SECRET
		Store:   webhook.NewMemory(0),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	webhook.On(mux, webhook.UserCreated, func(_ context.Context, event webhook.Event[backend.User]) error {
		fmt.Println("new user", event.Data.ID)
		return nil
	})
	http.Handle("POST /webhooks", mux)

	body := event("user.created", `{"id":"user_1","object":"user"}`, now)
	for range 2 { // Clerk sends it again if it does not hear of the answer
		request := httptest.NewRequest("POST", "/webhooks", strings.NewReader(body))
		request.Header = signed("msg_1", body)
		response := httptest.NewRecorder()
		http.DefaultServeMux.ServeHTTP(response, request)
		fmt.Println(response.Code)
	}
	// Output:
	// new user user_1
	// 204
	// 204
}

func ExampleVerifyRequest() {
	body := event("user.deleted", `{"id":"user_1","object":"user","deleted":true}`, now)
	request := httptest.NewRequest("POST", "/webhooks", strings.NewReader(body))
	request.Header = signed("msg_1", body)

	message, err := webhook.VerifyRequest(request, webhook.Options{Now: clock, Secrets: []string{secret}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(message.Type)
	if deleted, err := webhook.Decode(message, webhook.UserDeleted); err == nil {
		fmt.Println(deleted.Data.ID)
	}
	// Output:
	// user.deleted
	// user_1
}

// Two secrets count while one takes the place of the other.
func ExampleVerify() {
	const next = "whsec_b3JjaGFyZC13ZWJob29rLXNpZ25pbmctc2VjcmV0LTAy"
	body := event("user.created", `{"id":"user_1","object":"user"}`, now)
	message, err := webhook.Verify(signed("msg_1", body), []byte(body), webhook.Options{Now: clock, Secrets: []string{next, secret}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(message.Type, message.Object())
	// Output: user.created user:user_1
}

// What no handler is for, and types that this package does not know.
func ExampleOnOther() {
	mux, err := webhook.NewMux(webhook.MuxOptions{Options: webhook.Options{Now: clock, Secrets: []string{secret}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	webhook.OnOther(mux, func(_ context.Context, message *webhook.Message) error {
		fmt.Println(message.Type, message.Data)
		return nil
	})
	body := event("thing.created", `{"id":"thing_1"}`, now)
	fmt.Println(mux.Deliver(context.Background(), signed("msg_1", body), []byte(body)))
	// Output:
	// thing.created {"id":"thing_1"}
	// <nil>
}

func ExampleHasCode() {
	_, err := webhook.Verify(http.Header{}, []byte("{}"), webhook.Options{Secrets: []string{secret}})
	fmt.Println(webhook.HasCode(err, webhook.CodeHeaderMissing))
	fmt.Println(err)
	// Output:
	// true
	// webhook: headers are missing; is this a delivery of Clerk's, and does the server in front keep them?: svix-id, svix-timestamp, svix-signature
}

func ExampleOn() {
	mux, err := webhook.NewMux(webhook.MuxOptions{Options: webhook.Options{Now: clock, Secrets: []string{secret}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	webhook.On(mux, webhook.OrganizationMembershipCreated, func(_ context.Context, event webhook.Event[backend.OrganizationMembership]) error {
		fmt.Println(event.Data.PublicUserData.UserID, "joined", event.Data.Organization.Name)
		return nil
	})
	body := event("organizationMembership.created",
		`{"id":"orgmem_1","organization":{"id":"org_1","name":"Acme"},"public_user_data":{"user_id":"user_1"}}`, now)
	fmt.Println(mux.Deliver(context.Background(), signed("msg_1", body), []byte(body)))
	// Output:
	// user_1 joined Acme
	// <nil>
}
