package echoclerk_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/echoclerk"
	"github.com/labstack/echo/v4"
)

// get asks a router for a path with a token.
func get(handler http.Handler, path, token string) {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Authorization", "Bearer "+token)
	response := httptest.NewRecorder()
	handler.ServeHTTP(response, request)
	fmt.Println(response.Code, strings.TrimSpace(response.Body.String()))
}

// The local Clerk of package clerktest stands in for the environment here; a
// server calls Middleware without options.
func Example() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	user := inst.CreateUser(clerktest.UserParams{ID: "user_1"})
	client, err := echoclerk.NewClient(inst.Options())
	if err != nil {
		log.Fatal(err)
	}

	e := echo.New()
	e.Use(echoclerk.Middleware(echoclerk.Options{Client: client}))
	e.GET("/me", func(c echo.Context) error {
		return c.String(http.StatusOK, "Hello "+echoclerk.GetAuth(c).UserID)
	}, echoclerk.RequireAuth())

	get(e, "/me", inst.Token(user, clerktest.TokenOptions{}))
	get(e, "/me", inst.Token(user, clerktest.TokenOptions{Fault: clerktest.Tampered}))
	// Output:
	// 200 Hello user_1
	// 401 {"errors":[{"code":"token-invalid-signature","message":"Sign-in is required."}]}
}

func ExampleRequireAuth() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	user := inst.CreateUser(clerktest.UserParams{})
	client, err := echoclerk.NewClient(inst.Options())
	if err != nil {
		log.Fatal(err)
	}

	e := echo.New()
	e.Use(echoclerk.Middleware(echoclerk.Options{Client: client}))
	e.GET("/admin", func(c echo.Context) error {
		return c.String(http.StatusOK, "Hello "+echoclerk.GetAuth(c).OrgRole)
	}, echoclerk.RequireAuth(core.Role("org:admin")))

	get(e, "/admin", inst.Token(user, clerktest.TokenOptions{Role: "org:admin"}))
	get(e, "/admin", inst.Token(user, clerktest.TokenOptions{Role: "org:member"}))
	// Output:
	// 200 Hello org:admin
	// 403 {"errors":[{"code":"forbidden","message":"The signed-in user may not do this."}]}
}
