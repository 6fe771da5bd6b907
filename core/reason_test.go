package core_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReasonTable holds the table in the documentation of Authenticator against
// the constants of type Reason.
func TestReasonTable(t *testing.T) {
	t.Parallel()
	documented := map[string]bool{}
	for _, line := range strings.Split(docOf(t, "authenticator.go", "Authenticator"), "\n") {
		if columns := strings.Split(strings.TrimPrefix(line, "\t"), "  "); strings.HasPrefix(line, "\t") {
			what := strings.TrimSpace(strings.Join(columns[1:], ""))
			if what == "" {
				t.Errorf("%s: says neither what happened nor what to do", columns[0])
			}
			documented[columns[0]] = true
		}
	}
	const family = "session-token-expired-refresh-…"
	if !documented[family] {
		t.Errorf("%s is not documented", family)
	}
	delete(documented, family)

	declared := map[string]bool{}
	maps.Copy(declared, constantsOf(t, "reason.go"))
	maps.Copy(declared, constantsOf(t, "token/reason.go"))
	if diff := cmp.Diff(slices.Sorted(maps.Keys(declared)), slices.Sorted(maps.Keys(documented))); diff != "" {
		t.Errorf("constants (-) and table (+) differ:\n%s", diff)
	}
	// 33 reasons of the reference, three of our own.
	if len(declared) != 33+3 {
		t.Errorf("%d reasons", len(declared))
	}
}

// docOf returns the doc comment of a type.
func docOf(t *testing.T, file, name string) string {
	t.Helper()
	parsed := parse(t, file)
	for _, decl := range parsed.Decls {
		if general, ok := decl.(*ast.GenDecl); ok && general.Tok == token.TYPE && general.Specs[0].(*ast.TypeSpec).Name.Name == name {
			return general.Doc.Text()
		}
	}
	t.Fatalf("%s declares no %s", file, name)
	return ""
}

// constantsOf returns the values of the constants of type Reason that a file
// declares.
func constantsOf(t *testing.T, file string) map[string]bool {
	t.Helper()
	values := map[string]bool{}
	for _, decl := range parse(t, file).Decls {
		general, ok := decl.(*ast.GenDecl)
		if !ok || general.Tok != token.CONST {
			continue
		}
		for _, spec := range general.Specs {
			constant := spec.(*ast.ValueSpec)
			if kind, ok := constant.Type.(*ast.Ident); !ok || kind.Name != "Reason" {
				continue
			}
			value, err := strconv.Unquote(constant.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values[value] = true
		}
	}
	return values
}

func parse(t *testing.T, file string) *ast.File {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}
