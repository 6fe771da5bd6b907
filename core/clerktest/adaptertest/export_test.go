package adaptertest

import (
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/clerkgo/clerk-go/core/internal/vectors"
)

// Rules returns the rules of the suite.
func (b Build) Rules() vectors.Rules { return b.rules() }

// CaseNames returns the names of the cases of [Run].
func CaseNames() []string {
	var names []string
	for _, c := range cases {
		names = append(names, c.name)
	}
	return names
}

// Complaints runs one case of [Run] and returns what it complains about.
func Complaints(t testing.TB, build Build, name string) []string {
	t.Helper()
	for _, c := range cases {
		if c.name != name {
			continue
		}
		r := &recorder{TB: t}
		b := newBench(t, build)
		done := make(chan struct{})
		go func() {
			defer close(done)
			c.run(r, b)
		}()
		<-done
		return r.complaints
	}
	t.Fatalf("there is no case %s", name)
	return nil
}

// recorder stands in for the test of a case that is to fail.
type recorder struct {
	testing.TB
	mu         sync.Mutex
	complaints []string
}

// Errorf implements [testing.TB].
func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.complaints = append(r.complaints, fmt.Sprintf(format, args...))
}

// Error implements [testing.TB].
func (r *recorder) Error(args ...any) { r.Errorf("%s", fmt.Sprint(args...)) }

// Fatalf implements [testing.TB].
func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

// Fatal implements [testing.TB].
func (r *recorder) Fatal(args ...any) { r.Fatalf("%s", fmt.Sprint(args...)) }
