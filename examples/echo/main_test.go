package main

import (
	"testing"

	"github.com/clerkgo/clerk-go/examples/internal/exampletest"
)

func TestRoutes(t *testing.T) {
	inst := exampletest.Start(t)
	exampletest.Routes(t, inst, exampletest.Serve(t, routes(exampletest.Client(t, inst))))
}
