package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// alternative is one form that a schema allows, with its allOf merged in.
type alternative struct {
	names      []string // of the schemas that it is made of
	types      []string
	format     string
	text       string // descriptions
	deprecated bool
	nullable   bool
	enum       []any
	properties map[string]*openapi3.SchemaRef
	required   []string
	items      *openapi3.SchemaRef
	values     *openapi3.SchemaRef // of members that have no name of their own
}

// alternatives returns the forms that a schema allows: one, unless it has oneOf or
// anyOf. An inline schema goes by label.
func alternatives(label string, ref *openapi3.SchemaRef) []alternative {
	schema := ref.Value
	own := alternative{
		types:      schema.Type.Slice(),
		format:     schema.Format,
		text:       schema.Description,
		deprecated: schema.Deprecated,
		nullable:   schema.Nullable || slices.Contains(schema.Enum, nil),
		enum:       slices.DeleteFunc(slices.Clone(schema.Enum), func(value any) bool { return value == nil }),
		properties: schema.Properties,
		required:   schema.Required,
		items:      schema.Items,
		values:     schema.AdditionalProperties.Schema,
	}
	if len(schema.Properties) > 0 {
		own.names = []string{label}
	}
	forms := []alternative{own}
	for _, member := range schema.AllOf {
		forms = product(forms, alternatives(label, member))
	}
	var variants []alternative
	for _, variant := range slices.Concat(schema.OneOf, schema.AnyOf) {
		if !onlyRequires(variant) {
			variants = append(variants, alternatives(label, variant)...)
		}
	}
	if len(variants) > 0 {
		forms = product(forms, variants)
	}
	if name := componentName(ref); name != "" {
		for i := range forms {
			forms[i].names = []string{name}
		}
	}
	return forms
}

// onlyRequires reports whether a schema says nothing but which properties there
// are to be: as a variant it adds none.
func onlyRequires(ref *openapi3.SchemaRef) bool {
	s := ref.Value
	return ref.Ref == "" && s.Type == nil && len(s.Properties) == 0 && len(s.Enum) == 0 &&
		s.Items == nil && len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0
}

// product merges each form of one list with each of another.
func product(as, bs []alternative) []alternative {
	var all []alternative
	for _, a := range as {
		for _, b := range bs {
			all = append(all, a.and(b))
		}
	}
	return all
}

// and returns the form that obeys both; where both have a property, b says what it
// is.
func (a alternative) and(b alternative) alternative {
	a.names = slices.Concat(a.names, b.names)
	if len(b.types) > 0 {
		a.types = b.types
	}
	if b.format != "" {
		a.format = b.format
	}
	a.text += " " + b.text
	// A wrapper adds null to what it wraps, so either may say it.
	a.nullable = a.nullable || b.nullable
	a.deprecated = a.deprecated || b.deprecated
	if len(b.enum) > 0 {
		a.enum = b.enum
	}
	properties := maps.Clone(a.properties)
	if properties == nil {
		properties = openapi3.Schemas{}
	}
	maps.Copy(properties, b.properties)
	a.properties = properties
	a.required = slices.Concat(a.required, b.required)
	if b.items != nil {
		a.items = b.items
	}
	if b.values != nil {
		a.values = b.values
	}
	return a
}

// componentName returns the name of the component that a reference names, or "".
func componentName(ref *openapi3.SchemaRef) string {
	name, _ := strings.CutPrefix(ref.Ref, "#/components/schemas/")
	return name
}
