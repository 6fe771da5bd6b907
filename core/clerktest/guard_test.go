package clerktest_test

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/go-json-experiment/json"
)

func TestAddr(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{
		"", ":0", "0.0.0.0:0", "[::]:0", "10.0.0.1:0", "127.0.0.1", "example.com:0", "localhost.example.com:0", "::1:0",
		"[::ffff:10.0.0.1]:0",
	} {
		if err := clerktest.CheckAddr(addr); !errors.Is(err, clerktest.ErrAddr) {
			t.Errorf("CheckAddr(%q) = %v, want ErrAddr", addr, err)
		}
		if addr == "" {
			continue // Options.Addr has a default
		}
		if inst, err := clerktest.New(clerktest.Options{Addr: addr}); !errors.Is(err, clerktest.ErrAddr) {
			t.Errorf("New at %q: %v, want ErrAddr", addr, err)
			_ = inst.Close()
		}
	}
	for _, addr := range []string{"127.0.0.1:0", "127.8.9.1:4400", "localhost:0", "[::1]:0"} {
		if err := clerktest.CheckAddr(addr); err != nil {
			t.Errorf("CheckAddr(%q) = %v", addr, err)
		}
	}
}

func TestAddrInUse(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	_, err := clerktest.New(clerktest.Options{Addr: inst.Addr()})
	if _, ok := errors.AsType[*net.OpError](err); !ok {
		t.Errorf("New at a taken address: %v, want a *net.OpError", err)
	}
}

func TestTwoOptions(t *testing.T) {
	t.Parallel()
	if _, err := clerktest.New(clerktest.Options{}, clerktest.Options{}); err == nil {
		t.Error("New took two Options")
	}
}

// DNS rebinding: a page of evil.example that has its own name resolve to
// 127.0.0.1 would be of the same origin as the instance.
func TestHost(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	for host, want := range map[string]int{
		"127.0.0.1":                    200,
		"127.0.0.1.evil.example":       403,
		"127.0.0.1:1":                  200,
		"LOCALHOST:3000":               200,
		"[::1]":                        200,
		"[::1]:4400":                   200,
		"clerktest.clerk.accounts.dev": 403,
		"evil.example":                 403,
		"evil.example:4400":            403,
		"localhost":                    200,
		"localhost.evil.example":       403,
		inst.Addr():                    200,
	} {
		response, body := send(t, inst, "GET", inst.URL()+"/.well-known/jwks.json", "", "Host", host)
		if response.StatusCode != want {
			t.Errorf("Host %s: %d, want %d", host, response.StatusCode, want)
		}
		if response.Header.Get("X-Clerk-Emulator") != "1" {
			t.Errorf("Host %s: the answer is not marked", host)
		}
		if want != 200 && !strings.Contains(body, `"host_invalid"`) {
			t.Errorf("Host %s: %s", host, body)
		}
	}
}

func TestSecretKey(t *testing.T) {
	t.Parallel()
	inst, other := clerktest.Start(t), clerktest.Start(t)
	for name, header := range map[string]string{
		"another instance's": "Bearer " + other.SecretKey(),
		"basic":              "Basic " + inst.SecretKey(),
		"empty":              "",
		"live":               "Bearer sk_live_0123456789",
		"longer":             "Bearer " + inst.SecretKey() + "x",
		"no scheme":          inst.SecretKey(),
		"shorter":            "Bearer " + inst.SecretKey()[:20],
	} {
		for _, path := range []string{"/v1/jwks", "/v1/users", "/v1/no_such_thing", "/users"} {
			response, body := send(t, inst, "GET", inst.APIURL()+path, "", "Authorization", header)
			var refused failure
			if err := json.Unmarshal([]byte(body), &refused); err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != 401 || refused.code() != "clerk_key_invalid" {
				t.Errorf("%s key, %s: %d %s", name, path, response.StatusCode, body)
			}
			if key := strings.TrimPrefix(header, "Bearer "); key != "" && strings.Contains(body, key) {
				t.Errorf("%s key, %s: the answer repeats the key", name, path)
			}
		}
	}
}

func TestNotImplemented(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	for _, endpoint := range []string{
		"DELETE /bapi/v1/jwks", "DELETE /sign-in", "GET /bapi/", "GET /bapi/v1/domains", "GET /clerkdev/", "GET /clerkdev/token",
		"GET /waitlist", "GET /v1/no_such_thing", "OPTIONS /bapi/v1/users", "OPTIONS /clerkdev/token", "POST /.well-known/jwks.json",
		"DELETE /bapi/v1/users/user_1/mfa", "PUT /bapi/v1/users",
	} {
		method, path, _ := strings.Cut(endpoint, " ")
		response, body := send(t, inst, method, inst.URL()+path, "")
		var refused failure
		if err := json.Unmarshal([]byte(body), &refused); err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != http.StatusNotImplemented || refused.code() != "not_implemented" || !strings.Contains(body, endpoint) {
			t.Errorf("%s: %d %s", endpoint, response.StatusCode, body)
		}
	}
}

func TestControlRefusesBrowsers(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	inst.CreateUser(clerktest.UserParams{})
	for name, test := range map[string]struct {
		header []string
		want   int
	}{
		"another host":       {[]string{clerktest.ControlHeader, "1", "Host", "evil.example"}, 403},
		"with an origin":     {[]string{clerktest.ControlHeader, "1", "Origin", inst.URL()}, 403},
		"with a null origin": {[]string{clerktest.ControlHeader, "1", "Origin", "null"}, 403},
		"without a header":   {nil, 403},
		"as it should be":    {[]string{clerktest.ControlHeader, "1"}, 200},
	} {
		for _, endpoint := range []string{"GET /clerkdev/env", "POST /clerkdev/api_key", "POST /clerkdev/oauth_token", "POST /clerkdev/token"} {
			method, path, _ := strings.Cut(endpoint, " ")
			response, body := send(t, inst, method, inst.URL()+path, "", test.header...)
			if response.StatusCode != test.want {
				t.Errorf("%s, %s: %d %s, want %d", endpoint, name, response.StatusCode, body, test.want)
			}
		}
	}
}

func TestBodyLimit(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	status, refused := call[failure](t, inst, "POST", "/v1/users", `{"first_name":"`+strings.Repeat("a", 1<<20)+`"}`)
	if status != http.StatusRequestEntityTooLarge || refused.code() != "request_body_too_large" {
		t.Errorf("%d %s", status, refused.code())
	}
}
