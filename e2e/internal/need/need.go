// Package need looks for programs and packages that tests drive. Where one is absent
// the test is skipped, and says what was not tried; in CI it fails.
package need

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Program returns the path of the first program that is installed.
func Program(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	absent(t, names[0]+" is not installed")
	return ""
}

// Package makes sure that a package is installed in a folder, by npm ci.
func Package(t testing.TB, folder, name string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(folder, "node_modules", filepath.FromSlash(name))); err != nil {
		absent(t, name+" is not installed: run npm ci --ignore-scripts in "+folder)
	}
}

// Free makes sure that nothing listens on an address.
func Free(t testing.TB, addr string) {
	t.Helper()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		absent(t, addr+" is taken")
		return
	}
	_ = listener.Close()
}

func absent(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	} else {
		t.Skip("SKIPPED! Nothing was tried: " + why)
	}
}
