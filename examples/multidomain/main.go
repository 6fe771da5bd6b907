// Multidomain is one application on two domains: users sign in on the primary one and
// are signed in on the satellite too. It reads CLERK_SECRET_KEY and
// CLERK_PUBLISHABLE_KEY. The primary domain is localhost:8080, the satellite
// 127.0.0.1:8080, to a browser another site; PRIMARY and SATELLITE name others.
//
//	go run ./core/cmd/clerkdev -- go run ./examples/multidomain
package main

import (
	"cmp"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core"
)

func main() {
	primary := cmp.Or(os.Getenv("PRIMARY"), "localhost:8080")
	satellite := cmp.Or(os.Getenv("SATELLITE"), "127.0.0.1:8080")
	_, port, err := net.SplitHostPort(primary)
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{
		Addr:              cmp.Or(os.Getenv("ADDR"), "127.0.0.1:"+port),
		Handler:           routes(primary, satellite),
		ReadHeaderTimeout: 10 * time.Second,
	}
	log.Printf("primary http://%s, satellite http://%s", primary, satellite)
	log.Fatal(server.ListenAndServe())
}

func routes(primary, satellite string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		if auth := chiclerk.GetAuth(r); auth.IsAuthenticated() {
			fmt.Fprintf(w, "%s is signed in on %s\n", auth.UserID, r.Host)
			return
		}
		fmt.Fprintf(w, "Nobody is signed in on %s\n", r.Host)
	})
	// The satellite sends visitors here. They sign in for the primary domain first, and
	// then return; only to one of these two domains.
	mux.Handle("GET /sign-in", chiclerk.RequireSignIn()(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		back := r.URL.Query().Get("redirect_url")
		if u, err := url.Parse(back); err != nil || u.Scheme != "http" || u.Host != primary && u.Host != satellite {
			back = "http://" + primary + "/"
		}
		http.Redirect(w, r, back, http.StatusSeeOther)
	})))
	mux.Handle("GET /profile", chiclerk.RequireSignIn()(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "The profile of %s on %s\n", chiclerk.GetAuth(r).UserID, r.Host)
	})))
	return chiclerk.Middleware(chiclerk.Options{
		PerRequest: func(r *http.Request) (core.AuthenticateOptions, error) {
			if r.Host != satellite {
				return core.AuthenticateOptions{}, nil
			}
			return core.AuthenticateOptions{
				Domain:            satellite,
				IsSatellite:       true,
				SatelliteAutoSync: true, // ask the primary domain about every visitor
				SignInURL:         "http://" + primary + "/sign-in",
			}, nil
		},
	})(mux)
}
