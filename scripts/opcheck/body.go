package main

import (
	"go/token"
	"slices"
	"strings"
)

// body checks the body of an operation.
func (k *checker) body(a at, o *operation, e *expression) {
	a.where, a.keys = []string{o.id + " body"}, nil
	switch sends := e.body != nil || e.upload; {
	case o.body == nil && sends:
		k.differ(a, extra, "it sends a body; the specification of %s has none", o.title())
	case o.body == nil:
	case !sends:
		k.walkBody(o, func(key string) { a.keys = append(a.keys, key) })
		k.differ(a, missing, "it sends no body; the specification of %s has one", o.title())
	case o.multipart != e.upload:
		k.differ(a, wrongKind, "it must call withFile if, and only if, the specification says multipart; it is %t for %s", o.multipart, o.title())
	case o.multipart:
		k.form(a, o, e)
	case k.code.typeOf(e.body).opt:
		k.differ(a, wrongForm, "its body must be no Opt")
	default:
		k.compare(value{at: a, shape: shapeOf(o.id, "", o.body), typ: e.body, direction: request, operation: o})
	}
}

// form checks the names of the fields beside a file.
func (k *checker) form(a at, o *operation, e *expression) {
	got := map[string]bool{"file": true}
	if e.form != nil {
		g := k.code.typeOf(e.form)
		if g.kind != goStruct {
			k.differ(a, wrongKind, "the fields of its form are %s, which is not understood; they must be a struct", g.text)
			return
		}
		found, _ := fields(g.owner(), g.object, "json")
		for _, f := range found {
			got[f.name] = true
		}
	}
	s := shapeOf(o.id, "", o.body)
	for _, name := range s.names() {
		b := a
		b.where, b.keys = []string{o.id + " body " + name}, []string{bodyOf(o, name)}
		if !got[name] {
			k.differ(b, missing, "its form lacks the field %s of %s", name, o.title())
			continue
		}
		k.see(bodyOf(o, name))
		delete(got, name)
	}
	for name := range got {
		b := a
		b.where = []string{o.id + " body " + name}
		k.differ(b, extra, "its form has the field %s; the specification of %s has none", name, o.title())
	}
}

// bodyFields checks the fields of an object in a body.
func (k *checker) bodyFields(v value, g goType) {
	here := visit{v.shape.label, g.object}
	if slices.Contains(v.above, here) {
		walkBodyShape(v.operation, v.shape, v.path, nil, k.see)
		return
	}
	v.above = append(slices.Clone(v.above), here)
	found := k.jsonFields(v, g)
	for _, name := range v.shape.names() {
		p := v.shape.properties[name]
		path := join(v.path, name)
		b := v.at
		b.where, b.keys = []string{v.operation.id + " body " + path}, []string{bodyOf(v.operation, path)}
		i := slices.IndexFunc(found, func(f field) bool { return f.name == name })
		if i < 0 {
			b.pos, b.subject = k.positionOf(v.at, g), g.owner()
			k.walkProperty(v.operation, p, path, nil, func(key string) { b.keys = append(b.keys, key) })
			k.differ(b, missing, "it lacks %s, a %s of %s", name, p.shape().describe(), v.shape.label)
			continue
		}
		f := found[i]
		b.pos, b.subject = f.v.Pos(), f.subject()
		k.see(bodyOf(v.operation, path))
		k.bodyField(b, v, f, p, path)
	}
	for _, f := range found {
		if v.shape.properties[f.name] == nil {
			b := at{pos: f.v.Pos(), subject: f.subject(), where: []string{v.operation.id + " body " + join(v.path, f.name)}}
			k.differ(b, extra, "the specification of %s has no %s in %s", v.operation.title(), f.name, v.shape.label)
		}
	}
}

func (k *checker) bodyField(b at, v value, f field, p *property, path string) {
	s := p.shape()
	if s.deprecated && !deprecated(k.code.comments[f.v]) {
		k.differ(b, wrongDoc, "its comment has no paragraph Deprecated; the specification deprecates %s", path)
	}
	g := k.code.typeOf(f.v.Type())
	if problem := requestForm(g, f.omitzero, p.required, s); problem != "" && fits(g, s, request) {
		k.differ(b, wrongForm, "it is %s; the specification says that %s is %s", k.code.form(f), path, s.form(p.required)+": "+problem)
	}
	k.compare(value{at: b, shape: s, typ: f.v.Type(), direction: request, operation: v.operation, path: path, above: v.above})
}

// positionOf returns where a struct is declared, or else where it is used.
func (k *checker) positionOf(a at, g goType) token.Pos {
	if g.name != nil {
		return g.name.Pos()
	}
	return a.pos
}

// form is the type and the tag of a field.
func (c *code) form(f field) string {
	text := c.typeOf(f.v.Type()).text
	if f.omitzero {
		text += " with omitzero"
	}
	return text
}

// form says whether a property may be absent or null.
func (s *shape) form(required bool) string {
	words := []string{"optional"}
	if required {
		words[0] = "required"
	}
	if s.nullable {
		words = append(words, "nullable")
	}
	return strings.Join(append(words, string(s.kind)), " ")
}

// requestForm returns what is wrong with the way in which a field of a body says
// absence and null, or "".
func requestForm(g goType, omitzero, required bool, s *shape) string {
	wantOpt := s.nullable
	switch g.kind {
	case goMetadata, goAny:
		wantOpt = false
	case goStruct, goLeaf:
		wantOpt = s.nullable || !required
	case goMap:
		if s.kind == kindFree {
			wantOpt = g.opt
		}
	case goSlice:
	case goString:
		// The zero value of an open string type is absent, unless "" is a
		// value.
		named := g.name != nil && !slices.Contains(s.enum, "")
		wantOpt = s.nullable || !required && !named
	default:
		wantOpt = s.nullable || !required
	}
	switch {
	case g.pointer:
		return "it must be no pointer"
	case wantOpt != g.opt && wantOpt:
		return "it must be an Opt"
	case wantOpt != g.opt:
		return "it must be no Opt"
	case required && omitzero:
		return "it must not have omitzero"
	case !required && !omitzero:
		return "it must have omitzero"
	}
	return ""
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func bodyOf(o *operation, path string) string { return o.id + " body " + path }
