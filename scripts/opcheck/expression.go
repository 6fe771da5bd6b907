package main

import (
	"errors"
	"go/ast"
	"go/constant"
	"go/types"
)

// constructors are the functions that make operations, and their HTTP methods.
var constructors = map[string]string{
	"del": "DELETE", "get": "GET", "list": "GET", "patch": "PATCH", "post": "POST", "put": "PUT",
}

// expression is the operation that the body of a method builds and runs.
type expression struct {
	call        *ast.CallExpr // of the constructor
	constructor string
	path        string
	ids         []ast.Expr
	body        types.Type            // nil for none
	queries     []types.Type          // of the structs with query parameters
	literals    map[string]types.Type // parameters that are set by name
	used        map[types.Object]bool // the parameters of the method in literals
	upload      bool
	form        types.Type // the fields beside a file; nil for none
	runner      string     // "" if it is not run here
	result      types.Type // the type argument of the runner
}

// expression finds the one operation that a method builds.
func (c *code) expression(m *method) (*expression, error) {
	if m.function.Body == nil {
		return nil, errors.New("has no body")
	}
	var found []*ast.CallExpr
	ast.Inspect(m.function.Body, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok && constructors[c.function(call)] != "" {
			found = append(found, call)
		}
		return true
	})
	if len(found) != 1 {
		return nil, errors.New("must call one of get, list, post, patch, put and del, exactly once")
	}
	e := &expression{call: found[0], constructor: c.function(found[0]), literals: map[string]types.Type{}, used: map[types.Object]bool{}}
	if err := c.arguments(e); err != nil {
		return nil, err
	}
	if err := c.modifiers(e, m); err != nil {
		return nil, err
	}
	c.run(e, m)
	return e, nil
}

// function returns the name of the function of this package that is called, or "".
func (c *code) function(call *ast.CallExpr) string {
	callee := ast.Unparen(call.Fun)
	switch generic := callee.(type) {
	case *ast.IndexExpr:
		callee = generic.X
	case *ast.IndexListExpr:
		callee = generic.X
	}
	name, ok := callee.(*ast.Ident)
	if !ok {
		return ""
	}
	f, ok := c.info.Uses[name].(*types.Func)
	if !ok || f.Pkg() != c.pkg || f.Signature().Recv() != nil {
		return ""
	}
	return f.Name()
}

// arguments reads what the constructor is called with.
func (c *code) arguments(e *expression) error {
	arguments := e.call.Args
	if len(arguments) == 0 || e.call.Ellipsis.IsValid() {
		return errors.New("calls " + e.constructor + " in a way that is not understood")
	}
	path, ok := c.literal(arguments[0])
	if !ok {
		return errors.New("gives a path that is no constant")
	}
	e.path, e.ids = path, arguments[1:]
	if e.constructor == "del" {
		return nil
	}
	if len(arguments) < 2 {
		return errors.New("calls " + e.constructor + " without a query or body")
	}
	e.ids = arguments[2:]
	typ := c.argument(arguments[1])
	switch {
	case typ == nil:
	case constructors[e.constructor] == "GET":
		e.queries = append(e.queries, typ)
	default:
		e.body = typ
	}
	return nil
}

// argument returns the type of an argument, without pointers; nil for nil.
func (c *code) argument(argument ast.Expr) types.Type {
	typ := c.info.TypeOf(argument)
	if basic, ok := typ.(*types.Basic); ok && basic.Kind() == types.UntypedNil {
		return nil
	}
	if pointer, ok := typ.Underlying().(*types.Pointer); ok {
		return pointer.Elem()
	}
	return typ
}

func (c *code) literal(argument ast.Expr) (string, bool) {
	value := c.info.Types[argument].Value
	if value == nil || value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(value), true
}

// modifiers reads the methods that are called on the operation.
func (c *code) modifiers(e *expression, m *method) (err error) {
	ast.Inspect(m.function.Body, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		selector, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || !c.isOp(selector.X) {
			return true
		}
		switch name := selector.Sel.Name; {
		case name == "with" && len(call.Args) == 2:
			parameter, ok := c.literal(call.Args[0])
			if !ok {
				err = errors.New("adds a query parameter whose name is no constant")
			}
			e.literals[parameter] = c.info.TypeOf(call.Args[1])
			c.use(e, call.Args[1])
		case name == "withQuery" && len(call.Args) == 1:
			if typ := c.argument(call.Args[0]); typ != nil {
				e.queries = append(e.queries, typ)
			}
		case name == "withFile" && len(call.Args) == 2:
			e.upload, e.form = true, c.argument(call.Args[1])
		case name == "with", name == "withQuery", name == "withFile":
			err = errors.New("calls " + name + " in a way that is not understood")
		}
		return true
	})
	return err
}

// use notes which variables a value is made of.
func (c *code) use(e *expression, value ast.Expr) {
	ast.Inspect(value, func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok {
			e.used[c.info.Uses[name]] = true
		}
		return true
	})
}

// isOp reports whether an expression is an operation.
func (c *code) isOp(expr ast.Expr) bool {
	named, ok := c.info.TypeOf(expr).(*types.Named)
	return ok && named.Obj().Name() == "op" && named.Obj().Pkg() == c.pkg
}
