package expiring_test

import (
	"sync"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/expiring"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestMap(t *testing.T) {
	t.Parallel()
	m := &expiring.Map[string, int]{Size: 2}
	want := func(key string, at time.Time, value int, ok bool) {
		t.Helper()
		if got, found := m.Get(key, at); got != value || found != ok {
			t.Errorf("%s: got %d, %t, want %d, %t", key, got, found, value, ok)
		}
	}
	want("a", now, 0, false)
	m.Put("a", 1, now.Add(time.Second))
	want("a", now, 1, true)
	want("a", now.Add(time.Second-1), 1, true)
	want("a", now.Add(time.Second), 0, false)
	m.Put("a", 2, now.Add(time.Minute))
	m.Put("b", 3, now.Add(time.Minute))
	want("a", now, 2, true)
	m.Put("c", 4, now.Add(time.Minute))
	want("a", now, 0, false)
	want("b", now, 3, true)
	want("c", now, 4, true)
}

func TestMapIsBounded(t *testing.T) {
	t.Parallel()
	m := &expiring.Map[int, int]{Size: 10}
	var group sync.WaitGroup
	for k := range 4 {
		group.Go(func() {
			for n := range 1000 {
				m.Put(k*1000+n, n, now.Add(time.Minute))
				m.Get(k*1000+n, now)
			}
		})
	}
	if group.Wait(); m.Len() != 10 {
		t.Errorf("%d entries", m.Len())
	}
	var none expiring.Map[int, int]
	if none.Put(1, 1, now.Add(time.Minute)); none.Len() != 0 {
		t.Error("a map of no size holds something")
	}
}
