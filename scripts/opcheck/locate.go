package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

const versionFile = "core/internal/version/version.go"

var errNoDocument = errors.New("there is no document of the Backend API")

// repository returns the folder of the repository around the working directory.
func repository() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, versionFile)); err == nil {
			return folder, nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", fmt.Errorf("no folder above this one has a %s; run it inside the repository", versionFile)
		}
		folder = parent
	}
}

// document returns the file that describes the version of the API that the module
// sends. The error is errNoDocument if there is none.
func document(root string) (string, error) {
	version, err := apiVersion(filepath.Join(root, versionFile))
	if err != nil {
		return "", err
	}
	folder := os.Getenv("CLERK_OPENAPI")
	if folder == "" {
		folder = filepath.Join(root, "..", "shared", "openapi")
	}
	file := filepath.Join(folder, "bapi-"+version+".yml")
	switch _, err := os.Stat(file); {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("%w: %s does not exist; CLERK_OPENAPI names its folder", errNoDocument, file)
	case err != nil:
		return "", err
	}
	return file, nil
}

// apiVersion reads the constant API. It is parsed, because this module may not
// import an internal package of another.
func apiVersion(file string) (string, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	for _, declaration := range parsed.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, spec := range group.Specs {
			value := spec.(*ast.ValueSpec)
			for i, name := range value.Names {
				if name.Name != "API" || i >= len(value.Values) {
					continue
				}
				if literal, ok := value.Values[i].(*ast.BasicLit); ok {
					return strconv.Unquote(literal.Value)
				}
			}
		}
	}
	return "", fmt.Errorf("%s has no constant API that is a string", file)
}
