package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// assign finds the method of each operation by its directive.
func (k *checker) assign() map[*operation]*method {
	byWhere := map[string]*operation{}
	for _, o := range k.spec.operations {
		byWhere[o.title()] = o
	}
	methods := map[*operation]*method{}
	for _, m := range k.code.methods {
		if len(m.directives) > 1 {
			k.differ(at{pos: m.directives[1].pos, subject: m.title(), where: []string{m.directives[1].where()}}, extra, "it has more than one directive")
		}
		for _, d := range m.directives {
			a := at{pos: d.pos, subject: m.title(), where: []string{d.where()}}
			if !strings.HasSuffix(m.service, "Service") {
				k.differ(a, wrongShape, "a directive belongs to a method of a service")
				continue
			}
			o := byWhere[d.method+" "+d.path]
			switch {
			case o == nil:
				k.differ(a, extra, "the specification has no %s %s", d.method, d.path)
				k.unspecified(m, d)
			case methods[o] != nil:
				k.differ(a, extra, "%s is %s already", o.title(), methods[o].title())
			default:
				methods[o] = m
			}
		}
	}
	for _, o := range k.spec.operations {
		if methods[o] == nil {
			k.add(difference{position: fmt.Sprintf("%s:%d", k.spec.file, o.line), subject: o.id, where: []string{o.where()}, what: missing,
				text: "no method has //clerk:op " + o.title(), keys: []string{o.id}})
		}
	}
	return methods
}

// unspecified checks a method that the specification lacks against itself.
func (k *checker) unspecified(m *method, d directive) {
	a := at{pos: m.function.Name.Pos(), subject: m.title(), where: []string{d.where()}}
	if !strings.Contains(strings.Join(strings.Fields(m.doc), " "), "The specification lacks this operation.") {
		k.differ(a, wrongDoc, `its comment must say "The specification lacks this operation."`)
	}
	e, err := k.code.expression(m)
	if err != nil {
		k.differ(a, wrongShape, "it %v", err)
		return
	}
	k.path(a, &operation{method: d.method, path: d.path, pathNames: pathNames(d.path)}, m, e)
}

// operation checks the method of an operation.
func (k *checker) operation(o *operation, m *method) {
	a := at{pos: m.function.Name.Pos(), subject: m.title(), where: []string{o.where()}, keys: []string{o.id}}
	k.see(o.id)
	k.doc(a, o, m)
	e, err := k.code.expression(m)
	if err != nil {
		k.differ(a, wrongShape, "it %v; the specification has %s", err, o.title())
		return
	}
	k.path(a, o, m, e)
	k.all(a, o, m, e)
	k.query(a, o, e)
	k.body(a, o, e)
	k.response(a, o, e)
}

// doc checks the comment of a method.
func (k *checker) doc(a at, o *operation, m *method) {
	switch {
	case strings.TrimSpace(m.doc) == "":
		k.differ(a, wrongDoc, "it has no comment")
	case o.deprecated && !deprecated(m.doc):
		k.differ(a, wrongDoc, "its comment has no paragraph Deprecated; the specification deprecates %s", o.title())
	case !o.deprecated && deprecated(m.doc):
		k.differ(a, wrongDoc, "its comment deprecates it; the specification does not deprecate %s", o.title())
	}
}

// path checks the constructor of the operation, its path and its IDs.
func (k *checker) path(a at, o *operation, m *method, e *expression) {
	if got := constructors[e.constructor]; got != o.method {
		k.differ(a, wrongShape, "%s sends %s, the specification says %s", e.constructor, got, o.title())
	}
	if want := pattern(o.path); e.path != want {
		k.differ(a, wrongShape, "its path is %q, the specification says %q", e.path, want)
	}
	switch paginated := o.parameter("paginated") != nil; {
	case paginated && e.constructor != "list":
		k.differ(a, wrongShape, "it must call list: the specification has the parameter paginated")
	case !paginated && e.constructor == "list":
		k.differ(a, wrongShape, "it must not call list: the specification has no parameter paginated")
	case paginated:
		k.see(parameterOf(o, "paginated"))
	}
	ids := a
	ids.keys = nil
	for _, name := range o.pathNames {
		key := parameterOf(o, name)
		ids.keys = append(ids.keys, key)
		k.see(key)
	}
	if n := len(m.ids(e)); n != len(o.pathNames) {
		k.differ(ids, wrongShape, "it takes %d strings that are IDs, the path %s has %d", n, o.path, len(o.pathNames))
	}
	k.passes(ids, m, e)
}

// passes checks that a method passes its string parameters as the IDs of the
// operation.
func (k *checker) passes(a at, m *method, e *expression) {
	var got []types.Object
	for _, id := range e.ids {
		got = append(got, k.code.variable(id))
	}
	if !slices.Equal(got, m.ids(e)) {
		k.differ(a, wrongShape, "it must pass its string parameters as IDs, all of them, once, in their order")
	}
}

// ids returns the string parameters of a method, but for those that set a query
// parameter.
func (m *method) ids(e *expression) []types.Object {
	var ids []types.Object
	for _, v := range m.strings {
		if !e.used[v] {
			ids = append(ids, v)
		}
	}
	return ids
}

// variable returns the variable that an expression is, perhaps converted.
func (c *code) variable(expr ast.Expr) types.Object {
	expr = ast.Unparen(expr)
	if conversion, ok := expr.(*ast.CallExpr); ok && len(conversion.Args) == 1 && c.info.Types[conversion.Fun].IsType() {
		expr = ast.Unparen(conversion.Args[0])
	}
	if name, ok := expr.(*ast.Ident); ok {
		return c.info.Uses[name]
	}
	return nil
}

// all checks that a list has a method that walks its pages.
func (k *checker) all(a at, o *operation, m *method, e *expression) {
	if !o.paged() {
		return
	}
	name := m.allName()
	if name == "" {
		k.differ(a, wrongShape, "it must be named List or ListX: the specification has limit and offset")
		return
	}
	all := k.code.method(m.service, name)
	if all == nil {
		k.differ(a, missing, "there is no %s.%s: the specification has limit and offset", m.service, name)
		return
	}
	a.pos, a.subject = all.function.Name.Pos(), all.title()
	k.doc(a, o, all)
	if len(all.directives) > 0 {
		k.differ(a, wrongDoc, "it must have no directive, as %s has it", m.title())
	}
	other, err := k.code.expression(all)
	if err != nil {
		k.differ(a, wrongShape, "it %v", err)
		return
	}
	if other.text() != e.text() {
		k.differ(a, wrongShape, "it runs %s, but %s runs %s", other.text(), m.title(), e.text())
	}
	k.passes(a, all, other)
}

// text describes an expression.
func (e *expression) text() string {
	var queries []string
	for _, query := range e.queries {
		queries = append(queries, types.TypeString(query, func(*types.Package) string { return "" }))
	}
	return fmt.Sprintf("%s(%q, %s) with %d IDs", e.constructor, e.path, strings.Join(queries, ", "), len(e.ids))
}

func parameterOf(o *operation, name string) string { return o.id + " parameter " + name }
