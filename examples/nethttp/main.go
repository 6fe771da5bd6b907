// Nethttp is a server on net/http with Clerk. It reads CLERK_SECRET_KEY and
// CLERK_PUBLISHABLE_KEY, and listens on ADDR, or on localhost:8080.
//
//	go run ./core/cmd/clerkdev -- go run ./examples/nethttp
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
	"github.com/clerkgo/clerk-go/examples/nethttp/greeting"
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

// routes uses chiclerk, which serves any router of net/http.
func routes(client *core.Client) http.Handler {
	guard := func(handler http.HandlerFunc, requirements ...core.Requirement) http.Handler {
		return chiclerk.RequireAuth(requirements...)(handler)
	}
	mux := http.NewServeMux()
	// Everybody may see this page.
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, greeting.Of(r.Context()))
	})
	mux.Handle("GET /me", guard(func(w http.ResponseWriter, r *http.Request) {
		writeJSON(w, chiclerk.GetAuth(r))
	}))
	mux.Handle("GET /user", guard(func(w http.ResponseWriter, r *http.Request) {
		user, err := chiclerk.Client().Users.Get(r.Context(), chiclerk.GetAuth(r).UserID)
		if err != nil {
			http.Error(w, "Clerk knows no such user", http.StatusBadGateway)
			return
		}
		writeJSON(w, user)
	}))
	// A browser that is not signed in goes to sign-in and comes back.
	mux.Handle("GET /profile", chiclerk.RequireSignIn()(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "Signed in as %s\n", chiclerk.GetAuth(r).UserID)
	})))
	mux.Handle("GET /sessions", guard(func(w http.ResponseWriter, r *http.Request) {
		sessions, err := client.Sessions.List(r.Context(), backend.SessionListParams{UserID: chiclerk.GetAuth(r).UserID})
		if err != nil {
			http.Error(w, "Clerk does not answer", http.StatusBadGateway)
			return
		}
		writeJSON(w, sessions)
	}))
	mux.Handle("GET /users", guard(func(w http.ResponseWriter, r *http.Request) {
		users, err := client.Users.List(r.Context(), backend.UserListParams{Limit: 10})
		if err != nil {
			http.Error(w, "Clerk does not answer", http.StatusBadGateway)
			return
		}
		writeJSON(w, users)
	}, core.Role("org:admin")))
	mux.Handle("GET /admin", guard(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "Hello admin")
	}, core.Role("org:admin")))
	return chiclerk.Middleware()(mux)
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}
