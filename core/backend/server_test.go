package backend_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

const secretKey = "sk_test_5f4dcc3b5aa765d61d8327deb882cf99"

// setup returns a client of a server on loopback.
func setup(t testing.TB, handler http.HandlerFunc) *backend.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return clientOf(t, backend.Options{APIURL: server.URL, SecretKey: secretKey})
}

func clientOf(t testing.TB, options backend.Options) *backend.Client {
	t.Helper()
	client, err := backend.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// reply sends an answer of JSON.
func reply(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// recorder answers every request alike and keeps what it was asked.
type recorder struct {
	mu       sync.Mutex
	requests []string // method, target and body
}

func (r *recorder) answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		sent, _ := io.ReadAll(request.Body)
		line := request.Method + " " + request.RequestURI
		if len(sent) > 0 {
			line += " " + string(sent)
		}
		r.mu.Lock()
		r.requests = append(r.requests, line)
		r.mu.Unlock()
		reply(w, status, body)
	}
}

// all returns the requests so far, sorted: some are made at once.
func (r *recorder) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(slices.Values(r.requests))
}
