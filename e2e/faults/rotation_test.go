package faults

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
)

// rotation has the keys of the instance change while tokens of them are in use.
func rotation(s *suite) {
	next := newSigner("ins_2", 2)
	fresh := next.session("user_2", epoch.Add(-48*time.Hour), longLife)
	for name, test := range map[string]func(*testing.T, *world){
		"added": func(t *testing.T, w *world) {
			w.publish(w.key, next)
			want(t, "a token of the new key", w.bearer(t, fresh), http.StatusOK)
			want(t, "a token of the old key", w.bearer(t, w.good), http.StatusOK)
			w.bounded(t, keySet, 1, 1)
		},
		"added, while many ask": func(t *testing.T, w *world) {
			w.publish(w.key, next)
			all(t, w, func(int) string { return fresh }, http.StatusOK)
			w.bounded(t, keySet, 1, 1)
		},
		"added during an outage": func(t *testing.T, w *world) {
			w.publish(w.key, next)
			w.breaks(outage)
			want(t, "a token of the new key", w.bearer(t, fresh), http.StatusServiceUnavailable)
			want(t, "a token of the old key", w.bearer(t, w.good), http.StatusOK)
			w.heals()
			w.clock.Advance(token.GuardInterval)
			want(t, "a token of the new key afterwards", w.bearer(t, fresh), http.StatusOK)
		},
		"added after forgeries": func(t *testing.T, w *world) {
			want(t, "a token of no key", w.bearer(t, w.unknown), http.StatusUnauthorized)
			w.publish(w.key, next)
			w.clock.Advance(token.GuardInterval)
			want(t, "a token of the new key", w.bearer(t, fresh), http.StatusOK)
		},
		"none, while many forge": func(t *testing.T, w *world) {
			all(t, w, func(i int) string {
				return next.under(newSigner(fmt.Sprint("ins_forged_", i), 2)).session("user_2", epoch, longLife)
			}, http.StatusUnauthorized)
			w.bounded(t, keySet, 1, 1)
			want(t, "a good token", w.bearer(t, w.good), http.StatusOK)
		},
		"withdrawn": func(t *testing.T, w *world) {
			w.publish(next)
			want(t, "a token of the old key, not known to be old", w.bearer(t, w.good), http.StatusOK)
			w.clock.Advance(token.MaxAge)
			want(t, "a token of the old key", w.bearer(t, w.good), http.StatusUnauthorized)
			want(t, "a token of the new key", w.bearer(t, fresh), http.StatusOK)
		},
		"withdrawn, and found out by a token of the new key": func(t *testing.T, w *world) {
			w.publish(next)
			w.clock.Advance(time.Minute)
			want(t, "a token of the new key", w.bearer(t, fresh), http.StatusOK)
			want(t, "a token of the old key, in use a moment ago", w.bearer(t, w.good), http.StatusOK)
			w.clock.Advance(token.MaxAge - time.Minute)
			want(t, "a token of the old key", w.bearer(t, w.good), http.StatusUnauthorized)
		},
		"withdrawn during an outage": func(t *testing.T, w *world) {
			w.publish(next)
			w.breaks(outage)
			for range 12 {
				w.clock.Advance(token.MaxAge)
				want(t, "a token of the old key", w.bearer(t, w.good), http.StatusOK)
			}
			w.heals()
			w.clock.Advance(token.MaxAge)
			want(t, "a token of the old key afterwards", w.bearer(t, w.good), http.StatusUnauthorized)
			want(t, "a token of the new key afterwards", w.bearer(t, fresh), http.StatusOK)
		},
		"replaced under its ID": func(t *testing.T, w *world) {
			w.publish(next.under(w.key))
			w.clock.Advance(token.MaxAge)
			want(t, "a token of the old key", w.bearer(t, w.good), http.StatusUnauthorized)
			want(t, "a token of the new key", w.bearer(t, next.under(w.key).session("user_2", epoch, longLife)), http.StatusOK)
		},
		"replaced by what is no key": func(t *testing.T, w *world) {
			w.breaks(&fault{answer: answer(200, jsonType, `{"keys":[{"kid":"ins_1","kty":"RSA","n":"AQAB","e":"AQAB"}]}`)})
			w.clock.Advance(token.MaxAge)
			got := w.bearer(t, w.good)
			if got.status == http.StatusOK {
				t.Errorf("a token of the old key: %v", got)
			}
		},
	} {
		s.run("rotation/"+name, func(t *testing.T) {
			w := s.world(t)
			w.warm(t)
			test(t, w)
		})
	}
}

// outage is a fault that is over at once for who meets it.
var outage = &fault{answer: answer(500, jsonType, "")}

// all sends many requests at once, each with a token of its own.
func all(t *testing.T, w *world, tokenOf func(int) string, status int) {
	t.Helper()
	tokens := make([]string, 16)
	for i := range tokens {
		tokens[i] = tokenOf(i)
	}
	var group sync.WaitGroup
	for i := range 200 {
		group.Go(func() { want(t, "one of many", w.bearer(t, tokens[i%len(tokens)]), status) })
	}
	group.Wait()
}
