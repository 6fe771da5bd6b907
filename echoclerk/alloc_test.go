package echoclerk_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest/adaptertest"
	"github.com/clerkgo/clerk-go/echoclerk"
	"github.com/labstack/echo/v4"
)

func TestAllocations(t *testing.T) {
	adaptertest.Allocations(t, 3, func(client *core.Client, authorization string, got func(*core.Auth)) (bare, with func()) {
		e := echo.New()
		e.GET("/bare", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
		e.GET("/", func(c echo.Context) error {
			got(echoclerk.GetAuth(c))
			return c.NoContent(http.StatusNoContent)
		}, echoclerk.Middleware(echoclerk.Options{Client: client}))
		ask := func(path string) func() {
			request, response := httptest.NewRequest(http.MethodGet, path, nil), httptest.NewRecorder()
			request.Header.Set("Authorization", authorization)
			return func() { e.ServeHTTP(response, request) }
		}
		return ask("/bare"), ask("/")
	})
}
