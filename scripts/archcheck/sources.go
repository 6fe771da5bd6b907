package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// machinePaths are folders of one machine, which mean nothing on another. They
// are put together here so that this file does not report itself.
var machinePaths = []string{"/" + "root/", "/" + "tmp/", "/" + "work/"}

// checkSources reads all Go files and documents below a folder.
func checkSources(root string) ([]string, error) {
	var violations []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); path != root && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		extension := filepath.Ext(path)
		if extension != ".go" && extension != ".md" {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		violations = append(violations, checkSource(filepath.ToSlash(name), data)...)
		return nil
	})
	return violations, err
}

// checkSource checks one file.
func checkSource(name string, data []byte) []string {
	var violations []string
	for number, line := range strings.Split(string(data), "\n") {
		for _, path := range machinePaths {
			if strings.Contains(line, path) {
				violations = append(violations, fmt.Sprintf("%s:%d has a path of one machine (%s)", name, number+1, path))
			}
		}
	}
	if !strings.HasSuffix(name, ".go") {
		return violations
	}
	formatted, err := format.Source(data)
	switch {
	case err != nil:
		return append(violations, fmt.Sprintf("%s: %v", name, err))
	case !bytes.Equal(formatted, data):
		violations = append(violations, name+" is not formatted: run gofmt")
	}
	if strings.HasSuffix(name, "_test.go") {
		return violations
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.SkipObjectResolution)
	if err != nil {
		return append(violations, fmt.Sprintf("%s: %v", name, err))
	}
	for _, declaration := range file.Decls {
		if function, ok := declaration.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == "init" {
			violations = append(violations, name+" has an init function: importing a package does nothing")
		}
	}
	return violations
}
