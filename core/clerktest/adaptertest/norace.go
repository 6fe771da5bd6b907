//go:build !race

package adaptertest

// raced says that the race detector is on.
const raced = false
