package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
	"golang.org/x/tools/go/packages"
)

// api prints how the exported API of the working tree differs from that of a commit: ""
// is the last tag. It fails if callers may break and the version does not allow it.
func (r repository) api(ctx context.Context, stdout io.Writer, against string) error {
	if against == "" {
		tag, err := r.lastTag(ctx)
		if err != nil {
			return err
		}
		if tag == "" {
			fmt.Fprintln(stdout, "api: there is no tag core/v…, so there is nothing to compare with; -against COMMIT names something else")
			return nil
		}
		against = tag
	}
	files, err := r.commit(ctx, against)
	if err != nil {
		return err
	}
	older, err := readWorkspace(files)
	if err != nil {
		return err
	}
	newer, err := readWorkspace(os.DirFS(r.root))
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "clerk-api-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := os.CopyFS(folder, files); err != nil {
		return err
	}
	breaks := false
	dirs := slices.Concat(older.released(), newer.released())
	slices.Sort(dirs)
	for _, dir := range slices.Compact(dirs) {
		before, err := loadAPI(ctx, folder, older, dir)
		if err != nil {
			return fmt.Errorf("%s of %s: %w", dir, against, err)
		}
		after, err := loadAPI(ctx, r.root, newer, dir)
		if err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		for _, change := range apidiff.ModuleChanges(before, after).Changes {
			breaks = breaks || !change.Compatible
			fmt.Fprintf(stdout, "%s %s: %s\n", mark(change), dir, strings.TrimPrefix(change.Message, "./"))
		}
	}
	log, err := readChangelog(newer.files)
	if err != nil {
		return err
	}
	if fault := judge(breaks, older.version, newer.version, log.breaks()); fault != "" {
		fmt.Fprintln(stdout, "api: "+fault)
		return errNotWell
	}
	fmt.Fprintf(stdout, "api: compared with %s\n", against)
	return nil
}

// judge returns what is wrong with a break, "" if nothing is. Until the version of the
// next release is chosen, the changelog has to announce it.
func judge(breaks bool, older, newer string, announced bool) string {
	switch {
	case !breaks || mayBreak(older, newer):
		return ""
	case newer != older:
		return fmt.Sprintf("callers may break, which %s may not do after %s", newer, older)
	case !announced:
		return fmt.Sprintf("callers may break, which no entry of %s announces: add one to %q that begins with %q", changelogFile, "## "+unreleasedHeading, "- Breaking")
	}
	return ""
}

// mark returns the sign of a kind of change.
func mark(change apidiff.Change) string {
	switch {
	case change.Compatible:
		return "+"
	case strings.HasSuffix(change.Message, ": removed"):
		return "-"
	}
	return "~"
}

// loadAPI returns the packages of a module that others may import. A module that a
// workspace does not have has none.
func loadAPI(ctx context.Context, folder string, w *workspace, dir string) (*apidiff.Module, error) {
	api := &apidiff.Module{Path: prefix + dir}
	if !slices.Contains(w.members, dir) {
		return api, nil
	}
	loaded, err := packages.Load(&packages.Config{
		Context: ctx,
		Dir:     filepath.Join(folder, filepath.FromSlash(dir)),
		Env:     append(os.Environ(), "GOWORK="+filepath.Join(folder, "go.work")),
		Mode:    packages.NeedName | packages.NeedTypes,
	}, "./...")
	if err != nil {
		return nil, err
	}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			return nil, errors.Join(asErrors(p.Errors)...)
		}
		if p.Name != "main" && !slices.Contains(strings.Split(p.PkgPath, "/"), "internal") {
			api.Packages = append(api.Packages, p.Types)
		}
	}
	return api, nil
}

func asErrors(list []packages.Error) []error {
	var all []error
	for _, e := range list {
		all = append(all, e)
	}
	return all
}
