package faults

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/token"
)

// clocks has the clock of the application jump, while its API is well and while it is
// not. What tokens say of times decides as ever; keys do not become unknown.
func clocks(s *suite) {
	brief := newSigner("ins_1", 0).session("user_1", epoch.Add(-time.Second), time.Minute)
	for _, jump := range []time.Duration{-24 * time.Hour, -time.Hour, -2 * time.Minute, 2 * time.Minute, time.Hour, 23 * time.Hour, 24 * time.Hour} {
		for _, broken := range []bool{false, true} {
			s.run(fmt.Sprintf("clocks/%v, outage %v", jump, broken), func(t *testing.T) {
				w := s.world(t)
				w.warm(t)
				want(t, "a brief token", w.bearer(t, brief), http.StatusOK)
				if broken {
					w.breaks(outage)
				}
				before := w.requests(keySet)
				w.clock.Advance(jump)
				if broken && jump >= token.HardAge {
					want(t, "a long token", w.bearer(t, w.good), http.StatusServiceUnavailable)
					want(t, "a forged token", w.bearer(t, w.forged), http.StatusServiceUnavailable)
				} else {
					want(t, "a long token", w.bearer(t, w.good), http.StatusOK)
					want(t, "a forged token", w.bearer(t, w.forged), http.StatusUnauthorized)
					want(t, "a brief token then", w.bearer(t, brief), http.StatusUnauthorized)
				}
				w.bounded(t, keySet, before, coldAttempts)

				w.clock.Advance(-jump) // somebody set it right
				want(t, "a long token afterwards", w.bearer(t, w.good), http.StatusOK)
				want(t, "a brief token afterwards", w.bearer(t, brief), http.StatusOK)
				want(t, "a forged token afterwards", w.bearer(t, w.forged), http.StatusUnauthorized)
				w.bounded(t, keySet, before, coldAttempts+1)
			})
		}
	}
	s.run("clocks/machine tokens that are remembered", func(t *testing.T) {
		w := s.world(t, func(o *core.Options) { o.MachineTokenTTL = 10 * time.Second })
		for _, jump := range []time.Duration{0, 9 * time.Second, time.Second, time.Hour, 24 * time.Hour} {
			w.clock.Advance(jump)
			want(t, "a key", w.bearer(t, "ak_good"), http.StatusOK)
			want(t, "no key", w.bearer(t, "ak_bad"), http.StatusUnauthorized)
		}
		w.bounded(t, verifyAPIKey, 0, 8) // two each time, but for the second
		w.breaks(outage)
		want(t, "a key that is remembered", w.bearer(t, "ak_good"), http.StatusOK)
		w.clock.Advance(10 * time.Second)
		want(t, "a key that is not", w.bearer(t, "ak_good"), http.StatusServiceUnavailable)
	})
}
