package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// module is the path that all modules of the workspace begin with.
const module = "github.com/clerkgo/clerk-go/"

// pkg is what go list tells of a package.
type pkg struct {
	Dir          string
	ImportPath   string
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

// path returns the import path within the repository, such as core/backend.
func (p pkg) path() string { return strings.TrimPrefix(p.ImportPath, module) }

// files returns the names of all source files.
func (p pkg) files() []string {
	return slices.Sorted(slices.Values(slices.Concat(p.GoFiles, p.TestGoFiles, p.XTestGoFiles)))
}

// testImports returns what only the tests import.
func (p pkg) testImports() []string {
	imports := slices.Concat(p.TestImports, p.XTestImports)
	slices.Sort(imports)
	imports = slices.Compact(imports)
	return slices.DeleteFunc(imports, func(path string) bool { return slices.Contains(p.Imports, path) })
}

// workspace returns the folder of go.work.
func workspace() (string, error) {
	file, err := output("", "env", "GOWORK")
	if err != nil {
		return "", err
	}
	path := strings.TrimSpace(string(file))
	if path == "" || path == "off" {
		return "", errors.New("there is no go.work; run it inside the repository")
	}
	return filepath.Dir(path), nil
}

// list returns the packages of all modules of the workspace.
func list(root string) ([]pkg, error) {
	data, err := output(root, "list", "-e", "-json=Dir,ImportPath,GoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports", "work")
	if err != nil {
		return nil, err
	}
	var packages []pkg
	for decoder := json.NewDecoder(bytes.NewReader(data)); ; {
		var p pkg
		switch err := decoder.Decode(&p); {
		case errors.Is(err, io.EOF):
			return packages, nil
		case err != nil:
			return nil, err
		}
		if strings.HasPrefix(p.ImportPath, module) {
			packages = append(packages, p)
		}
	}
}

func output(directory string, arguments ...string) ([]byte, error) {
	command := exec.Command("go", arguments...)
	command.Dir = directory
	// The floor plan is that of the whole workspace, also where the tests of this
	// module run without it.
	command.Env = append(os.Environ(), "GOWORK=")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	data, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(arguments, " "), err, stderr.Bytes())
	}
	return data, nil
}
