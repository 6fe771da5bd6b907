package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// clerkdev is the path of the program under test, built once.
var clerkdev string

func TestMain(m *testing.M) {
	if role := os.Getenv("CLERKDEV_TEST_ROLE"); role != "" {
		os.Exit(play(role))
	}
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	directory, err := os.MkdirTemp("", "clerkdev")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(directory)
	clerkdev = filepath.Join(directory, "clerkdev")
	if runtime.GOOS == "windows" {
		clerkdev += ".exe"
	}
	if output, err := exec.Command("go", "build", "-o", clerkdev, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build clerkdev: %v\n%s", err, output)
		return 1
	}
	return m.Run()
}
