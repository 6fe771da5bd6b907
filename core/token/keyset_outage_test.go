package token_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
)

func TestKeySetSurvivesAnOutage(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		e.fail(errDown)
		outage := time.Now()
		for time.Since(outage) < 30*time.Minute {
			wantKey(t, set, "ins_1")
			time.Sleep(time.Second)
		}
		// Attempts go on, but no more often than the guard allows.
		began := e.times()[1:]
		if len(began) < 100 {
			t.Errorf("only %d attempts", len(began))
		}
		for i := 1; i < len(began); i++ {
			if apart := began[i].Sub(began[i-1]); apart < token.GuardInterval {
				t.Errorf("two attempts %s apart", apart)
			}
		}
		// An unknown key cannot be told from a new one.
		wantNoKey(t, set, "ins_2", token.ReasonUnexpected, true)

		e.publish(published("ins_1", "ins_2"))
		time.Sleep(token.GuardInterval)
		wantKey(t, set, "ins_1")
		time.Sleep(time.Second)
		wantKey(t, set, "ins_2")
		loads := e.loads()
		time.Sleep(token.RefreshAge - 2*time.Second)
		wantKey(t, set, "ins_1")
		wantLoads(t, e, loads) // normal service again
	})
}

// The outage begins while keys are past their age: the first requests wait for
// the attempt, and nobody after it failed.
func TestKeySetWaitsForOneFailureOnly(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		e.fail(errDown)
		time.Sleep(token.MaxAge)
		began := time.Now()
		if err := errors.Join(askAll(t.Context(), set, many("ins_1")...)...); err != nil {
			t.Error(err)
		}
		if waited := time.Since(began); waited != e.latency {
			t.Errorf("waited %s for the failure", waited)
		}
		for range 100 {
			wantKey(t, set, "ins_1")
		}
		wantLoads(t, e, 2)
	})
}

func TestKeySetHardAge(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		down := fmt.Errorf("dial: %w", errDown)
		e.fail(down)
		loaded := time.Now()
		for time.Since(loaded)+time.Minute < token.HardAge {
			wantKeyLater(t, set, "ins_1")
			time.Sleep(time.Minute)
		}
		time.Sleep(token.HardAge - time.Since(loaded))
		wantNoKey(t, set, "ins_1", token.ReasonUnexpected, true)
		if _, err := set.Key(t.Context(), "ins_1"); !errors.Is(err, errDown) {
			t.Errorf("the cause is lost: %v", err)
		}
		e.publish(published("ins_1"))
		time.Sleep(time.Second)
		wantKeyLater(t, set, "ins_1")
	})
}

// An outage does not bring a withdrawn key back.
func TestKeySetRefusesAWithdrawnKeyInAnOutage(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e, set := setup(t)
		e.publish(published("ins_2"))
		wantKeyLater(t, set, "ins_2")
		e.fail(errDown)
		time.Sleep(token.MaxAge + time.Second)
		wantKeyLater(t, set, "ins_2")
		wantNoKey(t, set, "ins_1", token.ReasonUnexpected, true)
		wantKey(t, set, "ins_2")
	})
}

func TestKeySetColdFailure(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e := &endpoint{err: errDown}
		set := e.set()
		for _, err := range askAll(t.Context(), set, many("ins_1")...) {
			wantReason(t, err, token.ReasonUnexpected)
		}
		wantLoads(t, e, 5)
		began := e.times()
		for i, pause := range []time.Duration{100, 200, 400, 800} {
			pause *= time.Millisecond
			// Pauses are spread by half, lest all instances call at once.
			if apart := began[i+1].Sub(began[i]); apart < pause/2 || apart > pause*3/2 {
				t.Errorf("attempt %d came %s after the one before, want about %s", i+2, apart, pause)
			}
		}

		// For a second everybody fails at once.
		for range 9 {
			if waited := wantNoKey(t, set, "ins_1", token.ReasonUnexpected, true); waited != 0 {
				t.Errorf("a request waited %s", waited)
			}
			time.Sleep(100 * time.Millisecond)
		}
		wantLoads(t, e, 5)

		// Then a new load begins.
		time.Sleep(100 * time.Millisecond)
		e.publish(published("ins_1"))
		wantKey(t, set, "ins_1")
		wantLoads(t, e, 6)
	})
}

func TestKeySetColdRecovery(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e := &endpoint{err: errDown}
		set := e.set()
		go func() {
			time.Sleep(200 * time.Millisecond)
			e.publish(published("ins_1"))
		}()
		if err := errors.Join(askAll(t.Context(), set, many("ins_1")...)...); err != nil {
			t.Error(err)
		}
		if loads := e.loads(); loads < 2 || loads > 5 {
			t.Errorf("%d attempts", loads)
		}
	})
}

// The load bounds itself where its endpoint does not answer.
func TestKeySetBoundsALoad(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		e := &endpoint{latency: time.Hour}
		began := time.Now()
		if _, err := e.set().Key(t.Context(), "ins_1"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("want a deadline exceeded, got %v", err)
		}
		if waited := time.Since(began); waited > 10*time.Second {
			t.Errorf("waited %s", waited)
		}
	})
}

func TestKeySetWithoutLoad(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T) {
		if waited := wantNoKey(t, token.NewKeySet(token.KeySetOptions{}), "ins_1", token.ReasonKeyUnresolved, true); waited != 0 {
			t.Errorf("a request waited %s for nothing", waited)
		}
	})
}

// What Load says is the matter is what requests see.
func TestKeySetPassesErrorsOn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		want token.Reason
	}{
		"keys not loaded":    {token.KeysNotLoaded(errDown), token.ReasonKeysNotLoaded},
		"network":            {errDown, token.ReasonUnexpected},
		"secret key invalid": {fmt.Errorf("wrapped: %w", token.SecretKeyInvalid(errDown)), token.ReasonSecretKeyInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(t *testing.T) {
				set := (&endpoint{err: test.err}).set()
				wantNoKey(t, set, "ins_1", test.want, true)
				if _, err := set.Key(t.Context(), "ins_1"); !errors.Is(err, errDown) {
					t.Errorf("the cause is lost: %v", err)
				}
			})
		})
	}
}
