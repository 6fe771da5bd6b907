// Package apps builds the same application with each adapter, for tests that hold them
// to the same answers.
package apps

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
)

// HeaderLimit is how much header the applications read, in bytes.
const HeaderLimit = 64 << 10

// A Guard is what stands before a route.
type Guard int

// The guards.
const (
	Nobody Guard = iota
	RequireAuth
	RequireSignIn
)

// A Route answers those whom its guard lets through, whatever their method.
type Route struct {
	Path         string
	Guard        Guard
	Requirements []core.Requirement
	// Answer gets the Auth of the request, seen as the requirements say.
	Answer func(context.Context, *core.Auth) (status int, body string)
}

// views are the requirements that say what a handler sees.
func (r Route) views() []core.View {
	var views []core.View
	for _, requirement := range r.Requirements {
		if view, ok := requirement.(core.View); ok {
			views = append(views, view)
		}
	}
	return views
}

// Settings are what an application is made of.
type Settings struct {
	Authenticate core.AuthenticateOptions
	Client       *core.Client
	Log          io.Writer // of what the server reports, panics among it
	Proxy        *core.FrontendProxyOptions
	Routes       []Route
}

// A Server is an application that can be started once.
type Server struct {
	Serve func(net.Listener) error
	Stop  func()
}

// Builders build an application, by the name of the adapter; "nethttp" is core alone.
var Builders = map[string]func(Settings) Server{
	"chi":     withChi,
	"echo":    withEcho,
	"fiber":   withFiber,
	"gin":     withGin,
	"nethttp": withNetHTTP,
}

// Start starts an application and returns its address. It ends with the test.
func Start(t testing.TB, s Server) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Serve(listener)
	}()
	t.Cleanup(func() {
		s.Stop()
		<-done
	})
	return listener.Addr().String()
}

func ofHTTP(handler http.Handler, to io.Writer) Server {
	s := &http.Server{ErrorLog: log.New(to, "", 0), Handler: handler, MaxHeaderBytes: HeaderLimit, ReadHeaderTimeout: time.Minute}
	return Server{s.Serve, func() { _ = s.Close() }}
}
