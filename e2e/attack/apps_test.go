package attack

import (
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/echoclerk"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

// A guard is what stands before a route.
type guard int

const (
	nobody guard = iota
	requireAuth
	requireSignIn
)

// A route says for whom it was asked, to those who get there.
type route struct {
	path         string
	guard        guard
	requirements []core.Requirement
}

// routes are those of every application.
var routes = []route{
	{"/admin", requireAuth, []core.Requirement{core.Role("org:admin")}},
	{"/api-key", requireAuth, []core.Requirement{core.Accept(core.APIKey)}},
	{"/machine", requireAuth, []core.Requirement{core.Accept(core.M2MToken)}},
	{"/me", requireAuth, nil},
	{"/oauth", requireAuth, []core.Requirement{core.Accept(core.OAuthToken)}},
	{"/open", nobody, nil},
	{"/page", requireSignIn, nil},
	{"/sentinel", nobody, nil},
	{"/smuggled", nobody, nil},
}

// What routes say.
const (
	speaksFor  = "speaks for "
	saysNobody = "speaks not"
)

// say is the body of the answer of a route.
func (r route) say(auth *core.Auth) string {
	switch {
	case r.path == "/sentinel", r.path == "/smuggled":
		return r.path
	case auth.IsAuthenticated() || auth.UserID != "" || auth.Subject != "" || auth.OrgID != "":
		return speaksFor + auth.UserID + auth.Subject
	}
	return saysNobody
}

// views are the requirements that say what a handler sees.
func (r route) views() []core.View {
	var views []core.View
	for _, requirement := range r.requirements {
		if view, ok := requirement.(core.View); ok {
			views = append(views, view)
		}
	}
	return views
}

// settings are what a middleware is made with.
type settings struct {
	client       *core.Client
	authenticate core.AuthenticateOptions
	proxy        *core.FrontendProxyOptions
}

// A server is an application that can be started once.
type server struct {
	serve func(net.Listener) error
	stop  func()
}

// adapters build the same application with each adapter.
var adapters = map[string]func(settings, io.Writer) server{
	"chi":     withChi,
	"echo":    withEcho,
	"fiber":   withFiber,
	"gin":     withGin,
	"nethttp": withNetHTTP,
}

// start starts an application and returns its address. It ends with the test.
func start(t testing.TB, s server) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.serve(listener)
	}()
	t.Cleanup(func() {
		s.stop()
		<-done
	})
	return listener.Addr().String()
}

func withChi(s settings, log io.Writer) server {
	router := chi.NewRouter()
	router.Use(chiclerk.Middleware(chiclerk.Options{Authenticate: s.authenticate, Client: s.client, FrontendProxy: s.proxy}))
	for _, r := range routes {
		guards := chi.Middlewares{}
		switch r.guard {
		case requireAuth:
			guards = append(guards, chiclerk.RequireAuth(r.requirements...))
		case requireSignIn:
			guards = append(guards, chiclerk.RequireSignIn(r.requirements...))
		}
		router.With(guards...).HandleFunc(r.path, func(w http.ResponseWriter, request *http.Request) {
			_, _ = io.WriteString(w, r.say(chiclerk.GetAuth(request, r.views()...)))
		})
	}
	return ofHTTP(router, log)
}

func withEcho(s settings, log io.Writer) server {
	e := echo.New()
	e.Logger.SetOutput(log)
	e.Use(echoclerk.Middleware(echoclerk.Options{Authenticate: s.authenticate, Client: s.client, FrontendProxy: s.proxy}))
	for _, r := range routes {
		var guards []echo.MiddlewareFunc
		switch r.guard {
		case requireAuth:
			guards = append(guards, echoclerk.RequireAuth(r.requirements...))
		case requireSignIn:
			guards = append(guards, echoclerk.RequireSignIn(r.requirements...))
		}
		e.Any(r.path, func(c echo.Context) error {
			return c.String(http.StatusOK, r.say(echoclerk.GetAuth(c, r.views()...)))
		}, guards...)
	}
	return ofHTTP(e, log)
}

func withFiber(s settings, _ io.Writer) server {
	f := fiber.New(fiber.Config{DisableStartupMessage: true, ReadBufferSize: headerLimit})
	f.Use(fiberclerk.Middleware(fiberclerk.Options{Authenticate: s.authenticate, Client: s.client, FrontendProxy: s.proxy}))
	for _, r := range routes {
		var handlers []fiber.Handler
		switch r.guard {
		case requireAuth:
			handlers = append(handlers, fiberclerk.RequireAuth(r.requirements...))
		case requireSignIn:
			handlers = append(handlers, fiberclerk.RequireSignIn(r.requirements...))
		}
		f.All(r.path, append(handlers, func(c *fiber.Ctx) error {
			return c.SendString(r.say(fiberclerk.GetAuth(c, r.views()...)))
		})...)
	}
	return server{f.Listener, func() { _ = f.ShutdownWithTimeout(time.Second) }}
}

func withGin(s settings, log io.Writer) server {
	router := gin.New()
	router.Use(ginclerk.Middleware(ginclerk.Options{Authenticate: s.authenticate, Client: s.client, FrontendProxy: s.proxy}))
	for _, r := range routes {
		var handlers []gin.HandlerFunc
		switch r.guard {
		case requireAuth:
			handlers = append(handlers, ginclerk.RequireAuth(r.requirements...))
		case requireSignIn:
			handlers = append(handlers, ginclerk.RequireSignIn(r.requirements...))
		}
		router.Any(r.path, append(handlers, func(c *gin.Context) {
			c.String(http.StatusOK, "%s", r.say(ginclerk.GetAuth(c, r.views()...)))
		})...)
	}
	return ofHTTP(router, log)
}

// withNetHTTP is an application on core alone.
func withNetHTTP(s settings, log io.Writer) server {
	m, err := core.NewMiddleware(core.MiddlewareOptions[*http.Request]{Authenticate: s.authenticate, Client: s.client, FrontendProxy: s.proxy})
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	for _, r := range routes {
		gate := core.NewGate("m", r.requirements...)
		mux.HandleFunc(r.path, func(w http.ResponseWriter, request *http.Request) {
			var signIn string
			var err error
			switch r.guard {
			case requireAuth:
				_, err = gate.Admit(request.Context())
			case requireSignIn:
				_, signIn, err = gate.AdmitOrSignIn(request.Context(), core.FromHTTP(request))
			}
			switch {
			case err != nil:
				core.AsAuthError(err).WriteTo(w)
			case signIn != "":
				w.Header().Set("Cache-Control", "no-store")
				w.Header().Set("Location", signIn)
				w.WriteHeader(http.StatusSeeOther)
			default:
				_, _ = io.WriteString(w, r.say(core.AuthFromContext(request.Context(), r.views()...)))
			}
		})
	}
	return ofHTTP(annotated(m, mux), log)
}

// annotated authenticates requests as the documentation of core tells writers of
// adapters.
func annotated(m *core.Middleware[*http.Request], next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request := core.FromHTTP(r)
		if !core.Representable(r.Method, r.RequestURI) {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if proxy := m.Proxy(request); proxy != nil {
			proxy.ServeHTTP(w, r)
			return
		}
		state, err := m.Authenticate(r.Context(), r, request)
		if err != nil {
			core.AsAuthError(err).WriteTo(w)
			return
		}
		state.WriteHeaders(w.Header())
		if status, ok := state.Redirect(); ok {
			w.WriteHeader(status)
			return
		}
		next.ServeHTTP(w, r.WithContext(state.WithAuth(r.Context())))
	})
}
