package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// kind is what a schema says a value is.
type kind string

const (
	kindAny     kind = "any value"
	kindArray   kind = "array"
	kindBoolean kind = "boolean"
	kindFile    kind = "file"
	kindFree    kind = "free-form object"
	kindInteger kind = "integer"
	kindMap     kind = "map"
	kindMixed   kind = "values of several types"
	kindNumber  kind = "number"
	kindObject  kind = "object"
	kindString  kind = "string"
	kindTime    kind = "timestamp"     // an integer
	kindMoment  kind = "RFC 3339 time" // a string
)

// shape is one level of a schema, its allOf merged and its alternatives united.
type shape struct {
	label      string // of the schema, or of the place of an inline one
	kind       kind
	deprecated bool
	nullable   bool
	union      bool     // there is more than one alternative
	enum       []string // sorted
	choice     bool     // one alternative alone lists several values
	properties map[string]*property
	items      []*openapi3.SchemaRef // of an array
	values     []*openapi3.SchemaRef // of a map
}

// property is a property of an object.
type property struct {
	name     string
	required bool
	union    bool // not all alternatives have it alike
	of       string
	schemas  []*openapi3.SchemaRef
}

// shape returns the shape of a property.
func (p *property) shape() *shape { return shapeOf(p.of+"."+p.name, p.name, p.schemas...) }

// names returns the names of the properties, sorted.
func (s *shape) names() []string { return slices.Sorted(maps.Keys(s.properties)) }

// shapeOf returns what values of any of the schemas are like. Inline schemas go by
// label; name is the property that holds them, if any.
func shapeOf(label, name string, refs ...*openapi3.SchemaRef) *shape {
	var forms []alternative
	for _, ref := range refs {
		forms = append(forms, alternatives(label, ref)...)
	}
	s := &shape{label: labelOf(label, refs, forms), union: len(forms) > 1, properties: map[string]*property{}}
	var kinds []kind
	for i, form := range forms {
		s.nullable = s.nullable || form.nullable
		s.deprecated = s.deprecated || form.deprecated
		s.choice = s.choice || len(form.enum) > 1
		kinds = append(kinds, form.kind(name))
		if form.items != nil {
			s.items = append(s.items, form.items)
		}
		if form.values != nil {
			s.values = append(s.values, form.values)
		}
		for property, schema := range form.properties {
			s.add(property, schema, slices.Contains(form.required, property), i == 0)
		}
	}
	s.finish(forms)
	slices.Sort(kinds)
	s.kind = kindMixed
	if kinds = slices.Compact(kinds); len(kinds) == 1 {
		s.kind = kinds[0]
	}
	s.enum = enumOf(forms)
	return s
}

// add takes up a property of an alternative.
func (s *shape) add(name string, schema *openapi3.SchemaRef, required, first bool) {
	p := s.properties[name]
	if p == nil {
		p = &property{name: name, of: s.label, required: first}
		s.properties[name] = p
	}
	p.required = p.required && required
	if !slices.ContainsFunc(p.schemas, func(other *openapi3.SchemaRef) bool { return other.Value == schema.Value }) {
		p.schemas = append(p.schemas, schema)
	}
}

// finish makes optional what an alternative lacks.
func (s *shape) finish(forms []alternative) {
	for name, p := range s.properties {
		for _, form := range forms {
			if form.properties[name] == nil {
				p.required = false
			}
		}
		p.union = len(forms) > 1
	}
}

// kind returns what a value of the alternative is. The name of the property that
// holds it helps to tell a time.
func (a alternative) kind(name string) kind {
	if len(a.types) > 1 {
		return kindMixed
	}
	typ := "object"
	switch {
	case len(a.types) == 1:
		typ = a.types[0]
	case len(a.properties) == 0 && a.values == nil:
		return kindAny
	}
	switch typ {
	case "array":
		return kindArray
	case "boolean":
		return kindBoolean
	case "integer", "number":
		if isTimestamp(name, a.text) {
			return kindTime
		}
		return kind(typ)
	case "string":
		switch {
		case a.format == "binary":
			return kindFile
		case a.format == "date-time", strings.HasSuffix(name, "_at"):
			return kindMoment
		}
		return kindString
	case "object":
		switch {
		case len(a.properties) > 0:
			return kindObject
		case a.values != nil:
			return kindMap
		}
		return kindFree
	}
	return kindMixed
}

// isTimestamp tells a moment in Unix milliseconds from other integers: the
// document has no format for it.
func isTimestamp(name, text string) bool {
	return strings.HasSuffix(name, "_at") || name == "expiration" || name == "date" ||
		strings.Contains(strings.ToLower(text), "unix timestamp")
}

// enumOf returns the strings that the alternatives allow, or nil if one of them
// allows any.
func enumOf(forms []alternative) []string {
	var values []string
	for _, form := range forms {
		if len(form.enum) == 0 {
			return nil
		}
		for _, value := range form.enum {
			text, ok := value.(string)
			if !ok {
				return nil
			}
			values = append(values, text)
		}
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// labelOf names a shape after the one component that it is; what is made of several
// goes by its place, as an inline schema does.
func labelOf(label string, refs []*openapi3.SchemaRef, forms []alternative) string {
	if len(refs) == 1 {
		if name := componentName(refs[0]); name != "" {
			return name
		}
	}
	var names []string
	for _, form := range forms {
		names = append(names, form.names...)
	}
	slices.Sort(names)
	if names = slices.Compact(names); len(names) == 1 {
		return names[0]
	}
	return label
}
