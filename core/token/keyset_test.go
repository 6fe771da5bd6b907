package token_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
)

// The tests of this file run in bubbles, where time passes as soon as everybody
// waits: half an hour takes no time, and what took no time did not wait.

const crowd = 1000

// bubble runs a test in a bubble and gives loads the time to end by themselves.
func bubble(t *testing.T, test func(*testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Cleanup(func() { time.Sleep(time.Minute) })
		test(t)
	})
}

// published is a set of keys of the instance by ID. They are all the same key.
func published(ids ...string) []byte {
	keys := make([]any, len(ids))
	for i, id := range ids {
		keys[i] = jwk(signer(), id, nil)
	}
	return jwks(keys...)
}

// askAll asks for keys at the same time, and returns the errors in the order of
// the IDs.
func askAll(ctx context.Context, set *token.KeySet, ids ...string) []error {
	errs := make([]error, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() { _, errs[i] = set.Key(ctx, id) })
	}
	wg.Wait()
	return errs
}

// many returns an ID many times.
func many(id string) []string {
	ids := make([]string, crowd)
	for i := range ids {
		ids[i] = id
	}
	return ids
}

// wantKey fails the test unless the set has a key at once.
func wantKey(t *testing.T, set *token.KeySet, id string) {
	t.Helper()
	if waited := wantKeyLater(t, set, id); waited != 0 {
		t.Fatalf("%s: the request waited %s", id, waited)
	}
}

// wantKeyLater fails the test unless the set has a key, and returns how long
// that took.
func wantKeyLater(t *testing.T, set *token.KeySet, id string) time.Duration {
	t.Helper()
	began := time.Now()
	if key, err := set.Key(t.Context(), id); err != nil || key == nil {
		t.Fatalf("%s after %s: %v", id, time.Since(began), err)
	}
	return time.Since(began)
}

// wantNoKey fails the test unless the set refuses a key for a reason, and
// returns how long that took.
func wantNoKey(t *testing.T, set *token.KeySet, id string, want token.Reason, unavailable bool) time.Duration {
	t.Helper()
	began := time.Now()
	key, err := set.Key(t.Context(), id)
	if key != nil {
		t.Fatalf("%s: there is a key", id)
	}
	wantReason(t, err, want)
	if e, ok := errors.AsType[*token.Error](err); !ok || e.Unavailable() != unavailable {
		t.Fatalf("%s: want unavailable %t, got %v", id, unavailable, err)
	}
	return time.Since(began)
}

// wantLoads fails the test unless loads have begun so often.
func wantLoads(t *testing.T, e *endpoint, want int) {
	t.Helper()
	synctest.Wait()
	if got := e.loads(); got != want {
		t.Fatalf("want %d loads, got %d", want, got)
	}
}

// setup returns an endpoint that publishes the key ins_1 after 50 ms, and a set
// that has loaded it.
func setup(t *testing.T) (*endpoint, *token.KeySet) {
	t.Helper()
	e := &endpoint{keys: published("ins_1"), latency: 50 * time.Millisecond}
	set := e.set()
	wantKeyLater(t, set, "ins_1")
	wantLoads(t, e, 1)
	return e, set
}

func TestKeySetLoadsOnceForACrowd(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e := &endpoint{keys: published("ins_1"), latency: 50 * time.Millisecond}
		set := e.set()
		if err := errors.Join(askAll(t.Context(), set, many("ins_1")...)...); err != nil {
			t.Error(err)
		}
		wantLoads(t, e, 1)
		wantKey(t, set, "ins_1")
		wantLoads(t, e, 1)
	})
}

func TestKeySetRotatesForACrowd(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		e.publish(published("ins_1", "ins_2"))
		if err := errors.Join(askAll(t.Context(), set, append(many("ins_2"), many("ins_1")...)...)...); err != nil {
			t.Error(err)
		}
		wantLoads(t, e, 2)
	})
}

// The key before a rotation is good for a while: tokens signed with it a moment
// ago are in use.
func TestKeySetKeepsTheFormerKeyAWhile(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		e.publish(published("ins_2"))
		wantKeyLater(t, set, "ins_2")
		wantKey(t, set, "ins_1")
		wantLoads(t, e, 2)
	})
}

func TestKeySetFlood(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		const rounds = 10
		for round := range rounds {
			ids := make([]string, crowd)
			for i := range ids {
				ids[i] = fmt.Sprint("forged_", round, "_", i)
			}
			var flood []error
			var wg sync.WaitGroup
			wg.Go(func() { flood = askAll(t.Context(), set, ids...) })
			wantKey(t, set, "ins_1") // valid traffic does not wait for the flood
			wg.Wait()
			for _, err := range flood {
				wantReason(t, err, token.ReasonKeyMismatch)
			}
			wantKey(t, set, "ins_1")
			time.Sleep(time.Second)
		}
		began := e.times()
		if len(began) > 2+rounds*int(time.Second)/int(token.GuardInterval) {
			t.Errorf("%d loads in %d seconds", len(began), rounds)
		}
		for i := 2; i < len(began); i++ {
			if apart := began[i].Sub(began[i-1]); apart < token.GuardInterval {
				t.Errorf("two loads %s apart", apart)
			}
		}
	})
}

// A flood holds up a new key for a guard interval at most.
func TestKeySetRotatesUnderAFlood(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		wantNoKey(t, set, "forged", token.ReasonKeyMismatch, false)
		e.publish(published("ins_2"))
		for range int(token.GuardInterval/time.Second) - 1 {
			time.Sleep(time.Second)
			wantNoKey(t, set, "forged", token.ReasonKeyMismatch, false)
		}
		time.Sleep(time.Second)
		wantKeyLater(t, set, "ins_2")
	})
}

func TestKeySetRefusesAWithdrawnKey(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e := &endpoint{keys: published("ins_1", "ins_2"), latency: 50 * time.Millisecond}
		set := e.set()
		wantKeyLater(t, set, "ins_1")
		e.publish(published("ins_2"))
		withdrawn := time.Now()
		var accepted time.Duration
		for time.Since(withdrawn) < 20*time.Minute {
			wantKey(t, set, "ins_2")
			if _, err := set.Key(t.Context(), "ins_1"); err == nil {
				accepted = time.Since(withdrawn)
			} else {
				wantReason(t, err, token.ReasonKeyMismatch)
			}
			time.Sleep(10 * time.Second)
		}
		if accepted >= token.MaxAge || accepted < token.RefreshAge {
			t.Errorf("a withdrawn key was accepted for %s", accepted)
		}
	})
}

// Without traffic nothing is refreshed; the first request finds out.
func TestKeySetRefusesAWithdrawnKeyAfterAPause(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		e.publish(published("ins_2"))
		time.Sleep(time.Hour)
		wantNoKey(t, set, "ins_1", token.ReasonKeyMismatch, false)
		wantLoads(t, e, 2)
	})
}

// A failure of long ago is no outage: the first request after a pause waits for
// the keys of now.
func TestKeySetForgetsAnOldFailure(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		time.Sleep(token.RefreshAge)
		e.fail(errors.New("a hiccup"))
		wantKey(t, set, "ins_1")
		time.Sleep(time.Second)
		e.fail(nil)
		e.publish(published("ins_2"))
		time.Sleep(20 * time.Hour)
		wantNoKey(t, set, "ins_1", token.ReasonKeyMismatch, false)
	})
}

func TestKeySetRefreshesInTheBackground(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		time.Sleep(token.RefreshAge - time.Second)
		wantKey(t, set, "ins_1")
		wantLoads(t, e, 1)

		time.Sleep(time.Second)
		e.publish(published("ins_1", "ins_2"))
		began := time.Now()
		if err := errors.Join(askAll(t.Context(), set, many("ins_1")...)...); err != nil {
			t.Error(err)
		}
		if time.Since(began) != 0 {
			t.Error("a request waited for a refresh in the background")
		}
		wantLoads(t, e, 2)
		time.Sleep(e.latency)
		wantKey(t, set, "ins_2")
		wantLoads(t, e, 2)
	})
}

func TestKeySetPastMaxAge(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ latency, waits time.Duration }{
		"answers":              {50 * time.Millisecond, 50 * time.Millisecond},
		"answers late":         {1900 * time.Millisecond, 1900 * time.Millisecond},
		"answers too late":     {3 * time.Second, 2 * time.Second},
		"does not answer":      {time.Hour, 2 * time.Second},
		"answers without wait": {0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				e, set := setup(t)
				e.slow(test.latency)
				time.Sleep(token.MaxAge)
				began := time.Now()
				if err := errors.Join(askAll(t.Context(), set, many("ins_1")...)...); err != nil {
					t.Error(err)
				}
				if waited := time.Since(began); waited != test.waits {
					t.Errorf("waited %s, want %s", waited, test.waits)
				}
				if test.latency > test.waits { // the old key serves, and nobody waits again
					wantKey(t, set, "ins_1")
				}
				wantLoads(t, e, 2)
			})
		})
	}
}

// Whoever leaves does so at once and takes nothing from those who stay.
func TestKeySetCancelledWaiters(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e := &endpoint{keys: published("ins_1"), latency: time.Second}
		set := e.set()
		cause := errors.New("the visitor left")
		ctx, leave := context.WithCancelCause(t.Context())
		var left, stayed []error
		var leftAfter time.Duration
		began := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() {
			left = askAll(ctx, set, many("ins_1")...)
			leftAfter = time.Since(began)
		})
		synctest.Wait() // those who leave have begun the load
		wg.Go(func() { stayed = askAll(t.Context(), set, many("ins_1")...) })
		time.Sleep(100 * time.Millisecond)
		leave(cause)
		wg.Wait()
		for _, err := range left {
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("want the error of the context, got %v", err)
			}
		}
		if leftAfter != 100*time.Millisecond {
			t.Errorf("they left after %s", leftAfter)
		}
		if err := errors.Join(stayed...); err != nil {
			t.Error(err)
		}
		wantLoads(t, e, 1)

		// The same past the age of keys.
		time.Sleep(token.MaxAge)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		if _, err := set.Key(ctx, "ins_1"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("want the error of the context, got %v", err)
		}
		wantKeyLater(t, set, "ins_1")
		wantLoads(t, e, 2)
	})
}

func TestKeySetClockGoesBackwards(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e := &endpoint{keys: published("ins_1")}
		var offset time.Duration
		set := token.NewKeySet(token.KeySetOptions{Load: e.load, Now: func() time.Time { return now.Add(offset) }})
		wantKey(t, set, "ins_1")
		offset = -time.Hour
		wantKey(t, set, "ins_1")
		wantLoads(t, e, 2)
		wantKey(t, set, "ins_1")
		wantLoads(t, e, 2)

		// With the endpoint down too, the keys there are serve.
		e.fail(errDown)
		offset = -48 * time.Hour
		wantKey(t, set, "ins_1")
		wantKey(t, set, "ins_1")
		synctest.Wait()
		offset = -96 * time.Hour
		wantKey(t, set, "ins_1")
		wantNoKey(t, set, "ins_2", token.ReasonUnexpected, true)
	})
}

func TestKeySetsShareNothing(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		one := &endpoint{keys: jwks(jwk(signers()[0], "ins_1", nil))}
		other := &endpoint{keys: jwks(jwk(signers()[1], "ins_1", nil), jwk(signers()[1], "ins_2", nil))}
		mine, theirs := one.set(), other.set()
		wantKey(t, theirs, "ins_2")
		wantNoKey(t, mine, "ins_2", token.ReasonKeyMismatch, false)

		jwt := mint(nil, nil)
		by := func(keys token.KeySource) error {
			_, err := token.Verify(t.Context(), jwt, options(func(o *token.Options) { o.Keys = keys }))
			return err
		}
		wantReason(t, by(mine), "")
		wantReason(t, by(theirs), token.ReasonInvalidSignature)
	})
}
