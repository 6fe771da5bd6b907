package browser

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/e2e/internal/trace"
)

// packages is the folder of ClerkJS.
const packages = "js/node_modules"

// A world is a local Clerk, an application behind it, and what a browser gets from
// both.
type world struct {
	app   string // URL
	clock *clerktest.Clock
	code  chan string // the codes that were sent
	inst  *clerktest.Instance
	way   trace.Trace
}

// hosts are those of applications. To a browser the first is the site of the local
// Clerk, and the second another one: it then withholds cookies that are
// SameSite=Strict.
var hosts = []struct{ name, host string }{{"one site", "127.0.0.1"}, {"two sites", "localhost"}}

// newWorld starts one whose application is at a host.
func newWorld(t *testing.T, host string) *world {
	t.Helper()
	w := &world{clock: clerktest.NewClock(time.Now()), code: make(chan string, 10)}
	w.inst = clerktest.Start(t, clerktest.Options{
		Code:     func(_, code string) { w.code <- code },
		Now:      w.clock.Now,
		Packages: packages,
		Request: func(r clerktest.Request) {
			if !strings.HasPrefix(r.Path, "/npm/") && !strings.HasSuffix(r.Path, "/jwks") { // which come when they come
				w.way.Add(r.Method, "clerk"+r.Path, r.Status, nil)
			}
		},
	})
	server := httptest.NewServer(w.way.Handler(w.routes(t)))
	t.Cleanup(server.Close)
	w.app = strings.Replace(server.URL, "127.0.0.1", host, 1)
	w.way.Name(w.app, "app")
	w.way.Name(w.inst.URL(), "clerk")
	return w
}

// routes are those of the application.
func (w *world) routes(t *testing.T) http.Handler {
	t.Helper()
	client, err := chiclerk.NewClient(w.inst.Options())
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /clerkjs", func(rw http.ResponseWriter, _ *http.Request) { write(t, rw, clerkJS, w.inst) })
	mux.Handle("GET /me", chiclerk.RequireAuth()(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(chiclerk.GetAuth(r)) // the client may be gone
	})))
	mux.Handle("GET /private", chiclerk.RequireSignIn()(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		write(t, w, private, chiclerk.GetAuth(r))
	})))
	return chiclerk.Middleware(chiclerk.Options{Client: client})(mux)
}

func write(t *testing.T, w http.ResponseWriter, page *template.Template, of any) {
	w.Header().Set("Content-Type", "text/html")
	if err := page.Execute(w, of); err != nil {
		t.Error(err)
	}
}

// private is a page that says who it is shown to.
var private = template.Must(template.New("").Parse(`<!doctype html>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Private</title>
<p>user {{.UserID}} of {{.OrgSlug}}</p>
`))

// says is what [private] shows to a user.
func says(userID, organization string) string {
	return strings.TrimSpace(fmt.Sprintf("user %s of %s", userID, organization))
}

// clerkJS is a page that runs ClerkJS: it shows the form of sign-in, or the button of
// whoever is signed in.
var clerkJS = template.Must(template.New("").Parse(`<!doctype html>
<link rel="icon" href="data:,">
<title>ClerkJS</title>
<div id="here"></div>
<script crossorigin="anonymous" src="{{.URL}}/npm/@clerk/ui@1/dist/ui.browser.js"></script>
<script crossorigin="anonymous" src="{{.URL}}/npm/@clerk/clerk-js@6/dist/clerk.browser.js"
	data-clerk-proxy-url="{{.URL}}" data-clerk-publishable-key="{{.PublishableKey}}"></script>
<script type="module">
await Clerk.load({ ui: { ClerkUI: window.__internal_ClerkUICtor } })
if (Clerk.user) Clerk.mountUserButton(here)
else Clerk.mountSignIn(here, { forceRedirectUrl: "/private" })
</script>
`))
