package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// method is a method of a service.
type method struct {
	service    string // its type, such as UserService
	name       string
	function   *ast.FuncDecl
	directives []directive
	doc        string // without the directives
	strings    []*types.Var
}

// directive is a comment //clerk:op METHOD /path.
type directive struct {
	method, path string
	pos          token.Pos
}

// where is the name of the operation in the list of exceptions.
func (d directive) where() string { return d.method + " " + pattern(d.path) }

// newMethod returns the method that a declaration is of; nil if it is neither of a
// service nor has a directive.
func (c *code) newMethod(f *ast.FuncDecl) *method {
	m := &method{service: c.receiver(f), name: f.Name.Name, function: f, doc: f.Doc.Text()}
	if f.Doc != nil {
		for _, comment := range f.Doc.List {
			if text, ok := strings.CutPrefix(comment.Text, "//clerk:op"); ok {
				method, path, _ := strings.Cut(strings.TrimSpace(text), " ")
				m.directives = append(m.directives, directive{method, path, comment.Pos()})
			}
		}
	}
	if len(m.directives) == 0 && !strings.HasSuffix(m.service, "Service") {
		return nil
	}
	signature := c.info.Defs[f.Name].(*types.Func).Signature()
	for parameter := range signature.Params().Variables() {
		if basic, ok := parameter.Type().Underlying().(*types.Basic); ok && basic.Kind() == types.String {
			m.strings = append(m.strings, parameter)
		}
	}
	return m
}

// receiver returns the name of the type that a function is a method of.
func (c *code) receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	typ := f.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if name, ok := typ.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// title is Service.Method.
func (m *method) title() string {
	if m.service == "" {
		return m.name
	}
	return m.service + "." + m.name
}

// allName is the name of the method that walks the pages of this one: AllX for
// ListX. It is "" if this one is not named as a list.
func (m *method) allName() string {
	if rest, ok := strings.CutPrefix(m.name, "List"); ok {
		return "All" + rest
	}
	return ""
}

// method returns the method of a service, or nil.
func (c *code) method(service, name string) *method {
	for _, m := range c.methods {
		if m.service == service && m.name == name {
			return m
		}
	}
	return nil
}
