//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const parentInterval = 100 * time.Millisecond

// parentGone waits until `go run`, if that is what started clerkdev, has died,
// and reports whether it has. A killed `go run` does not take its program with
// it, and nobody would find the program again. Other parents may go: a shell
// that ends leaves its background programs on purpose.
func parentGone(done <-chan struct{}) bool {
	parent := os.Getppid()
	if processName(parent) != "go" {
		<-done
		return false
	}
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

// processName returns the name of a process's program, "" if it has none.
func processName(pid int) string {
	name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil { // a system without /proc
		name, _ = exec.Command("ps", "-o", "comm=", "-p", fmt.Sprint(pid)).Output()
	}
	return filepath.Base(strings.TrimSpace(string(name)))
}
