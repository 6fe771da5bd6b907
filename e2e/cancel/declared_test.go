package cancel

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// neverWait are functions that take a context and wait for nothing, with the reason.
var neverWait = map[string]string{
	"adaptertest.Route.Answer":       "it builds an answer of a test in memory",
	"core.(*Gate).Admit":             "it reads the context",
	"core.(*RequestState).WithAuth":  "it makes a context",
	"core.AuthFromContext":           "it reads the context",
	"core.HasAuth":                   "it reads the context",
	"core.WithAuth":                  "it makes a context",
	"redisstore.(*claim).Context":    "it makes a context",
	"sqlstore.Tx":                    "it reads the context",
	"sqlstore.txClaim.Context":       "it makes a context",
	"sqlstore.txClaim.Done":          "the transaction ends with the context of Claim",
	"sqlstore.txClaim.Release":       "the transaction ends with the context of Claim",
	"token.(*Key).Key":               "it returns the key",
	"webhook.(*memoryClaim).Context": "it returns the context",
	"webhook.(*memoryClaim).Done":    "it writes to memory",
	"webhook.(*memoryClaim).Release": "it writes to memory",
}

const repository = "../.."

// declared returns the exported functions and methods of this repository that take a
// context, by their names. Methods of types that are not exported count: interfaces hand
// them out. What nobody outside can import does not.
func declared(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(repository, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != repository && (strings.HasPrefix(name, ".") || slices.Contains(
			[]string{"cmd", "docs", "e2e", "examples", "internal", "node_modules", "scripts", "testdata"}, name)):
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok && f.Name.IsExported() && takesContext(f) {
				found[file.Name.Name+"."+receiver(f)+f.Name.Name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func takesContext(f *ast.FuncDecl) bool {
	return slices.ContainsFunc(f.Type.Params.List, func(field *ast.Field) bool {
		selector, ok := field.Type.(*ast.SelectorExpr)
		if !ok || selector.Sel.Name != "Context" {
			return false
		}
		x, ok := selector.X.(*ast.Ident)
		return ok && x.Name == "context"
	})
}

// receiver returns the receiver of a method as go doc writes it, with a dot behind it.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	typ, pointer := f.Recv.List[0].Type, false
	if star, ok := typ.(*ast.StarExpr); ok {
		typ, pointer = star.X, true
	}
	if generic, ok := typ.(*ast.IndexExpr); ok {
		typ = generic.X
	}
	name := typ.(*ast.Ident).Name
	if pointer {
		name = "(*" + name + ")"
	}
	return name + "."
}
