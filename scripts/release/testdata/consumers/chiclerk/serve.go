package main

import (
	"fmt"
	"net"
	"net/http"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core"
	"github.com/go-chi/chi/v5"
)

func serve(listener net.Listener, client *core.Client) error {
	r := chi.NewRouter()
	r.Use(chiclerk.Middleware(chiclerk.Options{Client: client}))
	r.With(chiclerk.RequireAuth()).Get("/me", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "Hello ", chiclerk.GetAuth(r).UserID)
	})
	return http.Serve(listener, r)
}
