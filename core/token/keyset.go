package token

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Ages and intervals of a [KeySet].
const (
	// RefreshAge is the age from which keys are loaded again in the background.
	RefreshAge = 4 * time.Minute
	// MaxAge is the age past which a request waits for the load under way, and
	// past which a key that is no longer published is refused.
	MaxAge = 5 * time.Minute
	// HardAge is the age past which keys are not used even if loading fails.
	HardAge = 24 * time.Hour
	// GuardInterval is the least time between two loads for unknown key IDs,
	// and between two loads while loading fails.
	GuardInterval = 5 * time.Second

	// emptyPause is how long a set without keys answers at once with the
	// failure of its last load.
	emptyPause = time.Second
	// waitLimit is how long requests wait for a load while usable keys exist.
	waitLimit = 2 * time.Second
)

// KeySetOptions configure a [KeySet].
type KeySetOptions struct {
	// Hook is told of each attempt to load keys, to trace and count it. The context
	// that it returns is the one Load is given; the function, which may be nil, is told
	// how the attempt ended: with nil if there are new keys. Nil costs nothing.
	Hook func(context.Context) (context.Context, func(error))
	// Load returns the JSON Web Key Set of the instance (RFC 7517, section 5).
	// It makes one attempt, bounds what it reads, and obeys its context. If its
	// error is an [Error], such as [KeysNotLoaded], requests see that one. Nil
	// is a set that never has keys.
	Load func(context.Context) ([]byte, error)
	// Logger is told about loads that fail; nil is silent.
	Logger *slog.Logger
	// Now is the clock that ages are measured with; nil is [time.Now].
	Now func() time.Time
}

// KeySet holds the keys of one instance. It is a [KeySource], safe for
// concurrent use, and costs one atomic read while its keys are fresh.
//
//   - Any number of requests share one load.
//   - A key ID that is not in the set loads it at once, but at most once per
//     [GuardInterval], so that forged tokens cannot make a service call out.
//   - From [RefreshAge] on, keys are loaded in the background. Past [MaxAge]
//     requests wait for that load, two seconds at most.
//   - When loading fails, the last good keys serve without waiting, up to
//     [HardAge], and attempts go on.
//   - A key that is no longer published is refused [MaxAge] after it was last
//     seen.
//   - While there are no keys, a load makes five attempts, with pauses that grow
//     from about 100 ms to about one second. When they fail, requests fail at
//     once for a second. A load for a key ID that is not in the set goes on like
//     that too, unless the attempt before it failed.
//
// A goroutine exists only while keys are being loaded and ends by itself, after
// ten seconds at the latest. Build a set with [NewKeySet].
type KeySet struct {
	options KeySetOptions
	current atomic.Pointer[snapshot]

	mu          sync.Mutex
	flight      *flight
	failed      *Error    // what the last attempt failed with; nil if it did not
	failedAt    time.Time // when it did
	lastUnknown time.Time // when a load last began for an unknown key ID
}

// NewKeySet returns a set that loads its keys when the first one is asked for.
func NewKeySet(options KeySetOptions) *KeySet {
	if options.Load == nil {
		options.Load = func(context.Context) ([]byte, error) { return nil, errNoLoad }
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	return &KeySet{options: options}
}

// Key returns the key of an ID. The error is an [Error] with
// [ReasonKeyMismatch] if the instance has no such key; one whose
// [Error.Unavailable] is true if its keys could not be loaded; or that of ctx
// if it ended first.
func (s *KeySet) Key(ctx context.Context, id string) (*Key, error) {
	now := s.options.Now()
	current := s.current.Load()
	if key := current.key(id, now); key != nil && current.age(now) < RefreshAge {
		return key, nil
	}
	return s.slowKey(ctx, id, now)
}

// slowKey is [KeySet.Key] where keys are missing or not fresh.
func (s *KeySet) slowKey(ctx context.Context, id string, now time.Time) (*Key, error) {
	s.mu.Lock()
	current := s.current.Load()
	if current.age(now) >= HardAge {
		current = nil
	}
	key := current.key(id, now)
	due := s.failed == nil || elapsed(s.failedAt, now, GuardInterval)
	switch {
	case key != nil && current.age(now) < RefreshAge:
		s.mu.Unlock()
		return key, nil

	case key != nil && (current.age(now) < MaxAge || s.failed != nil && !elapsed(s.failedAt, now, MaxAge)):
		if due {
			s.join(1)
		}
		s.mu.Unlock()
		return key, nil

	case key != nil:
		f := s.join(1)
		s.mu.Unlock()
		return s.awaitRefresh(ctx, f, id, key)

	case current != nil:
		return s.unknownKey(ctx, id, now, due)

	case s.flight == nil && s.failed != nil && !elapsed(s.failedAt, now, emptyPause):
		defer s.mu.Unlock()
		return nil, s.failed
	}
	f := s.join(coldAttempts)
	s.mu.Unlock()
	return s.await(ctx, f, id)
}

// unknownKey looks for a key that a set with keys does not hold. It takes over
// the lock.
func (s *KeySet) unknownKey(ctx context.Context, id string, now time.Time, due bool) (*Key, error) {
	if s.flight == nil {
		if !due {
			defer s.mu.Unlock()
			return nil, s.failed
		}
		if !elapsed(s.lastUnknown, now, GuardInterval) {
			s.mu.Unlock()
			return nil, errUnknownKey
		}
	}
	attempts := coldAttempts
	if s.failed != nil {
		attempts = 1
	}
	s.lastUnknown = now
	f := s.join(attempts)
	s.mu.Unlock()
	return s.await(ctx, f, id)
}

// await waits for a load and returns what it says of a key ID.
func (s *KeySet) await(ctx context.Context, f *flight, id string) (*Key, error) {
	select {
	case <-f.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f.err != nil {
		return nil, f.err
	}
	now := s.options.Now()
	if key := s.current.Load().key(id, now); key != nil {
		return key, nil
	}
	// The load answered for this unknown key ID too.
	s.mu.Lock()
	s.lastUnknown = now
	s.mu.Unlock()
	return nil, errUnknownKey
}

// awaitRefresh is [KeySet.await] for a request that could do with the key it
// has: it waits no longer than until the first failure or waitLimit.
func (s *KeySet) awaitRefresh(ctx context.Context, f *flight, id string, old *Key) (*Key, error) {
	select {
	case <-f.done:
	case <-f.late.Done():
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f.landed() {
		return s.await(ctx, f, id)
	}
	return old, nil
}

// snapshot is an immutable state of the set; nil has no keys.
type snapshot struct {
	keys     map[string]*seenKey
	loadedAt time.Time
}

// seenKey is a key with the time at which it was last published.
type seenKey struct {
	*Key
	at time.Time
}

// key returns the key of an ID, nil if there is none or it was withdrawn.
func (s *snapshot) key(id string, now time.Time) *Key {
	if s == nil {
		return nil
	}
	key, known := s.keys[id]
	if !known || (!key.at.Equal(s.loadedAt) && elapsed(key.at, now, MaxAge)) {
		return nil
	}
	return key.Key
}

// publishes reports whether a key was there when the keys were loaded, and so stays as
// long as they do.
func (s *snapshot) publishes(id string) bool {
	key, known := s.keys[id]
	return known && key.at.Equal(s.loadedAt)
}

// age returns how old the keys are. A clock that went backwards makes them old
// enough to be loaded again.
func (s *snapshot) age(now time.Time) time.Duration {
	if s == nil {
		return HardAge
	}
	if age := now.Sub(s.loadedAt); age >= 0 {
		return age
	}
	return MaxAge
}

// elapsed reports whether d has passed since a time, or the clock went
// backwards.
func elapsed(since, now time.Time, d time.Duration) bool {
	passed := now.Sub(since)
	return passed >= d || passed < 0
}
