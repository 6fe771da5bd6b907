package snippets

import (
	"fmt"
	"net/http"

	"github.com/clerkgo/clerk-go/chiclerk"
	"github.com/clerkgo/clerk-go/echoclerk"
	"github.com/clerkgo/clerk-go/fiberclerk"
	"github.com/clerkgo/clerk-go/ginclerk"
	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

var _ = []any{withChi, withEcho, withFiber, withGin}

func withChi() http.Handler {
	r := chi.NewRouter()
	r.Use(chiclerk.Middleware())
	r.With(chiclerk.RequireAuth()).Get("/me", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, chiclerk.GetAuth(r).UserID)
	})
	return r
}

func withEcho() http.Handler {
	e := echo.New()
	e.Use(echoclerk.Middleware())
	e.GET("/me", func(c echo.Context) error {
		return c.String(http.StatusOK, echoclerk.GetAuth(c).UserID)
	}, echoclerk.RequireAuth())
	return e
}

func withFiber() *fiber.App {
	app := fiber.New(fiber.Config{ReadBufferSize: 16 << 10})
	app.Use(fiberclerk.Middleware())
	app.Get("/me", fiberclerk.RequireAuth(), func(c *fiber.Ctx) error {
		return c.SendString(fiberclerk.GetAuth(c).UserID)
	})
	return app
}

func withGin() http.Handler {
	r := gin.Default()
	r.Use(ginclerk.Middleware())
	r.GET("/me", ginclerk.RequireAuth(), func(c *gin.Context) {
		c.JSON(http.StatusOK, gin.H{"user": ginclerk.GetAuth(c).UserID})
	})
	return r
}
