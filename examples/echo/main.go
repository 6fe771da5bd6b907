// Echo is a server on Echo with Clerk. It reads CLERK_SECRET_KEY and
// CLERK_PUBLISHABLE_KEY, and listens on ADDR, or on localhost:8080.
//
//	go run ./core/cmd/clerkdev -- go run ./examples/echo
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
	"github.com/clerkgo/clerk-go/echoclerk"
	"github.com/labstack/echo/v4"
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
	e := echo.New()
	e.Use(echoclerk.Middleware())

	// Everybody may see this page.
	e.GET("/", func(c echo.Context) error {
		if auth := echoclerk.GetAuth(c); auth.IsAuthenticated() {
			return c.String(http.StatusOK, "Hello "+auth.UserID+"\n")
		}
		return c.String(http.StatusOK, "Hello stranger\n")
	})
	e.GET("/me", func(c echo.Context) error {
		return c.JSON(http.StatusOK, echoclerk.GetAuth(c))
	}, echoclerk.RequireAuth())
	e.GET("/user", func(c echo.Context) error {
		user, err := echoclerk.Client().Users.Get(c.Request().Context(), echoclerk.GetAuth(c).UserID)
		if err != nil {
			return echo.NewHTTPError(http.StatusBadGateway).SetInternal(err)
		}
		return c.JSON(http.StatusOK, user)
	}, echoclerk.RequireAuth())
	e.GET("/admin", func(c echo.Context) error {
		return c.String(http.StatusOK, "Hello admin\n")
	}, echoclerk.RequireAuth(core.Role("org:admin")))
	return e
}
