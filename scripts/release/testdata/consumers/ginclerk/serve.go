package main

import (
	"net"
	"net/http"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

func serve(listener net.Listener, client *core.Client) error {
	gin.SetMode(gin.ReleaseMode)
	r := gin.New()
	r.Use(ginclerk.Middleware(ginclerk.Options{Client: client}))
	r.GET("/me", ginclerk.RequireAuth(), func(c *gin.Context) {
		c.String(http.StatusOK, "Hello "+ginclerk.GetAuth(c).UserID)
	})
	return http.Serve(listener, r)
}
