package ginclerk_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

// world is an instance with one user, and an engine in front of which nothing
// stands but recovery.
type world struct {
	*clerktest.Instance
	client *core.Client
	engine *gin.Engine
	user   *backend.User
}

func newWorld(t *testing.T) *world {
	t.Helper()
	inst := clerktest.Start(t)
	client, err := ginclerk.NewClient(inst.Options())
	if err != nil {
		t.Fatal(err)
	}
	return &world{inst, client, newEngine(), inst.CreateUser(clerktest.UserParams{})}
}

// use adds the middleware with options, whose Client it sets.
func (w *world) use(options ginclerk.Options) {
	options.Client = w.client
	w.engine.Use(ginclerk.Middleware(options))
}

// bearer returns the header lines of a request with a token of the user.
func (w *world) bearer(options clerktest.TokenOptions) []string {
	return []string{"Authorization", "Bearer " + w.Token(w.user, options)}
}

// do sends a request over TCP and follows no redirect. Header is name, value, …
func (w *world) do(t *testing.T, method, path string, header ...string) *http.Response {
	t.Helper()
	server := httptest.NewServer(w.engine)
	defer server.Close()
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader("the body")
	}
	request, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Add(header[i], header[i+1])
	}
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	response.Body = io.NopCloser(bytes.NewReader(read))
	return response
}

// text returns the body of a response of [world.do].
func text(response *http.Response) string {
	body, _ := io.ReadAll(response.Body)
	return string(body)
}

// hello answers with the user.
func hello(c *gin.Context) { c.String(http.StatusOK, "user=%s", ginclerk.GetAuth(c).UserID) }

func TestMiddlewareLetsEveryoneThrough(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.use(ginclerk.Options{})
	w.engine.Any("/", hello)
	for name, test := range map[string]struct {
		header []string
		want   string
	}{
		"signed in": {w.bearer(clerktest.TokenOptions{}), "user=" + w.user.ID},
		"no token":  {nil, "user="},
		"garbage":   {[]string{"Authorization", "Bearer garbage"}, "user="},
		"expired":   {w.bearer(clerktest.TokenOptions{Fault: clerktest.Expired}), "user="},
		"machine":   {[]string{"Authorization", "Bearer " + w.M2MToken()}, "user="},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := w.do(t, "GET", "/", test.header...); got.StatusCode != 200 || text(got) != test.want {
				t.Errorf("got %d, want 200 %q", got.StatusCode, test.want)
			}
		})
	}
}

func TestSkip(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.use(ginclerk.Options{Skip: func(c *gin.Context) bool { return c.FullPath() == "/health" }})
	has := func(c *gin.Context) { c.String(200, "%t", core.HasAuth(c.Request.Context())) }
	w.engine.GET("/health", has)
	w.engine.GET("/", has)
	for path, want := range map[string]string{"/": "true", "/health": "false"} {
		if got := text(w.do(t, "GET", path)); got != want {
			t.Errorf("%s: got %s", path, got)
		}
	}
}

// Not parallel: it changes the default logger.
func TestMissingMiddlewareIsLoggedOnce(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	ginclerk.ResetWarning()
	for range 3 {
		c, _ := gin.CreateTestContext(httptest.NewRecorder())
		c.Request = httptest.NewRequest("GET", "/", nil)
		ginclerk.GetAuth(c)
	}
	if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "r.Use(ginclerk.Middleware())") {
		t.Errorf("got %q", got)
	}
}

func TestFirstMiddlewareDecides(t *testing.T) {
	t.Parallel()
	w, other := newWorld(t), newWorld(t)
	w.use(ginclerk.Options{})
	w.engine.Use(ginclerk.Middleware(ginclerk.Options{Client: other.client}))
	w.engine.GET("/", hello)
	if got := text(w.do(t, "GET", "/", w.bearer(clerktest.TokenOptions{})...)); got != "user="+w.user.ID {
		t.Errorf("got %s", got)
	}
	if loads := other.Requests(); len(loads) > 0 {
		t.Errorf("the second middleware asked Clerk: %v", loads)
	}
}

func TestCopyKeepsAuth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.use(ginclerk.Options{})
	users := make(chan [2]string, 1)
	w.engine.GET("/", func(c *gin.Context) {
		kept := c.Copy()
		go func() {
			users <- [2]string{ginclerk.GetAuth(kept).UserID, core.AuthFromContext(kept.Request.Context()).UserID}
		}()
	})
	w.do(t, "GET", "/", w.bearer(clerktest.TokenOptions{})...)
	if got := <-users; got != [2]string{w.user.ID, w.user.ID} {
		t.Errorf("got %q", got)
	}
}

func TestMethods(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.use(ginclerk.Options{})
	w.engine.Any("/", ginclerk.RequireAuth(), func(c *gin.Context) {
		c.Header("User", ginclerk.GetAuth(c).UserID)
		body, err := io.ReadAll(c.Request.Body)
		if err != nil {
			t.Error(err)
		}
		c.String(200, "%s", body)
	})
	header := w.bearer(clerktest.TokenOptions{})
	for _, method := range []string{"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"} {
		got := w.do(t, method, "/", header...)
		if got.StatusCode != 200 || got.Header.Get("User") != w.user.ID {
			t.Errorf("%s: got %d, user %q", method, got.StatusCode, got.Header.Get("User"))
		}
		if body := text(got); method == "POST" && body != "the body" {
			t.Errorf("the handler read %q", body)
		}
		if got := w.do(t, method, "/"); got.StatusCode != 401 {
			t.Errorf("%s without a token: got %d", method, got.StatusCode)
		}
	}
}

func TestUnrepresentableRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.use(ginclerk.Options{})
	w.engine.NoRoute(hello)
	for _, test := range []struct{ method, target string }{
		{"GET", "//"}, {"GET", "//user@host/"}, {"TRACE", "/"}, {"TRACK", "/"},
	} {
		request := httptest.NewRequest("GET", "/", nil)
		request.Method, request.RequestURI = test.method, test.target
		recorder := httptest.NewRecorder()
		w.engine.ServeHTTP(recorder, request)
		if recorder.Code != 400 || recorder.Body.Len() > 0 {
			t.Errorf("%s %s: got %d %q", test.method, test.target, recorder.Code, recorder.Body)
		}
	}
}

func TestHandshakeKeepsOtherCookies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.engine.Use(func(c *gin.Context) {
		c.Writer.Header().Add("Set-Cookie", "theme=dark")
		c.Writer.Header().Add("Set-Cookie", "lang=en")
	})
	w.use(ginclerk.Options{})
	var ran atomic.Bool
	w.engine.GET("/", func(*gin.Context) { ran.Store(true) })
	got := w.do(t, "GET", "/", "Sec-Fetch-Dest", "document")
	cookies := got.Header.Values("Set-Cookie")
	if got.StatusCode != 307 || text(got) != "" || ran.Load() || !strings.Contains(got.Header.Get("Location"), "/v1/client/handshake?") {
		t.Errorf("got %d %v, handler ran: %t", got.StatusCode, got.Header, ran.Load())
	}
	if len(cookies) != 3 || cookies[0] != "theme=dark" || cookies[1] != "lang=en" || !strings.HasPrefix(cookies[2], "__clerk_redirect_count=1;") {
		t.Errorf("got cookies %q", cookies)
	}
}

func TestFrontendProxy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	options := w.Options()
	options.HTTPClient, options.ProxyURL = &http.Client{Transport: frontendAPI{}}, ""
	var err error
	if w.client, err = ginclerk.NewClient(options); err != nil {
		t.Fatal(err)
	}
	w.use(ginclerk.Options{FrontendProxy: &core.FrontendProxyOptions{}})
	w.engine.NoRoute(hello)
	got := w.do(t, "GET", "/__clerk/v1/client")
	if cookies := got.Header.Values("Set-Cookie"); got.StatusCode != 200 || text(got) != "/v1/client" || !slices.Equal(cookies, []string{"a=1", "b=2"}) {
		t.Errorf("got %d, cookies %q", got.StatusCode, cookies)
	}
	if got := w.do(t, "GET", "/__clerk/empty"); got.StatusCode != 404 || text(got) != "" {
		t.Errorf("got %d %s", got.StatusCode, text(got))
	}
	if got := w.do(t, "GET", "/other", "Sec-Fetch-Dest", "document"); !strings.Contains(got.Header.Get("Location"), "/__clerk/v1/client/handshake") {
		t.Errorf("the proxy is not used: got %d %v", got.StatusCode, got.Header)
	}
}

// frontendAPI answers with the path of the request and two cookies, or with a
// 404 without a body.
type frontendAPI struct{}

func (frontendAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	response := &http.Response{StatusCode: 404, Header: http.Header{}, Body: http.NoBody, Request: r}
	if r.URL.Path != "/empty" {
		response.StatusCode, response.Body = 200, io.NopCloser(strings.NewReader(r.URL.Path))
		response.Header["Set-Cookie"] = []string{"a=1", "b=2"}
	}
	return response, nil
}
