package clients

import (
	"bufio"
	"bytes"
	"encoding/json"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/e2e/internal/need"
	"github.com/clerkgo/clerk-go/e2e/internal/program"
)

// TestBackendSDK drives the local Clerk by @clerk/backend.
func TestBackendSDK(t *testing.T) {
	t.Parallel()
	need.Package(t, "js", "@clerk/backend")
	instance := clerktest.Start(t)
	env := append(instance.Env(), "CLERK_API_URL="+judged(t, instance).url+"/bapi")
	command := program.Command(t, env, need.Program(t, "node"), "backend.mjs")
	command.Dir = "js"
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
