package ginclerk_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

func TestAllocations(t *testing.T) {
	adaptertest.Allocations(t, 2, func(client *core.Client, authorization string, got func(*core.Auth)) (bare, with func()) {
		r := newEngine()
		r.GET("/bare", func(c *gin.Context) { c.Status(http.StatusNoContent) })
		r.GET("/", ginclerk.Middleware(ginclerk.Options{Client: client}), func(c *gin.Context) {
			got(ginclerk.GetAuth(c))
			c.Status(http.StatusNoContent)
		})
		ask := func(path string) func() {
			request, response := httptest.NewRequest(http.MethodGet, path, nil), httptest.NewRecorder()
			request.Header.Set("Authorization", authorization)
			return func() { r.ServeHTTP(response, request) }
		}
		return ask("/bare"), ask("/")
	})
}
