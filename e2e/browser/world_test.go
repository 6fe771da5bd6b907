package browser

import (
	"html/template"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/e2e/internal/program"
	"github.com/clerkgo/clerk-go/e2e/internal/trace"
)

// packages is the folder of ClerkJS.
const packages = "js/node_modules"

// A world is a local Clerk, an application behind it, and what a browser gets from
// both.
type world struct {
	app  string      // URL
	code chan string // the codes that were sent
	inst *clerktest.Instance
	t    *testing.T
	way  trace.Trace
}

// hosts are those of applications. To a browser the first is the site of the local
// Clerk, and the second another one: it then withholds cookies that are
// SameSite=Strict.
var hosts = []struct{ name, host string }{{"one site", "127.0.0.1"}, {"two sites", "localhost"}}

// express is the application on @clerk/express, beside the examples.
const express = "express"

// newWorld starts one whose application is at a host. The application is an example, or
// express.
func newWorld(t *testing.T, app, host string, env ...string) *world {
	t.Helper()
	w := &world{code: make(chan string, 10), t: t}
	w.inst = clerktest.Start(t, clerktest.Options{
		Code:     func(_, code string) { w.code <- code },
		Packages: packages,
		Request: func(r clerktest.Request) {
			if !incidental(r.Path) {
				w.way.Add(r.Method, "clerk"+r.Path, r.Status, nil)
			}
		},
	})
	addr := program.Addr(t)
	server := httptest.NewServer(w.before(addr))
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	env = append(env, "ADDR="+addr, "PRIMARY=localhost:"+port, "SATELLITE=127.0.0.1:"+port)
	if app == express {
		program.Start(t, program.Express(t, w.inst, env...), addr)
	} else {
		program.Start(t, example(t, app, w.inst, env...), addr)
	}
	w.app = "http://" + net.JoinHostPort(host, port)
	w.way.Name(w.app, "app")
	w.way.Name(w.inst.URL(), "clerk")
	return w
}

// incidental reports whether a path is of a request that comes when it comes, or of one
// by which the application fills its page.
func incidental(path string) bool {
	return slices.Contains([]string{"/bapi/v1/jwks", "/favicon.ico", "/style.css"}, path) || strings.HasPrefix(path, "/bapi/v1/users/")
}

// before returns a handler that stands before the application and writes down what it
// answers. It has one page of its own, which runs ClerkJS.
func (w *world) before(addr string) http.Handler {
	target := &url.URL{Scheme: "http", Host: addr}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /clerkjs", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		if err := clerkJS.Execute(rw, w.inst); err != nil {
			w.t.Error(err)
		}
	})
	mux.Handle("/", &httputil.ReverseProxy{
		ErrorLog: log.New(w.t.Output(), "", 0),
		ModifyResponse: func(r *http.Response) error {
			if !incidental(r.Request.URL.Path) {
				w.way.Add(r.Request.Method, "http://"+r.Request.Host+r.Request.URL.RequestURI(), r.StatusCode, r.Header)
			}
			return nil
		},
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host
		},
	})
	return mux
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
else Clerk.mountSignIn(here, { forceRedirectUrl: "/profile" })
</script>
`))
