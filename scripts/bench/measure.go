package main

import (
	"cmp"
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// slice is about how long a contender has its turn. Turns are short, since what a machine
// does beside falls on neighbours alike then.
// Whatever takes long is done some times in one, so that all collect the garbage
// they make: with few, one contender would just reach a collection and another not.
const (
	slice  = 2 * time.Millisecond
	fewest = 20
)

// A contender does the same thing as others, in its way.
type contender struct {
	name string
	do   func() // once
}

// A result is what a contender took, over the rounds.
type result struct {
	name   string
	ns     stats // of CPU for one operation
	ratio  stats // to the base, round by round
	allocs float64
}

// stats are the median and the spread of what the rounds gave.
type stats struct{ p10, median, p90 float64 }

// compare measures contenders against each other. The first one is the base.
func (b *bench) compare(contenders ...contender) []result {
	// On one core: on several, what idle ones do to find work is counted too.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	times := make([]int, len(contenders))
	for k, c := range contenders {
		times[k] = calibrate(c.do)
	}
	took, ratios, err := b.takeTurns(len(contenders), func(k int) (float64, error) {
		do := contenders[k].do
		runtime.GC() // of what others left
		do()         // fills what that has emptied
		began := cpu()
		for range times[k] {
			do()
		}
		return float64(cpu()-began) / float64(times[k]), nil
	})
	must(err)
	results := make([]result, len(contenders))
	for k, c := range contenders {
		results[k] = result{c.name, statsOf(took[k]), statsOf(ratios[k]), allocations(c.do)}
	}
	return results
}

// takeTurns lets n contenders take turns, in an order that changes with every round. The
// first one is the base: it also has its turn before and after each other, and a ratio is
// to the mean of these two, so that a machine that grows slower or faster changes none. It
// returns what a turn took, and its ratio to the base.
func (b *bench) takeTurns(n int, turn func(k int) (float64, error)) (took, ratios [][]float64, err error) {
	took, ratios = make([][]float64, n), make([][]float64, n)
	next := func(k int) (value float64) {
		if err == nil {
			value, err = turn(k)
			took[k] = append(took[k], value)
		}
		return value
	}
	for began := time.Now(); len(ratios[0]) < b.rounds || time.Since(began) < b.span; {
		before := next(0)
		for _, k := range rand.Perm(n - 1) {
			other := next(k + 1)
			after := next(0)
			ratios[k+1] = append(ratios[k+1], 2*other/(before+after))
			before = after
		}
		if ratios[0] = append(ratios[0], 1); err != nil {
			return nil, nil, err
		}
	}
	return took, ratios, nil
}

// calibrate returns how often something is to be done in one slice. The fastest of a few
// tries counts: a pause of the machine would make the slice too short to be measured.
func calibrate(do func()) int {
	do()
	for times := 1; ; times *= 2 {
		fastest := time.Hour
		for range 5 {
			began := time.Now()
			for range times {
				do()
			}
			fastest = min(fastest, time.Since(began))
		}
		if fastest > slice/8 {
			return max(fewest, int(float64(times)*float64(slice)/float64(fastest)))
		}
	}
}

// allocations returns how many an operation makes, with the world otherwise idle.
func allocations(do func()) float64 {
	const times = 50
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range times {
		do()
	}
	runtime.ReadMemStats(&after)
	return float64((after.Mallocs - before.Mallocs) / times)
}

// cpu returns the CPU time that this process has used.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func statsOf(values []float64) stats {
	sorted := slices.Sorted(slices.Values(values))
	at := func(q float64) float64 { return sorted[int(q*float64(len(sorted)-1)+0.5)] }
	return stats{at(0.1), at(0.5), at(0.9)}
}

// byRatio sorts results, the fastest first.
func byRatio(results []result) []result {
	return slices.SortedStableFunc(slices.Values(results), func(a, b result) int { return cmp.Compare(a.ratio.median, b.ratio.median) })
}

// find returns the result of a name.
func find(results []result, name string) result {
	return results[slices.IndexFunc(results, func(r result) bool { return r.name == name })]
}
