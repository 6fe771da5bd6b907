package main

import (
	"cmp"
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// slice is about how long a contender has its turn, and turns how many it has in a
// round. Short turns meet the same weather: what else the machine does for a tenth of a
// second falls on neighbours alike.
const (
	slice = 8 * time.Millisecond
	turns = 5
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

// compare lets contenders take turns in an order that changes with every round. The
// first one is the base.
func (b *bench) compare(contenders ...contender) []result {
	times := make([]int, len(contenders))
	for k, c := range contenders {
		times[k] = calibrate(c.do)
	}
	ns := make([][]float64, len(contenders))
	for range b.rounds * turns {
		round := make([]float64, len(contenders))
		for _, k := range rand.Perm(len(contenders)) {
			runtime.GC()
			began := cpu()
			for range times[k] {
				contenders[k].do()
			}
			round[k] = float64(cpu()-began) / float64(times[k])
		}
		for k := range round {
			ns[k] = append(ns[k], round[k])
		}
	}
	results := make([]result, len(contenders))
	for k, c := range contenders {
		ratios := make([]float64, b.rounds*turns)
		for round := range ratios {
			ratios[round] = ns[k][round] / ns[0][round]
		}
		results[k] = result{c.name, statsOf(ns[k]), statsOf(ratios), allocations(c.do)}
	}
	return results
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
			return max(1, int(float64(times)*float64(slice)/float64(fastest)))
		}
	}
}

// allocations returns how many an operation makes, with the world otherwise idle.
func allocations(do func()) float64 {
	const times = 200
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
