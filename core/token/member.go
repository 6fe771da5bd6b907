package token

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// The functions of this file read JSON that [jsontext.Value.IsValid] has
// accepted: they look for the ends of values, not for mistakes. What they return
// are pieces of the text, so that reading costs no memory. Other text yields
// pieces that mean nothing.

// objectOf calls visit for each member of a JSON object, and reports whether
// value is one.
func objectOf(value string, visit func(name, value string)) bool {
	var name string
	named := false
	return valuesIn(value, '{', func(piece string) bool {
		if named {
			visit(name, piece)
		} else {
			name, _ = stringOf(piece)
		}
		named = !named
		return true
	})
}

// listOf returns a JSON array whose elements all pass element, and whether
// value is one. An empty array is a non-nil, empty list.
func listOf[T any](value string, element func(string) (T, bool)) ([]T, bool) {
	list := []T{}
	ok := valuesIn(value, '[', func(piece string) bool {
		item, ok := element(piece)
		list = append(list, item)
		return ok
	})
	if !ok {
		return nil, false
	}
	return list, true
}

// stringOf returns a JSON string, and whether value is one.
func stringOf(value string) (string, bool) {
	if len(value) < 2 || value[0] != '"' {
		return "", false
	}
	if inner := value[1 : len(value)-1]; strings.IndexByte(inner, '\\') < 0 {
		return inner, true
	}
	text, err := jsontext.AppendUnquote(nil, value)
	return string(text), err == nil
}

// numberOf returns a JSON number, and whether value is one. A number past what
// a float64 holds is infinite.
func numberOf(value string) (float64, bool) {
	if value == "" || (value[0] != '-' && (value[0] < '0' || value[0] > '9')) {
		return 0, false
	}
	number, _ := strconv.ParseFloat(value, 64)
	return number, true
}

// valuesIn calls visit for each value in a JSON object or array, names of
// members included, until one does not pass. It reports whether the text begins
// with open and all passed.
func valuesIn(text string, open byte, visit func(string) bool) bool {
	text = trimLeft(text)
	if text == "" || text[0] != open {
		return false
	}
	for text = trimLeft(text[1:]); text != ""; text = trimLeft(text) {
		end := endOfValue(text)
		if end == 0 {
			return true
		}
		if !visit(text[:end]) {
			return false
		}
		text = text[end:]
	}
	return true
}

// trimLeft drops what stands between the values of an object or an array.
func trimLeft(text string) string {
	for i := range len(text) {
		switch text[i] {
		case ' ', '\t', '\r', '\n', ',', ':':
		default:
			return text[i:]
		}
	}
	return ""
}

// endOfValue returns where the value ends that text begins with: 0 if it begins
// with the end of an object or array.
func endOfValue(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i += endOfString(text[i:]) - 1
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ' ', '\t', '\r', '\n', ',', ':':
			if depth == 0 {
				return i
			}
		}
	}
	return len(text)
}

// endOfString returns where the string ends that text begins with.
func endOfString(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}
