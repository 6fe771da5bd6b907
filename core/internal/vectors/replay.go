package vectors

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"testing"
)

// verdict is the outcome of one case.
type verdict int

const (
	failed verdict = iota
	passed
	deviated
)

// Replay runs every case of a suite as a parallel subtest and prints one line:
//
//	vectors SUITE LABEL: N passed, N failed, N deviations
//
// Suite is the file's name without .json; label names who is tested where a
// suite has several, as the adapters in suite f, and may be empty. The function
// run returns nil if the outcome of a case is the reference's. Otherwise the
// case fails, unless its quirk label is a declared deviation and the suite's
// rule for it holds. A panic in run or in a rule fails its case only.
//
// Replay fails if a case fails or the folder named by [Variable] is missing. It
// skips, with a printed reason, if that folder has no such suite, or if there
// are no vectors at all, as where this module was downloaded.
func Replay(t *testing.T, suite, label string, run func(Case) error, rules Rules) {
	t.Helper()
	file := load(t, suite)
	declared, err := Deviations()
	if err := errors.Join(err, rules.undeclared(declared)); err != nil {
		t.Fatal(err)
	}
	title := suite
	if label != "" {
		title += " " + label
	}

	var counts [3]atomic.Int64
	var unrepresentable atomic.Int64
	t.Run(title, func(t *testing.T) {
		for _, c := range file.Cases {
			c.unrepresentable = &unrepresentable
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				verdict, err := judge(c, run, rules, declared)
				counts[verdict].Add(1)
				if err != nil {
					t.Error(err)
				}
			})
		}
	})
	fmt.Print(line(title, counts[passed].Load(), counts[failed].Load(), counts[deviated].Load(), unrepresentable.Load()))
}

// load returns the suite, or ends the test as [Replay] describes.
func load(t *testing.T, suite string) *File {
	t.Helper()
	file, err := Load(suite)
	if errors.Is(err, errAbsent) {
		fmt.Printf("vectors %s: SKIPPED, nothing was checked: %v\n", suite, err)
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// judge runs one case. The error says why the verdict is failed.
func judge(c Case, run func(Case) error, rules Rules, declared map[string]Deviation) (verdict, error) {
	difference := protect(run, c)
	if difference == nil {
		return passed, nil
	}
	label := c.Label()
	deviation, ok := declared[label]
	if !ok {
		return failed, difference
	}
	rule, ok := rules[label]
	if !ok {
		return failed, fmt.Errorf("%w\nthe suite has no rule for the declared deviation %s", difference, label)
	}
	if err := protect(rule, c); err != nil {
		return failed, fmt.Errorf("the rule of %s (%s) does not hold: %w\nreference: %w", label, deviation.Rule, err, difference)
	}
	return deviated, nil
}

// protect runs f and turns a panic into an error.
func protect(f func(Case) error, c Case) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
		}
	}()
	return f(c)
}

func line(title string, passed, failed, deviated, unrepresentable int64) string {
	text := fmt.Sprintf("vectors %s: %d passed, %d failed, %d deviations", title, passed, failed, deviated)
	if unrepresentable > 0 {
		text += fmt.Sprintf(", %d unrepresentable", unrepresentable)
	}
	return text + "\n"
}
