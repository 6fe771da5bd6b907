package token

import (
	"context"
	"errors"
	"maps"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	// coldAttempts is how often a load is tried while requests depend on it.
	coldAttempts uint = 5
	// attemptLimit is how long one attempt may take, loadLimit all of them.
	attemptLimit = 5 * time.Second
	loadLimit    = 10 * time.Second
)

// errUnknownKey does not repeat the key ID: whoever sent the token chose it.
var errUnknownKey = newError(ReasonKeyMismatch, actionClerkToken, "The instance has no key of the key ID of the JWT. Was the JWT made by another instance?")

// errNoLoad is what a [KeySet] without a Load fails with.
var errNoLoad = unavailable(ReasonKeyUnresolved, actionJWTKey, "KeySetOptions.Load is not set.", nil)

// KeysNotLoaded returns the [Error] for an answer that holds no keys.
func KeysNotLoaded(cause error) *Error {
	return unavailable(ReasonKeysNotLoaded, actionUnreachable, "The keys of the instance could not be loaded.", cause)
}

// SecretKeyInvalid returns the [Error] for a secret key that Clerk refuses.
func SecretKeyInvalid(cause error) *Error {
	return unavailable(ReasonSecretKeyInvalid, actionSecretKey, "Clerk refuses the secret key.", cause)
}

// unavailable builds an [Error] that says nothing about the token.
func unavailable(reason Reason, action, message string, cause error) *Error {
	e := newError(reason, action, message).because(cause)
	e.unavailable = true
	return e
}

// flight is a load under way.
type flight struct {
	// done is closed when the load has ended; err is set before.
	done chan struct{}
	err  *Error
	// late ends when requests that have usable keys stop waiting: at the first
	// failure, or after waitLimit.
	late context.Context
}

// landed reports whether the load has ended well.
func (f *flight) landed() bool {
	select {
	case <-f.done:
		return f.err == nil
	default:
		return false
	}
}

// join returns the load under way, or begins one. The caller holds the lock.
func (s *KeySet) join(attempts uint) *flight {
	if s.flight != nil {
		return s.flight
	}
	late, giveUp := context.WithTimeout(context.Background(), waitLimit)
	f := &flight{done: make(chan struct{}), late: late}
	s.flight = f
	go func() {
		defer giveUp()
		f.err = s.load(attempts, giveUp)
		s.mu.Lock()
		s.flight = nil
		s.mu.Unlock()
		close(f.done)
	}()
	return f
}

// load loads the keys, in several attempts if need be, and calls failed after
// each that fails.
func (s *KeySet) load(attempts uint, failed func()) *Error {
	ctx, cancel := context.WithTimeout(context.Background(), loadLimit)
	defer cancel()
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval, pause.Multiplier = 100*time.Millisecond, time.Second, 2
	var last *Error
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		if last = s.attempt(ctx); last == nil {
			return struct{}{}, nil
		}
		failed()
		if errors.Is(last, errNoKeys) || errors.Is(last, errNoLoad) {
			return struct{}{}, backoff.Permanent(last)
		}
		return struct{}{}, last
	}, backoff.WithBackOff(pause), backoff.WithMaxTries(attempts))
	if err == nil {
		return nil
	}
	return last
}

// attempt loads the keys once, and tells the hook.
func (s *KeySet) attempt(ctx context.Context) *Error {
	ctx, cancel := context.WithTimeout(ctx, attemptLimit)
	defer cancel()
	if s.options.Hook == nil {
		return s.replace(ctx)
	}
	ctx, done := s.options.Hook(ctx)
	failed := s.replace(ctx)
	switch {
	case done == nil:
	case failed == nil:
		done(nil) // and not a nil of another type
	default:
		done(failed)
	}
	return failed
}

// replace loads the keys and puts them in place.
func (s *KeySet) replace(ctx context.Context) *Error {
	data, err := s.options.Load(ctx)
	now := s.options.Now()
	var keys map[string]*seenKey
	if err == nil {
		keys, err = parseKeys(data, now)
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.current.Store(s.current.Load().merge(keys, now))
		s.failed = nil
		return nil
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		e = unavailable(ReasonUnexpected, actionUnreachable, "The keys of the instance could not be loaded.", err)
	}
	s.failed, s.failedAt = e, now
	s.options.Logger.Warn("clerk: the keys of the instance could not be loaded", "reason", e.Reason, "error", err)
	return e
}

// merge returns the state after a load. A key that is no longer published stays
// until it is [MaxAge] old: tokens signed with it a moment ago are in use.
func (s *snapshot) merge(keys map[string]*seenKey, now time.Time) *snapshot {
	merged := make(map[string]*seenKey, len(keys))
	if s != nil {
		for id, key := range keys {
			if before, ok := s.keys[id]; ok && before.equal(key.Key) {
				key.Key = before.Key // as it was: what it has verified stays verified
			}
		}
		maps.Copy(merged, s.keys)
		maps.DeleteFunc(merged, func(_ string, key *seenKey) bool { return elapsed(key.at, now, MaxAge) })
	}
	maps.Copy(merged, keys)
	return &snapshot{keys: merged, loadedAt: now}
}
