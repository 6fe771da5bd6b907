package main

import (
	"os"
	"strings"
	"testing"
)

func TestRules(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		replace []string // old and new texts
		want    string   // the one fault; "" for none
	}{
		{"a house in order", nil, ""},
		{"released section", []string{"## Unreleased", "## v0.1.0 (2026-01-31)"}, ""},

		{"name", []string{"module github.com/clerkgo/clerk-go/ginclerk\n", "module github.com/clerkgo/clerk-go/gin\n"},
			"ginclerk/go.mod: the module is github.com/clerkgo/clerk-go/gin; by its folder it is github.com/clerkgo/clerk-go/ginclerk"},
		{"not used", []string{"\t./ginclerk\n", ""}, "ginclerk/go.mod: go.work does not use the module"},
		{"unreleased is gone", []string{"\t./e2e\n", "", "-- e2e/go.mod --", "-- testdata/go.mod --"},
			"go.work: does not use e2e, which is named as a module that is not released"},
		{"go", []string{"clerk-go/e2e\n\ngo 1.26.0", "clerk-go/e2e\n\ngo 1.27.0"}, "e2e/go.mod: go 1.27.0; go.work has go 1.26.0"},
		{"toolchain", []string{"clerk-go/e2e\n\ngo 1.26.0", "clerk-go/e2e\n\ngo 1.26.0\n\ntoolchain go1.26.1"}, "e2e/go.mod: a toolchain line; the go line says enough"},
		{"require", []string{"core v0.1.0 // the same version", "core v0.0.9"},
			"ginclerk/go.mod: requires github.com/clerkgo/clerk-go/core@v0.0.9; the version in core/internal/version/version.go is v0.1.0"},
		{"indirect require", []string{"core v0.1.0 // indirect", "core v0.2.0 // indirect"},
			"examples/go.mod: requires github.com/clerkgo/clerk-go/core@v0.2.0; the version in core/internal/version/version.go is v0.1.0"},
		{"require outside go.work", []string{"core => ../../core\n\nrequire github.com/clerkgo/clerk-go/core v0.1.0", "core => ../../core\n\nrequire github.com/clerkgo/clerk-go/core v0.0.9"},
			"scripts/bench/go.mod: requires github.com/clerkgo/clerk-go/core@v0.0.9; the version in core/internal/version/version.go is v0.1.0"},
		{"no replace", []string{"replace github.com/clerkgo/clerk-go/core => ../core\n", ""},
			"ginclerk/go.mod: has no line replace github.com/clerkgo/clerk-go/core => ../core"},
		{"replace by another folder", []string{"replace github.com/clerkgo/clerk-go/core => ../core\n", "replace github.com/clerkgo/clerk-go/core => ../e2e\n"},
			"ginclerk/go.mod: replaces github.com/clerkgo/clerk-go/core by ../e2e; want github.com/clerkgo/clerk-go/core => ../core"},
		{"replace of one version", []string{"replace github.com/clerkgo/clerk-go/core => ../core\n", "replace github.com/clerkgo/clerk-go/core v0.1.0 => ../core\n"},
			"ginclerk/go.mod: replaces github.com/clerkgo/clerk-go/core@v0.1.0 by ../core; want github.com/clerkgo/clerk-go/core => ../core"},
		{"replace of another", []string{"replace github.com/clerkgo/clerk-go/core => ../core\n", "replace github.com/clerkgo/clerk-go/core => ../core\n\nreplace example.com/x => example.com/y v1.0.0\n"},
			"ginclerk/go.mod: replaces example.com/x; only modules of this repository that are required may be"},
		{"replace in core", []string{"clerk-go/core\n\ngo 1.26.0", "clerk-go/core\n\ngo 1.26.0\n\nreplace github.com/clerkgo/clerk-go/e2e => ../e2e"},
			"core/go.mod: replaces github.com/clerkgo/clerk-go/e2e; only modules of this repository that are required may be"},
		{"require in core", []string{"clerk-go/core\n\ngo 1.26.0", "clerk-go/core\n\ngo 1.26.0\n\nreplace github.com/clerkgo/clerk-go/e2e => ../e2e\n\nrequire github.com/clerkgo/clerk-go/e2e v0.1.0"},
			"core/go.mod: requires a module of this repository; core is below all of them"},
		{"no section", []string{"## Unreleased", "## v0.0.9"}, `CHANGELOG.md: has no section "## Unreleased" and none of v0.1.0`},
		{"empty section", []string{"- Everything.\n", ""}, `CHANGELOG.md: has no section "## Unreleased" and none of v0.1.0`},
		{"no changelog", []string{"-- CHANGELOG.md --", "-- changes.md --"}, "open CHANGELOG.md: file does not exist"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := workspaceOf(t, rebuilt(t, test.replace...))
			var faults []string
			for _, rule := range rules {
				faults = append(faults, rule(w)...)
			}
			if got := strings.Join(faults, "\n"); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestReadWorkspace(t *testing.T) {
	t.Parallel()
	w := workspaceOf(t, []byte(house))
	if got := strings.Join(w.released(), " "); got != "core ginclerk" {
		t.Errorf("released are %s", got)
	}
	if w.version != "v0.1.0" {
		t.Errorf("the version is %s", w.version)
	}
	for _, test := range []struct {
		name    string
		replace []string
		want    string
	}{
		{"no version", []string{"\tVersion = ", "\tNumber = "}, "has no constant Version"},
		{"no go.work", []string{"-- go.work --", "-- work --"}, "go.work"},
		{"no go line", []string{"-- go.work --\ngo 1.26.0\n", "-- go.work --\n"}, "has no go line"},
		{"missing module", []string{"\t./e2e\n", "\t./e2e\n\t./fiberclerk\n"}, "uses fiberclerk, which has no go.mod"},
		{"no module line", []string{"module github.com/clerkgo/clerk-go/e2e\n", ""}, "has no module line"},
		{"syntax", []string{"module github.com/clerkgo/clerk-go/e2e\n", "modul x\n"}, "e2e/go.mod"},
	} {
		_, err := readWorkspace(filesOf(t, rebuilt(t, test.replace...)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, want %q", test.name, err, test.want)
		}
	}
}

// The checks that run go see the working tree.
func TestCheck(t *testing.T) {
	t.Parallel()
	r := committed(t, []byte(house))
	var printed strings.Builder
	if err := r.check(t.Context(), &printed); err != nil {
		t.Fatalf("%v\n%s", err, &printed)
	}
	want := "api: there is no tag core/v…, so there is nothing to compare with; -against COMMIT names something else\n" +
		"release: 6 modules at v0.1.0, of them released: core, ginclerk\n"
	if printed.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &printed, want)
	}

	r.write(t, rebuilt(t, `import "github.com/clerkgo/clerk-go/core"`, "", `"Hello " + core.Name`, `"Hello"`))
	printed.Reset()
	if err := r.check(t.Context(), &printed); err != errNotWell || !strings.Contains(printed.String(), "ginclerk/go.mod: is not tidy") {
		t.Errorf("a go.mod that is not tidy: %v\n%s", err, &printed)
	}
}

// What is here is in order, and there is a program for each module.
func TestRepository(t *testing.T) {
	t.Parallel()
	w, err := readWorkspace(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range rules {
		for _, fault := range rule(w) {
			t.Error(fault)
		}
	}
	for _, dir := range w.released() {
		sources, err := source(os.DirFS("testdata/consumers"), dir)
		if err != nil {
			t.Errorf("%s: %v", dir, err)
		} else if len(sources["want.txt"]) == 0 {
			t.Errorf("%s: its program has no want.txt", dir)
		}
	}
}
