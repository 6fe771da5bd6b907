package contract

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

const (
	secretKey  = "sk_test_5f4dcc3b5aa765d61d8327deb882cf99"
	machineKey = "ak_5f4dcc3b5aa765d61d8327deb882cf99"
)

// seconds are the operations that a method may run beside its own.
var seconds = map[string]string{"GET /users": "GET /users/count"}

// server answers as the exchange at hand says and finds what is wrong with the
// requests.
type server struct {
	document *document
	url      string

	mu       sync.Mutex
	exchange *exchange
	second   *exchange // of the operation that runs beside it
	requests int
	found    []difference
}

func newServer(t *testing.T, d *document) *server {
	s := &server{document: d}
	listener := httptest.NewServer(s)
	t.Cleanup(listener.Close)
	s.url = listener.URL
	return s
}

func (s *server) client(t *testing.T) *backend.Client {
	t.Helper()
	return newClient(t, s.url)
}

func newClient(t *testing.T, url string) *backend.Client {
	t.Helper()
	client, err := backend.NewClient(backend.Options{APIURL: url, SecretKey: secretKey, MachineSecretKey: machineKey})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// expect sets the exchange at hand.
func (s *server) expect(x *exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exchange, s.second, s.requests, s.found = x, nil, 0, nil
	if title := seconds[x.title()]; title != "" {
		s.second = s.document.operation(title).exchange(variant{request: synthesiser{shape: full}, answer: synthesiser{shape: full}})
		s.second.query = url.Values{}
		for name, values := range x.query {
			if s.second.parameter(name) != nil {
				s.second.query[name] = values
			}
		}
	}
}

// result returns what was wrong, and how many requests there were.
func (s *server) result() ([]difference, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.found, s.requests
}

// ServeHTTP checks a request and answers it.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests++
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.found = append(s.found, difference{"request", "", err.Error()})
	}
	o, found := s.document.check(r, body)
	s.found = append(s.found, found...)
	x := s.exchange
	switch {
	case o == nil:
		w.WriteHeader(http.StatusNotFound)
		return
	case s.second != nil && o == s.second.operation:
		x = s.second
	case o != x.operation:
		s.found = append(s.found, difference{"request", "", "is for " + o.title()})
		w.WriteHeader(http.StatusNotFound)
		return
	}
	s.found = append(s.found, x.compare(r, body)...)
	reply(w, x.operation, x.answer)
}

// reply answers with the documented success.
func reply(w http.ResponseWriter, o *operation, answer any) {
	switch {
	case o.answer != nil:
		encoded, err := json.Marshal(answer)
		if err != nil {
			panic(err)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(o.status)
		_, _ = w.Write(encoded)
	case o.status == http.StatusOK:
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, page)
	default:
		w.WriteHeader(o.status)
	}
}

// page is the answer of the operation that answers with HTML.
const page = "<!doctype html>\n<title>é</title>"
