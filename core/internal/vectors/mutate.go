package vectors

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// mutationsPerCase bounds the work of [Mutate]; successive cases start at
// different places, so that a suite as a whole covers all of them.
const mutationsPerCase = 4

// Mutation is one altered expectation.
type Mutation struct {
	Kind   string         // append, drop, fill, flip, increment or shorten
	Path   string         // of the altered value, such as .to_auth.orgPermissions[0]
	Expect jsontext.Value // the whole expectation with that one change
}

// Mutate proves that run reads the expectation: for each case that passes and
// has no quirk it alters single values and demands that run reports a
// difference. A mutation for which ignore, which may be nil, returns true is
// left out; informational members always are: the class of an error, and the
// absence of an error's details.
func Mutate(t *testing.T, suite string, run func(Case) error, ignore func(Case, Mutation) bool) {
	t.Helper()
	file := load(t, suite)
	tried := 0
	for i, c := range file.Cases {
		if c.Quirk != "" || protect(run, c) != nil {
			continue
		}
		mutations, err := Mutations(c.Expect)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		mutations = slices.DeleteFunc(mutations, func(m Mutation) bool {
			return informational(m) || ignore != nil && ignore(c, m)
		})
		for j := range min(mutationsPerCase, len(mutations)) {
			mutation := mutations[(i*mutationsPerCase+j)%len(mutations)]
			altered := c
			altered.Expect = mutation.Expect
			tried++
			if protect(run, altered) == nil {
				t.Errorf("%s passes although its expectation was altered: %s %s", c.Name, mutation.Kind, mutation.Path)
			}
		}
	}
	if tried == 0 {
		t.Errorf("suite %s: no expectation could be altered", suite)
	}
}

// informational reports whether the format lets a port leave the value alone.
func informational(m Mutation) bool {
	parent, name, _ := cutLast(m.Path, ".")
	inError := strings.HasSuffix(parent, ".error") || strings.HasSuffix(parent, ".throws")
	return inError && (name == "class" || m.Kind == "drop")
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

// Mutations returns every single change of an expectation: booleans flipped,
// strings appended to, numbers incremented, nulls filled, members dropped and
// arrays shortened by their last element.
func Mutations(expect jsontext.Value) ([]Mutation, error) {
	var root any
	if err := Decode(expect, &root); err != nil {
		return nil, err
	}
	var all []Mutation
	var failure error
	mutate("", root, func(kind, path string, altered any) {
		encoded, err := json.Marshal(altered, lenient, json.Deterministic(true))
		if err != nil {
			failure = fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, Mutation{Kind: kind, Path: path, Expect: encoded})
	})
	return all, failure
}

// mutate yields the changes of value. Each is handed to yield as the new value
// at this level; the levels above wrap it into a copy of what surrounds it.
func mutate(path string, value any, yield func(kind, path string, altered any)) {
	switch value := value.(type) {
	case nil:
		yield("fill", path, "mutated")
	case bool:
		yield("flip", path, !value)
	case float64:
		yield("increment", path, value*1.5+1)
	case string:
		yield("append", path, value+"~")
	case []any:
		if last := len(value) - 1; last >= 0 {
			yield("shorten", path, value[:last])
		}
		for i, element := range value {
			mutate(fmt.Sprintf("%s[%d]", path, i), element, func(kind, path string, altered any) {
				wrapped := slices.Clone(value)
				wrapped[i] = altered
				yield(kind, path, wrapped)
			})
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			rest := maps.Clone(value)
			delete(rest, name)
			yield("drop", path+"."+name, rest)
			mutate(path+"."+name, value[name], func(kind, path string, altered any) {
				wrapped := maps.Clone(value)
				wrapped[name] = altered
				yield(kind, path, wrapped)
			})
		}
	}
}
