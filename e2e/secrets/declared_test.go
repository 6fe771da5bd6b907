package secrets

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const repository = "../.."

// looksSecret is what the name of a field has in it whose value may let somebody in.
var looksSecret = regexp.MustCompile(`(?i)secret|token|key|password|cookie|nonce|code|jwt|digest|totp|ticket|signature|credential`)

// declared returns the fields of exported structs that look secret and hold text, as
// "package.Type.Field".
func declared(t *testing.T) []string {
	t.Helper()
	var found []string
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
		ast.Inspect(file, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			if !ok || !spec.Name.IsExported() {
				return true
			}
			structure, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			for _, field := range structure.Fields.List {
				for _, name := range field.Names {
					if name.IsExported() && looksSecret.MatchString(name.Name) && mayHoldText(field.Type) {
						found = append(found, file.Name.Name+"."+spec.Name.Name+"."+name.Name)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(found)
	return found
}

// mayHoldText leaves out numbers, booleans, times and functions.
func mayHoldText(typ ast.Expr) bool {
	switch typ := typ.(type) {
	case *ast.Ident:
		return !slices.Contains([]string{"bool", "int", "int64", "Time"}, typ.Name)
	case *ast.IndexExpr:
		return mayHoldText(typ.Index)
	case *ast.StarExpr:
		return mayHoldText(typ.X)
	case *ast.SelectorExpr:
		return typ.Sel.Name != "Duration" && typ.Sel.Name != "Time"
	case *ast.FuncType:
		return false
	}
	return true
}
