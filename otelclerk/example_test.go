package otelclerk_test

import (
	"context"
	"fmt"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/otelclerk"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// Every call of the Backend API is a span.
func ExampleNewHooks() {
	inst, err := clerktest.New()
	if err != nil {
		panic(err)
	}
	defer inst.Close()
	spans := tracetest.NewSpanRecorder()
	hooks, err := otelclerk.NewHooks(otelclerk.Options{TracerProvider: trace.NewTracerProvider(trace.WithSpanProcessor(spans))})
	if err != nil {
		panic(err)
	}
	options := inst.Options() // in a program: core.OptionsFromEnv()
	options.Hooks = hooks
	client, err := core.NewClient(options)
	if err != nil {
		panic(err)
	}
	if _, err := client.Users.Count(context.Background(), backend.UserCountParams{}); err != nil {
		fmt.Println(err)
	}
	for _, span := range spans.Ended() {
		fmt.Println(span.Name())
	}
	// Output: GET /users/count
}

// The providers are the global ones unless Options name others.
func Example() {
	hooks, err := otelclerk.NewHooks(otelclerk.Options{})
	if err != nil {
		panic(err)
	}
	options := core.OptionsFromEnv()
	options.Hooks = hooks
	_, err = core.NewClient(options)
	fmt.Println(err == nil)
}
