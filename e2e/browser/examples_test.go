package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/clerkgo/clerk-go/core/clerktest"
	"github.com/clerkgo/clerk-go/e2e/internal/program"
)

// examples are the programs of all tests.
var examples builds

// A builds is a folder of programs, built when they are first needed.
type builds struct {
	once   sync.Once
	folder string
	err    error
}

func (b *builds) build(ctx context.Context) (string, error) {
	b.once.Do(func() {
		if b.folder, b.err = os.MkdirTemp("", "examples"); b.err == nil {
			b.err = program.Build(ctx, b.folder, "../../examples", "./chi", "./echo", "./fiber", "./gin", "./htmlapp", "./multidomain", "./nethttp")
		}
	})
	return b.folder, b.err
}

// end removes them.
func (b *builds) end() {
	if b.folder != "" {
		_ = os.RemoveAll(b.folder)
	}
}

// example returns a command that runs an example against an instance.
func example(t testing.TB, name string, inst *clerktest.Instance, env ...string) *exec.Cmd {
	t.Helper()
	folder, err := examples.build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return program.Command(t, slices.Concat(inst.Env(), env), filepath.Join(folder, name))
}
