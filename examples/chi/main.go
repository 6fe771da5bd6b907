// Chi is a server on chi with Clerk. It reads CLERK_SECRET_KEY and
// CLERK_PUBLISHABLE_KEY, and listens on ADDR, or on localhost:8080.
//
//	go run ./core/cmd/clerkdev -- go run ./examples/chi
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/go-chi/chi/v5"
)

func main() {
	// A client of your own; chiclerk.Client() is the default one.
	client, err := chiclerk.NewClient(core.OptionsFromEnv())
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
	r := chi.NewRouter()
	r.Use(chiclerk.Middleware())

	// Everybody may see this page.
	r.Get("/", func(w http.ResponseWriter, r *http.Request) {
		if auth := chiclerk.GetAuth(r); auth.IsAuthenticated() {
			fmt.Fprintf(w, "Hello %s\n", auth.UserID)
			return
		}
		fmt.Fprintln(w, "Hello stranger")
	})
	r.Group(func(r chi.Router) {
		r.Use(chiclerk.RequireAuth())
		r.Get("/me", func(w http.ResponseWriter, r *http.Request) {
			writeJSON(w, chiclerk.GetAuth(r))
		})
		r.Get("/user", func(w http.ResponseWriter, r *http.Request) {
			user, err := chiclerk.Client().Users.Get(r.Context(), chiclerk.GetAuth(r).UserID)
			if err != nil {
				http.Error(w, "Clerk knows no such user", http.StatusBadGateway)
				return
			}
			writeJSON(w, user)
		})
		r.Get("/sessions", func(w http.ResponseWriter, r *http.Request) {
			sessions, err := client.Sessions.List(r.Context(), backend.SessionListParams{UserID: chiclerk.GetAuth(r).UserID})
			if err != nil {
				http.Error(w, "Clerk does not answer", http.StatusBadGateway)
				return
			}
			writeJSON(w, sessions)
		})
	})
	// A browser that is not signed in goes to sign-in and comes back.
	r.With(chiclerk.RequireSignIn()).Get("/profile", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "Signed in as %s\n", chiclerk.GetAuth(r).UserID)
	})
	r.With(chiclerk.RequireAuth(core.Role("org:admin"))).Get("/users", func(w http.ResponseWriter, r *http.Request) {
		users, err := client.Users.List(r.Context(), backend.UserListParams{Limit: 10})
		if err != nil {
			http.Error(w, "Clerk does not answer", http.StatusBadGateway)
			return
		}
		writeJSON(w, users)
	})
	r.With(chiclerk.RequireAuth(core.Role("org:admin"))).Get("/admin", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "Hello admin")
	})
	return r
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}
