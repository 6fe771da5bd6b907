package ginclerk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

// get asks an engine for a path, with a token if there is one.
func get(r *gin.Engine, path, token string) {
	request := httptest.NewRequest("GET", path, nil)
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response := httptest.NewRecorder()
	r.ServeHTTP(response, request)
	fmt.Println(response.Code, response.Body)
}

// The local Clerk of package clerktest stands in for the environment here; a
// server calls Middleware without options.
func Example() {
	inst, err := clerktest.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	user := inst.CreateUser(clerktest.UserParams{ID: "user_1"})
	client, err := ginclerk.NewClient(inst.Options())
	if err != nil {
		fmt.Println(err)
		return
	}

	r := gin.New()
	r.Use(ginclerk.Middleware(ginclerk.Options{Client: client}))
	r.GET("/me", ginclerk.RequireAuth(), func(c *gin.Context) {
		c.String(http.StatusOK, "Hello %s", ginclerk.GetAuth(c).UserID)
	})

	get(r, "/me", inst.Token(user, clerktest.TokenOptions{}))
	get(r, "/me", inst.Token(user, clerktest.TokenOptions{Fault: clerktest.Tampered}))
	// Output:
	// 200 Hello user_1
	// 401 {"errors":[{"code":"token-invalid-signature","message":"Sign-in is required."}]}
}

func ExampleRequireAuth() {
	inst, err := clerktest.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	user := inst.CreateUser(clerktest.UserParams{})
	client, err := ginclerk.NewClient(inst.Options())
	if err != nil {
		fmt.Println(err)
		return
	}

	r := gin.New()
	r.Use(ginclerk.Middleware(ginclerk.Options{Client: client}))
	r.GET("/admin", ginclerk.RequireAuth(core.Role("org:admin")), func(c *gin.Context) {
		c.String(http.StatusOK, "Hello %s", ginclerk.GetAuth(c).OrgRole)
	})

	get(r, "/admin", inst.Token(user, clerktest.TokenOptions{Role: "org:admin"}))
	get(r, "/admin", inst.Token(user, clerktest.TokenOptions{Role: "org:member"}))
	// Output:
	// 200 Hello org:admin
	// 403 {"errors":[{"code":"forbidden","message":"The signed-in user may not do this."}]}
}

// A machine does not pass for a user: whoever wants to see it says so.
func ExampleGetAuth() {
	inst, err := clerktest.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	client, err := ginclerk.NewClient(inst.Options())
	if err != nil {
		fmt.Println(err)
		return
	}

	r := gin.New()
	r.Use(ginclerk.Middleware(ginclerk.Options{Client: client}))
	r.GET("/", func(c *gin.Context) {
		user := ginclerk.GetAuth(c)
		machine := ginclerk.GetAuth(c, core.Accept(core.M2MToken))
		c.String(http.StatusOK, "user %t, machine %t", user.IsAuthenticated(), machine.IsAuthenticated())
	})

	get(r, "/", inst.M2MToken())
	// Output: 200 user false, machine true
}

func ExampleOptions_errorHandler() {
	inst, err := clerktest.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer inst.Close()
	client, err := ginclerk.NewClient(inst.Options())
	if err != nil {
		fmt.Println(err)
		return
	}

	r := gin.New()
	r.Use(ginclerk.Middleware(ginclerk.Options{
		Client: client,
		ErrorHandler: func(c *gin.Context, err error) {
			authErr := core.AsAuthError(err)
			c.JSON(authErr.Status, gin.H{"error": authErr.Reason})
		},
	}))
	r.GET("/me", ginclerk.RequireAuth(), func(c *gin.Context) {})

	get(r, "/me", "garbage")
	// Output: 401 {"error":"token-invalid"}
}
