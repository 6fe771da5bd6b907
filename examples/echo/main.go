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
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/echoclerk"
	"github.com/labstack/echo/v4"
)

func main() {
	// A client of your own; echoclerk.Client() is the default one.
	client, err := echoclerk.NewClient(core.OptionsFromEnv())
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
	// A browser that is not signed in goes to sign-in and comes back.
	e.GET("/profile", func(c echo.Context) error {
		return c.String(http.StatusOK, "Signed in as "+echoclerk.GetAuth(c).UserID+"\n")
	}, echoclerk.RequireSignIn())
	e.GET("/sessions", func(c echo.Context) error {
		sessions, err := client.Sessions.List(c.Request().Context(), backend.SessionListParams{UserID: echoclerk.GetAuth(c).UserID})
		if err != nil {
			return echo.NewHTTPError(http.StatusBadGateway).SetInternal(err)
		}
		return c.JSON(http.StatusOK, sessions)
	}, echoclerk.RequireAuth())
	e.GET("/users", func(c echo.Context) error {
		users, err := client.Users.List(c.Request().Context(), backend.UserListParams{Limit: 10})
		if err != nil {
			return echo.NewHTTPError(http.StatusBadGateway).SetInternal(err)
		}
		return c.JSON(http.StatusOK, users)
	}, echoclerk.RequireAuth(core.Role("org:admin")))
	e.GET("/admin", func(c echo.Context) error {
		return c.String(http.StatusOK, "Hello admin\n")
	}, echoclerk.RequireAuth(core.Role("org:admin")))
	return e
}
