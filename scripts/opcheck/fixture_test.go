package main

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// edit replaces a text that occurs once.
type edit struct{ old, new string }

var fixtureExceptions = []exception{
	{"GET /items/{}/ring", extra, "The fixture has it to show that an exception works."},
}

// fixture is the document and the package in testdata, edited.
func fixture(t *testing.T, specEdits, codeEdits []edit) (*spec, *code) {
	t.Helper()
	return fixtureSpec(t, specEdits), fixtureCode(t, codeEdits)
}

func fixtureSpec(t *testing.T, edits []edit) *spec {
	t.Helper()
	text := apply(t, read(t, "testdata/api.yml"), edits)
	loader := openapi3.NewLoader()
	loader.IncludeOrigin = true
	document, err := loader.LoadFromData([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	s, err := newSpec("api.yml", document)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fixtureCode(t *testing.T, edits []edit) *code {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for name, edits := range map[string][]edit{"client.go": nil, "items.go": edits} {
		name = filepath.Join("testdata", "core", "backend", name)
		file, err := parser.ParseFile(fset, name, apply(t, read(t, name), edits), parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	info := &types.Info{
		Defs: map[*ast.Ident]types.Object{}, Instances: map[*ast.Ident]types.Instance{},
		Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{},
	}
	config := types.Config{Importer: imports}
	pkg, err := config.Check("example.com/core/backend", fset, files, info)
	if err != nil {
		t.Fatal(err)
	}
	return newCode("testdata", fset, files, pkg, info)
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func apply(t *testing.T, text string, edits []edit) string {
	t.Helper()
	for _, e := range edits {
		if n := strings.Count(text, e.old); n != 1 {
			t.Fatalf("%q occurs %d times in the fixture, want once", e.old, n)
		}
		text = strings.Replace(text, e.old, e.new, 1)
	}
	return text
}

// imports reads what the fixture imports once for all tests.
var imports = &lockedImporter{importer: importer.ForCompiler(token.NewFileSet(), "gc", nil)}

type lockedImporter struct {
	sync.Mutex
	importer types.Importer
}

func (l *lockedImporter) Import(path string) (*types.Package, error) {
	l.Lock()
	defer l.Unlock()
	return l.importer.Import(path)
}
