// Package chiclerk is Clerk for chi and for every router of net/http: requests
// are authenticated by a middleware, guarded by another, and the user is one
// call away.
//
//	package main
//
//	import (
//		"fmt"
//		"log"
//		"net/http"
//
//		"github.com/clerkgo/clerk-go/chiclerk"
//		"github.com/clerkgo/clerk-go/core"
//		"github.com/go-chi/chi/v5"
//	)
//
//	func main() {
//		r := chi.NewRouter()
//		r.Use(chiclerk.Middleware())
//		r.Get("/", func(w http.ResponseWriter, r *http.Request) {
//			fmt.Fprintln(w, chiclerk.GetAuth(r).IsAuthenticated())
//		})
//		r.Group(func(r chi.Router) {
//			r.Use(chiclerk.RequireAuth(core.Role("org:admin")))
//			r.Get("/admin", func(w http.ResponseWriter, r *http.Request) {
//				user, err := chiclerk.Client().Users.Get(r.Context(), chiclerk.GetAuth(r).UserID)
//				if err != nil {
//					http.Error(w, "no user", http.StatusBadGateway)
//					return
//				}
//				fmt.Fprintln(w, user.FullName())
//			})
//		})
//		log.Fatal(http.ListenAndServe("localhost:8080", r))
//	}
//
// CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY name the instance; both are on the
// API keys page of the Clerk dashboard. Without an account, run the program by
// core/cmd/clerkdev.
package chiclerk
