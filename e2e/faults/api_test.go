package faults

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
)

// Patterns of what is asked of Clerk.
const (
	countUsers    = "GET /v1/users/count"
	createToken   = "POST /v1/sessions/{id}/tokens/{template}"
	createUser    = "POST /v1/users"
	frontendPath  = "/fapi/"
	getSession    = "GET /v1/sessions/{id}"
	getUser       = "GET /v1/users/{id}"
	handshake     = "GET /v1/clients/handshake_payload"
	keySet        = "GET /v1/jwks"
	listUsers     = "GET /v1/users"
	refreshTokens = "POST /v1/sessions/{id}/refresh"
	verifyAPIKey  = "POST /api_keys/verify"
	verifyM2M     = "POST /m2m_tokens/verify"
	verifyOAuth   = "POST /oauth_applications/access_tokens/verify"
)

// echoed marks answers of a Frontend API that is well.
const echoed = "X-Echoed"

// An api is Clerk on a listener of its own. It is well until [api.breaks] is called.
type api struct {
	url       string
	broken    sync.WaitGroup // connections that broke at once
	elsewhere string         // where redirects lead, a server that nobody should ask
	closing   chan struct{}
	faulty    atomic.Int64 // faulty answers, cut connections included
	server    *http.Server
	strangers atomic.Int64 // connections that came elsewhere
	well      *http.ServeMux

	mu      sync.Mutex
	counts  map[string]int
	fault   *fault
	gates   map[string]*gate
	keys    []*signer
	over    chan struct{}     // closed when the fault is over
	secrets map[string]string // opaque tokens and their subjects
	skip    int               // requests before the fault begins
	fresh   map[string]string // session tokens that a refresh gives, by session
	users   []string
}

// newAPI starts an API that publishes keys. It ends with the test.
func newAPI(t testing.TB, keys ...*signer) *api {
	t.Helper()
	a := &api{
		closing: make(chan struct{}), counts: map[string]int{}, fresh: map[string]string{}, gates: map[string]*gate{}, keys: keys, over: make(chan struct{}),
		secrets: map[string]string{},
	}
	a.routes()
	listener := listen(t)
	a.url = "http://" + listener.Addr().String()
	a.server = &http.Server{ErrorLog: quiet(), Handler: a}
	var servers sync.WaitGroup
	servers.Go(func() { _ = a.server.Serve(breakable{listener, a}) })

	other := listen(t)
	a.elsewhere = "http://" + other.Addr().String()
	servers.Go(func() {
		for {
			conn, err := other.Accept()
			if err != nil {
				return
			}
			a.strangers.Add(1)
			conn.Close()
		}
	})
	t.Cleanup(func() {
		close(a.closing)
		a.server.Close()
		other.Close()
		servers.Wait()
		a.broken.Wait()
		if n := a.strangers.Load(); n > 0 {
			t.Errorf("%d connections followed a redirect", n)
		}
	})
	return a
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

// routes is the API that is well.
func (a *api) routes() {
	a.well = http.NewServeMux()
	a.well.HandleFunc(keySet, func(w http.ResponseWriter, _ *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		set := []object{}
		for _, key := range a.keys {
			set = append(set, key.public())
		}
		answerJSON(w, http.StatusOK, object{"keys": set})
	})
	for pattern, member := range map[string]string{verifyAPIKey: "secret", verifyM2M: "token", verifyOAuth: "access_token"} {
		a.well.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			var asked map[string]string
			_ = json.NewDecoder(r.Body).Decode(&asked)
			a.mu.Lock()
			defer a.mu.Unlock()
			subject, known := a.secrets[asked[member]]
			if !known {
				answerJSON(w, http.StatusNotFound, failure("resource_not_found"))
				return
			}
			answerJSON(w, http.StatusOK, object{"id": "id_of_" + subject, "object": "token", "subject": subject, "scopes": []string{}})
		})
	}
	a.well.HandleFunc(refreshTokens, func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		answerJSON(w, http.StatusOK, object{"object": "cookies", "cookies": []string{"__session=" + a.fresh[r.PathValue("id")] + "; Path=/"}})
	})
	a.well.HandleFunc(getSession, func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, http.StatusOK, object{"id": r.PathValue("id"), "object": "session", "tasks": []object{{"key": "choose-organization"}}})
	})
	a.well.HandleFunc(getUser, func(w http.ResponseWriter, r *http.Request) {
		answerJSON(w, http.StatusOK, object{"id": r.PathValue("id"), "object": "user"})
	})
	a.well.HandleFunc(listUsers, func(w http.ResponseWriter, r *http.Request) {
		limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
		a.mu.Lock()
		defer a.mu.Unlock()
		start := slices.Index(a.users, r.URL.Query().Get("starting_after")) + 1
		page := []object{}
		for _, id := range a.users[start:min(start+limit, len(a.users))] {
			page = append(page, object{"id": id, "object": "user"})
		}
		answerJSON(w, http.StatusOK, page)
	})
	a.well.HandleFunc(countUsers, func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, object{"object": "total_count", "total_count": len(a.users)})
	})
	a.well.HandleFunc(createToken, func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, object{"jwt": "jwt_1", "object": "token"})
	})
	a.well.HandleFunc(createUser, func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, object{"id": "user_new", "object": "user"})
	})
	a.well.HandleFunc(handshake, func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		answerJSON(w, http.StatusOK, object{"directives": []string{"__session=" + a.fresh[r.URL.Query().Get("nonce")] + "; Path=/"}})
	})
	a.well.HandleFunc(frontendPath, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the visitor left
		}
		w.Header().Set(echoed, "1")
		_, _ = io.WriteString(w, r.Method+" "+r.URL.Path+" "+string(body))
	})
}

func answerJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(mustJSON(body))
}

// failure is the body of an error of Clerk's.
func failure(code string) object {
	return object{"errors": []object{{"code": code, "message": "The test asked for it."}}}
}

// ServeHTTP implements [http.Handler].
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, pattern := a.well.Handler(r)
	if r.ContentLength >= 0 {
		// net/http notices that a client is gone only once it has read the body.
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	fault, gate := a.arrive(pattern)
	if gate != nil && !gate.pass(r, a.closing) {
		panic(http.ErrAbortHandler)
	}
	if fault == nil {
		a.well.ServeHTTP(w, r)
		return
	}
	a.faulty.Add(1)
	if fault.answer == nil {
		panic(http.ErrAbortHandler) // on a connection of before the fault
	}
	body, _ := io.ReadAll(r.Body) // a client reads the answer when it has sent all
	r.Body = io.NopCloser(bytes.NewReader(body))
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer conn.Close()
	fault.answer(&exchange{a, conn, r})
}

// arrive counts a request, and returns what is to happen to it.
func (a *api) arrive(pattern string) (*fault, *gate) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.counts[pattern]++
	if a.skip > 0 {
		a.skip--
		return nil, a.gates[pattern]
	}
	return a.fault, a.gates[pattern]
}

// hangs reports whether the API has a fault that only its clients end.
func (a *api) hangs() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.fault != nil && a.fault.hangs && a.skip == 0
}

// breaks makes all answers faulty.
func (a *api) breaks(f *fault) { a.breaksAfter(f, 0) }

// breaksAfter is breaks after some more requests.
func (a *api) breaksAfter(f *fault, skip int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	close(a.over)
	a.fault, a.over, a.skip = f, make(chan struct{}), skip
}

// heals ends what [api.breaks] began.
func (a *api) heals() { a.breaks(nil) }

// publish makes these the keys of the instance.
func (a *api) publish(keys ...*signer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.keys = keys
}

// knows makes the API vouch for an opaque token.
func (a *api) knows(token, subject string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.secrets[token] = subject
}

// requests returns how many requests matched a pattern. Those that a fault cut before
// they could be read count as accepted.
func (a *api) requests(pattern string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.counts[pattern] + a.counts[accepted]
}

// accepted is the pattern under which connections count that break at once.
const accepted = "accepted"

// all returns how many requests there were, by pattern.
func (a *api) all() map[string]int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.counts)
}

// breakable is the listener of an api, whose connections break if a fault says so.
type breakable struct {
	net.Listener
	api *api
}

// Accept implements [net.Listener].
func (l breakable) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		l.api.mu.Lock()
		fault := l.api.fault
		if fault == nil || fault.accept == nil || l.api.skip > 0 {
			l.api.mu.Unlock()
			return conn, nil
		}
		l.api.counts[accepted]++
		l.api.mu.Unlock()
		l.api.faulty.Add(1)
		l.api.broken.Go(func() {
			defer conn.Close()
			fault.accept(&exchange{l.api, conn, nil})
		})
	}
}
