package need_test

import (
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/e2e/internal/need"
)

// A told is a test that notes how it ends.
type told struct {
	testing.TB
	ends string
}

func (t *told) Fatal(why ...any) { t.ends = "failed: " + fmt.Sprint(why...) }
func (t *told) Helper()          {}
func (t *told) Skip(why ...any)  { t.ends = "skipped: " + fmt.Sprint(why...) }

func TestNeed(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for ci, ends := range map[string]string{"": "skipped: SKIPPED! Nothing was tried: ", "true": "failed: "} {
		t.Setenv("CI", ci)
		program, module, address := &told{TB: t}, &told{TB: t}, &told{TB: t}
		need.Program(program, "no-such-program", "nor-this-one")
		need.Package(module, "nowhere", "@clerk/ui")
		need.Free(address, taken.Addr().String())
		if program.ends != ends+"no-such-program is not installed" || !strings.HasPrefix(module.ends, ends+"@clerk/ui is not installed") ||
			address.ends != ends+taken.Addr().String()+" is taken" {
			t.Errorf("CI=%q: %q, %q, %q", ci, program.ends, module.ends, address.ends)
		}
		there := &told{TB: t}
		if path := need.Program(there, "no-such-program", "go"); path == "" || there.ends != "" {
			t.Errorf("CI=%q: go is at %q, %s", ci, path, there.ends)
		}
	}
}
