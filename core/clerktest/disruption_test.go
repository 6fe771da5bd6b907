package clerktest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/go-json-experiment/json"
)

func TestDisruptStatus(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	get := func(path string) (int, http.Header, string) {
		response, body := send(t, inst, "GET", inst.URL()+path, "")
		return response.StatusCode, response.Header, body
	}
	inst.Disrupt("GET /bapi/v1/jwks", clerktest.Disruption{Skip: 1, Status: 503, Times: 2})
	stop := inst.Disrupt("/bapi/v1/users/{id}", clerktest.Disruption{Code: "mine", RetryAfter: 1500 * time.Millisecond})
	for k, want := range []int{200, 503, 503, 200} {
		if status, _, _ := get("/bapi/v1/jwks"); status != want {
			t.Errorf("request %d: %d, want %d", k, status, want)
		}
	}
	for range 2 {
		status, header, body := get("/bapi/v1/users/user_1")
		var refused failure
		if err := json.Unmarshal([]byte(body), &refused); err != nil {
			t.Fatal(err)
		}
		if status != 429 || header.Get("Retry-After") != "2" || refused.code() != "mine" {
			t.Errorf("%d, Retry-After %q, %s", status, header.Get("Retry-After"), body)
		}
	}
	if status, _, _ := get("/bapi/v1/users"); status != 200 {
		t.Errorf("another path: %d", status)
	}
	stop()
	stop()
	if status, _, _ := get("/bapi/v1/users/user_1"); status != 404 {
		t.Errorf("stopped: %d", status)
	}
	if counts := inst.Requests(); counts["GET /bapi/v1/jwks"] != 4 || counts["GET /bapi/v1/users/{id}"] != 3 {
		t.Errorf("counted %v", counts)
	}
	inst.Disrupt("/", clerktest.Disruption{Status: 429, Times: 1})
	if status, header, body := get("/.well-known/jwks.json"); status != 429 || header.Get("Retry-After") != "" || !strings.Contains(body, "too_many_requests") {
		t.Errorf("everything: %d %s", status, body)
	}
}

func TestDisruptReset(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	inst.Disrupt("/bapi/", clerktest.Disruption{Reset: true, Times: 1})
	request, err := http.NewRequestWithContext(t.Context(), "GET", inst.APIURL()+"/v1/jwks", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err == nil {
		response.Body.Close()
		t.Fatal("an answer")
	}
	if !errors.Is(err, syscall.ECONNRESET) && !errors.Is(err, io.EOF) {
		t.Errorf("%v, want a reset", err)
	}
	if response, _ := send(t, inst, "GET", inst.APIURL()+"/v1/jwks", ""); response.StatusCode != 200 {
		t.Errorf("after: %d", response.StatusCode)
	}
}

func TestDisruptDelay(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	// begin sends a request and returns when it has reached the instance.
	begin := func(ctx context.Context, method, path string) <-chan error {
		pattern := method + " /bapi" + path
		before := inst.Requests()[pattern]
		request, err := http.NewRequestWithContext(ctx, method, inst.APIURL()+path, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+inst.SecretKey())
		ended := make(chan error, 1)
		go func() {
			response, err := client.Do(request)
			if err == nil {
				err = response.Body.Close()
			}
			ended <- err
		}()
		for inst.Requests()[pattern] == before {
			send(t, inst, "GET", inst.APIURL()+"/v1/users/count", "") // others are answered meanwhile
		}
		return ended
	}
	gate := make(chan struct{})
	inst.Disrupt("GET /bapi/v1/jwks", clerktest.Disruption{Times: 1, Until: gate})
	ended := begin(t.Context(), "GET", "/v1/jwks")
	select {
	case err := <-ended:
		t.Errorf("answered before its time: %v", err)
	default:
	}
	close(gate)
	if err := <-ended; err != nil {
		t.Error(err)
	}

	// A client that gives up, and the end of the instance, end a delay too.
	inst.Disrupt("/bapi/v1/users", clerktest.Disruption{Delay: time.Hour})
	for _, method := range []string{"GET", "POST"} {
		ctx, cancel := context.WithCancel(t.Context())
		ended := begin(ctx, method, "/v1/users")
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", method, err)
		}
	}
}

func TestDisruptMistakes(t *testing.T) {
	t.Parallel()
	inst, err := clerktest.New()
	if err != nil {
		t.Fatal(err)
	}
	defer inst.Close()
	for name, mistake := range map[string]func(){
		"a bad pattern":    func() { inst.Disrupt("GET", clerktest.Disruption{Status: 500}) },
		"a good status":    func() { inst.Disrupt("/", clerktest.Disruption{Status: 200}) },
		"a negative delay": func() { inst.Disrupt("/", clerktest.Disruption{Delay: -1}) },
		"nothing":          func() { inst.Disrupt("/", clerktest.Disruption{Times: 1}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			mistake()
		}()
	}
}

func TestSkew(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t, clerktest.Options{Now: clerktest.NewClock(noon).Now})
	user := inst.CreateUser(clerktest.UserParams{})
	for _, skew := range []time.Duration{time.Hour, -time.Hour, 0} {
		inst.Skew(skew)
		for name, token := range map[string]string{"session": inst.Token(user, clerktest.TokenOptions{}), "machine": inst.M2MToken()} {
			_, claims := decodeToken(t, token)
			if want := float64(noon.Add(skew).Unix()); claims["iat"] != want || claims["exp"] != want+60 || claims["nbf"] != want-10 {
				t.Errorf("%s token, %v: %v", name, skew, claims)
			}
		}
	}
}
