package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// TestComparison shows the comparison what it has to find.
func TestComparison(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		want, got string
		allowed   tolerance
		found     string // all differences, joined by "; "
	}{
		{"same", `{"a":[1,{"b":null}],"c":""}`, `{"c":"","a":[1.0,{"b":null}]}`, exact, ""},
		{"lost", `{"a":1,"b":{"c":2}}`, `{"a":1,"b":{}}`, fullSaid, "x /b/c: 2 is lost"},
		{"lost false", `{"a":false}`, `{}`, otherSaid, "x /a: false is lost"},
		{"lost null", `{"a":null}`, `{}`, fullSaid, "x /a: null is lost"},
		{"lost null in a request", `{"a":null}`, `{}`, exact, "x /a: null is lost"},
		{"lost null elsewhere", `{"a":null}`, `{}`, otherSaid, ""},
		{"null to zero elsewhere", `{"a":null}`, `{"a":{}}`, otherSaid, ""},
		{"null to something", `{"a":null}`, `{"a":1}`, otherSaid, "x /a: is changed from null to 1"},
		{"lost empty string", `{"a":""}`, `{}`, fullSaid, `x /a: "" is lost`},
		{"lost empty string elsewhere", `{"a":""}`, `{}`, otherSaid, ""},
		{"changed", `{"a":"b"}`, `{"a":"c"}`, otherSaid, `x /a: is changed from "b" to "c"`},
		{"changed kind", `{"a":"1"}`, `{"a":1}`, otherSaid, `x /a: is changed from "1" to 1`},
		{"zero to null", `{"a":0}`, `{"a":null}`, otherSaid, "x /a: is changed from 0 to null"},
		{"rounded", `{"a":9007199254740993}`, `{"a":9007199254740992}`, fullSaid, "x /a: is changed from 9007199254740993 to 9007199254740992"},
		{"invented", `{}`, `{"a":1}`, otherSaid, "x /a: 1 is invented"},
		{"invented zero in a request", `{}`, `{"a":false}`, exact, "x /a: false is invented"},
		{"added zeros", `{}`, `{"a":false,"b":0,"c":"","d":null,"e":[],"f":{}}`, fullSaid, ""},
		{"added object", `{}`, `{"a":{"b":0}}`, otherSaid, `x /a: {"b":0} is invented`},
		{"element lost", `[1,2]`, `[1]`, otherSaid, "x: has 1 elements, not 2"},
		{"elements swapped", `[1,2]`, `[2,1]`, otherSaid, "x /0: is changed from 1 to 2; x /1: is changed from 2 to 1"},
	}
	for _, test := range tests {
		want, err := decode([]byte(test.want))
		if err != nil {
			t.Fatal(err)
		}
		got, err := decode([]byte(test.got))
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, d := range compare("x", want, got, test.allowed) {
			found = append(found, d.String())
		}
		if found := strings.Join(found, "; "); found != test.found {
			t.Errorf("%s: %q is found, not %q", test.name, found, test.found)
		}
	}
}

// fakeParams and fakeURL are what POST /redirect_urls takes and answers.
type fakeParams struct {
	URL string `json:"url"`
}

type fakeURL struct {
	ID        string `json:"id"`
	CreatedAt int64  `json:"created_at"`
	Object    string `json:"object"`
	UpdatedAt int64  `json:"updated_at"`
	URL       string `json:"url"`
}

// fake is a client that has faults.
type fake struct {
	url string

	method, target string // in place of the right ones
	key            string
	contentType    string
	version        string
	spoil          func(body map[string]any)
	spoilResult    func(*fakeURL)
	twice          bool
}

func (f fake) create(ctx context.Context, params fakeParams) (*fakeURL, error) {
	body := map[string]any{"url": params.URL}
	if f.spoil != nil {
		f.spoil(body)
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, f.method, f.url+f.target, bytes.NewReader(encoded))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+f.key)
	r.Header.Set("Clerk-API-Version", f.version)
	r.Header.Set("Content-Type", f.contentType)
	if f.twice {
		f.twice = false
		if _, err := f.create(ctx, params); err != nil {
			return nil, err
		}
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d", response.StatusCode)
	}
	var result fakeURL
	err = json.NewDecoder(response.Body).Decode(&result)
	if f.spoilResult != nil {
		f.spoilResult(&result)
	}
	return &result, err
}

// TestMutations runs clients that have one fault each.
func TestMutations(t *testing.T) {
	t.Parallel()
	d := loadDocument(t)
	tests := []struct {
		name  string
		spoil func(*fake)
		found string // a part of what has to be found; empty for nothing
	}{
		{"none", func(*fake) {}, ""},
		{"field lost", func(f *fake) { f.spoil = func(b map[string]any) { delete(b, "url") } }, "body /url: \"url 2"},
		{"field lost, by the document", func(f *fake) { f.spoil = func(b map[string]any) { delete(b, "url") } }, "missing"},
		{"field changed", func(f *fake) { f.spoil = func(b map[string]any) { b["url"] = "x" } }, "body /url: is changed"},
		{"field null", func(f *fake) { f.spoil = func(b map[string]any) { b["url"] = nil } }, "body /url: is not what the document allows"},
		{"field invented", func(f *fake) { f.spoil = func(b map[string]any) { b["odd"] = false } }, "body /odd: false is invented"},
		{"other method", func(f *fake) { f.method = http.MethodPut }, "request: PUT /redirect_urls"},
		{"other operation", func(f *fake) { f.target = "/v1/domains" }, "is for POST /domains"},
		{"no version segment", func(f *fake) { f.target = "/redirect_urls" }, "version segment"},
		{"query invented", func(f *fake) { f.target += "?paginated=true" }, "query paginated: is not in the document"},
		{"no key", func(f *fake) { f.key = "" }, "Authorization header"},
		{"no API version", func(f *fake) { f.version = "" }, "Clerk-API-Version"},
		{"no JSON", func(f *fake) { f.contentType = "text/plain" }, "Content-Type"},
		{"two requests", func(f *fake) { f.twice = true }, "there were 2, not 1"},
		{"answer lost", func(f *fake) { f.spoilResult = func(r *fakeURL) { r.ID = "" } }, "answer /id: is changed"},
		{"answer changed", func(f *fake) { f.spoilResult = func(r *fakeURL) { r.CreatedAt-- } }, "answer /created_at: is changed"},
		{"answer swapped", func(f *fake) { f.spoilResult = func(r *fakeURL) { r.ID, r.URL = r.URL, r.ID } }, "answer /url: is changed"},
	}
	for _, test := range tests {
		s := newServer(t, d)
		f := fake{url: s.url, method: http.MethodPost, target: "/v1/redirect_urls", key: secretKey, contentType: "application/json", version: d.Info.Version}
		test.spoil(&f)
		v := variant{request: synthesiser{shape: full}, answer: synthesiser{shape: full}}
		x := d.operation("POST /redirect_urls").exchange(v)
		var lines []string
		for _, d := range callOne(t.Context(), s, x, v, reflect.ValueOf(f.create)) {
			lines = append(lines, d.String())
		}
		found := strings.Join(lines, "\n")
		if !strings.Contains(found, test.found) || test.found == "" && found != "" {
			t.Errorf("%s: this is found:\n%s\nwithout %q", test.name, found, test.found)
		}
	}
}

// TestStale shows an exception that nothing needs.
func TestStale(t *testing.T) {
	t.Parallel()
	l := ledger{table: []exception{{"GET /x", "answer", "/a/*", "used"}, {"GET /x", "answer", "/b", "not used"}}}
	found := l.without("GET /x", []difference{{"answer", "/a/0", ""}, {"answer", "/a/0/c", ""}, {"body", "/a/0", ""}})
	if len(found) != 2 {
		t.Errorf("%v is left", found)
	}
	if found := l.without("GET /y", []difference{{"answer", "/a/0", ""}}); len(found) != 1 {
		t.Error("another operation is excused")
	}
	if stale := l.unused(); len(stale) != 1 || stale[0].pointer != "/b" {
		t.Errorf("%v is stale", stale)
	}
}
