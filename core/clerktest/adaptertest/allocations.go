package adaptertest

import (
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

// Allocations fails the test if an adapter's Middleware and GetAuth allocate more than
// most times in a request whose token was seen before. build returns two functions
// that have the framework answer a request with a header Authorization: one on a route
// without the adapter, one on a route with it, whose handler calls got with the result
// of GetAuth.
//
// A test that calls it is not parallel: what others allocate would count.
func Allocations(t *testing.T, most float64, build func(client *core.Client, authorization string, got func(*core.Auth)) (bare, with func())) {
	t.Helper()
	if raced {
		t.Skip("NOT TESTED: the race detector allocates by itself; run without -race")
	}
	inst := clerktest.Start(t)
	user := inst.CreateUser(clerktest.UserParams{})
	token := inst.Token(user, clerktest.TokenOptions{TTL: time.Hour})
	var last *core.Auth
	bare, with := build(newClient(t, inst.Options()), "Bearer "+token, func(auth *core.Auth) { last = auth })
	const runs = 200
	free := testing.AllocsPerRun(runs, bare)
	got := testing.AllocsPerRun(runs, with) - free
	if !last.IsAuthenticated() || last.UserID != user.ID {
		t.Fatalf("the handler saw %v", last)
	}
	t.Logf("%.0f allocations more than the %.0f of a route without middleware", got, free)
	if got > most {
		t.Errorf("%.0f allocations, %.0f are the most", got, most)
	}
}
