package apps

import (
	"io"
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

func withChi(s Settings) Server {
	router := chi.NewRouter()
	router.Use(chiclerk.Middleware(chiclerk.Options{Authenticate: s.Authenticate, Client: s.Client, FrontendProxy: s.Proxy}))
	for _, r := range s.Routes {
		guards := chi.Middlewares{}
		switch r.Guard {
		case RequireAuth:
			guards = append(guards, chiclerk.RequireAuth(r.Requirements...))
		case RequireSignIn:
			guards = append(guards, chiclerk.RequireSignIn(r.Requirements...))
		}
		router.With(guards...).HandleFunc(r.Path, func(w http.ResponseWriter, request *http.Request) {
			status, body := r.Answer(request.Context(), chiclerk.GetAuth(request, r.views()...))
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		})
	}
	return ofHTTP(router, s.Log)
}

func withEcho(s Settings) Server {
	e := echo.New()
	e.Logger.SetOutput(s.Log)
	e.Use(echoclerk.Middleware(echoclerk.Options{Authenticate: s.Authenticate, Client: s.Client, FrontendProxy: s.Proxy}))
	for _, r := range s.Routes {
		var guards []echo.MiddlewareFunc
		switch r.Guard {
		case RequireAuth:
			guards = append(guards, echoclerk.RequireAuth(r.Requirements...))
		case RequireSignIn:
			guards = append(guards, echoclerk.RequireSignIn(r.Requirements...))
		}
		e.Any(r.Path, func(c echo.Context) error {
			return c.String(r.Answer(c.Request().Context(), echoclerk.GetAuth(c, r.views()...)))
		}, guards...)
	}
	return ofHTTP(e, s.Log)
}

func withFiber(s Settings) Server {
	f := fiber.New(fiber.Config{DisableStartupMessage: true, ReadBufferSize: HeaderLimit})
	f.Use(fiberclerk.Middleware(fiberclerk.Options{Authenticate: s.Authenticate, Client: s.Client, FrontendProxy: s.Proxy}))
	for _, r := range s.Routes {
		var handlers []fiber.Handler
		switch r.Guard {
		case RequireAuth:
			handlers = append(handlers, fiberclerk.RequireAuth(r.Requirements...))
		case RequireSignIn:
			handlers = append(handlers, fiberclerk.RequireSignIn(r.Requirements...))
		}
		f.All(r.Path, append(handlers, func(c *fiber.Ctx) error {
			status, body := r.Answer(c.UserContext(), fiberclerk.GetAuth(c, r.views()...))
			return c.Status(status).SendString(body)
		})...)
	}
	return Server{f.Listener, func() { _ = f.ShutdownWithTimeout(time.Second) }}
}

func withGin(s Settings) Server {
	router := gin.New()
	router.Use(ginclerk.Middleware(ginclerk.Options{Authenticate: s.Authenticate, Client: s.Client, FrontendProxy: s.Proxy}))
	for _, r := range s.Routes {
		var handlers []gin.HandlerFunc
		switch r.Guard {
		case RequireAuth:
			handlers = append(handlers, ginclerk.RequireAuth(r.Requirements...))
		case RequireSignIn:
			handlers = append(handlers, ginclerk.RequireSignIn(r.Requirements...))
		}
		router.Any(r.Path, append(handlers, func(c *gin.Context) {
			status, body := r.Answer(c.Request.Context(), ginclerk.GetAuth(c, r.views()...))
			c.String(status, "%s", body)
		})...)
	}
	return ofHTTP(router, s.Log)
}

// withNetHTTP is an application on core alone.
func withNetHTTP(s Settings) Server {
	m, err := core.NewMiddleware(core.MiddlewareOptions[*http.Request]{Authenticate: s.Authenticate, Client: s.Client, FrontendProxy: s.Proxy})
	if err != nil {
		panic(err)
	}
	mux := http.NewServeMux()
	for _, r := range s.Routes {
		gate := core.NewGate("m", r.Requirements...)
		mux.HandleFunc(r.Path, func(w http.ResponseWriter, request *http.Request) {
			var signIn string
			var err error
			switch r.Guard {
			case RequireAuth:
				_, err = gate.Admit(request.Context())
			case RequireSignIn:
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
				status, body := r.Answer(request.Context(), core.AuthFromContext(request.Context(), r.views()...))
				w.WriteHeader(status)
				_, _ = io.WriteString(w, body)
			}
		})
	}
	return ofHTTP(annotated(m, mux), s.Log)
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
