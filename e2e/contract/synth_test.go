package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// shape says which of the values that a schema allows are made.
type shape string

const (
	full    shape = "full"    // every property, nothing that is like zero
	minimal shape = "minimal" // what is required
	zero    shape = "zero"    // false, 0, "" and empty arrays of those
	empty   shape = "empty"   // arrays and objects of free form without elements
	null    shape = "null"    // every property that may be null is
)

// synthesiser makes JSON values from schemas. No two scalars of one synthesiser are
// alike, if the schema allows that: a value in the wrong place is found.
type synthesiser struct {
	shape       shape
	alternative int  // which one of every oneOf and anyOf
	unknown     bool // adds members that the schema lacks
	serial      int
	within      []*openapi3.Schema
}

// schema makes a value. Its name is what it is called in the object around it.
func (s *synthesiser) schema(name string, ref *openapi3.SchemaRef) any {
	f := flatten(ref.Value, s.alternative)
	s.within = append(s.within, ref.Value)
	defer func() { s.within = s.within[:len(s.within)-1] }()
	s.serial++
	switch {
	case len(f.Enum) > 0:
		return s.enum(f)
	case f.kind() == "object", f.kind() == "any":
		return s.object(f)
	case f.kind() == "array":
		return s.array(name, f)
	case f.kind() == "boolean":
		return s.shape != zero
	case f.kind() == "integer", f.kind() == "number":
		return s.number(f)
	}
	return s.text(name, f)
}

// enum picks a value of an enumeration: the zero value if that is wanted and
// among them, else another.
func (s *synthesiser) enum(f flat) any {
	var zeros, others []any
	for _, value := range f.Enum {
		switch value {
		case nil:
		case "", false, 0.0, 0:
			zeros = append(zeros, value)
		default:
			others = append(others, value)
		}
	}
	if s.shape == zero && len(zeros) > 0 || len(others) == 0 {
		return zeros[0]
	}
	return others[s.serial%len(others)]
}

// object makes an object.
func (s *synthesiser) object(f flat) any {
	if f.freeForm() {
		return s.anything(f)
	}
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(f.Properties)) {
		property := f.Properties[name]
		required := slices.Contains(f.Required, name)
		switch {
		case s.shape == minimal && !required:
		case s.shape == null && flatten(property.Value, s.alternative).Nullable:
			object[name] = nil
		case slices.Contains(s.within, property.Value) && !required: // endless otherwise
		default:
			object[name] = s.schema(name, property)
		}
	}
	if element := f.AdditionalProperties.Schema; element != nil && s.shape != empty && s.shape != minimal {
		for _, name := range []string{"one", "two"} {
			if s.shape == null && element.Value.Nullable {
				object[name] = nil
			} else {
				object[name] = s.schema(name, element)
			}
		}
	}
	if s.unknown && f.AdditionalProperties.Schema == nil {
		object[unknownName] = map[string]any{"deep": []any{nil, json.Number("1"), "text", map[string]any{}}}
		object[unknownName+"_null"] = nil
	}
	return object
}

const unknownName = "x_unknown"

// anything makes an object of free form.
func (s *synthesiser) anything(f flat) any {
	object := map[string]any{}
	if s.shape == full || s.shape == null {
		object = map[string]any{
			"deep":    map[string]any{"list": []any{json.Number("1"), nil, true, "x", []any{}, map[string]any{}}},
			"escaped": "<é\"\\\u2028>",
			"fine":    json.Number("0.1"),
			"null":    nil,
			"number":  json.Number(strconv.Itoa(math.MaxInt64)),
			"text":    fmt.Sprintf("free %d", s.serial),
		}
	}
	for _, name := range f.Required {
		object[name] = fmt.Sprintf("%s %d", name, s.serial)
	}
	return object
}

// array makes an array: two elements when full, one otherwise, none where it is to
// be empty.
func (s *synthesiser) array(name string, f flat) any {
	n := 1
	switch {
	case s.shape == full:
		n = 2
	case s.shape == empty && len(s.within) > 1, s.shape == zero && scalar(f.Items):
		n = 0
	}
	if slices.Contains(s.within, f.Items.Value) {
		n = 0 // endless otherwise
	}
	n = max(n, int(f.MinItems))
	if f.MaxItems != nil {
		n = min(n, int(*f.MaxItems))
	}
	array := make([]any, n)
	for i := range array {
		array[i] = s.schema(name, f.Items)
	}
	return array
}

func scalar(ref *openapi3.SchemaRef) bool {
	f := flatten(ref.Value, 0)
	return f.kind() != "object" && f.kind() != "array" && f.kind() != "any"
}

// number makes a number. An integer without bounds is one that a float64 cannot
// hold.
func (s *synthesiser) number(f flat) any {
	least, most := math.Inf(-1), math.Inf(1)
	if f.Min != nil {
		least = *f.Min
		if f.ExclusiveMin.IsTrue() {
			least++
		}
	}
	if f.Max != nil {
		most = *f.Max
		if f.ExclusiveMax.IsTrue() {
			most--
		}
	}
	switch {
	case s.shape == zero:
		return json.Number(fmt.Sprint(max(0, least)))
	case !math.IsInf(most, 1):
		first := max(1, least)
		return json.Number(fmt.Sprint(first + math.Mod(float64(s.serial), most-first+1)))
	case f.kind() == "number" && f.Format != "":
		return json.Number(fmt.Sprintf("%d.5", s.serial))
	case f.kind() == "number":
		return json.Number(fmt.Sprint(1_700_000_000_000 + s.serial))
	case f.Format == "int32":
		return json.Number(fmt.Sprint(1_000_000 + s.serial))
	}
	return json.Number(fmt.Sprint(1<<53 + 1 + 2*s.serial))
}

// text makes a string.
func (s *synthesiser) text(name string, f flat) any {
	moment := time.Date(2026, 5, 12, 1, 2, 3, 4e6, time.UTC).Add(time.Duration(s.serial) * time.Hour)
	switch {
	case f.Pattern != "":
		return s.matching(f.Pattern)
	case f.Format == "date-time", strings.HasSuffix(name, "_at"):
		// The document says so in words for the request properties of this form.
		return moment.Format(time.RFC3339Nano)
	case f.Format == "date":
		return moment.Format(time.DateOnly)
	case f.Format == "email":
		return fmt.Sprintf("ada.%d@example.com", s.serial)
	case f.Format == "uri":
		return fmt.Sprintf("https://example.com/a?b=%d&c=<d>", s.serial)
	case s.shape == zero && f.MinLength == 0:
		return ""
	}
	text := fmt.Sprintf("%s %d é&<+\"%%", name, s.serial)
	if f.MaxLength != nil && uint64(len([]rune(text))) > *f.MaxLength {
		text = strconv.FormatInt(int64(s.serial), 36)
	}
	for uint64(len([]rune(text))) < f.MinLength {
		text += "."
	}
	return text
}

// matching makes a string that matches one of the patterns of the document.
func (s *synthesiser) matching(pattern string) string {
	const word, hex = `_\w{27}$`, `_[0-9A-Fa-f]{32}$`
	prefix := strings.Trim(strings.TrimPrefix(pattern, "^"), "(")
	prefix = prefix[:max(0, strings.IndexAny(prefix+"_", "|)_"))]
	switch {
	case pattern == "^[A-Z]{2}$":
		return string([]byte{'A' + byte(s.serial/26%26), 'A' + byte(s.serial%26)})
	case strings.HasSuffix(pattern, word):
		return fmt.Sprintf("%s_%027d", prefix, s.serial)
	case strings.HasSuffix(pattern, hex):
		if strings.Contains(pattern, "(ak|api_key)") && s.serial%2 == 1 {
			prefix = "api_key"
		}
		return fmt.Sprintf("%s_%032X", prefix, s.serial)
	case strings.Contains(pattern, "oauth_"):
		letters := strings.Map(func(r rune) rune { return r - '0' + 'a' }, strconv.Itoa(s.serial))
		if strings.HasPrefix(pattern, "^from") {
			return "from_oauth_" + letters
		}
		return "oauth_" + letters
	}
	return fmt.Sprintf("text-%d", s.serial)
}
