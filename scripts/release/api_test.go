package main

import (
	"strings"
	"testing"
)

func TestAPI(t *testing.T) {
	t.Parallel()
	const (
		additive  = "func Old() {}"
		breaking  = "- Breaking: Old is gone.\n"
		noTag     = ""
		tag       = "core/v0.1.0"
		bumped    = "0.2.0"
		onlyPatch = "0.1.1"
	)
	gone := []string{"func Old() {}\n", ""}
	for _, test := range []struct {
		name    string
		tag     string
		against string
		replace []string
		well    bool
		want    string // what is printed
	}{
		{"no tag", noTag, "", gone, true, "api: there is no tag core/v…, so there is nothing to compare with; -against COMMIT names something else\n"},
		{"nothing", tag, "", nil, true, "api: compared with core/v0.1.0\n"},
		{"new", tag, "", []string{additive, additive + "\n\nfunc New() {}"}, true, "+ core: New: added\napi: compared with core/v0.1.0\n"},
		{"new in a package", tag, "", []string{"User struct{ ID string }", "User struct{ ID, Name string }"}, true, "+ core: backend.User.Name: added\napi: compared with core/v0.1.0\n"},
		{"new package of an adapter", tag, "", []string{"-- ginclerk/ginclerk.go --", "-- ginclerk/inner/inner.go --\npackage inner\n-- ginclerk/internal/x/x.go --\npackage x\n-- ginclerk/ginclerk.go --"}, true,
			"+ ginclerk: package github.com/clerkgo/clerk-go/ginclerk/inner: added\napi: compared with core/v0.1.0\n"},
		{"new module", tag, "", []string{"\t./ginclerk\n", "\t./fiberclerk\n\t./ginclerk\n", "-- scripts/go.mod --", "-- fiberclerk/go.mod --\nmodule github.com/clerkgo/clerk-go/fiberclerk\n\ngo 1.26.0\n-- fiberclerk/f.go --\npackage fiberclerk\n-- scripts/go.mod --"}, true,
			"+ fiberclerk: package github.com/clerkgo/clerk-go/fiberclerk: added\napi: compared with core/v0.1.0\n"},
		{"gone", tag, "", gone, false, "- core: Old: removed\napi: callers may break, which no entry of CHANGELOG.md announces: add one to \"## Unreleased\" that begins with \"- Breaking\"\n"},
		{"gone, announced", tag, "", append([]string{"- Everything.\n", breaking}, gone...), true, "- core: Old: removed\napi: compared with core/v0.1.0\n"},
		{"gone, in a minor version", tag, "", append([]string{`"0.1.0"`, `"` + bumped + `"`}, gone...), true, "- core: Old: removed\napi: compared with core/v0.1.0\n"},
		{"gone, in a patch", tag, "", append([]string{`"0.1.0"`, `"` + onlyPatch + `"`, "- Everything.\n", breaking}, gone...), false,
			"- core: Old: removed\napi: callers may break, which v0.1.1 may not do after v0.1.0\n"},
		{"changed", tag, "", []string{"Same(text string) string", "Same(text string, _ int) string"}, false,
			"~ core: Same: changed from func(string) string to func(string, int) string\napi: callers may break, which no entry of CHANGELOG.md announces: add one to \"## Unreleased\" that begins with \"- Breaking\"\n"},
		{"against a commit", noTag, "HEAD", gone, false, "- core: Old: removed\napi: callers may break, which no entry of CHANGELOG.md announces: add one to \"## Unreleased\" that begins with \"- Breaking\"\n"},
		{"inside", tag, "", []string{"\tVersion = \"0.1.0\"", "\tVersion = \"0.1.0\"\n\tMore = 1"}, true, "api: compared with core/v0.1.0\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := committed(t, []byte(house))
			if test.tag != "" {
				r.git(t, "tag", test.tag)
				r.git(t, "tag", "core/v0.0.9")
			}
			r.write(t, rebuilt(t, test.replace...))
			var printed strings.Builder
			err := r.api(t.Context(), &printed, test.against)
			if err != nil && err != errNotWell {
				t.Fatal(err)
			}
			if (err == nil) != test.well || printed.String() != test.want {
				t.Errorf("got %v and\n%s\nwant\n%s", err, &printed, test.want)
			}
		})
	}
}
