package fiberclerk_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/gofiber/fiber/v2"
)

// listen serves an application until the test ends, and returns its address.
func listen(t *testing.T, app *fiber.App) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener) }()
	t.Cleanup(func() {
		if err := app.Shutdown(); err != nil {
			t.Error(err)
		}
		<-served
	})
	return listener.Addr().String()
}

// client returns a client of a local Clerk.
func client(t *testing.T, inst *clerktest.Instance, change func(*core.Options)) *core.Client {
	t.Helper()
	options := inst.Options()
	if change != nil {
		change(&options)
	}
	c, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestHostileHeaders sends what net/http refuses and fasthttp lets through.
func TestHostileHeaders(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Use(fiberclerk.Middleware(fiberclerk.Options{Client: client(t, inst, nil)}))
	app.Get("/*", func(c *fiber.Ctx) error { return c.SendString("handled") })
	addr := listen(t, app)
	for name, test := range map[string]struct {
		headers string
		status  int
	}{
		"plain":                 {"Host: app.test\r\n", 200},
		"two hosts":             {"Host: app.test\r\nHost: evil.test\r\n", 400},
		"host with a blank":     {"Host: a b\r\n", 400},
		"host with markup":      {"Host: a<b\r\n", 400},
		"control byte in value": {"Host: app.test\r\nX: a\x01b\r\n", 400},
		"name with a blank":     {"Host: app.test\r\nX : a\r\n", 400},
		"two lengths":           {"Host: app.test\r\nContent-Length: 1\r\nContent-Length: 0\r\n", 400},
	} {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil { // so that a hang has a name
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "GET / HTTP/1.1\r\n%sConnection: close\r\n\r\n", test.headers)
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if response.StatusCode != test.status {
			t.Errorf("%s: status %d, want %d", name, response.StatusCode, test.status)
		}
		_ = response.Body.Close()
		_ = conn.Close()
	}
}

// TestCookiesThatOthersHaveRead authenticates by a second Cookie line, after a
// handler in front has had fasthttp parse the first.
func TestCookiesThatOthersHaveRead(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	app := fiber.New(fiber.Config{DisableStartupMessage: true, ReadBufferSize: 16 << 10})
	app.Use(func(c *fiber.Ctx) error {
		_ = c.Cookies("other")
		return c.Next()
	})
	app.Use(fiberclerk.Middleware(fiberclerk.Options{Client: client(t, inst, nil)}))
	app.Get("/", func(c *fiber.Ctx) error { return c.SendString(fiberclerk.GetAuth(c).UserID) })
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+listen(t, app), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header["Cookie"] = []string{"other=1; __clerk_db_jwt=dvb_1", "__session=" + inst.Token(user, clerktest.TokenOptions{}) + "; __client_uat=1"}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, err := io.ReadAll(response.Body); string(body) != user.ID || err != nil {
		t.Errorf("got %q, %v", body, err)
	}
}

// TestFrontendProxyStreams reads the first half of an answer before the Frontend
// API has sent the second.
func TestFrontendProxyStreams(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	more := make(chan struct{})
	frontendAPI := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Add("Set-Cookie", "a=1")
		w.Header().Add("Set-Cookie", "b=2")
		fmt.Fprintf(w, "%s %s %s\n", r.Method, r.URL, body)
		_ = http.NewResponseController(w).Flush()
		<-more
		fmt.Fprintln(w, "done")
	}))
	t.Cleanup(frontendAPI.Close)
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Use(fiberclerk.Middleware(fiberclerk.Options{
		Client:        client(t, inst, func(o *core.Options) { o.FAPIURL = frontendAPI.URL }),
		FrontendProxy: &core.FrontendProxyOptions{},
	}))
	response, err := http.Post("http://"+listen(t, app)+"/__clerk/v1/client?x=1", "text/plain", strings.NewReader("hello"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	lines := bufio.NewReader(response.Body)
	if line, err := lines.ReadString('\n'); line != "POST /v1/client?x=1 hello\n" || err != nil {
		t.Errorf("got %q, %v", line, err)
	}
	close(more)
	if line, err := lines.ReadString('\n'); line != "done\n" || err != nil {
		t.Errorf("got %q, %v", line, err)
	}
	if cookies := response.Header["Set-Cookie"]; len(cookies) != 2 {
		t.Errorf("cookies: %q", cookies)
	}
}

// TestSilentErrorHandler holds that an ErrorHandler that writes nothing does not
// turn a denial into an empty 200.
func TestSilentErrorHandler(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Use(fiberclerk.Middleware(fiberclerk.Options{
		Client:       client(t, inst, nil),
		ErrorHandler: func(*fiber.Ctx, error) error { return nil },
	}))
	app.Get("/", fiberclerk.RequireAuth(), func(c *fiber.Ctx) error { return c.SendString("handled") })
	response, err := http.Get("http://" + listen(t, app))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusUnauthorized {
		t.Errorf("status %d", response.StatusCode)
	}
}
