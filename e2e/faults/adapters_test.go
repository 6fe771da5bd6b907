package faults

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
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

// A server is an application that can be started once.
type server struct {
	serve func(net.Listener) error
	stop  func()
}

// adapters build the same application with each adapter: /me and /page say who a
// request speaks for, /user asks the Backend API about them, and below /__clerk is the
// proxy.
var adapters = map[string]func(*core.Client, *log.Logger) server{
	"chi":     ofHTTP(withChi),
	"echo":    ofHTTP(withEcho),
	"fiber":   withFiber,
	"gin":     ofHTTP(withGin),
	"nethttp": ofHTTP(withNetHTTP),
}

func ofHTTP(build func(*core.Client) http.Handler) func(*core.Client, *log.Logger) server {
	return func(client *core.Client, errors *log.Logger) server {
		s := &http.Server{ErrorLog: errors, Handler: build(client), ReadHeaderTimeout: time.Minute}
		return server{s.Serve, func() { s.Close() }}
	}
}

var proxyOptions = &core.FrontendProxyOptions{}

// userOf asks the Backend API about a user.
func userOf(ctx context.Context, client *core.Client, auth *core.Auth) (int, string) {
	user, err := client.Users.Get(ctx, auth.UserID)
	if err != nil {
		return http.StatusBadGateway, "no user"
	}
	return http.StatusOK, user.ID
}

func withChi(client *core.Client) http.Handler {
	r := chi.NewRouter()
	r.Use(chiclerk.Middleware(chiclerk.Options{Client: client, FrontendProxy: proxyOptions}))
	who := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, subjectOf(chiclerk.GetAuth(r, anyCaller)))
	}
	r.With(chiclerk.RequireAuth(anyCaller)).Get("/me", who)
	r.With(chiclerk.RequireSignIn()).Get("/page", who)
	r.With(chiclerk.RequireAuth()).Get("/user", func(w http.ResponseWriter, r *http.Request) {
		status, id := userOf(r.Context(), client, chiclerk.GetAuth(r))
		w.WriteHeader(status)
		_, _ = io.WriteString(w, id)
	})
	return r
}

func withEcho(client *core.Client) http.Handler {
	e := echo.New()
	e.Logger.SetOutput(io.Discard)
	e.Use(echoclerk.Middleware(echoclerk.Options{Client: client, FrontendProxy: proxyOptions}))
	who := func(c echo.Context) error { return c.String(http.StatusOK, subjectOf(echoclerk.GetAuth(c, anyCaller))) }
	e.GET("/me", who, echoclerk.RequireAuth(anyCaller))
	e.GET("/page", who, echoclerk.RequireSignIn())
	e.GET("/user", func(c echo.Context) error {
		status, id := userOf(c.Request().Context(), client, echoclerk.GetAuth(c))
		return c.String(status, id)
	}, echoclerk.RequireAuth())
	return e
}

func withFiber(client *core.Client, _ *log.Logger) server {
	f := fiber.New(fiber.Config{DisableStartupMessage: true, ReadBufferSize: 16 << 10})
	f.Use(fiberclerk.Middleware(fiberclerk.Options{Client: client, FrontendProxy: proxyOptions}))
	who := func(c *fiber.Ctx) error { return c.SendString(subjectOf(fiberclerk.GetAuth(c, anyCaller))) }
	f.Get("/me", fiberclerk.RequireAuth(anyCaller), who)
	f.Get("/page", fiberclerk.RequireSignIn(), who)
	f.Get("/user", fiberclerk.RequireAuth(), func(c *fiber.Ctx) error {
		status, id := userOf(c.UserContext(), client, fiberclerk.GetAuth(c))
		return c.Status(status).SendString(id)
	})
	return server{f.Listener, func() { _ = f.Shutdown() }}
}

func withGin(client *core.Client) http.Handler {
	r := gin.New()
	r.Use(ginclerk.Middleware(ginclerk.Options{Client: client, FrontendProxy: proxyOptions}))
	who := func(c *gin.Context) { c.String(http.StatusOK, "%s", subjectOf(ginclerk.GetAuth(c, anyCaller))) }
	r.GET("/me", ginclerk.RequireAuth(anyCaller), who)
	r.GET("/page", ginclerk.RequireSignIn(), who)
	r.GET("/user", ginclerk.RequireAuth(), func(c *gin.Context) {
		status, id := userOf(c.Request.Context(), client, ginclerk.GetAuth(c))
		c.String(status, "%s", id)
	})
	return r
}

// withNetHTTP is an application on core alone.
func withNetHTTP(client *core.Client) http.Handler {
	m, err := core.NewMiddleware(core.MiddlewareOptions[*http.Request]{Client: client, FrontendProxy: proxyOptions})
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	who := func(w http.ResponseWriter, r *http.Request, auth *core.Auth) {
		_, _ = io.WriteString(w, subjectOf(auth))
	}
	mux.HandleFunc("GET /me", admitted(core.NewGate("m", anyCaller), who))
	mux.HandleFunc("GET /page", admitted(core.NewGate("m"), who))
	mux.HandleFunc("GET /user", admitted(core.NewGate("m"), func(w http.ResponseWriter, r *http.Request, auth *core.Auth) {
		status, id := userOf(r.Context(), client, auth)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, id)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request := core.FromHTTP(r)
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
		mux.ServeHTTP(w, r.WithContext(state.WithAuth(r.Context())))
	})
}

// admitted lets those through whom a gate admits.
func admitted(gate *core.Gate, next func(http.ResponseWriter, *http.Request, *core.Auth)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		auth, err := gate.Admit(r.Context())
		if err != nil {
			core.AsAuthError(err).WriteTo(w)
			return
		}
		next(w, r, auth)
	}
}
