package contract

import (
	"context"
	"fmt"
	"reflect"
	"sync/atomic"
	"testing"
)

// TestContract calls every operation of the document in every variant.
func TestContract(t *testing.T) {
	t.Parallel()
	d := loadDocument(t)
	byTitle := methodsByTitle(t)
	meant := ledger{table: exceptions}
	var ran, passed, calls atomic.Int64
	t.Run("operations", func(t *testing.T) {
		for _, o := range d.operations {
			t.Run(o.title(), func(t *testing.T) {
				t.Parallel()
				ran.Add(1)
				m, ok := byTitle[o.title()]
				if !ok {
					t.Fatalf("no method has //clerk:op %s", o.title())
				}
				s := newServer(t, d)
				function, err := m.of(s.client(t))
				if err != nil {
					t.Fatal(err)
				}
				calls.Add(int64(callAll(t, s, o, function, &meant)))
				if !t.Failed() {
					passed.Add(1)
				}
			})
		}
	})
	fmt.Printf("contract: %d/%d operations, %d variants\n", passed.Load(), len(d.operations), calls.Load())
	if ran.Load() == int64(len(d.operations)) { // else -run chose some
		meant.stale(t)
	}
}

// callAll calls a method in every variant that differs from the ones before, and
// returns how many there were.
func callAll(t *testing.T, s *server, o *operation, function reflect.Value, meant *ledger) int {
	seen := map[string]bool{}
	var all findings
	for _, v := range o.variants() {
		x := o.exchange(v)
		if seen[x.key()] {
			continue
		}
		seen[x.key()] = true
		all.add(v.name, meant.without(o.title(), callOne(t.Context(), s, x, v, function)))
	}
	for _, line := range all.lines() {
		t.Error(line)
	}
	return len(seen)
}

// callOne calls a method once and returns all that is wrong with it.
func callOne(ctx context.Context, s *server, x *exchange, v variant, function reflect.Value) []difference {
	found := x.check(v)
	args, problems := x.arguments(function.Type())
	found = append(found, problems...)
	s.expect(x)
	results := function.Call(append([]reflect.Value{reflect.ValueOf(ctx)}, args...))
	wrong, requests := s.result()
	found = append(found, wrong...)
	wanted := 1
	var total any
	if s.second != nil {
		wanted = 2
		total = s.second.said.(map[string]any)["total_count"]
	}
	if requests != wanted {
		found = append(found, difference{"request", "", fmt.Sprintf("there were %d, not %d", requests, wanted)})
	}
	if err, _ := results[len(results)-1].Interface().(error); err != nil {
		return append(found, difference{"answer", "", err.Error()})
	}
	allowed := otherSaid
	if v.answer.shape == full {
		allowed = fullSaid
	}
	return append(found, x.compareResult(results, total, allowed)...)
}

// TestUnspecified holds the operations that the document lacks against the list of
// them.
func TestUnspecified(t *testing.T) {
	t.Parallel()
	d := loadDocument(t)
	found := map[string]bool{}
	for title, m := range methodsByTitle(t) {
		if d.operation(title) != nil {
			continue
		}
		found[title] = true
		if unspecified[title] == "" {
			t.Errorf("%s: the document has no %s", m, title)
		}
	}
	for title := range unspecified {
		if !found[title] {
			t.Errorf("the exception %s is not needed", title)
		}
	}
}
