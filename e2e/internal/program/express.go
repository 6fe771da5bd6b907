package program

import (
	"os/exec"
	"slices"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/e2e/internal/need"
)

// expressFolder is the folder of the application on @clerk/express, from that of a test.
const expressFolder = "../clients/js"

// Express returns a command that runs the application on @clerk/express against an
// instance, with which variables it is told.
func Express(t testing.TB, inst *clerktest.Instance, env ...string) *exec.Cmd {
	t.Helper()
	need.Package(t, expressFolder, "@clerk/express")
	command := Command(t, slices.Concat(inst.Env(), env), need.Program(t, "node"), "express.mjs")
	command.Dir = expressFolder
	return command
}
