package contract

import (
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// flat is a schema whose parts (allOf) and whose chosen alternative (oneOf,
// anyOf) are merged into it.
type flat struct {
	openapi3.Schema
	alternatives int // of the widest choice at this level; 0 for none
}

// flatten merges a schema. Where it offers a choice, alternative says which.
func flatten(schema *openapi3.Schema, alternative int) flat {
	f := flat{Schema: *schema}
	f.Required = slices.Clone(schema.Required)
	f.Properties = openapi3.Schemas{}
	for name, property := range schema.Properties {
		f.Properties[name] = property
	}
	partsNullable := len(schema.AllOf) > 0 && schema.Type == nil
	for _, part := range schema.AllOf {
		partsNullable = partsNullable && part.Value.Nullable
		f.merge(flatten(part.Value, alternative))
	}
	for _, choice := range []openapi3.SchemaRefs{schema.OneOf, schema.AnyOf} {
		if len(choice) == 0 {
			continue
		}
		f.alternatives = max(f.alternatives, len(choice))
		f.merge(flatten(choice[alternative%len(choice)].Value, alternative))
	}
	f.Nullable = schema.Nullable || partsNullable
	if schema.Discriminator != nil {
		f.require(schema.Discriminator.PropertyName) // without it nobody could tell
	}
	return f
}

// merge adds what another schema demands.
func (f *flat) merge(part flat) {
	if f.Type == nil {
		f.Type = part.Type
	}
	if len(f.Enum) == 0 {
		f.Enum = part.Enum
	}
	if f.Format == "" {
		f.Format = part.Format
	}
	if f.Pattern == "" {
		f.Pattern = part.Pattern
	}
	if f.Items == nil {
		f.Items = part.Items
	}
	if f.Min == nil {
		f.Min = part.Min
	}
	if f.AdditionalProperties.Has == nil && f.AdditionalProperties.Schema == nil {
		f.AdditionalProperties = part.AdditionalProperties
	}
	for name, property := range part.Properties {
		f.Properties[name] = property
	}
	f.require(part.Required...)
	f.alternatives = max(f.alternatives, part.alternatives)
}

func (f *flat) require(names ...string) {
	for _, name := range names {
		if !slices.Contains(f.Required, name) {
			f.Required = append(f.Required, name)
		}
	}
}

// kind is the type of a schema; "any" if it does not say.
func (f *flat) kind() string {
	switch {
	case f.Type != nil && len(f.Type.Slice()) > 0:
		return f.Type.Slice()[0]
	case len(f.Properties) > 0:
		return "object"
	case f.Items != nil:
		return "array"
	}
	return "any"
}

// freeForm reports whether an object says nothing about its members.
func (f *flat) freeForm() bool {
	return len(f.Properties) == 0 && f.AdditionalProperties.Schema == nil &&
		(f.AdditionalProperties.Has == nil || *f.AdditionalProperties.Has)
}

// alternatives returns how many ways there are to fill in a schema: the size of
// the widest choice in it, 1 if there is none.
func alternatives(ref *openapi3.SchemaRef) int {
	seen := map[*openapi3.Schema]bool{}
	var widest func(ref *openapi3.SchemaRef) int
	widest = func(ref *openapi3.SchemaRef) int {
		if ref == nil || seen[ref.Value] {
			return 1
		}
		schema := ref.Value
		seen[schema] = true
		n := max(1, len(schema.OneOf), len(schema.AnyOf))
		for _, refs := range []openapi3.SchemaRefs{schema.AllOf, schema.OneOf, schema.AnyOf, {schema.Items, schema.AdditionalProperties.Schema}} {
			for _, part := range refs {
				n = max(n, widest(part))
			}
		}
		for _, property := range schema.Properties {
			n = max(n, widest(property))
		}
		return n
	}
	return widest(ref)
}
