package rest

import (
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Query encodes a struct whose fields carry the tag query:"name". Fields without
// it are ignored. A field is left out when it is zero, as its IsZero method or
// its Go value says, so an optional value that is set to false, 0 or "" is sent.
//
// The text of a value is its JSON, a string without its quotes; a [time.Time] is
// sent as Unix milliseconds. A slice repeats the name for each element;
// query:"name,comma" joins the elements by commas instead. JSON null has no
// place in a query and is an error.
func Query(params any) (url.Values, error) {
	values := url.Values{}
	v := reflect.ValueOf(params)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return values, nil
	}
	for field, value := range v.Fields() {
		tag, ok := field.Tag.Lookup("query")
		if !ok || absent(value) {
			continue
		}
		name, style, _ := strings.Cut(tag, ",")
		texts, err := texts(value)
		if err != nil {
			return nil, fmt.Errorf("the query parameter %s %w", name, err)
		}
		if style == "comma" {
			texts = []string{strings.Join(texts, ",")}
		}
		values[name] = texts
	}
	return values, nil
}

// absent reports whether a field has nothing to send.
func absent(value reflect.Value) bool {
	if value.Kind() == reflect.Slice {
		return value.Len() == 0
	}
	if optional, ok := value.Interface().(interface{ IsZero() bool }); ok {
		return optional.IsZero()
	}
	return value.IsZero()
}

func texts(value reflect.Value) ([]string, error) {
	if value.Kind() != reflect.Slice {
		s, err := text(value.Interface())
		return []string{s}, err
	}
	all := make([]string, value.Len())
	for i := range all {
		s, err := text(value.Index(i).Interface())
		if err != nil {
			return nil, err
		}
		all[i] = s
	}
	return all, nil
}

func text(value any) (string, error) {
	if moment, ok := value.(time.Time); ok {
		return strconv.FormatInt(moment.UnixMilli(), 10), nil
	}
	encoded, err := json.Marshal(value, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return "", errors.New("has no text form")
	}
	switch encoded := jsontext.Value(encoded); encoded.Kind() {
	case '"':
		unquoted, err := jsontext.AppendUnquote(nil, encoded)
		return string(unquoted), err
	case '0', 't', 'f':
		return string(encoded), nil
	case 'n':
		return "", errors.New("cannot be null; leave it out instead")
	default:
		return "", errors.New("is neither a string, a number nor a boolean")
	}
}
