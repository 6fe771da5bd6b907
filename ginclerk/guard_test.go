package ginclerk_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

// TestRequireAuth has a row for each kind of request, and holds that no handler
// runs after a denial.
func TestRequireAuth(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t), newWorld(t)
	admin := []core.Requirement{core.Role("org:admin")}
	machines := []core.Requirement{core.Accept(core.M2MToken)}
	m2m := []string{"Authorization", "Bearer " + w.M2MToken()}
	for name, test := range map[string]struct {
		header       []string
		requirements []core.Requirement
		status       int
		reason       string
		challenge    string
	}{
		"signed in":        {header: w.bearer(clerktest.TokenOptions{}), status: 200},
		"admin":            {header: w.bearer(clerktest.TokenOptions{Role: "org:admin"}), requirements: admin, status: 200},
		"machine accepted": {header: m2m, requirements: machines, status: 200},

		"expired":              {header: w.bearer(clerktest.TokenOptions{Fault: clerktest.Expired}), status: 401, reason: "session-token-expired-refresh-non-eligible-no-refresh-cookie", challenge: "invalid_token"},
		"garbage":              {header: []string{"Authorization", "Bearer garbage"}, status: 401, reason: "token-invalid", challenge: "invalid_token"},
		"issued in the future": {header: w.bearer(clerktest.TokenOptions{Fault: clerktest.IssuedInFuture}), status: 401, reason: "session-token-iat-in-the-future", challenge: "invalid_token"},
		"machine":              {header: m2m, status: 401, reason: "token-type-mismatch", challenge: "invalid_token"},
		"no token":             {status: 401, reason: "dev-browser-missing", challenge: "Bearer"},
		"not active yet":       {header: w.bearer(clerktest.TokenOptions{Fault: clerktest.NotActiveYet}), status: 401, reason: "session-token-nbf", challenge: "invalid_token"},
		"other instance":       {header: other.bearer(clerktest.TokenOptions{}), status: 401, reason: "jwk-kid-mismatch", challenge: "invalid_token"},
		"pending":              {header: w.bearer(clerktest.TokenOptions{Status: "pending"}), status: 401, reason: "session-pending", challenge: "invalid_token"},
		"tampered":             {header: w.bearer(clerktest.TokenOptions{Fault: clerktest.Tampered}), status: 401, reason: "token-invalid-signature", challenge: "invalid_token"},
		"user for machines":    {header: w.bearer(clerktest.TokenOptions{}), requirements: machines, status: 401, reason: "token-type-mismatch", challenge: "invalid_token"},

		"member":             {header: w.bearer(clerktest.TokenOptions{Role: "org:member"}), requirements: admin, status: 403, reason: "forbidden"},
		"without a role":     {header: w.bearer(clerktest.TokenOptions{}), requirements: admin, status: 403, reason: "forbidden"},
		"admin signed out":   {requirements: admin, status: 401, reason: "dev-browser-missing", challenge: "Bearer"},
		"permission missing": {header: w.bearer(clerktest.TokenOptions{Role: "org:admin"}), requirements: []core.Requirement{core.Permission("org:invoices:read")}, status: 403, reason: "forbidden"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &world{w.Instance, w.client, newEngine(), w.user}
			var ran atomic.Bool
			w.use(ginclerk.Options{})
			w.engine.GET("/", ginclerk.RequireAuth(test.requirements...), func(c *gin.Context) { ran.Store(true) })
			got := w.do(t, "GET", "/", test.header...)
			if got.StatusCode != test.status || ran.Load() != (test.status == 200) {
				t.Errorf("got %d, handler ran: %t", got.StatusCode, ran.Load())
			}
			challenge := got.Header.Get("WWW-Authenticate")
			if !strings.Contains(challenge, test.challenge) || (challenge == "") != (test.challenge == "") {
				t.Errorf("got challenge %q, want %q", challenge, test.challenge)
			}
			if body := text(got); test.status != 200 && !strings.Contains(body, `"code":"`+test.reason+`"`) {
				t.Errorf("got %s, want the reason %s", body, test.reason)
			}
			if test.status != 200 && (got.Header.Get("Content-Type") != "application/json" || got.Header.Get("Cache-Control") != "no-store") {
				t.Errorf("got %v", got.Header)
			}
		})
	}
}

func TestUnreachableClerkIsNoDenial(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	header := w.bearer(clerktest.TokenOptions{})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.use(ginclerk.Options{})
	w.engine.GET("/", ginclerk.RequireAuth(), hello)
	got := w.do(t, "GET", "/", header...)
	if got.StatusCode != 503 || got.Header.Get("Retry-After") == "" || got.Header.Get("WWW-Authenticate") != "" || strings.Contains(text(got), "user=") {
		t.Errorf("got %d %v", got.StatusCode, got.Header)
	}
}

func TestErrorHandler(t *testing.T) {
	t.Parallel()
	errTenant := errors.New("no such tenant")
	noTenant := func(*gin.Context) (core.AuthenticateOptions, error) { return core.AuthenticateOptions{}, errTenant }
	teapot := func(c *gin.Context, err error) {
		var authErr *core.AuthError
		if !errors.As(err, &authErr) {
			t.Errorf("got %T", err)
		}
		c.String(http.StatusTeapot, "%s", authErr.Reason)
	}
	silent := func(*gin.Context, error) {}
	insistent := func(c *gin.Context, _ error) { c.Next() }
	for name, test := range map[string]struct {
		options ginclerk.Options
		guard   gin.HandlerFunc
		status  int
		body    string
	}{
		"guard":                {ginclerk.Options{ErrorHandler: teapot}, ginclerk.RequireAuth(), http.StatusTeapot, "dev-browser-missing"},
		"guard of pages":       {ginclerk.Options{ErrorHandler: teapot}, ginclerk.RequireSignIn(), http.StatusTeapot, "dev-browser-missing"},
		"middleware":           {ginclerk.Options{ErrorHandler: teapot, PerRequest: noTenant}, nil, http.StatusTeapot, "unexpected-error"},
		"default":              {ginclerk.Options{PerRequest: noTenant}, nil, 500, `"code":"unexpected-error"`},
		"nothing written":      {ginclerk.Options{ErrorHandler: silent}, ginclerk.RequireAuth(), 401, `"code":"dev-browser-missing"`},
		"nothing but the next": {ginclerk.Options{ErrorHandler: insistent}, ginclerk.RequireAuth(), 401, `"code":"dev-browser-missing"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			var seen atomic.Pointer[gin.Error]
			w.engine.Use(func(c *gin.Context) {
				c.Next()
				seen.Store(c.Errors.Last())
			})
			w.use(test.options)
			if test.guard != nil {
				w.engine.Use(test.guard)
			}
			w.engine.GET("/", hello)
			got := w.do(t, "GET", "/")
			if body := text(got); got.StatusCode != test.status || !strings.Contains(body, test.body) || strings.Contains(body, "user=") {
				t.Errorf("got %d %s", got.StatusCode, body)
			}
			var authErr *core.AuthError
			if last := seen.Load(); last == nil || !errors.As(last.Err, &authErr) {
				t.Errorf("error middleware saw %v", last)
			} else if test.options.PerRequest != nil && !errors.Is(last.Err, errTenant) {
				t.Errorf("the cause is lost: %v", last.Err)
			}
		})
	}
}

func TestWithoutMiddleware(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.engine.GET("/", func(c *gin.Context) {
		auth := ginclerk.GetAuth(c)
		c.String(200, "%t %s", auth.IsAuthenticated(), auth.Reason)
	})
	w.engine.GET("/guarded", ginclerk.RequireAuth(), hello)
	w.engine.GET("/page", ginclerk.RequireSignIn(), hello)
	w.engine.GET("/url", func(c *gin.Context) {
		_, signInErr := ginclerk.SignInURL(c, "")
		_, signUpErr := ginclerk.SignUpURL(c, "")
		c.String(200, "%t", signInErr != nil && signUpErr != nil)
	})
	header := w.bearer(clerktest.TokenOptions{})
	for path, test := range map[string]struct {
		status int
		body   string
	}{
		"/":        {200, "false middleware-missing"},
		"/guarded": {500, "r.Use(ginclerk.Middleware())"},
		"/page":    {500, "r.Use(ginclerk.Middleware())"},
		"/url":     {200, "true"},
	} {
		if got := w.do(t, "GET", path, header...); got.StatusCode != test.status || !strings.Contains(text(got), test.body) {
			t.Errorf("%s: got %d", path, got.StatusCode)
		}
	}
}

func TestForeignValuesAreNotTrusted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	let := func(c *gin.Context, _ error) { c.String(200, "let in") }
	type contextKey struct{}
	w.engine.Use(func(c *gin.Context) {
		for _, key := range []string{"auth", "clerk", ginclerk.ErrorHandlerKey} {
			c.Set(key, let)
		}
		if c.GetHeader("Store") == "auth" {
			c.Set(ginclerk.ErrorHandlerKey, &core.Auth{UserID: "user_foreign", TokenType: core.SessionToken})
		}
		c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), contextKey{}, &core.Auth{UserID: "user_foreign"}))
	})
	w.use(ginclerk.Options{})
	w.engine.GET("/", ginclerk.RequireAuth(), hello)
	for _, store := range []string{"handler", "auth"} {
		if got := w.do(t, "GET", "/", "Store", store); got.StatusCode != 401 || strings.Contains(text(got), "let in") {
			t.Errorf("%s: got %d", store, got.StatusCode)
		}
	}
}

func TestRequireSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.use(ginclerk.Options{Authenticate: core.AuthenticateOptions{SignInURL: "/sign-in"}})
	w.engine.GET("/page", ginclerk.RequireSignIn(), hello)
	w.engine.GET("/admin", ginclerk.RequireSignIn(core.Role("org:admin")), hello)
	w.engine.GET("/sign-in", func(c *gin.Context) {
		signIn, err := ginclerk.SignInURL(c, "/next")
		c.String(200, "%s %v", signIn, err)
	})
	w.engine.GET("/sign-up", func(c *gin.Context) {
		signUp, err := ginclerk.SignUpURL(c, "")
		c.String(200, "%s %v", signUp, err)
	})
	// A development instance knows this browser.
	known := []string{"Cookie", "__clerk_db_jwt=dvb_1"}
	page := slices.Concat(known, []string{"Sec-Fetch-Dest", "document"})
	member := w.bearer(clerktest.TokenOptions{Role: "org:member"})
	for name, test := range map[string]struct {
		path     string
		header   []string
		status   int
		location string
		body     string
	}{
		"page":            {path: "/page?a=b", header: page, status: 303, location: "/sign-in?redirect_url=http%3A%2F%2F127.0.0.1"},
		"page by accept":  {path: "/page", header: slices.Concat(known, []string{"Accept", "text/html"}), status: 303, location: "/sign-in?redirect_url="},
		"fetch":           {path: "/page", header: slices.Concat(known, []string{"Sec-Fetch-Dest", "empty"}), status: 401, body: "session-token-and-uat-missing"},
		"signed in":       {path: "/page", header: member, status: 200, body: "user=" + w.user.ID},
		"not allowed":     {path: "/admin", header: slices.Concat(member, []string{"Accept", "text/html"}), status: 403, body: "forbidden"},
		"URL of sign-in":  {path: "/sign-in", header: known, status: 200, body: "/sign-in?redirect_url=http"},
		"URL of sign-up":  {path: "/sign-up", header: known, status: 200, body: "redirect_url=http"},
		"where to return": {path: "/sign-in", header: known, status: 200, body: "%2Fnext"},
	} {
		got := w.do(t, "GET", test.path, test.header...)
		body := text(got)
		if got.StatusCode != test.status || !strings.Contains(got.Header.Get("Location"), test.location) || !strings.Contains(body, test.body) {
			t.Errorf("%s: got %d %q %s", name, got.StatusCode, got.Header.Get("Location"), body)
		}
		if test.status == 303 && (got.Header.Get("Cache-Control") != "no-store" || strings.Contains(body, "user=")) {
			t.Errorf("%s: got %v %s", name, got.Header, body)
		}
	}
}
