package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// bump gives every module a version, in the working tree, and prints how to tag it.
func (r repository) bump(ctx context.Context, stdout io.Writer, version string, day time.Time) error {
	dirty, err := git(ctx, r.root, "status", "--porcelain")
	if err != nil {
		return err
	}
	if dirty != "" {
		return errors.New("the working tree is not clean; commit or put aside:\n" + dirty)
	}
	w, err := readWorkspace(os.DirFS(r.root))
	if err != nil {
		return err
	}
	tag, err := git(ctx, r.root, "tag", "--list", "core/"+w.version)
	if err != nil {
		return err
	}
	edited, err := w.bump(version, tag != "", day)
	if err != nil {
		return err
	}
	for name, data := range edited {
		if err := os.WriteFile(filepath.Join(r.root, filepath.FromSlash(name)), data, 0o644); err != nil {
			return err
		}
	}
	fmt.Fprintf(stdout, "%d files have %s. Nothing is committed or tagged; when `go run ./scripts/release check` is content:\n\n", len(edited), version)
	fmt.Fprintf(stdout, "git commit -am 'Release %s'\n", version)
	var tags []string
	for _, dir := range w.released() {
		tags = append(tags, dir+"/"+version)
		fmt.Fprintf(stdout, "git tag -a -m 'Release %s' %s/%s\n", version, dir, version)
	}
	fmt.Fprintf(stdout, "git push --atomic origin HEAD %s\n", strings.Join(tags, " "))
	return nil
}

// bump returns the files that change with a version, by name.
func (w *workspace) bump(version string, tagged bool, day time.Time) (map[string][]byte, error) {
	log, err := readChangelog(w.files)
	if err != nil {
		return nil, err
	}
	if err := checkStep(w.version, version, tagged, log.breaks()); err != nil {
		return nil, err
	}
	if log.section(unreleasedHeading) == nil {
		return nil, fmt.Errorf("%s: the section %q is missing or empty; say what is new", changelogFile, "## "+unreleasedHeading)
	}
	source, err := fs.ReadFile(w.files, versionFile)
	if err != nil {
		return nil, err
	}
	edited := map[string][]byte{
		changelogFile: []byte(log.release(version, day)),
		versionFile:   versionConstant.ReplaceAll(source, []byte("${1}"+strings.TrimPrefix(version, "v")+"${3}")),
	}
	for _, m := range w.all() {
		changed := false
		for _, require := range m.file.Require {
			if _, ok := sibling(require.Mod.Path); ok {
				if err := m.file.AddRequire(require.Mod.Path, version); err != nil {
					return nil, err
				}
				changed = true
			}
		}
		if changed {
			data, err := m.file.Format()
			if err != nil {
				return nil, err
			}
			edited[m.dir+"/go.mod"] = data
		}
	}
	return edited, nil
}
