// Machine is a server whose route takes API keys and machine-to-machine tokens. It
// reads CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY, and listens on ADDR, or on
// localhost:8080.
//
//	go run ./core/cmd/clerkdev -- go run ./examples/machine
package main

import (
	"cmp"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core"
)

func main() {
	server := &http.Server{
		Addr:              cmp.Or(os.Getenv("ADDR"), "localhost:8080"),
		Handler:           routes(),
		ReadHeaderTimeout: 10 * time.Second,
	}
	log.Printf("listening on http://%s", server.Addr)
	log.Fatal(server.ListenAndServe())
}

func routes() http.Handler {
	// A program shows its key, or a user their session: each kind is named here.
	callers := core.Accept(core.APIKey, core.M2MToken, core.SessionToken)

	mux := http.NewServeMux()
	mux.Handle("GET /export", chiclerk.RequireAuth(callers)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch auth := chiclerk.GetAuth(r, callers); auth.TokenType {
		case core.APIKey:
			fmt.Fprintf(w, "key %s of %s, scopes %q\n", auth.ID, auth.Subject, auth.Scopes)
		case core.M2MToken:
			fmt.Fprintf(w, "machine %s\n", auth.MachineID)
		default:
			fmt.Fprintf(w, "user %s\n", auth.UserID)
		}
	})))
	// A scope is asked for like a role.
	write := chiclerk.RequireAuth(core.Accept(core.APIKey), core.Scope("invoices:write"))
	mux.Handle("POST /invoices", write(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusCreated)
	})))
	return chiclerk.Middleware()(mux)
}
