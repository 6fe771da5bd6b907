package main

import (
	"net"
	"testing"

	"github.com/clerkgo/clerk-go/examples/internal/exampletest"
)

func TestRoutes(t *testing.T) {
	inst := exampletest.Start(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	app := routes(exampletest.Client(t, inst))
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener) }()
	t.Cleanup(func() {
		if err := app.Shutdown(); err != nil {
			t.Error(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	exampletest.Routes(t, inst, "http://"+listener.Addr().String())
}
