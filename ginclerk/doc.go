// Package ginclerk is Clerk for servers on Gin.
//
// A whole program, with CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY in its
// environment:
//
//	package main
//
//	import (
//		"log"
//		"net/http"
//
//		"github.com/clerkgo/clerk-go/core"
//		"github.com/clerkgo/clerk-go/ginclerk"
//		"github.com/gin-gonic/gin"
//	)
//
//	func main() {
//		r := gin.Default()
//		r.Use(ginclerk.Middleware())
//
//		r.GET("/", func(c *gin.Context) {
//			if auth := ginclerk.GetAuth(c); auth.IsAuthenticated() {
//				c.String(http.StatusOK, "Hello %s", auth.UserID)
//				return
//			}
//			c.String(http.StatusOK, "Hello stranger")
//		})
//		r.GET("/admin", ginclerk.RequireAuth(core.Role("org:admin")), func(c *gin.Context) {
//			c.String(http.StatusOK, "Hello admin")
//		})
//		log.Fatal(r.Run("localhost:8080"))
//	}
//
// [Middleware] finds out who each request speaks for and lets everyone through.
// [RequireAuth] refuses requests of an API, [RequireSignIn] sends visitors of a
// page to sign-in. [GetAuth] is for handlers; in layers below, which know no Gin,
// [core.AuthFromContext] finds the same in the context of the request:
// c.Request.Context(), not c.
package ginclerk
