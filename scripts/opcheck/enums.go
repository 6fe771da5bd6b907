package main

import (
	"go/types"
	"maps"
	"slices"
)

// enumUse is what the document allows where a string type is used.
type enumUse struct {
	name   *types.TypeName
	values map[string]bool
}

// enum checks a string type against the values that the document allows, if it
// lists them. A choice of two or more needs a type with a constant each; one value
// for each alternative of a union, which tells them apart, does not. The property
// object is a plain string everywhere.
func (k *checker) enum(a at, g goType, values []string, choice bool, name string) {
	if g.name == nil {
		if choice && len(values) > 1 {
			k.differ(a, wrongEnum, "it is a plain string; the specification allows %s %q, which need a string type with constants", name, values)
		}
		return
	}
	if len(values) == 0 {
		return
	}
	use := k.enums[g.name.Name()]
	if use == nil {
		use = &enumUse{g.name, map[string]bool{}}
		k.enums[g.name.Name()] = use
	}
	var lacking []string
	for _, value := range values {
		use.values[value] = true
		if !k.code.values[g.name][value] && !(value == "" && len(values) > 1) {
			lacking = append(lacking, value)
		}
	}
	if len(lacking) > 0 {
		k.differ(a, wrongEnum, "%s has no constants for %q, which the specification allows %s", g.name.Name(), lacking, name)
	}
}

// checkEnums reports constants that the document allows nowhere that their type is
// used. It must list values somewhere.
func (k *checker) checkEnums() {
	for _, name := range slices.Sorted(maps.Keys(k.enums)) {
		use := k.enums[name]
		var invented []string
		for value := range k.code.values[use.name] {
			if !use.values[value] {
				invented = append(invented, value)
			}
		}
		slices.Sort(invented)
		for _, value := range invented {
			a := at{pos: use.name.Pos(), subject: name, where: []string{name + " value " + value}}
			k.differ(a, extra, "it has a constant for %q; the specification allows that nowhere", value)
		}
	}
}
