package webhook

import (
	"container/list"
	"context"
	"fmt"
	"sync"
	"time"
)

// DefaultMemorySize is how many messages, and how many objects, a [Memory] remembers
// unless told otherwise.
const DefaultMemorySize = 100_000

// Memory is a [Store] in the memory of one process. What it knows is gone when the
// process ends. When it is full, what came first is forgotten first. A claim of a
// message, or of an object, that is taken waits until it is free or the context ends.
type Memory struct {
	mu      sync.Mutex
	busy    map[string]chan struct{} // closed when a message or an object is free
	done    *recent[string, struct{}]
	objects *recent[string, newest]
}

// newest is what is known of an object.
type newest struct {
	at      time.Time
	deleted bool
}

// outdates reports whether a message says nothing new.
func (n newest) outdates(m *Message) bool {
	return n.deleted || m.Timestamp.Before(n.at) || m.Timestamp.Equal(n.at) && m.Creates()
}

// maxWait is how long a claim waits for another.
const maxWait = 10 * time.Second

// NewMemory returns a store of size messages and size objects. A size of zero or less
// is [DefaultMemorySize].
func NewMemory(size int) *Memory {
	if size <= 0 {
		size = DefaultMemorySize
	}
	return &Memory{busy: map[string]chan struct{}{}, done: newRecent[string, struct{}](size), objects: newRecent[string, newest](size)}
}

// Claim implements [Store].
func (m *Memory) Claim(ctx context.Context, message *Message) (Claim, error) {
	keys := []string{"message " + message.ID}
	object := message.Object()
	if object != "" {
		keys = append(keys, "object "+object)
	}
	patience := time.NewTimer(maxWait)
	defer patience.Stop()
	for {
		wait, err := m.tryClaim(keys, message.ID, object, message)
		if err != nil {
			return nil, err
		}
		if wait == nil {
			return &memoryClaim{m, keys, message.ID, object, newest{message.Timestamp, message.Deletes()}}, nil
		}
		select {
		case <-wait:
		case <-patience.C:
			return nil, ErrBusy
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: %w", ErrBusy, ctx.Err())
		}
	}
}

// tryClaim claims all keys, or returns what to wait for.
func (m *Memory) tryClaim(keys []string, id, object string, message *Message) (<-chan struct{}, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, key := range keys {
		if taken, ok := m.busy[key]; ok {
			return taken, nil
		}
	}
	if _, done := m.done.get(id); done {
		return nil, ErrDone
	}
	if known, ok := m.objects.get(object); ok && known.outdates(message) {
		return nil, ErrDone
	}
	free := make(chan struct{})
	for _, key := range keys {
		m.busy[key] = free
	}
	return nil, nil
}

// free ends a claim.
func (m *Memory) free(c *memoryClaim, done bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if done {
		m.done.put(c.id, struct{}{})
		if c.object != "" {
			m.objects.put(c.object, c.newest)
		}
	}
	close(m.busy[c.keys[0]])
	for _, key := range c.keys {
		delete(m.busy, key)
	}
}

type memoryClaim struct {
	memory     *Memory
	keys       []string
	id, object string
	newest     newest
}

func (c *memoryClaim) Context(ctx context.Context) context.Context { return ctx }

func (c *memoryClaim) Done(context.Context) error {
	c.memory.free(c, true)
	return nil
}

func (c *memoryClaim) Release(context.Context) error {
	c.memory.free(c, false)
	return nil
}

// recent is a map that forgets what was put in longest ago when it is full.
type recent[K comparable, V any] struct {
	size   int
	values map[K]*list.Element
	order  *list.List // of entries, oldest first
}

type recentEntry[K comparable, V any] struct {
	key   K
	value V
}

func newRecent[K comparable, V any](size int) *recent[K, V] {
	return &recent[K, V]{size: size, values: map[K]*list.Element{}, order: list.New()}
}

func (r *recent[K, V]) get(key K) (value V, ok bool) {
	if at, ok := r.values[key]; ok {
		return at.Value.(recentEntry[K, V]).value, true
	}
	return value, false
}

func (r *recent[K, V]) put(key K, value V) {
	if at, known := r.values[key]; known {
		r.order.Remove(at)
	} else if len(r.values) >= r.size {
		delete(r.values, r.order.Remove(r.order.Front()).(recentEntry[K, V]).key)
	}
	r.values[key] = r.order.PushBack(recentEntry[K, V]{key, value})
}
