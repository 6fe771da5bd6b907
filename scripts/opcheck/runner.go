package main

import (
	"go/ast"
	"go/types"
	"strings"
)

// runners are the functions that run operations.
var runners = map[string]bool{"call": true, "pages": true, "send": true}

// run finds the function that runs the operation.
func (c *code) run(e *expression, m *method) {
	variables := c.variables(e, m)
	ast.Inspect(m.function.Body, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok || !runners[c.function(call)] || len(call.Args) == 0 {
			return true
		}
		if !c.begins(call.Args[len(call.Args)-1], e, variables) {
			return true
		}
		e.runner = c.function(call)
		if name, ok := genericName(call); ok {
			if arguments := c.info.Instances[name].TypeArgs; arguments.Len() == 1 {
				e.result = arguments.At(0)
			}
		}
		return true
	})
}

func genericName(call *ast.CallExpr) (*ast.Ident, bool) {
	switch callee := ast.Unparen(call.Fun).(type) {
	case *ast.IndexExpr:
		name, ok := callee.X.(*ast.Ident)
		return name, ok
	case *ast.Ident:
		return callee, true
	}
	return nil, false
}

// variables returns the variables that hold the operation.
func (c *code) variables(e *expression, m *method) map[types.Object]bool {
	variables := map[types.Object]bool{}
	ast.Inspect(m.function.Body, func(node ast.Node) bool {
		assignment, ok := node.(*ast.AssignStmt)
		if !ok || len(assignment.Lhs) != len(assignment.Rhs) {
			return true
		}
		for i, right := range assignment.Rhs {
			name, ok := assignment.Lhs[i].(*ast.Ident)
			if ok && c.begins(right, e, variables) {
				variables[c.info.ObjectOf(name)] = true
			}
		}
		return true
	})
	return variables
}

// begins reports whether an expression is the operation, with or without methods
// called on it.
func (c *code) begins(expr ast.Expr, e *expression, variables map[types.Object]bool) bool {
	switch x := ast.Unparen(expr).(type) {
	case *ast.Ident:
		return variables[c.info.ObjectOf(x)]
	case *ast.CallExpr:
		if x == e.call {
			return true
		}
		selector, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr)
		return ok && strings.HasPrefix(selector.Sel.Name, "with") && c.begins(selector.X, e, variables)
	}
	return false
}
