package clients

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
)

// needNode makes sure that Node and the packages are there. In CI their absence is
// a failure.
func needNode(t *testing.T) {
	t.Helper()
	missing := ""
	if _, err := exec.LookPath("node"); err != nil {
		missing = "Node is not installed"
	} else if _, err := os.Stat(filepath.Join("js", "node_modules", "@clerk", "backend")); err != nil {
		missing = "Clerk's packages are not installed: run npm ci in e2e/clients/js"
	}
	switch {
	case missing != "" && os.Getenv("CI") == "true":
		t.Fatal(missing)
	case missing != "":
		t.Skip("SKIPPED! No JavaScript client was tried: " + missing)
	}
}

// node returns a command that runs a script against an instance.
func node(t *testing.T, instance *clerktest.Instance, script string, env ...string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), "node", script)
	command.Dir = "js"
	inherited := slices.DeleteFunc(os.Environ(), func(variable string) bool { return strings.HasPrefix(variable, "CLERK_") })
	command.Env = slices.Concat(inherited, instance.Env(), env)
	return command
}

// TestBackendSDK drives the local Clerk by @clerk/backend.
func TestBackendSDK(t *testing.T) {
	t.Parallel()
	needNode(t)
	instance := clerktest.Start(t)
	command := node(t, instance, "backend.mjs", "CLERK_API_URL="+judged(t, instance).url+"/bapi")
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	checks := 0
	for scanner := bufio.NewScanner(&stdout); scanner.Scan(); {
		var check struct{ Name, Error string }
		if json.Unmarshal(scanner.Bytes(), &check) != nil {
			continue // a warning of the package
		}
		checks++
		t.Run(check.Name, func(t *testing.T) {
			if check.Error != "" {
				t.Error(check.Error)
			}
		})
	}
	if err != nil || checks < 11 {
		t.Errorf("%d checks, %v\n%s", checks, err, stderr.String())
	}
}
