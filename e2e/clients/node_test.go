package clients

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/e2e/internal/need"
)

// needNode makes sure that Node and the packages are there.
func needNode(t *testing.T) {
	t.Helper()
	need.Program(t, "node")
	need.Package(t, "js", "@clerk/backend")
	need.Package(t, "js", "@clerk/express")
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
