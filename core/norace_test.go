//go:build !race

package core_test

// raced says that the race detector is on.
const raced = false
