package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	jsonv2 "github.com/go-json-experiment/json"
)

// arguments returns what a method is called with, but for the context: the IDs
// and the parameters of an exchange, set in Go values.
func (x *exchange) arguments(function reflect.Type) ([]reflect.Value, []difference) {
	var args []reflect.Value
	var found []difference
	ids := x.ids
	rest := map[string]value{}
	for _, v := range x.values {
		rest[v.name] = v
	}
	body := x.body != nil
	for i := 1; i < function.NumIn(); i++ {
		in := function.In(i)
		arg := reflect.New(in).Elem()
		switch {
		case in.Kind() == reflect.String && len(ids) > 0:
			arg.SetString(ids[0])
			ids = ids[1:]
		case in.Kind() == reflect.Struct || in.Kind() == reflect.Slice:
			found = append(found, setBody(arg, x.body)...)
			body = false
			found = append(found, setQuery(arg, rest)...)
			setFile(arg, x.file)
		default:
			found = append(found, difference{"request", "", fmt.Sprintf("argument %d, a %v, is not understood", i, in)})
		}
		args = append(args, arg)
	}
	for _, id := range ids {
		found = append(found, difference{"request", "", fmt.Sprintf("no argument takes the ID %q", id)})
	}
	for name := range rest {
		found = append(found, difference{"query", name, "no field has it"})
	}
	if body && !(!x.bodyRequired && isZero(x.body)) {
		found = append(found, difference{"body", "", "no argument takes it"})
	}
	return args, found
}

// setBody decodes a body into parameters.
func setBody(params reflect.Value, body any) []difference {
	if body == nil {
		return nil
	}
	encoded, err := json.Marshal(body)
	if err == nil {
		err = jsonv2.Unmarshal(encoded, params.Addr().Interface())
	}
	if err != nil {
		return []difference{{"body", "", "does not fit: " + err.Error()}}
	}
	return nil
}

// setQuery sets the fields that have a query tag and takes what it has set from the
// values.
func setQuery(params reflect.Value, values map[string]value) []difference {
	if params.Kind() != reflect.Struct {
		return nil
	}
	var found []difference
	for field, target := range params.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("query"), ",")
		v, ok := values[name]
		if !ok {
			continue
		}
		delete(values, name)
		if err := setValue(target, v.json); err != nil {
			found = append(found, difference{"query", name, "does not fit: " + err.Error()})
		}
	}
	return found
}

// setValue sets one field: a moment from its milliseconds, anything else from its
// JSON. A text may be that of a boolean.
func setValue(target reflect.Value, v any) error {
	if number, ok := v.(json.Number); ok && target.Type() == reflect.TypeFor[time.Time]() {
		milliseconds, err := number.Int64()
		target.Set(reflect.ValueOf(time.UnixMilli(milliseconds)))
		return err
	}
	encoded, err := json.Marshal(v)
	if err != nil {
		return err
	}
	err = jsonv2.Unmarshal(encoded, target.Addr().Interface())
	if text, ok := v.(string); ok && err != nil && (text == "true" || text == "false") {
		err = jsonv2.Unmarshal([]byte(text), target.Addr().Interface())
	}
	return err
}

// setFile sets the field that is a file to upload.
func setFile(params reflect.Value, content []byte) {
	if content == nil || params.Kind() != reflect.Struct {
		return
	}
	for _, field := range params.Fields() {
		if field.Type() == reflect.TypeFor[backend.File]() {
			field.Set(reflect.ValueOf(backend.File{Name: fileName, Content: bytes.NewReader(content)}))
		}
	}
}

const fileName = "a \"logo\".png"
