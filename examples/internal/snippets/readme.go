// Package snippets holds the Go snippets of the documentation that no example has, so
// that they compile.
package snippets

import (
	"context"
	"errors"
	"log"
	"net/http"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
)

// The functions are there to be read.
var _ = []any{authorise, handle, page, proxy, update}

func update(ctx context.Context, client *core.Client, id string) (*backend.User, error) {
	user, err := client.Users.Update(ctx, id, backend.UserUpdateParams{
		FirstName: backend.Value("Ada"),   // set
		Username:  backend.Null[string](), // cleared; the rest stays
	})
	return user, err
}

func page(ctx context.Context, client *core.Client) error {
	users, err := client.Users.List(ctx, backend.UserListParams{Limit: 100})
	if err != nil {
		return err
	}
	log.Print(len(users.Data), " of ", users.TotalCount)

	for organization, err := range client.Organizations.All(ctx, backend.OrganizationListParams{}) {
		if err != nil {
			return err
		}
		log.Print(organization.Name) // pages are fetched as the loop goes on
	}
	return nil
}

func handle(err error) {
	var apiErr *core.Error
	if errors.As(err, &apiErr) {
		log.Print(apiErr.Status, apiErr.Errors, apiErr.RetryAfter, apiErr.TraceID)
	}
}

func authorise(r *gin.Engine, list, export gin.HandlerFunc) {
	r.GET("/invoices", ginclerk.RequireAuth(core.Permission("org:invoices:read")), list)
	r.GET("/export", ginclerk.RequireAuth(core.Accept(core.SessionToken, core.APIKey)), export)
	r.GET("/admin", ginclerk.RequireAuth(), func(c *gin.Context) {
		auth := ginclerk.GetAuth(c)
		if !auth.Has(core.Role("org:admin"), core.Reverified(core.Strict)) {
			c.AbortWithStatus(http.StatusForbidden)
			return
		}
		c.String(http.StatusOK, "Hello %s", auth.UserID)
	})
}

func proxy(r *gin.Engine) {
	r.Use(ginclerk.Middleware(ginclerk.Options{FrontendProxy: &core.FrontendProxyOptions{}}))
}
