package backend_test

import (
	jsonv1 "encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

type values struct {
	Bool     backend.Opt[bool]      `json:"bool,omitzero"`
	List     backend.Opt[[]string]  `json:"list,omitzero"`
	Metadata backend.Metadata       `json:"metadata,omitzero"`
	String   backend.Opt[string]    `json:"string,omitzero"`
	Time     backend.Time           `json:"time,omitzero"`
	When     backend.Opt[time.Time] `json:"when,omitzero"`
}

// codecs are the two packages users encode with.
var codecs = map[string]struct {
	marshal   func(any) ([]byte, error)
	unmarshal func([]byte, any) error
}{
	"encoding/json": {jsonv1.Marshal, jsonv1.Unmarshal},
	"json/v2": {
		func(v any) ([]byte, error) { return json.Marshal(v) },
		func(data []byte, v any) error { return json.Unmarshal(data, v) },
	},
}

func TestValuesInJSON(t *testing.T) {
	t.Parallel()
	moment := time.Date(2026, 5, 12, 1, 2, 3, 4e6, time.UTC)
	for _, test := range []struct {
		value values
		json  string
	}{
		{values{}, `{}`},
		{values{Bool: backend.Value(false), String: backend.Value("")}, `{"bool":false,"string":""}`},
		{values{Bool: backend.Null[bool](), List: backend.Null[[]string]()}, `{"bool":null,"list":null}`},
		{values{List: backend.Value([]string{"a"})}, `{"list":["a"]}`},
		{values{Metadata: backend.MetadataOf(map[string]any{"a": nil})}, `{"metadata":{"a":null}}`},
		{values{Time: backend.NewTime(moment)}, `{"time":1778547723004}`},
		{values{Time: backend.NewTime(time.UnixMilli(0))}, `{"time":0}`},
		{values{When: backend.Value(moment)}, `{"when":"2026-05-12T01:02:03.004Z"}`},
	} {
		for name, codec := range codecs {
			encoded, err := codec.marshal(test.value)
			if err != nil || string(encoded) != test.json {
				t.Errorf("%s: encoded %s, %v; want %s", name, encoded, err, test.json)
			}
			var decoded values
			if err := codec.unmarshal([]byte(test.json), &decoded); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if diff := cmp.Diff(test.value, decoded); diff != "" {
				t.Errorf("%s: %s decoded (-want +got):\n%s", name, test.json, diff)
			}
		}
	}
}

func TestOpt(t *testing.T) {
	t.Parallel()
	var absent backend.Opt[int]
	for _, test := range []struct {
		opt        backend.Opt[int]
		value      int
		ok         bool
		null, zero bool
		or         int
		printed    string
	}{
		{absent, 0, false, false, true, 9, ""},
		{backend.Null[int](), 0, false, true, false, 9, "null"},
		{backend.Value(0), 0, true, false, false, 0, "0"},
		{backend.Value(5), 5, true, false, false, 5, "5"},
	} {
		value, ok := test.opt.Get()
		if value != test.value || ok != test.ok || test.opt.IsNull() != test.null || test.opt.IsZero() != test.zero ||
			test.opt.Or(9) != test.or || fmt.Sprint(test.opt) != test.printed {
			t.Errorf("%#v behaves wrongly", test.opt)
		}
	}
}

func TestTimeOfNull(t *testing.T) {
	t.Parallel()
	for name, codec := range codecs {
		decoded := struct{ Time backend.Time }{backend.NewTime(time.UnixMilli(1))}
		if err := codec.unmarshal([]byte(`{"Time":null}`), &decoded); err != nil || !decoded.Time.IsZero() {
			t.Errorf("%s: got %v, %v", name, decoded.Time, err)
		}
		if encoded, err := codec.marshal(decoded); err != nil || string(encoded) != `{"Time":null}` {
			t.Errorf("%s: encoded %s, %v", name, encoded, err)
		}
		for _, odd := range []string{`{"Time":1700000000000.75}`, `{"Time":1.70000000000075e12}`} {
			if err := codec.unmarshal([]byte(odd), &decoded); err != nil || decoded.Time.UnixMilli() != 1700000000000 {
				t.Errorf("%s: %s is %v, %v", name, odd, decoded.Time, err)
			}
		}
		for _, bad := range []string{`{"Time":"2026-05-12T00:00:00Z"}`, `{"Time":1e300}`, `{"Time":true}`} {
			if err := codec.unmarshal([]byte(bad), &decoded); err == nil {
				t.Errorf("%s: %s is accepted", name, bad)
			}
		}
	}
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	type plan struct {
		Plan string `json:"plan"`
	}
	if got, err := backend.MetadataAs[plan](backend.MetadataOf(plan{"pro"})); err != nil || got.Plan != "pro" {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := backend.MetadataAs[*plan](backend.Metadata{}); err != nil || got != nil {
		t.Errorf("absent: got %+v, %v", got, err)
	}
	if _, err := backend.MetadataAs[plan](backend.MetadataOf(map[string]int{"plan": 1})); err == nil {
		t.Error("a number decodes into a string")
	}
	for _, bad := range []any{1, "x", []int{}, make(chan int), map[int]string(nil)} {
		metadata := backend.MetadataOf(bad)
		if _, isMap := bad.(map[int]string); isMap {
			if metadata.String() != "{}" {
				t.Errorf("a nil map is %q", metadata)
			}
			continue
		}
		if _, err := json.Marshal(metadata); err == nil {
			t.Errorf("MetadataOf(%v) is sent", bad)
		}
		if metadata.IsZero() {
			t.Errorf("MetadataOf(%v) would be left out without a word", bad)
		}
	}
	if null, err := json.Marshal(backend.MetadataOf(nil)); err != nil || string(null) != "null" || backend.MetadataOf(nil).IsZero() {
		t.Errorf("MetadataOf(nil) encodes to %s, %v", null, err)
	}
	var kept backend.Metadata
	raw := []byte(`{"b": 1, "a": [1.0]}`)
	if err := json.Unmarshal(raw, &kept); err != nil {
		t.Fatal(err)
	}
	clear(raw)
	if kept.String() != `{"b": 1, "a": [1.0]}` {
		t.Errorf("kept %q", kept)
	}
}
