// Package expiring holds a map whose entries end by themselves, and which never grows
// beyond its size.
package expiring

import (
	"sync"
	"time"
)

// Map is a map of at most Size entries, each with an end. When it is full, the entry
// that was put in first gives way. It is safe for concurrent use and has no goroutine:
// what has ended is dropped when it is met. The zero Map holds nothing.
type Map[K comparable, V any] struct {
	Size int

	mu      sync.Mutex
	entries map[K]entry[V]
	order   []K // a ring, in the order in which keys were put in
	next    int // of the ring
}

type entry[V any] struct {
	value V
	until time.Time
}

// Get returns the value of a key that has not ended at a time.
func (m *Map[K, V]) Get(key K, now time.Time) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found, ok := m.entries[key]
	if !ok || !now.Before(found.until) {
		var none V
		return none, false
	}
	return found.value, true
}

// Put stores a value until a time, in place of the one that the key has.
func (m *Map[K, V]) Put(key K, value V, until time.Time) {
	if m.Size <= 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.entries == nil {
		m.entries = make(map[K]entry[V])
	}
	if _, known := m.entries[key]; !known {
		if len(m.order) < m.Size {
			m.order = append(m.order, key)
		} else {
			delete(m.entries, m.order[m.next])
			m.order[m.next] = key
			m.next = (m.next + 1) % m.Size
		}
	}
	m.entries[key] = entry[V]{value, until}
}

// Len returns how many entries there are, ended ones among them.
func (m *Map[K, V]) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.entries)
}
