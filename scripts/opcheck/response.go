package main

import (
	"go/types"
	"slices"
)

// response checks what an operation answers with.
func (k *checker) response(a at, o *operation, e *expression) {
	a.where, a.keys = []string{o.id + " response"}, nil
	switch {
	case e.runner == "":
		k.differ(a, wrongShape, "it does not run its operation by call or send")
		return
	case e.runner == "pages":
		k.differ(a, wrongShape, "it must not run its operation by pages")
		return
	case o.response == nil && e.runner == "send":
		return
	case o.response == nil:
		k.differ(a, extra, "it returns %s; the specification of %s has no response body", e.result, o.title())
		return
	}
	s := shapeOf(o.id, "", o.response)
	if e.runner == "send" {
		walkResponse(s, map[string]bool{}, func(key string) { a.keys = append(a.keys, key) })
		k.differ(a, missing, "it returns nothing; the specification says that %s answers with %s", o.title(), s.describe())
		return
	}
	k.top(a, o, s, e.result)
}

// top checks the type argument of call.
func (k *checker) top(a at, o *operation, s *shape, typ types.Type) {
	v := value{at: a, shape: s, typ: typ, direction: response, operation: o}
	items, listed := pageItems(s)
	elem, isPage := k.code.wrapped(typ, "Page")
	switch {
	case listed != isPage:
		k.differ(a, wrongKind, "it returns %s; it must be a Page if, and only if, the specification has a list; %s is %s", k.code.typeOf(typ).text, o.title(), s.describe())
	case listed:
		for _, name := range s.names() {
			k.see(responseOf(s, name))
		}
		v.shape, v.typ = items, elem
		k.compare(v)
	case k.code.typeOf(typ).opt || k.code.typeOf(typ).pointer:
		k.differ(a, wrongForm, "it must call %s without Opt or pointer", k.code.typeOf(typ).text)
	default:
		k.compare(v)
	}
}

// pageItems returns the shape of the elements if a response is one of the lists
// that a Page decodes.
func pageItems(s *shape) (*shape, bool) {
	if s.kind == kindArray {
		return shapeOf(s.label, "", s.items...), true
	}
	names := s.names()
	for _, data := range []string{"data", "m2m_tokens"} {
		if slices.Equal(names, []string{data, "total_count"}) {
			if list := s.properties[data].shape(); list.kind == kindArray {
				return shapeOf(list.label, "", list.items...), true
			}
		}
	}
	return nil, false
}

// responses collects how the document uses each field of the structs that
// responses decode into. One struct may serve several schemas; what is optional
// in one of them, or not there, is optional.
type responses struct {
	visited map[visit]bool
	fields  map[*types.Var]*responseField
	order   []*responseField
}

// visit is a comparison that was made already: objects may hold one another.
type visit struct {
	label string
	typ   *types.Struct
}

// responseField is a field and its uses.
type responseField struct {
	field   field
	labels  []string // of schemas, those that lack it included
	lacking []string // of schemas that lack it
	uses    []*property
}

func newResponses() responses {
	return responses{visited: map[visit]bool{}, fields: map[*types.Var]*responseField{}}
}

// add takes up the fields of a struct that an object decodes into.
func (r *responses) add(k *checker, v value, g goType) {
	if at := (visit{v.shape.label, g.object}); r.visited[at] {
		return
	} else {
		r.visited[at] = true
	}
	found := k.jsonFields(v, g)
	for _, f := range found {
		use := r.fields[f.v]
		if use == nil {
			use = &responseField{field: f}
			r.fields[f.v] = use
			r.order = append(r.order, use)
		}
		use.labels = append(use.labels, v.shape.label)
		if v.shape.properties[f.name] == nil {
			use.lacking = append(use.lacking, v.shape.label)
		}
	}
	for _, name := range v.shape.names() {
		p := v.shape.properties[name]
		a := at{pos: k.positionOf(v.at, g), subject: g.owner(), where: []string{v.shape.label + " response " + name}, keys: []string{responseOf(v.shape, name)}}
		i := slices.IndexFunc(found, func(f field) bool { return f.name == name })
		if i < 0 {
			walkResponse(p.shape(), map[string]bool{}, func(key string) { a.keys = append(a.keys, key) })
			k.differ(a, missing, "it lacks %s, a %s of %s", name, p.shape().describe(), v.shape.label)
			continue
		}
		f := found[i]
		k.see(responseOf(v.shape, name))
		r.fields[f.v].uses = append(r.fields[f.v].uses, p)
		a.pos, a.subject = f.v.Pos(), f.subject()
		k.compare(value{at: a, shape: p.shape(), typ: f.v.Type(), direction: response, operation: v.operation, later: true})
	}
}
