package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// rules say what is wrong in a workspace, one line for each fault.
var rules = []func(*workspace) []string{
	checkNames,
	checkGo,
	checkRequires,
	checkReplaces,
	checkChangelog,
}

// check prints what is wrong in the working tree.
func (r repository) check(ctx context.Context, stdout io.Writer) error {
	w, err := readWorkspace(os.DirFS(r.root))
	if err != nil {
		return err
	}
	var faults []string
	for _, rule := range rules {
		faults = append(faults, rule(w)...)
	}
	for _, m := range w.all() {
		fault, err := checkTidy(ctx, filepath.Join(r.root, filepath.FromSlash(m.dir)), m.dir)
		if err != nil {
			return err
		}
		faults = append(faults, fault...)
	}
	for _, fault := range faults {
		fmt.Fprintln(stdout, fault)
	}
	err = r.api(ctx, stdout, "")
	if err == nil && len(faults) > 0 {
		err = errNotWell
	}
	if err == nil {
		fmt.Fprintf(stdout, "release: %d modules at %s, of them released: %s\n", len(w.modules), w.version, strings.Join(w.released(), ", "))
	}
	return err
}

// checkNames: a module is called as its folder, and those outside go.work are inside a
// module that is not released.
func checkNames(w *workspace) (faults []string) {
	for _, dir := range unreleased {
		if !slices.Contains(w.members, dir) {
			faults = append(faults, fmt.Sprintf("go.work: does not use %s, which is named as a module that is not released", dir))
		}
	}
	for _, m := range w.all() {
		if got := m.file.Module.Mod.Path; got != prefix+m.dir {
			faults = append(faults, fmt.Sprintf("%s/go.mod: the module is %s; by its folder it is %s", m.dir, got, prefix+m.dir))
		}
		inside, _, _ := strings.Cut(m.dir, "/")
		if !slices.Contains(w.members, m.dir) && !slices.Contains(unreleased, inside) {
			faults = append(faults, fmt.Sprintf("%s/go.mod: go.work does not use the module", m.dir))
		}
	}
	return faults
}

// checkGo: one Go for all.
func checkGo(w *workspace) (faults []string) {
	for _, m := range w.all() {
		if got := m.file.Go.Version; got != w.goLine {
			faults = append(faults, fmt.Sprintf("%s/go.mod: go %s; go.work has go %s", m.dir, got, w.goLine))
		}
		if m.file.Toolchain != nil {
			faults = append(faults, fmt.Sprintf("%s/go.mod: a toolchain line; the go line says enough", m.dir))
		}
	}
	return faults
}

// checkRequires: modules ask for each other at the one version.
func checkRequires(w *workspace) (faults []string) {
	for _, m := range w.all() {
		for _, require := range m.file.Require {
			if _, ok := sibling(require.Mod.Path); ok && require.Mod.Version != w.version {
				faults = append(faults, fmt.Sprintf("%s/go.mod: requires %s; the version in %s is %s", m.dir, require.Mod, versionFile, w.version))
			}
		}
	}
	return faults
}

// checkReplaces: modules find each other in this repository, and nothing else is
// replaced, for users do not see replace lines. Core requires no other module, so it has
// none at all: its commands could not be installed.
func checkReplaces(w *workspace) (faults []string) {
	for _, m := range w.all() {
		want := map[string]string{}
		for _, require := range m.file.Require {
			if dir, ok := sibling(require.Mod.Path); ok {
				want[require.Mod.Path] = relative(m.dir, dir)
			}
		}
		if m.dir == "core" && len(want) > 0 {
			faults = append(faults, "core/go.mod: requires a module of this repository; core is below all of them")
		}
		for _, replace := range m.file.Replace {
			target, ok := want[replace.Old.Path]
			switch {
			case !ok:
				faults = append(faults, fmt.Sprintf("%s/go.mod: replaces %s; only modules of this repository that are required may be", m.dir, replace.Old))
			case replace.New.Path != target || replace.New.Version != "" || replace.Old.Version != "":
				faults = append(faults, fmt.Sprintf("%s/go.mod: replaces %s by %s; want %s => %s", m.dir, replace.Old, replace.New, replace.Old.Path, target))
			}
			delete(want, replace.Old.Path)
		}
		for _, missing := range sorted(want) {
			faults = append(faults, fmt.Sprintf("%s/go.mod: has no line replace %s => %s", m.dir, missing, want[missing]))
		}
	}
	return faults
}

// relative returns the path from one folder of the repository to another.
func relative(from, to string) string {
	return path.Join(strings.Repeat("../", strings.Count(from, "/")+1), to)
}

func sorted(m map[string]string) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// checkChangelog: users can read what changed.
func checkChangelog(w *workspace) []string {
	log, err := readChangelog(w.files)
	switch {
	case err != nil:
		return []string{err.Error()}
	case log.section(unreleasedHeading) == nil && log.section(w.version) == nil:
		return []string{fmt.Sprintf("%s: has no section %q and none of %s", changelogFile, "## "+unreleasedHeading, w.version)}
	}
	return nil
}

// checkTidy: go.mod and go.sum have what the module needs by itself, and no more.
func checkTidy(ctx context.Context, folder, dir string) ([]string, error) {
	command := exec.CommandContext(ctx, "go", "mod", "tidy", "-diff")
	command.Env = append(os.Environ(), "GOWORK=off")
	diff, err := output(command, folder)
	if _, ok := errors.AsType[*exec.ExitError](err); ok && diff != "" {
		return []string{fmt.Sprintf("%s/go.mod: is not tidy; run go mod tidy there\n%s", dir, strings.TrimSpace(diff))}, nil
	}
	return nil, err
}
