//go:build race

package core_test

// raced says that the race detector is on. It makes sync.Pool forget, and so
// allocates.
const raced = true
