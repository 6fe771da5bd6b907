package main

import (
	"go/types"
	"slices"
	"strings"
)

// sent is a query parameter as the code sends it.
type sent struct {
	a       at
	typ     types.Type
	comma   bool
	literal bool // set by name, not by a field
	comment string
}

// query checks the query parameters of an operation.
func (k *checker) query(a at, o *operation, e *expression) {
	got := map[string]sent{}
	for name, typ := range e.literals {
		if name != "paginated" {
			got[name] = sent{a: a, typ: typ, literal: true}
		}
	}
	for _, typ := range e.queries {
		k.queryFields(a, o, typ, got)
	}
	for _, p := range o.query {
		if p.name == "paginated" {
			continue
		}
		b := a
		if s, ok := got[p.name]; ok {
			b = s.a
		}
		b.where, b.keys = []string{o.id + " query " + p.name}, []string{parameterOf(o, p.name)}
		s, ok := got[p.name]
		if !ok {
			k.differ(b, missing, "it lacks the query parameter %s of %s", p.name, o.title())
			continue
		}
		k.see(parameterOf(o, p.name))
		k.parameter(b, p, s)
		delete(got, p.name)
	}
	for name, s := range got {
		s.a.where, s.a.keys = []string{o.id + " query " + name}, nil
		k.differ(s.a, extra, "it sends the query parameter %s; the specification of %s has none", name, o.title())
	}
}

// queryFields collects the fields of a struct that go into a query.
func (k *checker) queryFields(a at, o *operation, typ types.Type, got map[string]sent) {
	owner := k.code.typeOf(typ)
	if owner.kind != goStruct {
		k.differ(a, wrongKind, "its query is a %s, which is not understood; it must be a struct", owner.text)
		return
	}
	found, bare := fields(owner.owner(), owner.object, "query")
	for _, f := range bare {
		if !strings.Contains(f.options, `json:"`) {
			k.differ(at{pos: f.v.Pos(), subject: f.subject(), where: []string{o.id + " query"}}, wrongForm, "it has no query tag, so it is never sent")
		}
	}
	for _, f := range found {
		b := at{pos: f.v.Pos(), subject: f.subject(), where: []string{o.id + " query " + f.name}}
		if option := f.odd("comma"); option != "" {
			k.differ(b, wrongForm, "its tag has the option %s, which is not understood", option)
		}
		got[f.name] = sent{b, f.v.Type(), f.options == "comma", false, k.code.comments[f.v]}
	}
}

// parameter checks the type of one query parameter.
func (k *checker) parameter(a at, p *parameter, s sent) {
	g, shape := k.code.typeOf(s.typ), shapeOf(p.name, p.name, p.schema)
	if p.deprecated && !s.literal && !deprecated(s.comment) {
		k.differ(a, wrongDoc, "its comment has no paragraph Deprecated; the specification deprecates the parameter %s", p.name)
	}
	if p.comma != s.comma {
		k.differ(a, wrongForm, "its tag must say comma if, and only if, explode is false; for %s it is %t", p.name, !p.comma)
	}
	if s.literal {
		if g.kind != goString || g.opt || shape.kind != kindString {
			k.differ(a, wrongKind, "it sets %s by name, as %s; the specification says %s", p.name, g.text, shape.kind)
		}
		return
	}
	want := "string"
	switch isMoment := endsInMoment(p.name); {
	case shape.kind == kindBoolean, slices.Equal(shape.enum, []string{"false", "true"}):
		want = "Opt[bool]"
	case p.name == "limit" || p.name == "offset":
		want = "int"
	case isMoment && (shape.kind == kindInteger || shape.kind == kindTime):
		want = "time.Time"
	case shape.kind == kindInteger, shape.kind == kindTime:
		want = "Opt[int64]"
	case shape.kind == kindNumber:
		want = "Opt[float64]"
	case shape.kind == kindArray:
		k.parameterArray(a, p, g, shape)
		return
	case shape.kind == kindString:
		if g.kind == goString && !g.opt && !g.pointer {
			k.enum(a, g, shape.enum, shape.choice, p.name)
			return
		}
	default:
		k.differ(a, wrongKind, "the parameter %s is %s, which is not understood", p.name, shape.kind)
		return
	}
	if g.text != want {
		k.differ(a, wrongKind, "it is %s and must be %s; the specification says that %s is %s", g.text, want, p.name, shape.kind)
	}
}

func endsInMoment(name string) bool {
	return strings.HasSuffix(name, "_before") || strings.HasSuffix(name, "_after") || strings.HasSuffix(name, "_since")
}

func (k *checker) parameterArray(a at, p *parameter, g goType, s *shape) {
	items := shapeOf(p.name, p.name, s.items...)
	if g.kind != goSlice || g.opt || g.pointer || items.kind != kindString {
		k.differ(a, wrongKind, "it is %s; the specification says that %s is an array of %s", g.text, p.name, items.kind)
		return
	}
	elem := k.code.typeOf(g.elem)
	if elem.kind != goString || elem.opt || elem.pointer {
		k.differ(a, wrongKind, "it is %s; the specification says that %s is an array of strings", g.text, p.name)
		return
	}
	k.enum(a, elem, items.enum, items.choice, p.name)
}
