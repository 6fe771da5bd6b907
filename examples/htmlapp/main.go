// Htmlapp is a server-rendered application: pages by html/template, sign-in and
// sign-out, a page of an organisation, and a form that posts. There is no JavaScript.
// It reads CLERK_SECRET_KEY and CLERK_PUBLISHABLE_KEY, and listens on ADDR, or on
// localhost:8080.
//
//	go run ./core/cmd/clerkdev -- go run ./examples/htmlapp
package main

import (
	"cmp"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
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
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", home)
	mux.HandleFunc("GET /style.css", style)
	mux.Handle("GET /profile", signedIn(profile))
	mux.Handle("POST /profile", signedIn(saveProfile))
	mux.Handle("GET /orgs/{slug}", signedIn(organization))
	mux.HandleFunc("GET /sign-in", signIn)
	mux.Handle("POST /sign-out", signedIn(signOut))

	authenticated := chiclerk.Middleware(chiclerk.Options{
		Authenticate: core.AuthenticateOptions{
			// The URL of a page says which organisation is active.
			OrganizationSync: core.OrganizationSyncOptions{
				OrganizationPatterns:    []string{"/orgs/:slug"},
				PersonalAccountPatterns: []string{"/profile"},
			},
		},
		// The style sheet is the same for everybody.
		Skip: func(r *http.Request) bool { return r.URL.Path == "/style.css" },
	})(mux)
	// Forms of other sites are refused: cookies alone do not tell who sent one.
	return http.NewCrossOriginProtection().Handler(authenticated)
}

// signedIn sends visitors to sign-in, who come back to the page they asked for.
func signedIn(page http.HandlerFunc) http.Handler { return chiclerk.RequireSignIn()(page) }

func home(w http.ResponseWriter, r *http.Request) {
	auth := chiclerk.GetAuth(r)
	if !auth.IsAuthenticated() {
		render(w, http.StatusOK, "home", nil)
		return
	}
	memberships, err := chiclerk.Client().Users.ListOrganizationMemberships(r.Context(), auth.UserID, backend.ListParams{})
	if err != nil {
		fail(w, err)
		return
	}
	render(w, http.StatusOK, "home", memberships)
}

// signIn sends a visitor to Clerk's sign-in page, which sends them back to the start.
func signIn(w http.ResponseWriter, r *http.Request) {
	page, err := chiclerk.SignInURL(r, "/")
	if err != nil {
		fail(w, err)
		return
	}
	http.Redirect(w, r, page, http.StatusSeeOther)
}

// A motto is what users of this application have in their public metadata.
type motto struct {
	Motto string `json:"motto"`
}

func profile(w http.ResponseWriter, r *http.Request) {
	user, err := chiclerk.Client().Users.Get(r.Context(), chiclerk.GetAuth(r).UserID)
	if err != nil {
		fail(w, err)
		return
	}
	saved, _ := backend.MetadataAs[motto](user.PublicMetadata) // none at first
	render(w, http.StatusOK, "profile", map[string]any{"User": user, "Motto": saved.Motto})
}

func saveProfile(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<10)
	text := r.PostFormValue("motto")
	if text == "" {
		render(w, http.StatusUnprocessableEntity, "error", "A motto needs a word or two.")
		return
	}
	_, err := chiclerk.Client().Users.UpdateMetadata(r.Context(), chiclerk.GetAuth(r).UserID, backend.UserMetadataUpdateParams{
		PublicMetadata: backend.MetadataOf(motto{text}),
	})
	if err != nil {
		fail(w, err)
		return
	}
	http.Redirect(w, r, "/profile", http.StatusSeeOther)
}

// organization is a page for members: the middleware has made the organisation of the
// URL active, if the user is one.
func organization(w http.ResponseWriter, r *http.Request) {
	auth := chiclerk.GetAuth(r)
	if auth.OrgSlug != r.PathValue("slug") {
		render(w, http.StatusForbidden, "error", "You are no member of this organisation.")
		return
	}
	render(w, http.StatusOK, "organization", map[string]any{"Auth": auth, "Admin": auth.Has(core.Role("org:admin"))})
}

// signOut ends the session at Clerk and forgets it here.
func signOut(w http.ResponseWriter, r *http.Request) {
	if _, err := chiclerk.Client().Sessions.Revoke(r.Context(), chiclerk.GetAuth(r).SessionID); err != nil {
		fail(w, err)
		return
	}
	forget(w, r)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
