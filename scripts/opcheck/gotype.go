package main

import (
	"go/types"
	"strings"
)

// goKind is what a Go type is on the wire.
type goKind string

const (
	goAny      goKind = "any JSON" // jsontext.Value
	goBool     goKind = "bool"
	goFloat    goKind = "float64"
	goInt      goKind = "int"
	goInt64    goKind = "int64"
	goLeaf     goKind = "leaf" // it decodes itself
	goMap      goKind = "map"
	goMetadata goKind = "Metadata"
	goMoment   goKind = "time.Time"
	goSlice    goKind = "slice"
	goString   goKind = "string"
	goStruct   goKind = "struct"
	goTime     goKind = "Time"
	goUnknown  goKind = "unknown"
)

// leaves are types with encodings of their own, which are tested where they are
// declared.
var leaves = map[string]goKind{
	"ErrorDetail": goLeaf, "ErrorMeta": goLeaf, "Metadata": goMetadata, "Time": goTime,
}

// goType is a Go type, its wrappers taken off.
type goType struct {
	kind    goKind
	opt     bool // Opt[…]
	pointer bool
	name    *types.TypeName // of a declared type; nil for others
	object  *types.Struct
	elem    types.Type
	text    string
}

// owner names the struct that a type is of.
func (g goType) owner() string {
	if g.name != nil {
		return g.name.Name()
	}
	return "struct"
}

// typeOf looks into a Go type.
func (c *code) typeOf(t types.Type) goType {
	g := goType{text: types.TypeString(t, func(p *types.Package) string {
		if p == c.pkg {
			return ""
		}
		return p.Name()
	})}
	if inner, ok := c.wrapped(t, "Opt"); ok {
		g.opt, t = true, inner
	}
	if pointer, ok := types.Unalias(t).(*types.Pointer); ok && !g.opt {
		g.pointer, t = true, pointer.Elem()
	}
	t = types.Unalias(t)
	g.kind = goUnknown
	if named, ok := t.(*types.Named); ok {
		if kind := c.known(named); kind != "" {
			g.kind = kind
			return g
		}
		if named.TypeArgs().Len() > 0 || codesItself(named) {
			return g
		}
		g.name = named.Obj()
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		g.kind = basicKind(u)
	case *types.Map:
		if key, ok := u.Key().Underlying().(*types.Basic); ok && key.Kind() == types.String {
			g.kind, g.elem = goMap, u.Elem()
		}
	case *types.Slice:
		if elem, ok := u.Elem().(*types.Basic); !ok || elem.Kind() != types.Byte {
			g.kind, g.elem = goSlice, u.Elem()
		}
	case *types.Struct:
		g.kind, g.object = goStruct, u
	}
	return g
}

// wrapped returns the argument of a generic type of the package.
func (c *code) wrapped(t types.Type, name string) (types.Type, bool) {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() != c.pkg || named.Obj().Name() != name || named.TypeArgs().Len() != 1 {
		return nil, false
	}
	return named.TypeArgs().At(0), true
}

// known returns the kind of a type that goes by its name.
func (c *code) known(named *types.Named) goKind {
	name := named.Obj()
	switch {
	case name.Pkg() == nil:
		return ""
	case name.Pkg() == c.pkg:
		return leaves[name.Name()]
	case name.Pkg().Path() == "time" && name.Name() == "Time":
		return goMoment
	case strings.HasSuffix(name.Pkg().Path(), "/jsontext") && name.Name() == "Value":
		return goAny
	}
	return ""
}

// codesItself reports whether a type has JSON methods, so that its fields say
// nothing.
func codesItself(named *types.Named) bool {
	for f := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		switch f.Obj().Name() {
		case "MarshalJSON", "MarshalJSONTo", "MarshalText", "AppendText", "UnmarshalJSON", "UnmarshalJSONFrom", "UnmarshalText":
			return true
		}
	}
	return false
}

func basicKind(basic *types.Basic) goKind {
	switch basic.Kind() {
	case types.Bool:
		return goBool
	case types.Float64:
		return goFloat
	case types.Int:
		return goInt
	case types.Int64:
		return goInt64
	case types.String:
		return goString
	}
	return goUnknown
}
