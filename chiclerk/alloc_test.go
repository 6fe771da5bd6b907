package chiclerk_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/go-chi/chi/v5"
)

func TestAllocations(t *testing.T) {
	adaptertest.Allocations(t, 2, func(client *core.Client, authorization string, got func(*core.Auth)) (bare, with func()) {
		r := chi.NewRouter()
		r.Get("/bare", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
		r.With(chiclerk.Middleware(chiclerk.Options{Client: client})).Get("/", func(w http.ResponseWriter, r *http.Request) {
			got(chiclerk.GetAuth(r))
			w.WriteHeader(http.StatusNoContent)
		})
		ask := func(path string) func() {
			request, response := httptest.NewRequest(http.MethodGet, path, nil), httptest.NewRecorder()
			request.Header.Set("Authorization", authorization)
			return func() { r.ServeHTTP(response, request) }
		}
		return ask("/bare"), ask("/")
	})
}
