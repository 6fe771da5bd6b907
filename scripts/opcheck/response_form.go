package main

import (
	"slices"
	"strings"
)

// checkResponses checks what only all uses of a field together can tell.
func (k *checker) checkResponses() {
	for _, f := range k.responses.order {
		k.responseField(f)
	}
}

func (k *checker) responseField(f *responseField) {
	a := at{pos: f.field.v.Pos(), subject: f.field.subject()}
	slices.Sort(f.labels)
	for _, label := range slices.Compact(f.labels) {
		a.where = append(a.where, label+" response "+f.field.name)
	}
	if len(f.uses) == 0 {
		k.differ(a, extra, "the specification has no %s in %s", f.field.name, strings.Join(slices.Compact(f.labels), ", "))
		return
	}
	use := f.sum()
	for _, p := range f.uses {
		a.keys = append(a.keys, "response "+p.of+" "+p.name)
	}
	g := k.code.typeOf(f.field.v.Type())
	if use.deprecated && !deprecated(k.code.comments[f.field.v]) {
		k.differ(a, wrongDoc, "its comment has no paragraph Deprecated; the specification deprecates %s of %s", f.field.name, f.uses[0].of)
	}
	if !slices.ContainsFunc(f.uses, func(p *property) bool { return fits(g, p.shape(), response) }) {
		return // as reported already
	}
	if problem := responseForm(g, f.field.omitzero, use); problem != "" {
		k.differ(a, wrongForm, "it is %s; the specification says that %s is %s: %s", k.code.form(f.field), f.of(), use.shape.form(use.required), problem)
	}
	if g.kind == goString && (f.field.name != "object" || g.name != nil) {
		k.enum(a, g, use.enum, use.shape.choice, f.of())
	}
}

// of names the property, and the schemas that lack it.
func (f *responseField) of() string {
	var labels []string
	for _, p := range f.uses {
		labels = append(labels, p.of)
	}
	slices.Sort(labels)
	text := f.field.name + " of " + strings.Join(slices.Compact(labels), " and ")
	if len(f.lacking) > 0 {
		text += ", which " + strings.Join(f.lacking, ", ") + " lacks,"
	}
	return text
}

// sum is what all uses of a field say together.
type sum struct {
	shape      *shape // of the first use, null if null in any
	required   bool   // in all
	union      bool   // the uses, or the alternatives of one, differ
	deprecated bool
	enum       []string // nil if any string is allowed anywhere
}

func (f *responseField) sum() sum {
	total := sum{required: len(f.lacking) == 0, union: len(f.lacking) > 0}
	required, nullable := f.uses[0].required, f.uses[0].shape().nullable
	open := false
	for _, p := range f.uses {
		s := p.shape()
		if total.shape == nil {
			first := *s
			total.shape = &first
		}
		total.shape.nullable = total.shape.nullable || s.nullable
		total.shape.choice = total.shape.choice || s.choice
		total.required = total.required && p.required
		total.union = total.union || p.union || p.required != required || s.nullable != nullable
		total.deprecated = total.deprecated || s.deprecated
		total.enum = append(total.enum, s.enum...)
		open = open || len(s.enum) == 0
	}
	slices.Sort(total.enum)
	total.enum = slices.Compact(total.enum)
	if open {
		total.enum = nil
	}
	return total
}

// responseForm returns what is wrong with the way in which a field of a response
// says absence and null, or "".
func responseForm(g goType, omitzero bool, use sum) string {
	nullable, required := use.shape.nullable, use.required
	switch g.kind {
	case goTime, goMetadata, goAny: // null is a value of theirs
		if nullable && !required {
			omitzero = true // absent or null, it says the same
		}
		return tagForm(g, omitzero, required, false)
	case goStruct, goLeaf:
		return objectForm(g, omitzero, use)
	case goBool, goFloat, goInt64:
		if !nullable && !g.opt && !required {
			if omitzero && !use.union {
				return "it must not have omitzero, so that its zero value survives"
			}
			return ""
		}
	}
	if g.opt && !nullable && !required && use.union {
		nullable = true
	}
	if nullable {
		return tagForm(g, omitzero, false, true)
	}
	return tagForm(g, omitzero, required, false)
}

// objectForm is responseForm for objects.
func objectForm(g goType, omitzero bool, use sum) string {
	nullable, required := use.shape.nullable, use.required
	switch {
	case g.opt && nullable:
		return tagForm(g, omitzero, false, true)
	case g.opt:
		return "it must be no Opt"
	case !g.pointer && (nullable || !required):
		return "it must be a pointer"
	case omitzero == required && required:
		return "it must not have omitzero"
	case omitzero == required && !nullable: // nil says null too
		return "it must have omitzero"
	}
	return ""
}

// tagForm checks that a field is an Opt or not, and has omitzero unless required.
func tagForm(g goType, omitzero, required, opt bool) string {
	switch {
	case g.pointer:
		return "it must be no pointer"
	case opt && !g.opt:
		return "it must be an Opt"
	case !opt && g.opt:
		return "it must be no Opt"
	case required && omitzero:
		return "it must not have omitzero"
	case !required && !omitzero:
		return "it must have omitzero"
	}
	return ""
}
