package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// coreForClerktest is what clerktest may use of package core. Its tokens, claims
// and flows are its own, so that a fault cannot hide on both sides.
var coreForClerktest = []string{"Options", "SDKMetadata"}

// checkCoreUse returns one line for each other use of core in clerktest.
func checkCoreUse(packages []pkg) ([]string, error) {
	var violations []string
	for _, p := range packages {
		if !matches(p.path(), []string{"core/clerktest"}) {
			continue
		}
		for _, name := range p.GoFiles {
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			for _, used := range uses(file, module+"core") {
				if !slices.Contains(coreForClerktest, used.Sel.Name) {
					line := set.Position(used.Pos()).Line
					violations = append(violations, fmt.Sprintf("%s/%s:%d uses core.%s: clerktest may use only %s of core",
						p.path(), name, line, used.Sel.Name, strings.Join(coreForClerktest, " and ")))
				}
			}
		}
	}
	return violations, nil
}

// uses returns the selectors of a file that name members of an imported package.
func uses(file *ast.File, imported string) []*ast.SelectorExpr {
	local := ""
	for _, spec := range file.Imports {
		if text, err := strconv.Unquote(spec.Path.Value); err != nil || text != imported {
			continue
		}
		local = imported[strings.LastIndexByte(imported, '/')+1:]
		if spec.Name != nil {
			local = spec.Name.Name
		}
	}
	var found []*ast.SelectorExpr
	if local == "" {
		return nil
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && x.Name == local {
				found = append(found, selector)
			}
		}
		return true
	})
	return found
}
