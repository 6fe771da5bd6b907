package main

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/clerk/clerk-sdk-go/v2"
	clerkhttp "github.com/clerk/clerk-sdk-go/v2/http"
	"github.com/clerk/clerk-sdk-go/v2/jwks"
	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/echoclerk"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
	"github.com/valyala/fasthttp"
)

// An application is one route of a framework, bare or behind a middleware.
type application struct {
	framework string
	behind    string // "" for nothing
	handler   http.Handler
	fiber     *fiber.App // instead
}

func (a application) name() string {
	if a.behind == "" {
		return a.framework + ", bare route"
	}
	return a.framework + ", " + a.behind
}

const official = "clerk-sdk-go v2"

// applications are the ones that are measured, each framework's bare route first.
func (b *bench) applications() []application {
	gin.SetMode(gin.ReleaseMode)
	mux := func(h http.Handler) http.Handler {
		mux := http.NewServeMux()
		mux.Handle("GET /", h)
		return mux
	}
	chis := func(middleware ...func(http.Handler) http.Handler) http.Handler {
		r := chi.NewRouter()
		r.Use(middleware...)
		if len(middleware) == 0 {
			r.Get("/", text)
		} else {
			r.Get("/", seen)
		}
		return r
	}
	gins := func(middleware ...gin.HandlerFunc) http.Handler {
		r := gin.New()
		r.Use(middleware...)
		r.GET("/", func(c *gin.Context) {
			if len(middleware) > 0 && !ginclerk.GetAuth(c).IsAuthenticated() {
				panic("not signed in")
			}
			c.String(http.StatusOK, "ok")
		})
		return r
	}
	echos := func(middleware ...echo.MiddlewareFunc) http.Handler {
		e := echo.New()
		e.Use(middleware...)
		e.GET("/", func(c echo.Context) error {
			if len(middleware) > 0 && !echoclerk.GetAuth(c).IsAuthenticated() {
				panic("not signed in")
			}
			return c.String(http.StatusOK, "ok")
		})
		return e
	}
	fibers := func(middleware ...fiber.Handler) *fiber.App {
		app := fiber.New(fiber.Config{DisableStartupMessage: true, ReadBufferSize: 16 << 10})
		for _, m := range middleware {
			app.Use(m)
		}
		app.Get("/", func(c *fiber.Ctx) error {
			if len(middleware) > 0 && !fiberclerk.GetAuth(c).IsAuthenticated() {
				panic("not signed in")
			}
			return c.SendString("ok")
		})
		return app
	}
	theirs := clerkhttp.RequireHeaderAuthorization(clerkhttp.JWKSClient(jwks.NewClient(&clerk.ClientConfig{BackendConfig: clerk.BackendConfig{
		Key: clerk.String(b.secretKey), URL: clerk.String(b.apiURL + "/v1"),
	}})))
	mine := chiclerk.Middleware(chiclerk.Options{Client: b.client})
	return []application{
		{"net/http", "", mux(http.HandlerFunc(text)), nil},
		{"net/http", ours, mux(mine(http.HandlerFunc(seen))), nil},
		{"net/http", official, mux(theirs(http.HandlerFunc(text))), nil},
		{"chi", "", chis(), nil},
		{"chi", ours, chis(mine), nil},
		{"Gin", "", gins(), nil},
		{"Gin", ours, gins(ginclerk.Middleware(ginclerk.Options{Client: b.client})), nil},
		{"Echo", "", echos(), nil},
		{"Echo", ours, echos(echoclerk.Middleware(echoclerk.Options{Client: b.client})), nil},
		{"Fiber", "", nil, fibers()},
		{"Fiber", ours, nil, fibers(fiberclerk.Middleware(fiberclerk.Options{Client: b.client}))},
	}
}

// text answers with a word.
func text(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) }

// seen is text for who is signed in.
func seen(w http.ResponseWriter, r *http.Request) {
	if !chiclerk.GetAuth(r).IsAuthenticated() {
		panic("not signed in")
	}
	text(w, r)
}

// call returns a function that has an application answer a request.
func (a application) call(authorization string) func() {
	if a.fiber != nil {
		serve, ctx := a.fiber.Handler(), new(fasthttp.RequestCtx)
		wire := "GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + authorization + "\r\n\r\n"
		must(ctx.Request.Read(bufio.NewReader(strings.NewReader(wire))))
		return func() {
			ctx.Response.Reset()
			ctx.ResetUserValues()
			if serve(ctx); ctx.Response.StatusCode() != http.StatusOK {
				panic(a.name())
			}
		}
	}
	request := httptest.NewRequest(http.MethodGet, "/", nil)
	request.Header.Set("Authorization", authorization)
	w := &discard{header: http.Header{}}
	return func() {
		w.status = 0
		if a.handler.ServeHTTP(w, request); w.status > http.StatusOK {
			panic(a.name())
		}
	}
}

// discard is a response that nobody reads.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(status int)      { d.status = status }

// added are the most allocations that a middleware may add, by framework.
var added = map[string]float64{"net/http": 2, "chi": 2, "Gin": 2, "Echo": 3, "Fiber": 0}

// inProcess measures whole middleware without a network, on a token seen before.
func inProcess(b *bench, r *report) error {
	apps := b.applications()
	var rows []addedRow
	for len(apps) > 0 {
		group := []contender{}
		framework := apps[0].framework
		for len(apps) > 0 && apps[0].framework == framework {
			group = append(group, contender{apps[0].behind, apps[0].call("Bearer " + b.tokens[0])})
			apps = apps[1:]
		}
		results := b.compare(group...)
		bare := results[0]
		for _, result := range results[1:] {
			row := addedRow{framework, result.name, bare.ns.median, result.ns.median - bare.ns.median, result.allocs - bare.allocs}
			rows = append(rows, row)
			if result.name == ours {
				r.budget("allocations added in "+framework, row.allocs, added[framework], "")
			}
		}
	}
	r.added("Middleware, in process", "What a middleware adds to a route that answers \"ok\", on a token seen before. Frameworks are not compared with each other.", rows)
	mine, theirs := rows[0], rows[1]
	r.claim("whole middleware in process", theirs.ns > mine.ns)
	return nil
}

// An addedRow is what a middleware adds to the route of a framework.
type addedRow struct {
	framework, name  string
	bare, ns, allocs float64
}
