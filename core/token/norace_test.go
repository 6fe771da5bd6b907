//go:build !race

package token_test

// raced says that the race detector is on.
const raced = false
