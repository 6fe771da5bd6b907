package vectors

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Compare reports the first difference between a JSON value of a vector and a
// Go value, which is compared in its JSON form, or nil. Numbers are compared as
// JavaScript numbers; the order of members does not matter.
func Compare(want jsontext.Value, got any) error {
	have, err := json.Marshal(got, lenient, json.Deterministic(true))
	if err != nil {
		return fmt.Errorf("encode the outcome: %w", err)
	}
	var wanted, had any
	if err := errors.Join(Decode(want, &wanted), Decode(have, &had)); err != nil {
		return err
	}
	return compare("", wanted, had)
}

// CompareOutgoing reports the first difference between the expected and the
// recorded requests, or nil. Retries do not count: runs of equal consecutive
// requests are collapsed on both sides. An absent want means no requests.
func CompareOutgoing(want jsontext.Value, got []Outgoing) error {
	var wanted []Outgoing
	if len(want) > 0 {
		if err := Decode(want, &wanted); err != nil {
			return err
		}
	}
	for i := range wanted {
		// Some cases list more headers than the format says; they are not compared.
		wanted[i].Headers = slices.DeleteFunc(wanted[i].Headers, func(line [2]string) bool {
			return !slices.Contains(recorded, line[0])
		})
	}
	wanted, got = Collapse(wanted), Collapse(got)
	for i := range min(len(wanted), len(got)) {
		if err := compareOutgoing(wanted[i], got[i]); err != nil {
			return fmt.Errorf("outgoing[%d]%w", i, err)
		}
	}
	if len(wanted) != len(got) {
		return fmt.Errorf("outgoing: want %d requests %s, got %d %s", len(wanted), targets(wanted), len(got), targets(got))
	}
	return nil
}

// Collapse returns requests without those that equal the one before them.
func Collapse(requests []Outgoing) []Outgoing {
	return slices.CompactFunc(slices.Clone(requests), func(a, b Outgoing) bool {
		return compareOutgoing(a, b) == nil
	})
}

func compareOutgoing(want, got Outgoing) error {
	encoded, err := json.Marshal(want, lenient)
	if err != nil {
		return err
	}
	return Compare(encoded, got)
}

func targets(requests []Outgoing) []string {
	list := make([]string, len(requests))
	for i, request := range requests {
		list[i] = request.Method + " " + request.URL
	}
	return list
}

func compare(path string, want, got any) error {
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			return compareObjects(path, want, got)
		}
	case []any:
		if got, ok := got.([]any); ok {
			return compareArrays(path, want, got)
		}
	default:
		if want == got {
			return nil
		}
	}
	return fmt.Errorf("%s: want %s, got %s", path, show(want), show(got))
}

func compareObjects(path string, want, got map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		value, ok := got[name]
		if !ok {
			return fmt.Errorf("%s.%s: want %s, got nothing", path, name, show(want[name]))
		}
		if err := compare(path+"."+name, want[name], value); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			return fmt.Errorf("%s.%s: want nothing, got %s", path, name, show(got[name]))
		}
	}
	return nil
}

func compareArrays(path string, want, got []any) error {
	for i := range min(len(want), len(got)) {
		if err := compare(fmt.Sprintf("%s[%d]", path, i), want[i], got[i]); err != nil {
			return err
		}
	}
	if len(want) != len(got) {
		return fmt.Errorf("%s: want %d elements %s, got %d %s", path, len(want), show(want), len(got), show(got))
	}
	return nil
}

func show(value any) string {
	text, err := json.Marshal(value, lenient, json.Deterministic(true))
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(text)
}
