// Package echoclerk is Clerk for Echo: requests are authenticated by a
// middleware, guarded by another, and the user is one call away.
//
//	package main
//
//	import (
//		"net/http"
//
//		"github.com/clerkgo/clerk-go/core"
//		"github.com/clerkgo/clerk-go/echoclerk"
//		"github.com/labstack/echo/v4"
//	)
//
//	func main() {
//		e := echo.New()
//		e.Use(echoclerk.Middleware())
//		e.GET("/", func(c echo.Context) error {
//			return c.JSON(http.StatusOK, echoclerk.GetAuth(c).IsAuthenticated())
//		})
//		e.GET("/admin", func(c echo.Context) error {
//			user, err := echoclerk.Client().Users.Get(c.Request().Context(), echoclerk.GetAuth(c).UserID)
//			if err != nil {
//				return err
//			}
//			return c.JSON(http.StatusOK, user)
//		}, echoclerk.RequireAuth(core.Role("org:admin")))
//		e.Logger.Fatal(e.Start("localhost:8080"))
//	}
//
// CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY name the instance; both are on the
// API keys page of the Clerk dashboard. Without an account, run the program by
// core/cmd/clerkdev.
package echoclerk
