package contract

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"
)

// codecs are the two libraries that users encode with.
var codecs = map[string]func(any) ([]byte, error){
	"encoding/json": json.Marshal,
	"go-json":       func(v any) ([]byte, error) { return jsonv2.Marshal(v) },
}

// compareResult returns how the results of a method differ from the answer. The
// total is what was counted beside it, if it was.
func (x *exchange) compareResult(results []reflect.Value, total any, allowed tolerance) []difference {
	if len(results) == 1 {
		if x.said != nil {
			return []difference{{"answer", "", "is not returned"}}
		}
		return nil
	}
	switch result := results[0].Interface().(type) {
	case []byte:
		if string(result) != page {
			return []difference{{"answer", "", fmt.Sprintf("is changed to %q", result)}}
		}
		return nil
	case int64:
		return compare("answer", x.said, normal(map[string]any{"total_count": result}), allowed)
	}
	want := x.said
	if strings.HasPrefix(results[0].Type().Elem().Name(), "Page[") {
		want = pageOf(x.said, total)
	}
	var found []difference
	for name, encode := range codecs {
		encoded, err := encode(results[0].Interface())
		if err != nil {
			found = append(found, difference{"answer", "", fmt.Sprintf("cannot be encoded by %s: %v", name, err)})
			continue
		}
		got, err := decode(encoded)
		if err != nil {
			found = append(found, difference{"answer", "", fmt.Sprintf("is encoded by %s to no JSON: %v", name, err)})
			continue
		}
		found = append(found, compare("answer", want, got, allowed)...)
	}
	return found
}

// pageOf brings the forms in which lists are sent into that of backend.Page.
func pageOf(said, total any) any {
	page := map[string]any{}
	switch said := said.(type) {
	case []any:
		page["data"] = said
	case map[string]any:
		for name, value := range said {
			if name == "m2m_tokens" {
				name = "data"
			}
			page[name] = value
		}
	}
	if total != nil {
		page["total_count"] = total
	}
	return page
}
