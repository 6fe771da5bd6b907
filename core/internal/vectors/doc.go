// Package vectors replays the conformance vectors: outcomes of the real
// JavaScript packages that this module must reproduce. The format is described
// in testdata/vectors/FORMAT.md.
//
// A suite is one call:
//
//	func TestVectorsKeys(t *testing.T) {
//		vectors.Replay(t, "g-keys", "", run, vectors.Rules{"host-takeover": ownRule})
//	}
//
// where run computes the outcome of one [Case] and returns an error that tells
// how it differs from the expectation. [Mutate] proves that run looks: it
// alters each expectation and demands that run then reports a difference.
//
// A case on which this module differs on purpose carries a quirk label that
// deviations.json declares. [Replay] then runs the suite's [Rule] for that
// label, which checks what this module does instead.
//
// Only tests import this package.
package vectors
