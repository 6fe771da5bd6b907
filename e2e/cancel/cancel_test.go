package cancel

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// function is a call of a function that takes a context.
type function struct {
	// name is that of go doc; what stands behind a comma tells calls of one function apart.
	name string
	// ready prepares the call. Clerk answers until it returns, and never after.
	ready func(t *testing.T, w *world) func(context.Context) error
	// answers says why there is an answer in place of the context's error.
	answers string
}

// TestCancel calls every function of the table with a context that is cancelled. A
// function that does not heed it hangs until the test runs out of time, and is then among
// the tests that were running.
func TestCancel(t *testing.T) {
	t.Parallel()
	for _, f := range table() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			t.Run("before", func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				call := f.ready(t, w)
				w.fallSilent()
				ctx, cancel := context.WithCancel(t.Context())
				cancel()
				f.check(t, w, call(ctx))
			})
			t.Run("while it waits", func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				call := f.ready(t, w)
				w.fallSilent()
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				result := make(chan error, 1)
				go func() { result <- call(ctx) }()
				select {
				case err := <-result:
					t.Fatalf("it did not wait: %v", err)
				case <-w.waits:
				}
				cancel()
				f.check(t, w, <-result)
			})
		})
	}
}

func (f function) check(t *testing.T, w *world, err error) {
	t.Helper()
	switch {
	case w.timedOut.Load():
		t.Error("it waited until a time limit of its own")
	case f.answers == "" && !errors.Is(err, context.Canceled):
		t.Errorf("got %v, want an error that is context.Canceled", err)
	case f.answers != "" && err != nil:
		t.Errorf("got %v, want none: %s", err, f.answers)
	}
}

// table is every call, of functions and of the methods of services.
func table() []function { return append(append(functions(), stores()...), operations()...) }

// TestComplete holds the table against the source.
func TestComplete(t *testing.T) {
	t.Parallel()
	called := map[string]bool{}
	for _, f := range table() {
		name, _, _ := strings.Cut(f.name, ",")
		called[name] = true
	}
	found := declared(t)
	for name := range found {
		switch why := neverWait[name]; {
		case called[name] && why != "":
			t.Errorf("%s is in the table, and among those that never wait", name)
		case !called[name] && why == "":
			t.Errorf("%s takes a context: add it to the table in functions_test.go or stores_test.go, or to those that never wait", name)
		}
	}
	for name := range called {
		if !found[name] {
			t.Errorf("%s is in the table, and does not exist", name)
		}
	}
	for name := range neverWait {
		if !found[name] {
			t.Errorf("%s is among those that never wait, and does not exist", name)
		}
	}
}
