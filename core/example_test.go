package core_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/core/token"
)

// A missing key is an error when the client is built, and says how to get it.
func ExampleNewClient() {
	_, err := core.NewClient(core.Options{})
	fmt.Println(err)
	// Output: clerk: SecretKey (CLERK_SECRET_KEY) is missing; copy it from the API keys page of the Clerk dashboard
}

// One client has every resource of the Backend API.
func ExampleNewClient_call() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	user := inst.CreateUser(clerktest.UserParams{FirstName: "Ada"})

	client, err := core.NewClient(inst.Options())
	if err != nil {
		log.Fatal(err)
	}
	found, err := client.Users.Get(context.Background(), user.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found.FirstName.Or("nobody"))

	_, err = client.Users.Get(context.Background(), "user_unknown")
	var apiErr *core.Error
	fmt.Println(errors.As(err, &apiErr), apiErr.Status)
	// Output:
	// Ada
	// true 404
}

// Without an adapter, a middleware of net/http is a few lines.
func ExampleClient_NewAuthenticator() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	client, err := core.NewClient(inst.Options())
	if err != nil {
		log.Fatal(err)
	}
	authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{
		AuthorizedParties: []string{"http://localhost:8080"},
	})
	if err != nil {
		log.Fatal(err)
	}
	middleware := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			state, err := authenticator.Authenticate(r.Context(), core.FromHTTP(r))
			if err != nil {
				core.AsAuthError(err).WriteTo(w)
				return
			}
			state.WriteHeaders(w.Header())
			if status, ok := state.Redirect(); ok {
				w.WriteHeader(status)
				return
			}
			next.ServeHTTP(w, r.WithContext(state.WithAuth(r.Context())))
		})
	}
	handler := middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		auth := core.AuthFromContext(r.Context())
		fmt.Println(auth.IsAuthenticated(), auth.UserID, auth.Reason)
	}))

	request := httptest.NewRequest(http.MethodGet, "/", nil)
	handler.ServeHTTP(httptest.NewRecorder(), request)

	inst.SignIn(request, inst.CreateUser(clerktest.UserParams{ID: "user_ada"}))
	handler.ServeHTTP(httptest.NewRecorder(), request)
	// Output:
	// false  dev-browser-missing
	// true user_ada
}

// A handler, or anything below it, asks what the user may do.
func ExampleAuth_Has() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	client, err := core.NewClient(inst.Options())
	if err != nil {
		log.Fatal(err)
	}
	authenticator, err := client.NewAuthenticator(core.AuthenticateOptions{})
	if err != nil {
		log.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodGet, "/", nil)
	jwt := inst.Token(inst.CreateUser(clerktest.UserParams{}), clerktest.TokenOptions{
		Role:        "org:admin",
		Permissions: []string{"org:invoices:read"},
	})
	request.Header.Set("Authorization", "Bearer "+jwt)
	state, err := authenticator.Authenticate(context.Background(), core.FromHTTP(request))
	if err != nil {
		log.Fatal(err)
	}
	auth := state.Auth()
	fmt.Println(auth.Has(core.Role("org:admin")))
	fmt.Println(auth.Has(core.Permission("org:invoices:read"), core.Plan("org:pro")))
	fmt.Println(auth.Has(core.Any(core.Permission("org:invoices:delete"), core.Role("org:admin"))))
	// Output:
	// true
	// false
	// true
}

// A layer that knows no framework finds the same Auth in the context. Where no
// middleware ran, nobody is signed in.
func ExampleAuthFromContext() {
	auth := core.AuthFromContext(context.Background())
	fmt.Println(auth.IsAuthenticated(), auth.Reason)
	// Output: false middleware-missing
}

// A token that came some other way is verified with the keys of the instance.
func ExampleClient_VerifyToken() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	client, err := core.NewClient(inst.Options())
	if err != nil {
		log.Fatal(err)
	}
	user := inst.CreateUser(clerktest.UserParams{ID: "user_ada"})
	for _, fault := range []clerktest.Fault{clerktest.NoFault, clerktest.Expired, clerktest.Tampered} {
		jwt := inst.Token(user, clerktest.TokenOptions{Fault: fault})
		claims, err := client.VerifyToken(context.Background(), jwt, token.Options{})
		if err != nil {
			fmt.Println(token.ReasonOf(err))
			continue
		}
		fmt.Println(claims.Subject)
	}
	// Output:
	// user_ada
	// token-expired
	// token-invalid-signature
}
