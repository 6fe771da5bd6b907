package main

import (
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.Default()
	r.Use(ginclerk.Middleware())
	r.GET("/me", ginclerk.RequireAuth(), func(c *gin.Context) {
		c.JSON(200, gin.H{"user": ginclerk.GetAuth(c).UserID})
	})
	r.Run("localhost:8080")
}
