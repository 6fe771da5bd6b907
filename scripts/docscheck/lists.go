package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// checkLists checks the pages that have to list everything of a kind.
func (r *repository) checkLists(root string) ([]string, error) {
	var violations []string
	for _, list := range []struct {
		page string
		of   func(root string) ([]string, error)
	}{
		{"docs/options.md", variables},
		{"docs/options.md", optionFields},
		{"docs/reasons.md", reasons},
	} {
		names, err := list.of(root)
		if err != nil {
			return nil, err
		}
		page, ok := r.pages[list.page]
		if !ok {
			violations = append(violations, list.page+": missing")
			continue
		}
		for _, name := range names {
			if !strings.Contains(page.text, "`"+name+"`") {
				violations = append(violations, fmt.Sprintf("%s: %s is not listed", list.page, name))
			}
		}
	}
	return violations, nil
}

// optionFields returns the fields of core.Options and core.AuthenticateOptions.
func optionFields(root string) ([]string, error) {
	var names []string
	err := declarations(filepath.Join(root, "core"), func(node ast.Node) {
		spec, ok := node.(*ast.TypeSpec)
		if !ok || spec.Name.Name != "Options" && spec.Name.Name != "AuthenticateOptions" {
			return
		}
		for _, field := range spec.Type.(*ast.StructType).Fields.List {
			for _, name := range field.Names {
				if name.IsExported() {
					names = append(names, name.Name)
				}
			}
		}
	})
	return names, err
}

// reasons returns the values of the constants called Reason in core and core/token.
func reasons(root string) ([]string, error) {
	var values []string
	for _, dir := range []string{"core", "core/token"} {
		err := declarations(filepath.Join(root, filepath.FromSlash(dir)), func(node ast.Node) {
			spec, ok := node.(*ast.ValueSpec)
			if !ok || len(spec.Names) != len(spec.Values) {
				return
			}
			for k, name := range spec.Names {
				literal, ok := spec.Values[k].(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING || !strings.HasPrefix(name.Name, "Reason") {
					continue
				}
				if value, err := strconv.Unquote(literal.Value); err == nil {
					values = append(values, value)
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return values, nil
}

var variable = regexp.MustCompile(`"(CLERK_[A-Z_]+)"`)

// variables returns the environment variables that core reads.
func variables(root string) ([]string, error) {
	var names []string
	err := declarations(filepath.Join(root, "core"), func(node ast.Node) {
		if literal, ok := node.(*ast.BasicLit); ok {
			if match := variable.FindStringSubmatch(literal.Value); match != nil && literal.Value == match[0] {
				names = append(names, match[1])
			}
		}
	})
	slices.Sort(names)
	return slices.Compact(names), err
}

// declarations visits the nodes of a package's files, tests left out.
func declarations(dir string, visit func(ast.Node)) error {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			visit(node)
			return true
		})
	}
	return nil
}
