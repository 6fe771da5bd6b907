package attack

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// A clerk is the Backend API of the instances. It writes down what nobody has a reason
// to ask.
type clerk struct {
	*http.ServeMux
	byKey map[string]*instance // by secret key
	loads atomic.Int64         // of key sets
	url   *url.URL

	mu     sync.Mutex
	strays []string
}

// newClerk starts a Backend API. It ends with the test.
func newClerk(t testing.TB) *clerk {
	all := instances()
	c := &clerk{ServeMux: http.NewServeMux(), byKey: map[string]*instance{}}
	for _, i := range []*instance{all.production, all.development, all.other} {
		c.byKey[i.secretKey] = i
	}
	c.routes()
	server := httptest.NewServer(c)
	t.Cleanup(func() {
		server.Close()
		for _, stray := range c.strays {
			t.Errorf("somebody made the application ask for %s", stray)
		}
	})
	c.url, _ = url.Parse(server.URL)
	return c
}

// routes is all that the applications ask Clerk.
func (c *clerk) routes() {
	c.answer("GET /v1/jwks", func(i *instance, _ *http.Request) any {
		c.loads.Add(1)
		return object{"keys": []object{i.jwk()}}
	})
	for pattern, known := range map[string]struct{ member, token, subject string }{
		"POST /api_keys/verify":                         {"secret", apiKey, victim},
		"POST /m2m_tokens/verify":                       {"token", machineToken, "mch_victim"},
		"POST /oauth_applications/access_tokens/verify": {"access_token", oauthToken, victim},
	} {
		c.answer(pattern, func(_ *instance, r *http.Request) any {
			var asked map[string]string
			if json.NewDecoder(r.Body).Decode(&asked) != nil || asked[known.member] != known.token {
				return nil
			}
			return object{"id": "id_1", "object": "token", "subject": known.subject, "scopes": []string{}}
		})
	}
	c.answer("GET /v1/clients/handshake_payload", func(i *instance, r *http.Request) any {
		switch r.URL.Query().Get("nonce") {
		case validNonce:
			return object{"directives": i.directives()}
		case injectingNonce:
			return object{"directives": injections()}
		}
		return nil
	})
	// An ID may hold slashes, as with Clerk's own packages, and dots that lead nowhere. What
	// is asked for is still a refresh.
	c.answer("POST /v1/sessions/{rest...}", func(i *instance, r *http.Request) any {
		var asked struct {
			RefreshToken string `json:"refresh_token"`
		}
		switch rest := r.PathValue("rest"); {
		case !strings.HasSuffix(rest, "/refresh"):
			c.stray(r.Method + " " + r.URL.String())
		case rest == "sess_victim/refresh" && json.NewDecoder(r.Body).Decode(&asked) == nil && asked.RefreshToken == refreshToken:
			return object{"object": "cookies", "cookies": i.directives()}
		}
		return nil
	})
	c.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		c.stray(r.Method + " " + r.URL.String())
		w.WriteHeader(http.StatusNotFound)
	})
}

// answer handles a pattern for whoever has a secret key. Nil is that Clerk knows nothing
// of it.
func (c *clerk) answer(pattern string, known func(*instance, *http.Request) any) {
	c.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		key, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if key == machineSecret && strings.Contains(pattern, "m2m_tokens") {
			key = productionSecret
		}
		w.Header().Set("Content-Type", "application/json")
		i := c.byKey[key]
		if i == nil {
			c.stray(pattern + " with another secret key")
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		body := known(i, r)
		if body == nil {
			w.WriteHeader(http.StatusNotFound)
			body = object{"errors": []object{{"code": "resource_not_found", "message": "not found"}}}
		}
		_, _ = w.Write([]byte(mustJSON(body)))
	})
}

func (c *clerk) stray(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.strays = append(c.strays, what)
}

// RoundTrip implements [http.RoundTripper]: api.clerk.com is the server of the test,
// nothing else is anywhere.
func (c *clerk) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != "api.clerk.com" || r.URL.Scheme != "https" || r.URL.User != nil {
		c.stray(r.URL.String())
	}
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host = "http", c.url.Host
	return http.DefaultTransport.RoundTrip(r)
}

// published is a Backend API that has a key set only.
type published string

// RoundTrip implements [http.RoundTripper].
func (p published) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	recorder.Header().Set("Content-Type", "application/json")
	_, _ = recorder.WriteString(string(p))
	response := recorder.Result()
	response.Request = r
	return response, nil
}
