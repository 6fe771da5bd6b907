package core_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// A health check that takes the service out of the balancer until it can authenticate.
func ExampleClient_Ready() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	options := inst.Options()
	options.Logger = slog.New(slog.DiscardHandler)
	options.SecretKey = "sk_test_of_another_instance"
	client, err := core.NewClient(options)
	if err != nil {
		log.Fatal(err)
	}

	http.HandleFunc("GET /ready", func(w http.ResponseWriter, r *http.Request) {
		if err := client.Ready(r.Context()); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})

	response := httptest.NewRecorder()
	http.DefaultServeMux.ServeHTTP(response, httptest.NewRequest("GET", "/ready", nil))
	var notReady *core.NotReadyError
	fmt.Println(response.Code, errors.As(client.Ready(context.Background()), &notReady), notReady.Part)
	// Output: 503 true secret key
}

// Diagnose says what is wrong with a configuration, and how to get it right.
func ExampleDiagnose() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	options := inst.Options()
	options.Logger = slog.New(slog.DiscardHandler)
	findings := core.Diagnose(context.Background(), options, core.DiagnoseOptions{
		Authenticate: core.AuthenticateOptions{AuthorizedParties: []string{"https://example.com/"}},
	})
	for _, finding := range findings {
		if finding.Verdict == core.VerdictProblem {
			fmt.Println(finding.Subject + ": " + finding.Message)
		}
	}
	// Output: authorized parties: AuthorizedParties has "https://example.com/", which ends with a slash: no token is from there.
}

// Hooks are told what a client does; package otelclerk has some for OpenTelemetry.
func ExampleHooks() {
	inst, err := clerktest.New()
	if err != nil {
		log.Fatal(err)
	}
	defer inst.Close()
	options := inst.Options()
	options.Logger = slog.New(slog.DiscardHandler)
	options.Hooks.Call = func(ctx context.Context, call backend.Call) (context.Context, func(backend.CallResult)) {
		return ctx, func(result backend.CallResult) {
			fmt.Println(call.Method, call.Path, result.Err == nil)
		}
	}
	client, err := core.NewClient(options)
	if err != nil {
		log.Fatal(err)
	}
	_, err = client.Users.Get(context.Background(), "user_unknown")
	fmt.Println(backend.IsNotFound(err))
	// Output:
	// GET /users/{} false
	// true
}
