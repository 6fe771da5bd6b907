package snippets

import (
	"net/http/httptest"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

// routes are what the application of the snippet serves.
func routes(client *core.Client) *gin.Engine {
	r := gin.New()
	r.Use(ginclerk.Middleware(ginclerk.Options{Client: client}))
	r.GET("/me", ginclerk.RequireAuth(), func(c *gin.Context) { c.String(200, ginclerk.GetAuth(c).UserID) })
	return r
}

func TestMe(t *testing.T) {
	request, response := httptest.NewRequest("GET", "/me", nil), httptest.NewRecorder()

	inst := clerktest.Start(t)
	client, _ := ginclerk.NewClient(inst.Options())
	inst.SignIn(request, inst.CreateUser(clerktest.UserParams{ID: "user_ada"}))

	routes(client).ServeHTTP(response, request)
	if response.Body.String() != "user_ada" {
		t.Error(response.Code, response.Body)
	}
}
