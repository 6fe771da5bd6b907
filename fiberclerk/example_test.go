package fiberclerk_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/gofiber/fiber/v2"
)

// get asks an application for a path with a token.
func get(app *fiber.App, path, token string) {
	request := httptest.NewRequest(http.MethodGet, path, nil)
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := app.Test(request, 10_000)
	if err != nil {
		log.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.StatusCode, string(body))
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
	client, err := fiberclerk.NewClient(inst.Options())
	if err != nil {
		log.Fatal(err)
	}

	app := fiber.New()
	app.Use(fiberclerk.Middleware(fiberclerk.Options{Client: client}))
	app.Get("/me", fiberclerk.RequireAuth(), func(c *fiber.Ctx) error {
		return c.SendString("Hello " + fiberclerk.GetAuth(c).UserID)
	})

	get(app, "/me", inst.Token(user, clerktest.TokenOptions{}))
	get(app, "/me", inst.Token(user, clerktest.TokenOptions{Fault: clerktest.Tampered}))
	// Output:
	// 200 Hello user_1
	// 401 clerk: Sign-in is required. (reason=token-invalid-signature)
}

func ExampleRequireAuth() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	user := inst.CreateUser(clerktest.UserParams{})
	client, err := fiberclerk.NewClient(inst.Options())
	if err != nil {
		log.Fatal(err)
	}

	app := fiber.New()
	app.Use(fiberclerk.Middleware(fiberclerk.Options{Client: client}))
	app.Get("/admin", fiberclerk.RequireAuth(core.Role("org:admin")), func(c *fiber.Ctx) error {
		return c.SendString("Hello " + fiberclerk.GetAuth(c).OrgRole)
	})

	get(app, "/admin", inst.Token(user, clerktest.TokenOptions{Role: "org:admin"}))
	get(app, "/admin", inst.Token(user, clerktest.TokenOptions{Role: "org:member"}))
	// Output:
	// 200 Hello org:admin
	// 403 clerk: The signed-in user may not do this. (reason=forbidden)
}
