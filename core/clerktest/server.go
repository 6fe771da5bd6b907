package clerktest

import (
	"errors"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
)

const (
	maxBody   = 1 << 20 // bytes of a request body
	maxHeader = 1 << 16 // bytes of a request's header
	patience  = 10 * time.Second
)

// A handler answers with a value, which is sent as JSON, or an error, which is
// sent as Clerk's error envelope.
type handler func(r *http.Request) (any, error)

// A route is one endpoint: who may call it and what it answers.
type route struct {
	pattern string // of [http.ServeMux]
	guard   guard
	handler handler
}

// routes lists every endpoint.
func (i *Instance) routes() []route {
	return slices.Concat(i.backendRoutes(), i.controlRoutes(), i.frontendRoutes(), i.pageRoutes())
}

func notImplemented(r *http.Request) (any, error) { return nil, errUnsupported(r, "") }

// A server is the HTTP side of an instance: one listener, one goroutine that
// accepts, one per connection. close waits for all of them.
type server struct {
	closing     chan struct{} // closed when the server is
	disruptions disruptions
	http        *http.Server
	log         requestLog
	once        sync.Once
	tasks       sync.WaitGroup

	mu     sync.Mutex
	counts map[string]int // by pattern; bounded by routes
}

func (i *Instance) serve(listener net.Listener) {
	s := &server{closing: make(chan struct{}), counts: map[string]int{}}
	mux := http.NewServeMux()
	for _, route := range i.routes() {
		mux.HandleFunc(route.pattern, func(w http.ResponseWriter, r *http.Request) {
			s.count(route.pattern)
			if s.disrupt(w, r) {
				return
			}
			answer, err := i.announced(w, r, route)
			respond(w, answer, err)
		})
	}
	s.http = &http.Server{
		ConnState:         s.track,
		ErrorLog:          log.New(io.Discard, "", 0),
		Handler:           i.logged(i.front(mux)),
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    maxHeader,
		ReadHeaderTimeout: patience,
		ReadTimeout:       patience,
		WriteTimeout:      patience,
	}
	i.server = s
	s.tasks.Go(func() { _ = s.http.Serve(listener) }) // always [http.ErrServerClosed]
}

// front marks every answer, so that nobody takes the local Clerk for Clerk,
// and refuses foreign hosts before any route is looked at.
func (i *Instance) front(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Clerk-Emulator", "1")
		if !i.allowsHost(r.Host) {
			respond(w, nil, errBadHost())
			return
		}
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			forPages(w, r)
		}
		next.ServeHTTP(w, r)
	})
}

// forPages lets pages of this machine read the Frontend API, and reads the method
// that ClerkJS puts into the query so that browsers need not ask first.
func forPages(w http.ResponseWriter, r *http.Request) {
	if origin := r.Header.Get("Origin"); origin != "" && loopbackOrigin(origin) {
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Add("Vary", "Origin")
	}
	if method := r.URL.Query().Get("_method"); method != "" && r.Method == http.MethodPost {
		r.Method = strings.ToUpper(method)
	}
}

func (i *Instance) answer(w http.ResponseWriter, r *http.Request, route route) (any, error) {
	if err := route.guard(i, r); err != nil {
		return nil, err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		method := r.Method
		r.Method = http.MethodPost // DELETE has a form too
		err := r.ParseForm()
		r.Method = method
		if err != nil {
			return nil, errMalformed("The request body is no form, or too large.")
		}
	}
	return route.handler(r)
}

// created is an answer with status 201.
type created struct{ answer any }

func respond(w http.ResponseWriter, answer any, err error) {
	if answer, ok := answer.(writer); ok && err == nil {
		answer.write(w)
		return
	}
	status := http.StatusOK
	if made, ok := answer.(created); ok {
		status, answer = http.StatusCreated, made.answer
	}
	if err != nil {
		failure, body := envelope(err)
		because(w, body.Errors[0].Code)
		status, answer = failure, body
	}
	body, err := json.Marshal(answer)
	if err != nil { // a fault of this package: say so rather than half an answer
		http.Error(w, "clerktest: encode the answer: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone
}

// decode reads a request's body, a JSON object, into v. An empty body leaves v.
func decode(r *http.Request, v any) error {
	body, err := io.ReadAll(r.Body)
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return errTooLarge()
	}
	if err != nil {
		return errMalformed("The request body could not be read.")
	}
	if len(body) == 0 {
		return nil
	}
	return bodyError(json.Unmarshal(body, v, json.RejectUnknownMembers(true)))
}

// bodyError names the member that is at fault, if one is.
func bodyError(err error) error {
	if err == nil {
		return nil
	}
	wrong, ok := errors.AsType[*json.SemanticError](err)
	if !ok || wrong.JSONPointer == "" {
		return errMalformed("The request body must be a JSON object with the members of this endpoint.")
	}
	member := strings.ReplaceAll(strings.TrimPrefix(string(wrong.JSONPointer), "/"), "/", ".")
	if errors.Is(wrong.Err, json.ErrUnknownName) {
		return errUnknownParam(member)
	}
	return errInvalid(member, wrongType.Error())
}

// track holds close back until each connection's goroutine is done.
func (s *server) track(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.tasks.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.tasks.Done()
	}
}

func (s *server) count(pattern string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[pattern]++
}

func (s *server) close() error {
	s.once.Do(func() { close(s.closing) })
	err := s.http.Close()
	s.tasks.Wait()
	return err
}

// Requests returns how many requests each endpoint has had, refused ones
// included, by method and path as in "GET /bapi/v1/jwks". Paths that no
// endpoint has count under "/bapi/" or "/".
func (i *Instance) Requests() map[string]int {
	i.server.mu.Lock()
	defer i.server.mu.Unlock()
	return maps.Clone(i.server.counts)
}
