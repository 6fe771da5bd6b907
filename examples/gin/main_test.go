package main

import (
	"io"
	"testing"

	"github.com/clerkgo/clerk-go/examples/internal/exampletest"
	"github.com/gin-gonic/gin"
)

func TestRoutes(t *testing.T) {
	gin.SetMode(gin.TestMode)
	gin.DefaultWriter = io.Discard
	inst := exampletest.Start(t)
	exampletest.Routes(t, inst, exampletest.Serve(t, routes(exampletest.Client(t, inst))))
}
