package faults

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/clerkgo/clerk-go/core"
)

// TestFaults runs all cases, and prints how many there were.
func TestFaults(t *testing.T) {
	t.Parallel()
	s := &suite{t: t, slots: make(chan struct{}, 160)}
	for _, group := range []func(*suite){answers, names, rotation, clocks, endings} {
		group(s)
	}
	s.group.Wait()
	fmt.Printf("faults: %d cases, %d faulty answers served, %d wrong\n", s.cases.Load(), s.faulty.Load(), s.wrong.Load())
}

// A suite runs cases and counts.
type suite struct {
	t     *testing.T
	group sync.WaitGroup
	slots chan struct{} // one for each case that runs

	cases, faulty, wrong atomic.Int64
}

// run runs a case beside many others. testing would run no more of them at once than
// there are processors, and most of their time is pauses between attempts.
func (s *suite) run(name string, test func(t *testing.T)) {
	s.group.Go(func() {
		s.slots <- struct{}{}
		defer func() { <-s.slots }()
		s.t.Run(name, func(t *testing.T) {
			s.cases.Add(1)
			defer func() {
				if t.Failed() {
					s.wrong.Add(1)
				}
			}()
			test(t)
		})
	})
}

// world is [newWorld], whose faults count.
func (s *suite) world(t *testing.T, change ...func(*core.Options)) *world {
	w := newWorld(t, func(o *core.Options) {
		for _, change := range change {
			change(o)
		}
	})
	t.Cleanup(func() { s.faulty.Add(w.faulty.Load()) })
	return w
}
