package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// prefix begins the path of every module; its folder is the rest.
const prefix = "github.com/clerkgo/clerk-go/"

// unreleased are the modules of go.work that nobody asks for by a version. Every other
// one is released.
var unreleased = []string{"e2e", "examples", "scripts"}

const (
	changelogFile = "CHANGELOG.md"
	versionFile   = "core/internal/version/version.go"
)

// versionConstant is the line of [versionFile] that has the version of all modules.
var versionConstant = regexp.MustCompile(`(?m)^(\tVersion = ")(.*)(")$`)

// workspace is what the files of a repository say of its modules.
type workspace struct {
	files   fs.FS
	goLine  string            // the version of Go in go.work
	members []string          // folders of the modules in go.work, sorted
	modules map[string]module // by folder; those outside go.work too
	version string            // such as v0.1.0
}

type module struct {
	dir  string
	file *modfile.File
}

// readWorkspace reads go.work, every go.mod and the version.
func readWorkspace(files fs.FS) (*workspace, error) {
	data, err := fs.ReadFile(files, "go.work")
	if err != nil {
		return nil, err
	}
	work, err := modfile.ParseWork("go.work", data, nil)
	if err != nil {
		return nil, err
	}
	if work.Go == nil {
		return nil, errors.New("go.work: has no go line")
	}
	w := &workspace{files: files, goLine: work.Go.Version, modules: map[string]module{}}
	for _, use := range work.Use {
		w.members = append(w.members, path.Clean(use.Path))
	}
	slices.Sort(w.members)
	if err := fs.WalkDir(files, ".", w.readModule); err != nil {
		return nil, err
	}
	for _, dir := range w.members {
		if _, ok := w.modules[dir]; !ok {
			return nil, fmt.Errorf("go.work: uses %s, which has no go.mod", dir)
		}
	}
	source, err := fs.ReadFile(files, versionFile)
	if err != nil {
		return nil, err
	}
	match := versionConstant.FindSubmatch(source)
	if match == nil {
		return nil, fmt.Errorf("%s: has no constant Version", versionFile)
	}
	w.version = "v" + string(match[2])
	return w, nil
}

// readModule reads a file if it is a go.mod.
func (w *workspace) readModule(name string, entry fs.DirEntry, err error) error {
	base := path.Base(name)
	switch {
	case err != nil:
		return err
	case entry.IsDir() && (base == "testdata" || base == "node_modules" || strings.HasPrefix(base, ".") && name != "."):
		return fs.SkipDir
	case base != "go.mod":
		return nil
	}
	data, err := fs.ReadFile(w.files, name)
	if err != nil {
		return err
	}
	file, err := modfile.Parse(name, data, nil)
	if err != nil {
		return err
	}
	if file.Module == nil || file.Go == nil {
		return fmt.Errorf("%s: has no module line or no go line", name)
	}
	dir := path.Dir(name)
	w.modules[dir] = module{dir, file}
	return nil
}

// all returns every module, by folder.
func (w *workspace) all() []module {
	var modules []module
	for _, m := range w.modules {
		modules = append(modules, m)
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.dir, b.dir) })
	return modules
}

// released returns the folders of the modules that get a tag.
func (w *workspace) released() []string {
	return slices.DeleteFunc(slices.Clone(w.members), func(dir string) bool { return slices.Contains(unreleased, dir) })
}

// sibling returns the folder of a module of this repository, by its path.
func sibling(path string) (dir string, ok bool) { return strings.CutPrefix(path, prefix) }
