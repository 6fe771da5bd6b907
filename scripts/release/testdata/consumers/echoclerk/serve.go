package main

import (
	"net"
	"net/http"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/echoclerk"
	"github.com/labstack/echo/v4"
)

func serve(listener net.Listener, client *core.Client) error {
	e := echo.New()
	e.Use(echoclerk.Middleware(echoclerk.Options{Client: client}))
	e.GET("/me", func(c echo.Context) error {
		return c.String(http.StatusOK, "Hello "+echoclerk.GetAuth(c).UserID)
	}, echoclerk.RequireAuth())
	return http.Serve(listener, e)
}
