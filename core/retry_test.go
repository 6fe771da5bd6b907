package core_test

import (
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// The options of the client and of a call reach the requests.
func TestRetryOptions(t *testing.T) {
	t.Parallel()
	once := backend.RetryOptions{MaxAttempts: 1}
	for name, test := range map[string]struct {
		client, call backend.RetryOptions
		requests     int
	}{
		"default":                   {requests: 2},
		"off":                       {client: once, requests: 1},
		"off for a call":            {call: once, requests: 1},
		"on again for a call":       {client: once, call: backend.RetryOptions{MaxAttempts: 2}, requests: 2},
		"longer waits are accepted": {call: backend.RetryOptions{MaxWait: 1}, requests: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inst := clerktest.Start(t)
			user := inst.CreateUser(clerktest.UserParams{})
			options := inst.Options()
			options.Retry = test.client
			client, err := core.NewClient(options)
			if err != nil {
				t.Fatal(err)
			}
			inst.Disrupt("GET /bapi/v1/users/{id}", clerktest.Disruption{Status: 503, Times: 1})
			_, err = client.With(backend.CallOptions{Retry: test.call}).Users.Get(t.Context(), user.ID)
			if got := inst.Requests()["GET /bapi/v1/users/{id}"]; got != test.requests || (err == nil) != (got == 2) {
				t.Errorf("%d requests, error %v; want %d requests", got, err, test.requests)
			}
		})
	}
}
