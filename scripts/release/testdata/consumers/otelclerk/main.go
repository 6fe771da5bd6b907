// Command consumer prints the span of a call of the Backend API.
package main

import (
	"context"
	"fmt"
	"log"
	"log/slog"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/otelclerk"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

func main() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	spans := tracetest.NewSpanRecorder()
	hooks, err := otelclerk.NewHooks(otelclerk.Options{TracerProvider: trace.NewTracerProvider(trace.WithSpanProcessor(spans))})
	if err != nil {
		log.Fatal(err)
	}
	options := inst.Options()
	options.Hooks = hooks
	options.Logger = slog.New(slog.DiscardHandler)
	client, err := core.NewClient(options)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.Users.Count(context.Background(), backend.UserCountParams{}); err != nil {
		log.Fatal(err)
	}
	for _, span := range spans.Ended() {
		fmt.Println(span.Name())
	}
}
