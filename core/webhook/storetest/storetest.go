// Package storetest is the suite that every [webhook.Store] passes.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/webhook"
)

// A Table is what handlers write to: one text for each object. A store whose claims
// carry a transaction has a table that writes in it.
type Table interface {
	// Write stores a text for an object. The context is that of the claim.
	Write(ctx context.Context, object, text string) error
	// Read returns the text of an object, "" if it has none.
	Read(ctx context.Context, object string) (string, error)
}

// Run runs the suite. open returns the stores of several receivers that share what they
// know, one after the other empty, and the table that their handlers write to.
func Run(t *testing.T, open func(t *testing.T) ([]webhook.Store, Table)) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, []webhook.Store, Table){
		"deletions are remembered":      deletions,
		"each message is handled once":  once,
		"messages without an object":    withoutObject,
		"one handler for an object":     exclusive,
		"older messages are dropped":    order,
		"released messages come again":  release,
		"the final state is the newest": final,
	} {
		t.Run(name, func(t *testing.T) {
			stores, table := open(t)
			test(t, stores, table)
		})
	}
}

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// message is a message about an object, at a time in seconds.
func message(id, eventType, object string, at int) *webhook.Message {
	m := &webhook.Message{ID: id, Type: eventType, Timestamp: start.Add(time.Duration(at) * time.Second)}
	if object != "" {
		m.Data = fmt.Appendf(nil, `{"id":%q}`, object)
	}
	return m
}

var errKilled = errors.New("killed")

// handle claims a message and handles it as a mux does. It reports whether the handler
// ran to its end.
func handle(ctx context.Context, store webhook.Store, m *webhook.Message, handler func(context.Context) error) (bool, error) {
	claim, err := store.Claim(ctx, m)
	if errors.Is(err, webhook.ErrDone) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := handler(claim.Context(ctx)); err != nil {
		return false, errors.Join(err, claim.Release(context.WithoutCancel(ctx)))
	}
	return true, claim.Done(ctx)
}

// want handles a message and fails the test unless it is handled, or is not.
func want(t *testing.T, store webhook.Store, m *webhook.Message, handled bool) {
	t.Helper()
	got, err := handle(t.Context(), store, m, func(context.Context) error { return nil })
	if err != nil || got != handled {
		t.Errorf("%s %s: handled %t, error %v, want %t", m.ID, m.Type, got, err, handled)
	}
}

func once(t *testing.T, stores []webhook.Store, _ Table) {
	for _, store := range stores {
		want(t, store, message("msg_1", "user.created", "user_1", 1), store == stores[0])
		want(t, store, message("msg_1", "user.created", "user_1", 1), false)
	}
	want(t, stores[0], message("msg_2", "user.updated", "user_1", 1), true) // at the same time
}

func withoutObject(t *testing.T, stores []webhook.Store, _ Table) {
	want(t, stores[0], message("msg_1", "thing.happened", "", 2), true)
	want(t, stores[0], message("msg_2", "thing.happened", "", 1), true)
	want(t, stores[len(stores)-1], message("msg_1", "thing.happened", "", 2), false)
}

func order(t *testing.T, stores []webhook.Store, _ Table) {
	first, last := stores[0], stores[len(stores)-1]
	want(t, first, message("msg_3", "user.updated", "user_1", 3), true)
	want(t, last, message("msg_2", "user.updated", "user_1", 2), false)
	want(t, last, message("msg_1", "user.created", "user_1", 1), false)
	want(t, last, message("msg_2b", "user.created", "user_2", 2), true) // another object
	want(t, last, message("msg_2c", "session.created", "user_1", 2), true)
	want(t, last, message("msg_4", "user.updated", "user_1", 4), true)
	want(t, first, message("msg_3b", "user.updated", "user_1", 3), false)
	want(t, first, message("msg_4b", "user.created", "user_1", 4), false) // a creation is never the newer one of two
	want(t, first, message("msg_4c", "user.updated", "user_1", 4), true)
}

func deletions(t *testing.T, stores []webhook.Store, _ Table) {
	first, last := stores[0], stores[len(stores)-1]
	want(t, first, message("msg_2", "user.deleted", "user_1", 2), true)
	want(t, last, message("msg_1", "user.created", "user_1", 1), false)
	want(t, last, message("msg_3", "user.updated", "user_1", 3), false) // however late
	want(t, last, message("msg_4", "user.deleted", "user_1", 4), false)
}

func release(t *testing.T, stores []webhook.Store, table Table) {
	m := message("msg_1", "user.created", "user_1", 1)
	for _, store := range stores {
		done, err := handle(t.Context(), store, m, func(ctx context.Context) error {
			return errors.Join(table.Write(ctx, "user_0", "half done"), errKilled)
		})
		if done || !errors.Is(err, errKilled) {
			t.Errorf("a handler that failed: done %t, error %v", done, err)
		}
	}
	want(t, stores[0], message("msg_0", "user.created", "user_1", 0), true) // nothing newer was handled
	want(t, stores[len(stores)-1], m, true)
	want(t, stores[0], m, false)
}

// exclusive delivers events of one object and of one time at once: all count, and never
// are two of them being handled.
func exclusive(t *testing.T, stores []webhook.Store, table Table) {
	const events = 24
	var inside, ran atomic.Int64
	var group sync.WaitGroup
	for k := range events {
		m := message(fmt.Sprint("msg_", k), "user.updated", "user_1", 1)
		group.Go(func() {
			done, err := handle(t.Context(), stores[k%len(stores)], m, func(ctx context.Context) error {
				if inside.Add(1) != 1 {
					t.Errorf("%s is handled besides another", m.ID)
				}
				defer inside.Add(-1)
				runtime.Gosched()
				return table.Write(ctx, m.Object(), m.ID)
			})
			if err != nil && !errors.Is(err, webhook.ErrBusy) {
				t.Errorf("%s: %v", m.ID, err)
			}
			if done {
				ran.Add(1)
			}
		})
	}
	group.Wait()
	if ran.Load() == 0 {
		t.Error("no event was handled")
	}
}

// final delivers events of several objects ten times each, out of order, from eight
// goroutines, with handlers that are killed in between.
func final(t *testing.T, stores []webhook.Store, table Table) {
	const objects, events, times, receivers = 4, 12, 10, 8
	var all []*webhook.Message
	for o := range objects {
		for e := range events {
			eventType := "user.updated"
			if o%2 == 1 && e == events-1 {
				eventType = "user.deleted"
			}
			m := message(fmt.Sprintf("msg_%d_%d", o, e), eventType, fmt.Sprint("user_", o), e)
			for range times {
				all = append(all, m)
			}
		}
	}
	rand.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
	var next, ran atomic.Int64
	handled := sync.Map{} // by ID
	var group sync.WaitGroup
	deliver := func(store webhook.Store, m *webhook.Message, kill bool) {
		done, err := handle(t.Context(), store, m, func(ctx context.Context) error {
			ran.Add(1)
			if err := table.Write(ctx, m.Object(), fmt.Sprint(m.Type, " ", m.ID)); err != nil {
				return err
			}
			if kill {
				return errKilled
			}
			return nil
		})
		if err != nil && !errors.Is(err, errKilled) && !errors.Is(err, webhook.ErrBusy) {
			t.Errorf("%s: %v", m.ID, err)
		}
		if !done {
			return
		}
		if _, twice := handled.LoadOrStore(m.ID, true); twice {
			t.Errorf("%s was handled twice", m.ID)
		}
	}
	for k := range receivers {
		group.Go(func() {
			for {
				n := int(next.Add(1)) - 1
				if n >= len(all) {
					return
				}
				deliver(stores[k%len(stores)], all[n], n%3 == 0)
			}
		})
	}
	group.Wait()
	for _, m := range all { // the sender sends again what was not acknowledged
		deliver(stores[0], m, false)
	}
	for o := range objects {
		object, wanted := fmt.Sprint("user:user_", o), fmt.Sprintf("user.updated msg_%d_%d", o, events-1)
		if o%2 == 1 {
			wanted = fmt.Sprintf("user.deleted msg_%d_%d", o, events-1)
		}
		got, err := table.Read(t.Context(), object)
		if err != nil || got != wanted {
			t.Errorf("%s ends as %q, error %v, want %q", object, got, err, wanted)
		}
	}
	t.Logf("%d deliveries, the handler ran %d times", 2*len(all), ran.Load())
}
