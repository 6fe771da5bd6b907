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
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	server := &http.Server{
		Addr:              cmp.Or(os.Getenv("ADDR"), "localhost:8080"),
		Handler:           routes(),
		ReadHeaderTimeout: 10 * time.Second,
	}
	context.AfterFunc(ctx, func() { _ = server.Shutdown(context.Background()) })
	log.Printf("listening on http://%s", server.Addr)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

func routes() http.Handler {
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
	r.GET("/admin", ginclerk.RequireAuth(core.Role("org:admin")), func(c *gin.Context) {
		c.String(http.StatusOK, "Hello admin\n")
	})
	return r
}
