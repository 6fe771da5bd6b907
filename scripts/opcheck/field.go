package main

import (
	"go/types"
	"reflect"
	"slices"
	"strings"
)

// field is a field of a struct that is sent or received.
type field struct {
	v        *types.Var
	owner    string // the struct
	name     string // on the wire
	options  string // of the tag; the whole tag if it has no name
	omitzero bool
}

// subject is Type.Field.
func (f field) subject() string { return f.owner + "." + f.v.Name() }

// fields returns the fields of a struct that have a tag, those of embedded structs
// included, and the exported fields that have none.
func fields(owner string, s *types.Struct, tag string) (found, bare []field) {
	var inherited []field
	for i := range s.NumFields() {
		v := s.Field(i)
		text, ok := reflect.StructTag(s.Tag(i)).Lookup(tag)
		name, options, _ := strings.Cut(text, ",")
		switch {
		case name == "-":
		case v.Embedded() && name == "", hasOption(options, "inline"):
			typ := v.Type()
			if pointer, ok := typ.Underlying().(*types.Pointer); ok {
				typ = pointer.Elem()
			}
			if inner, ok := typ.Underlying().(*types.Struct); ok {
				f, b := fields(v.Name(), inner, tag)
				inherited, bare = append(inherited, f...), append(bare, b...)
				continue
			}
			bare = append(bare, field{v: v, owner: owner, options: s.Tag(i)})
		case ok && name != "":
			found = append(found, field{v, owner, name, options, hasOption(options, "omitzero")})
		case v.Exported():
			bare = append(bare, field{v: v, owner: owner, options: s.Tag(i)})
		}
	}
	for _, f := range inherited {
		if !slices.ContainsFunc(found, func(own field) bool { return own.name == f.name }) {
			found = append(found, f)
		}
	}
	return found, bare
}

// odd returns the first option of a tag that is not among the known ones, or "".
func (f field) odd(known ...string) string {
	for option := range strings.SplitSeq(f.options, ",") {
		if option != "" && !slices.Contains(known, option) {
			return option
		}
	}
	return ""
}

func hasOption(options, option string) bool {
	for o := range strings.SplitSeq(options, ",") {
		if o == option {
			return true
		}
	}
	return false
}
