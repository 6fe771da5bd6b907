package main

import "go/types"

// direction is which way a value goes: the rules of the two differ.
type direction int

const (
	request direction = iota
	response
)

// value compares a Go type with a schema, but for what says absence and null, and
// goes down into arrays, maps and objects.
type value struct {
	at        at
	shape     *shape
	typ       types.Type
	direction direction
	operation *operation
	path      string  // of a body, from its top
	above     []visit // of a body, the objects that hold this one
	later     bool    // the enum is checked later
}

// compare compares a value.
func (k *checker) compare(v value) {
	g := k.code.typeOf(v.typ)
	if !fits(g, v.shape, v.direction) {
		k.differ(v.at, wrongKind, "it is %s; the specification says that %s is %s", g.text, v.shape.label, v.shape.describe())
		return
	}
	switch g.kind {
	case goString:
		if !v.later {
			k.enum(v.at, g, v.shape.enum, v.shape.choice, v.shape.label)
		}
	case goSlice:
		if v.shape.kind == kindArray {
			k.element(v, g, shapeOf(v.shape.label, "", v.shape.items...))
		}
	case goMap:
		if v.shape.kind == kindMap {
			k.element(v, g, shapeOf(v.shape.label, "", v.shape.values...))
		}
	case goStruct:
		if v.direction == request {
			k.bodyFields(v, g)
		} else {
			k.responses.add(k, v, g)
		}
	case goLeaf:
		k.seeAll(v)
	}
}

// jsonFields returns the fields of a struct by their names on the wire, and reports
// those whose tags are not understood.
func (k *checker) jsonFields(v value, g goType) []field {
	found, bare := fields(g.owner(), g.object, "json")
	for _, f := range bare {
		k.differ(at{pos: f.v.Pos(), subject: f.subject(), where: v.at.where}, wrongForm, "it has no json tag")
	}
	for _, f := range found {
		if option := f.odd("omitzero"); option != "" {
			k.differ(at{pos: f.v.Pos(), subject: f.subject(), where: v.at.where}, wrongForm, "its tag has the option %s, which is not understood", option)
		}
	}
	return found
}

// element compares the elements of an array or a map.
func (k *checker) element(v value, g goType, s *shape) {
	elem := k.code.typeOf(g.elem)
	pointers := elem.pointer && elem.kind == goStruct && v.direction == response
	if !pointers && (elem.pointer || elem.opt != s.nullable) {
		k.differ(v.at, wrongForm, "its elements are %s; nullable is %t in the specification of %s", elem.text, s.nullable, s.label)
	}
	v.shape, v.typ, v.later = s, g.elem, false
	k.compare(v)
}

// describe says what a shape is.
func (s *shape) describe() string {
	text := string(s.kind)
	if s.kind == kindArray {
		text += " of " + shapeOf(s.label, "", s.items...).describe()
	}
	if s.nullable {
		text = "nullable " + text
	}
	return text
}

// fits reports whether a Go type can hold what a schema says. What it does not know
// does not fit.
func fits(g goType, s *shape, d direction) bool {
	switch s.kind {
	case kindAny:
		return g.kind == goMetadata || g.kind == goAny
	case kindArray:
		return g.kind == goSlice
	case kindBoolean:
		return g.kind == goBool
	case kindFree:
		return g.kind == goMetadata || g.kind == goAny || d == request && g.kind == goMap
	case kindInteger:
		return g.kind == goInt64
	case kindMap:
		return g.kind == goMap
	case kindMixed:
		return g.kind == goAny
	case kindMoment:
		return g.kind == goMoment
	case kindNumber:
		return g.kind == goFloat
	case kindObject:
		return g.kind == goStruct || g.kind == goLeaf
	case kindString:
		return g.kind == goString
	case kindTime:
		return d == response && g.kind == goTime || d == request && g.kind == goInt64
	}
	return false
}
