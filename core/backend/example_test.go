package backend_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/clerkgo/clerk-go/core/backend"
)

// newExample returns a client of a Backend API in memory that knows three users.
func newExample() (client *backend.Client, stop func()) {
	const ada = `{"id":"user_1","first_name":"Ada","public_metadata":{"plan":"pro"}}`
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { reply(w, status, body) }
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/users", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("starting_after") == "user_2" {
			reply(w, 200, `[{"id":"user_3","first_name":null}]`)
			return
		}
		reply(w, 200, `[`+ada+`,{"id":"user_2","first_name":"Grace"}]`)
	})
	mux.HandleFunc("GET /v1/users/count", answer(200, `{"object":"total_count","total_count":3}`))
	mux.HandleFunc("GET /v1/users/user_1", answer(200, ada))
	mux.HandleFunc("GET /v1/users/{id}", answer(404,
		`{"errors":[{"code":"resource_not_found","message":"not found","long_message":"No user was found."}],"clerk_trace_id":"t1"}`))
	mux.HandleFunc("PATCH /v1/users/user_1", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Printf("sent %s\n", body)
		reply(w, 200, `{"id":"user_1","first_name":null}`)
	})
	server := httptest.NewServer(mux)
	client, err := backend.NewClient(backend.Options{APIURL: server.URL, SecretKey: "sk_test_example"})
	if err != nil {
		log.Fatal(err)
	}
	return client, server.Close
}

func ExampleUserService_List() {
	client, stop := newExample()
	defer stop()

	page, err := client.Users.List(context.Background(), backend.UserListParams{Limit: 2})
	if err != nil {
		log.Fatal(err)
	}
	for _, user := range page.Data {
		fmt.Println(user.ID, user.FirstName.Or("nameless"))
	}
	fmt.Println(len(page.Data), "of", page.TotalCount)
	// Output:
	// user_1 Ada
	// user_2 Grace
	// 2 of 3
}

func ExampleUserService_All() {
	client, stop := newExample()
	defer stop()

	for user, err := range client.Users.All(context.Background(), backend.UserListParams{Limit: 2}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(user.ID, user.FirstName.Or("nameless"))
	}
	// Output:
	// user_1 Ada
	// user_2 Grace
	// user_3 nameless
}

func ExampleError() {
	client, stop := newExample()
	defer stop()

	_, err := client.Users.Get(context.Background(), "user_9")
	var apiErr *backend.Error
	if errors.As(err, &apiErr) {
		fmt.Println(apiErr.Status, apiErr.Errors[0].LongMessage, apiErr.TraceID)
	}
	fmt.Println(backend.IsNotFound(err), backend.HasCode(err, "resource_not_found"))
	fmt.Println(err)
	// Output:
	// 404 No user was found. t1
	// true true
	// clerk: GET /users/{}: 404 Not Found: resource_not_found: No user was found. (trace t1)
}

func ExampleNull() {
	client, stop := newExample()
	defer stop()

	user, err := client.Users.Update(context.Background(), "user_1", backend.UserUpdateParams{
		FirstName:         backend.Null[string](), // cleared
		DeleteSelfEnabled: backend.Value(false),   // set
	}) // and everything else stays
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(user.FirstName.IsNull())
	// Output:
	// sent {"delete_self_enabled":false,"first_name":null}
	// true
}

func ExampleMetadataAs() {
	client, stop := newExample()
	defer stop()

	user, err := client.Users.Get(context.Background(), "user_1")
	if err != nil {
		log.Fatal(err)
	}
	type account struct {
		Plan string `json:"plan"`
	}
	metadata, err := backend.MetadataAs[account](user.PublicMetadata)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(metadata.Plan)
	// Output: pro
}
