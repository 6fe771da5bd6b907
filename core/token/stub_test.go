package token_test

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/clerkgo/clerk-go/core/token"
)

// errDown is what an endpoint that is down fails with.
var errDown = errors.New("connection refused")

// endpoint publishes the keys of an instance and counts how often they are
// loaded.
type endpoint struct {
	mu      sync.Mutex
	keys    []byte
	err     error
	latency time.Duration
	began   []time.Time
}

// load is a [token.KeySetOptions].Load.
func (e *endpoint) load(ctx context.Context) ([]byte, error) {
	e.mu.Lock()
	e.began = append(e.began, time.Now())
	latency := e.latency
	e.mu.Unlock()
	select {
	case <-time.After(latency):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.keys, e.err
}

// publish makes the endpoint answer with keys.
func (e *endpoint) publish(keys []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.keys, e.err = keys, nil
}

// fail makes the endpoint fail.
func (e *endpoint) fail(err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.err = err
}

// slow makes the endpoint take its time.
func (e *endpoint) slow(latency time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.latency = latency
}

// loads returns how many loads have begun.
func (e *endpoint) loads() int { return len(e.times()) }

// times returns when each load began.
func (e *endpoint) times() []time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]time.Time(nil), e.began...)
}

// set returns a set that loads from the endpoint.
func (e *endpoint) set() *token.KeySet { return token.NewKeySet(token.KeySetOptions{Load: e.load}) }

// loaded returns a set whose keys are always the same.
func loaded(keys []byte) *token.KeySet {
	return token.NewKeySet(token.KeySetOptions{
		Load: func(context.Context) ([]byte, error) { return keys, nil },
	})
}
