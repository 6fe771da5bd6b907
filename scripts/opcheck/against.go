package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// changes returns a line for each thing that a newer document adds (+), drops (-)
// or changes (~), sorted by place, with the methods that it concerns. What is new
// or gone with a whole operation has no line of its own.
func changes(older, newer *spec, c *code) []string {
	before, after := older.facts(), newer.facts()
	methods := map[string]string{}
	for _, m := range c.methods {
		for _, d := range m.directives {
			methods[d.method+" "+d.path] = m.title()
		}
	}
	places := maps.Clone(before)
	maps.Copy(places, after)
	var lines []string
	for _, place := range slices.Sorted(maps.Keys(places)) {
		old, was := before[place]
		now, is := after[place]
		whole := strings.HasPrefix(place, "operation ")
		switch {
		case !was && (whole || known(now, before)):
			lines = append(lines, "+ "+place+now.summary()+affected(now, methods))
		case !is && (whole || known(old, after)):
			lines = append(lines, "- "+place+affected(old, methods))
		case was && is:
			if text := old.changes(now); text != "" {
				lines = append(lines, "~ "+place+": "+text+affected(now, methods))
			}
		}
	}
	return lines
}

// known reports whether one of the operations of a fact is in the other document.
func known(f fact, other map[string]fact) bool {
	return slices.ContainsFunc(f.operations, func(o *operation) bool {
		_, ok := other["operation "+o.title()]
		return ok
	})
}

// affected names the methods that a fact is about, three at most.
func affected(f fact, methods map[string]string) string {
	var names []string
	for _, o := range f.operations {
		if name := methods[o.title()]; name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	switch n := len(names); {
	case n == 0:
		return " (no method)"
	case n > 3:
		return fmt.Sprintf(" (%s and %d more)", strings.Join(names[:3], ", "), n-3)
	}
	return " (" + strings.Join(names, ", ") + ")"
}

// summary says what a new fact is.
func (f fact) summary() string {
	words := []string{}
	if f.deprecated {
		words = append(words, "deprecated")
	}
	if f.required {
		words = append(words, "required")
	}
	if f.kind != "" {
		words = append(words, f.kind)
	}
	if len(f.enum) > 0 {
		words = append(words, fmt.Sprintf("%q", f.enum))
	}
	if len(words) == 0 {
		return ""
	}
	return ": " + strings.Join(words, " ")
}

// changes says how a fact differs now.
func (f fact) changes(now fact) string {
	var parts []string
	if f.kind != now.kind {
		parts = append(parts, f.kind+" is now "+now.kind)
	}
	for _, flag := range []struct {
		was, is bool
		yes, no string
	}{
		{f.required, now.required, "required", "optional"},
		{f.deprecated, now.deprecated, "deprecated", "not deprecated"},
		{f.comma, now.comma, "separated by commas", "repeated"},
	} {
		switch {
		case !flag.was && flag.is:
			parts = append(parts, "now "+flag.yes)
		case flag.was && !flag.is:
			parts = append(parts, "now "+flag.no)
		}
	}
	for _, value := range now.enum {
		if !slices.Contains(f.enum, value) {
			parts = append(parts, fmt.Sprintf("new value %q", value))
		}
	}
	for _, value := range f.enum {
		if !slices.Contains(now.enum, value) {
			parts = append(parts, fmt.Sprintf("value %q gone", value))
		}
	}
	return strings.Join(parts, ", ")
}
