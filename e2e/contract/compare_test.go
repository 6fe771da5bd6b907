package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// difference is something that is not as it should be.
type difference struct {
	side    string // "request", "query", "body", "answer"
	pointer string // where in the JSON value
	text    string
}

func (d difference) String() string {
	return strings.TrimSpace(d.side+" "+d.pointer) + ": " + d.text
}

// tolerance says what may differ.
type tolerance struct {
	nullIsAbsent bool // a null may get lost
	emptyIsLost  bool // an empty string may get lost
	addedZeros   bool // members may be added, if they are zero
}

var (
	exact     = tolerance{}
	fullSaid  = tolerance{addedZeros: true}
	otherSaid = tolerance{nullIsAbsent: true, emptyIsLost: true, addedZeros: true}
)

// compare returns how a JSON value that was got differs from what is wanted.
func compare(side string, want, got any, allowed tolerance) []difference {
	c := comparison{side: side, tolerance: allowed}
	c.values("", want, got)
	return c.found
}

type comparison struct {
	tolerance
	side  string
	found []difference
}

func (c *comparison) add(pointer, format string, args ...any) {
	c.found = append(c.found, difference{c.side, pointer, fmt.Sprintf(format, args...)})
}

func (c *comparison) values(pointer string, want, got any) {
	if c.nullIsAbsent && want == nil && isZero(got) {
		return
	}
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			c.objects(pointer, want, got)
			return
		}
	case []any:
		if got, ok := got.([]any); ok {
			c.arrays(pointer, want, got)
			return
		}
	default:
		if sameScalar(want, got) {
			return
		}
	}
	c.add(pointer, "is changed from %s to %s", brief(want), brief(got))
}

func (c *comparison) objects(pointer string, want, got map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		value, ok := got[name]
		switch {
		case ok:
			c.values(pointer+"/"+name, want[name], value)
		case c.nullIsAbsent && want[name] == nil, c.emptyIsLost && want[name] == "":
		default:
			c.add(pointer+"/"+name, "%s is lost", brief(want[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok && !(c.addedZeros && isZero(got[name])) {
			c.add(pointer+"/"+name, "%s is invented", brief(got[name]))
		}
	}
}

func (c *comparison) arrays(pointer string, want, got []any) {
	if len(want) != len(got) {
		c.add(pointer, "has %d elements, not %d", len(got), len(want))
		return
	}
	for i := range want {
		c.values(fmt.Sprintf("%s/%d", pointer, i), want[i], got[i])
	}
}

// sameScalar compares numbers by their exact values.
func sameScalar(want, got any) bool {
	if want, ok := want.(json.Number); ok {
		got, ok := got.(json.Number)
		return ok && (want == got || rational(want).Cmp(rational(got)) == 0)
	}
	switch got.(type) {
	case map[string]any, []any:
		return false
	}
	return want == got
}

func rational(n json.Number) *big.Rat {
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return new(big.Rat)
	}
	return r
}

// isZero reports whether a value is what an absent one would be in Go.
func isZero(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case bool:
		return !value
	case string:
		return value == ""
	case json.Number:
		return rational(value).Sign() == 0
	case []any:
		return len(value) == 0
	case map[string]any:
		return len(value) == 0
	}
	return false
}

// brief shows a value.
func brief(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	const most = 60
	if len(encoded) > most {
		return string(encoded[:most]) + "…"
	}
	return string(encoded)
}

// decode parses JSON and keeps numbers as they are.
func decode(data []byte) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	if decoder.More() {
		return nil, fmt.Errorf("more than one JSON value")
	}
	return value, nil
}

// normal brings a value that was made here into the form that decode gives.
func normal(value any) any {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	decoded, err := decode(encoded)
	if err != nil {
		panic(err)
	}
	return decoded
}
