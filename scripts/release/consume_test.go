package main

import (
	"os"
	"strings"
	"testing"
)

// programs are those of users of the house.
const programs = `
-- adapter/main.go --
package main

import "fmt"

func main() { fmt.Println(serve()) }
-- adapter/want.txt --
Hello core
-- core/main.go --
package main

import (
	"fmt"

	"github.com/clerkgo/clerk-go/core"
)

func main() { fmt.Println(core.Name) }
-- core/want.txt --
core
-- ginclerk/serve.go --
package main

import "github.com/clerkgo/clerk-go/ginclerk"

func serve() string { return ginclerk.Hello() }
`

func TestConsume(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		replace []string // in what is committed
		later   []string // in the working tree, not committed
		dirs    []string
		want    string // part of what is printed
		err     string // part of the error
	}{
		{name: "good", want: "consume: ginclerk is good"},
		{name: "one", dirs: []string{"ginclerk"}, want: "consume: ginclerk is good"},
		{name: "only what is committed", later: []string{`"Hello "`, `"Bye "`}, want: "consume: ginclerk is good"},
		{name: "an answer of another content", replace: []string{`"Hello "`, `"Bye "`}, want: "ginclerk: the program printed\nBye core\nwant\nHello core"},
		{name: "an answer of core", replace: []string{`Name = "core"`, `Name = "none"`}, dirs: []string{"core"}, want: "core: the program printed\nnone\nwant\ncore"},
		{name: "a version that nobody has", replace: []string{"core v0.1.0 // the same version", "core v0.1.1"}, dirs: []string{"ginclerk"}, want: "core@v0.1.1"},
		{name: "a command that cannot be installed", dirs: []string{"core"},
			replace: []string{"clerk-go/core\n\ngo 1.26.0", "clerk-go/core\n\ngo 1.26.0\n\nreplace example.com/x => example.com/y v1.0.0"}, want: "replace directives"},
		{name: "a module that has no package", replace: []string{"-- ginclerk/ginclerk.go --", "-- ginclerk/ginclerk.txt --"}, dirs: []string{"ginclerk"}, want: "ginclerk"},
		{name: "an unknown module", dirs: []string{"e2e"}, err: "e2e is not released; the modules are core, ginclerk"},
		{name: "a module without a program", want: "fiberclerk: there is no program for it",
			replace: []string{"\t./ginclerk\n", "\t./fiberclerk\n\t./ginclerk\n", "-- scripts/go.mod --", "-- fiberclerk/go.mod --\nmodule github.com/clerkgo/clerk-go/fiberclerk\n\ngo 1.26.0\n-- scripts/go.mod --"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := committed(t, rebuilt(t, test.replace...))
			if test.later != nil {
				r.write(t, rebuilt(t, test.later...))
			}
			var printed strings.Builder
			err := r.consume(t.Context(), &printed, filesOf(t, []byte(programs)), "HEAD", test.dirs)
			switch {
			case test.err != "":
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("got %v, want %q", err, test.err)
				}
				return
			case err != nil && err != errNotWell:
				t.Fatal(err)
			}
			if well := strings.HasSuffix(test.want, "is good"); (err == nil) != well || !strings.Contains(printed.String(), test.want) {
				t.Errorf("got %v and\n%s\nwant %q", err, &printed, test.want)
			}
		})
	}
}

// Whatever a cache holds, a program counts only if it was built from what the proxy has.
func TestConsumeOtherContent(t *testing.T) {
	t.Parallel()
	r := committed(t, []byte(house))
	files, err := r.commit(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	w, err := readWorkspace(files)
	if err != nil {
		t.Fatal(err)
	}
	u, err := r.newUser(t.Context(), "HEAD", files, w, filesOf(t, []byte(programs)))
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(u.home)
	u.sums[prefix+"core"] = "h1:other"
	if err := u.consume(t.Context(), "ginclerk"); err == nil || !strings.Contains(err.Error(), "was built from "+prefix+"core@v0.1.0") {
		t.Errorf("got %v", err)
	}
}
