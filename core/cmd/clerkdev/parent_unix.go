//go:build unix

package main

import (
	"os"
	"time"
)

const parentInterval = 100 * time.Millisecond

// parentGone waits until the process that started clerkdev, by its ID, has died, and
// reports whether it has. Such a parent, a killed `go run` or a closed shell, does not
// take clerkdev with it, and nobody would find it again.
func parentGone(parent int, done <-chan struct{}) bool {
	tick := time.NewTicker(parentInterval)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return false
		case <-tick.C:
			if os.Getppid() != parent {
				return true
			}
		}
	}
}
