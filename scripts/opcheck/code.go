package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// code is the type-checked source of the package under test.
type code struct {
	root  string // file names are given relative to it
	fset  *token.FileSet
	files []*ast.File
	pkg   *types.Package
	info  *types.Info

	methods  []*method                           // of services, in source order
	comments map[*types.Var]string               // of struct fields
	values   map[*types.TypeName]map[string]bool // of the constants of each string type
}

// loadCode loads core/backend.
func loadCode(root string) (*code, error) {
	config := &packages.Config{
		Dir:  filepath.Join(root, "core"),
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo,
	}
	loaded, err := packages.Load(config, "./backend")
	if err != nil {
		return nil, err
	}
	if len(loaded) != 1 {
		return nil, fmt.Errorf("core/backend is %d packages", len(loaded))
	}
	p := loaded[0]
	if len(p.Errors) > 0 {
		// The last one is of the type checker, unless it did not run.
		return nil, fmt.Errorf("core/backend does not compile: %w", p.Errors[len(p.Errors)-1])
	}
	return newCode(root, p.Fset, p.Syntax, p.Types, p.TypesInfo), nil
}

func newCode(root string, fset *token.FileSet, files []*ast.File, pkg *types.Package, info *types.Info) *code {
	c := &code{root: root, fset: fset, files: files, pkg: pkg, info: info}
	c.comments = map[*types.Var]string{}
	for _, file := range files {
		for _, declaration := range file.Decls {
			if f, ok := declaration.(*ast.FuncDecl); ok {
				if m := c.newMethod(f); m != nil {
					c.methods = append(c.methods, m)
				}
			}
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if s, ok := node.(*ast.StructType); ok {
				c.addComments(s)
			}
			return true
		})
	}
	c.values = map[*types.TypeName]map[string]bool{}
	for _, name := range pkg.Scope().Names() {
		if value, ok := pkg.Scope().Lookup(name).(*types.Const); ok {
			c.addValue(value)
		}
	}
	return c
}

func (c *code) addComments(s *ast.StructType) {
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			if v, ok := c.info.Defs[name].(*types.Var); ok {
				c.comments[v] = field.Doc.Text() + "\n" + field.Comment.Text()
			}
		}
	}
}

func (c *code) addValue(value *types.Const) {
	named, ok := value.Type().(*types.Named)
	if !ok || value.Val().Kind() != constant.String {
		return
	}
	name := named.Obj()
	if c.values[name] == nil {
		c.values[name] = map[string]bool{}
	}
	c.values[name][constant.StringVal(value.Val())] = true
}

// position returns file:line, the file relative to the repository.
func (c *code) position(pos token.Pos) string {
	p := c.fset.Position(pos)
	name := p.Filename
	if relative, err := filepath.Rel(c.root, name); err == nil {
		name = filepath.ToSlash(relative)
	}
	return fmt.Sprintf("%s:%d", name, p.Line)
}

// deprecated reports whether a comment has a paragraph that begins with Deprecated.
func deprecated(comment string) bool {
	for paragraph := range strings.SplitSeq(comment, "\n\n") {
		if strings.HasPrefix(strings.TrimSpace(paragraph), "Deprecated: ") {
			return true
		}
	}
	return false
}
