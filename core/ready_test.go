package core_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/clerktest"
)

const getKeys = "GET /bapi/v1/jwks"

// TestReady has a row for each part that can be in the way.
func TestReady(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change  func(*core.Options)
		disrupt clerktest.Disruption
		want    core.Part // "" for ready
	}{
		"ready":              {},
		"JWT key, no Clerk":  {change: func(o *core.Options) { o.JWTKey = newMint().jwtKey(t) }, disrupt: clerktest.Disruption{Reset: true}},
		"another secret key": {change: func(o *core.Options) { o.SecretKey = "sk_test_marked" }, want: core.PartSecretKey},
		"refused":            {disrupt: clerktest.Disruption{Status: http.StatusBadGateway}, want: core.PartKeys},
		"cut off":            {disrupt: clerktest.Disruption{Reset: true}, want: core.PartKeys},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inst := clerktest.Start(t)
			options := inst.Options()
			if test.change != nil {
				test.change(&options)
			}
			if test.disrupt != (clerktest.Disruption{}) {
				inst.Disrupt("/bapi/", test.disrupt)
			}
			client, err := core.NewClient(options)
			if err != nil {
				t.Fatal(err)
			}
			err = client.Ready(t.Context())
			notReady, ok := errors.AsType[*core.NotReadyError](err)
			if ok != (test.want != "") || ok && notReady.Part != test.want {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// An outage that begins while there are keys makes nothing unready until they are too
// old, and a client without any says so at once while its last load is fresh.
func TestReadyThroughAnOutage(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	clock := clerktest.NewClock(time.Now())
	options := inst.Options()
	options.Now = clock.Now
	client, err := core.NewClient(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	inst.Disrupt(getKeys, clerktest.Disruption{Status: http.StatusServiceUnavailable})
	clock.Advance(23 * time.Hour)
	if err := client.Ready(t.Context()); err != nil {
		t.Errorf("with keys of 23 hours: %v", err)
	}
	clock.Advance(2 * time.Hour)
	if err := client.Ready(t.Context()); err == nil {
		t.Error("ready with keys of 25 hours")
	}
	loads := inst.Requests()[getKeys]
	if err := client.Ready(t.Context()); err == nil || inst.Requests()[getKeys] != loads {
		t.Errorf("asked again at once: %v", err)
	}
}

func TestReadyWithoutOptions(t *testing.T) {
	t.Parallel()
	missing := errors.New("SecretKey is missing")
	err := core.Unusable(missing).Ready(t.Context())
	if e, ok := errors.AsType[*core.NotReadyError](err); !ok || e.Part != core.PartOptions || !errors.Is(err, missing) {
		t.Errorf("got %v", err)
	}
}

// The wait for a load ends with the context; the load goes on for others.
func TestReadyHeedsItsContext(t *testing.T) {
	t.Parallel()
	inst := clerktest.Start(t)
	answer := make(chan struct{})
	inst.Disrupt(getKeys, clerktest.Disruption{Until: answer})
	client, err := core.NewClient(inst.Options())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	got := make(chan error, 1)
	go func() { got <- client.Ready(ctx) }()
	for inst.Requests()[getKeys] == 0 {
		if t.Context().Err() != nil {
			t.Fatal("no load began")
		}
	}
	cancel()
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(answer)
	if err := client.Ready(t.Context()); err != nil {
		t.Errorf("the load was lost: %v", err)
	}
	if n := inst.Requests()[getKeys]; n != 1 {
		t.Errorf("%d loads", n)
	}
}
