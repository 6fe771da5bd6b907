package token

import (
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// objectOf calls visit for each member of a JSON object, and reports whether
// value is one that names no member twice. What visit gets is valid until it
// returns.
func objectOf(value jsontext.Value, visit memberVisitor) bool {
	return value.Kind() == jsontext.KindBeginObject && json.Unmarshal(value, &visit) == nil
}

// memberVisitor decodes a JSON object by being called for each of its members.
type memberVisitor func(name string, value jsontext.Value)

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (visit *memberVisitor) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != jsontext.KindEndObject {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		text := name.String()
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		(*visit)(text, value)
	}
	_, err := dec.ReadToken()
	return err
}

// stringOf returns a JSON string, and whether value is one.
func stringOf(value jsontext.Value) (string, bool) {
	if value.Kind() != jsontext.KindString {
		return "", false
	}
	text, err := jsontext.AppendUnquote(nil, value)
	return string(text), err == nil
}

// numberOf returns a JSON number, and whether value is one. A number past what
// a float64 holds is infinite.
func numberOf(value jsontext.Value) (float64, bool) {
	if value.Kind() != jsontext.KindNumber {
		return 0, false
	}
	number, _ := strconv.ParseFloat(string(value), 64)
	return number, true
}

// listOf returns a JSON array whose elements all pass element, and whether
// value is one. An empty array is a non-nil, empty list.
func listOf[T any](value jsontext.Value, element func(jsontext.Value) (T, bool)) ([]T, bool) {
	if value.Kind() != jsontext.KindBeginArray {
		return nil, false
	}
	var elements []jsontext.Value
	if json.Unmarshal(value, &elements) != nil {
		return nil, false
	}
	list := make([]T, len(elements))
	for i, raw := range elements {
		item, ok := element(raw)
		if !ok {
			return nil, false
		}
		list[i] = item
	}
	return list, true
}
