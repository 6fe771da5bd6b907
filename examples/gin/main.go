// Gin is a server on Gin with Clerk. It reads CLERK_SECRET_KEY and
// CLERK_PUBLISHABLE_KEY, and listens on ADDR, or on localhost:8080.
//
//	go run ./core/cmd/clerkdev -- go run ./examples/gin
package main

import (
	"cmp"
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

func main() {
	// A client of your own; ginclerk.Client() is the default one.
	client, err := ginclerk.NewClient(core.OptionsFromEnv())
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	server := &http.Server{
		Addr:              cmp.Or(os.Getenv("ADDR"), "localhost:8080"),
		Handler:           routes(client),
		ReadHeaderTimeout: 10 * time.Second,
	}
	context.AfterFunc(ctx, func() { _ = server.Shutdown(context.Background()) })
	log.Printf("listening on http://%s", server.Addr)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

func routes(client *core.Client) http.Handler {
	r := gin.Default()
	r.Use(ginclerk.Middleware())

	// Everybody may see this page.
	r.GET("/", func(c *gin.Context) {
		if auth := ginclerk.GetAuth(c); auth.IsAuthenticated() {
			c.String(http.StatusOK, "Hello %s\n", auth.UserID)
			return
		}
		c.String(http.StatusOK, "Hello stranger\n")
	})
	r.GET("/me", ginclerk.RequireAuth(), func(c *gin.Context) {
		c.JSON(http.StatusOK, ginclerk.GetAuth(c))
	})
	r.GET("/user", ginclerk.RequireAuth(), func(c *gin.Context) {
		user, err := ginclerk.Client().Users.Get(c.Request.Context(), ginclerk.GetAuth(c).UserID)
		if err != nil {
			_ = c.AbortWithError(http.StatusBadGateway, err)
			return
		}
		c.JSON(http.StatusOK, user)
	})
	// A browser that is not signed in goes to sign-in and comes back.
	r.GET("/profile", ginclerk.RequireSignIn(), func(c *gin.Context) {
		c.String(http.StatusOK, "Signed in as %s\n", ginclerk.GetAuth(c).UserID)
	})
	r.GET("/sessions", ginclerk.RequireAuth(), func(c *gin.Context) {
		sessions, err := client.Sessions.List(c.Request.Context(), backend.SessionListParams{UserID: ginclerk.GetAuth(c).UserID})
		if err != nil {
			_ = c.AbortWithError(http.StatusBadGateway, err)
			return
		}
		c.JSON(http.StatusOK, sessions)
	})
	r.GET("/users", ginclerk.RequireAuth(core.Role("org:admin")), func(c *gin.Context) {
		users, err := client.Users.List(c.Request.Context(), backend.UserListParams{Limit: 10})
		if err != nil {
			_ = c.AbortWithError(http.StatusBadGateway, err)
			return
		}
		c.JSON(http.StatusOK, users)
	})
	r.GET("/admin", ginclerk.RequireAuth(core.Role("org:admin")), func(c *gin.Context) {
		c.String(http.StatusOK, "Hello admin\n")
	})
	return r
}
