package backend

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"
)

type thing struct {
	ID int `json:"id"`
}

func TestPageForms(t *testing.T) {
	t.Parallel()
	two := []*thing{{1}, {2}}
	for text, want := range map[string]Page[thing]{
		`[{"id":1},{"id":2}]`:                                {Data: two},
		`{"data":[{"id":1},{"id":2}],"total_count":9}`:       {Data: two, TotalCount: 9},
		`{"total_count":9,"m2m_tokens":[{"id":1},{"id":2}]}`: {Data: two, TotalCount: 9},
		`{"data":[null,{"id":1},null,{"id":2}]}`:             {Data: two},
		`[]`:                                                 {Data: []*thing{}},
		`{"data":[],"total_count":0}`:                        {Data: []*thing{}},
		`{"data":null,"total_count":3}`:                      {TotalCount: 3},
	} {
		var got Page[thing]
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
	for _, text := range []string{`"a"`, `7`, `{}`, `{"total_count":9}`, `[{"id":"x"}]`, `{"data":{}}`, `{"total_count":"9"}`, `[`} {
		if err := json.Unmarshal([]byte(text), new(Page[thing])); err == nil {
			t.Errorf("%s decodes", text)
		}
	}
}

// TestPages walks lists of every form by offset.
func TestPages(t *testing.T) {
	t.Parallel()
	const bare, counted, capped = "bare", "counted", "capped"
	for _, test := range []struct {
		form    string
		things  int
		params  ListParams
		offsets string // of the requests
		seen    int
	}{
		{bare, 0, ListParams{Limit: 2}, "0", 0},
		{bare, 1, ListParams{Limit: 2}, "0", 1},
		{bare, 4, ListParams{Limit: 2}, "0 2 4", 4},
		{bare, 5, ListParams{Limit: 2}, "0 2 4", 5},
		{bare, 5, ListParams{}, "0", 5},
		{counted, 0, ListParams{Limit: 2}, "0", 0},
		{counted, 4, ListParams{Limit: 2}, "0 2", 4},
		{counted, 5, ListParams{Limit: 2}, "0 2 4", 5},
		{counted, 5, ListParams{Limit: 2, Offset: 3}, "3", 2},
		{counted, 5, ListParams{Offset: 9}, "9", 0},
		{capped, 5, ListParams{Limit: 3}, "0 2 4", 5}, // two a page, whatever the limit
	} {
		var offsets []string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			query := r.URL.Query()
			offsets = append(offsets, query.Get("offset"))
			var offset, limit int
			_, _ = fmt.Sscan(query.Get("offset"), &offset)
			_, _ = fmt.Sscan(query.Get("limit"), &limit)
			if limit != max(test.params.Limit, 0) && limit != pageSize || query.Get("paginated") != "true" {
				t.Errorf("query %s", r.URL.RawQuery)
			}
			if test.form == capped {
				limit = 2
			}
			var data []string
			for i := offset; i < min(offset+limit, test.things); i++ {
				data = append(data, fmt.Sprintf(`{"id":%d}`, i))
			}
			body := "[" + strings.Join(data, ",") + "]"
			if test.form != bare {
				body = fmt.Sprintf(`{"data":%s,"total_count":%d}`, body, test.things)
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprint(w, body)
		}))
		client, err := NewClient(Options{APIURL: server.URL, SecretKey: "sk_test_1"})
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for thing, err := range pages[thing](t.Context(), client, list("/things", test.params)) {
			if err != nil {
				t.Fatal(err)
			}
			if thing.ID != test.params.Offset+seen {
				t.Errorf("%+v: thing %d is %d", test, seen, thing.ID)
			}
			seen++
		}
		if got := strings.Join(offsets, " "); got != test.offsets || seen != test.seen {
			t.Errorf("%+v: saw %d, offsets %s", test, seen, got)
		}
		server.Close()
	}
}

// TestPagesOfADeafServer ends a walk through a list whose server ignores offset.
func TestPagesOfADeafServer(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, `[{"id":1},{"id":2}]`)
	}))
	defer server.Close()
	client, err := NewClient(Options{APIURL: server.URL, SecretKey: "sk_test_1"})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, err = range pages[thing](t.Context(), client, list("/things", ListParams{Limit: 2})) {
		if err == nil {
			seen++
		}
		if seen > 2 {
			t.Fatal("a page was yielded twice")
		}
	}
	if seen != 2 || !HasCode(err, CodeInvalidResponse) {
		t.Errorf("%d things, then %v", seen, err)
	}
}
