package vectors

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestStubs(t *testing.T) {
	t.Parallel()
	c := Case{Input: []byte(`{"stubs":[
		{"method":"GET","url":"https://a.test/x?y=1","times":1,"response":{"network_error":"fetch failed"}},
		{"method":"GET","url":"https://a.test/x?y=1","response":{"status":200,"headers":[["x-name","M\u00fcller"]],"json":{"a":1}}},
		{"method":"POST","url":"https://a.test/x","response":{"status":404,"headers":[],"text":"gone"}}
	]}`)}
	stubs, err := c.Stubs()
	if err != nil {
		t.Fatal(err)
	}
	send := func(method, url, body string) (*http.Response, error) {
		request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer k")
		request.Header.Set("User-Agent", "not recorded")
		return stubs.RoundTrip(request)
	}

	if _, err := send("GET", "https://a.test/x?y=1", ""); err == nil || err.Error() != "fetch failed" {
		t.Errorf("first: want the network error, got %v", err)
	}
	response, err := send("GET", "https://a.test/x?y=1", "")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || string(body) != `{"a":1}` || response.StatusCode != 200 {
		t.Errorf("second: got %d %s, %v", response.StatusCode, body, err)
	}
	if got := response.Header.Get("X-Name"); got != "M\xfcller" || response.Header.Get("Content-Type") != "" {
		t.Errorf("second: got headers %q", response.Header)
	}
	response, err = send("POST", "https://a.test/x", `{"b": 2}`)
	if err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != "gone" {
		t.Errorf("third: got %s, %v", body, err)
	}
	if _, err := send("POST", "https://a.test/other", "plain"); err == nil {
		t.Error("a request without a stub must fail")
	}

	want := `[
		{"method":"GET","url":"https://a.test/x?y=1","headers":[["authorization","Bearer k"]]},
		{"method":"POST","url":"https://a.test/x","headers":[["authorization","Bearer k"]],"body_json":{"b":2}},
		{"method":"POST","url":"https://a.test/other","headers":[["authorization","Bearer k"]],"body_text":"plain"}
	]`
	if err := CompareOutgoing([]byte(want), stubs.Outgoing()); err != nil {
		t.Error(err)
	}
	if err := CompareOutgoing([]byte(strings.Replace(want, "plain", "other", 1)), stubs.Outgoing()); err == nil {
		t.Error("another body must be a difference")
	}
	if err := CompareOutgoing([]byte(`[]`), stubs.Outgoing()); err == nil {
		t.Error("requests that nobody expects must be a difference")
	}
	stubs.Reset()
	if err := CompareOutgoing(nil, stubs.Outgoing()); err != nil {
		t.Error(err)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		want string
		got  any
		diff string
	}{
		{`{"a":1,"b":[true,null]}`, map[string]any{"b": []any{true, nil}, "a": 1.0}, ""},
		{`{"a":1}`, map[string]any{"a": "1"}, `.a: want 1, got "1"`},
		{`{"a":1}`, map[string]any{}, `.a: want 1, got nothing`},
		{`{}`, map[string]any{"a": 1}, `.a: want nothing, got 1`},
		{`[1,2]`, []int{1}, `: want 2 elements [1,2], got 1 [1]`},
		{`"\ud800"`, "\ufffd", ""},
		{`12345678901234567890`, 12345678901234567890.0, ""},
	} {
		err := Compare([]byte(test.want), test.got)
		if got := errorText(err); got != test.diff {
			t.Errorf("%s and %v: got %q, want %q", test.want, test.got, got, test.diff)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestByteStrings(t *testing.T) {
	t.Parallel()
	for text, wire := range map[string]string{"abc": "abc", "ü\u0080": "\xfc\x80"} {
		if got := Bytes(text); got != wire {
			t.Errorf("Bytes(%q) = %q, want %q", text, got, wire)
		}
		if got := Text(wire); got != text {
			t.Errorf("Text(%q) = %q, want %q", wire, got, text)
		}
	}
	got := Headers{{"x-a", " 1\t"}, {"X-A", "2"}}.HTTP()["X-A"]
	if !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("got lines %q", got)
	}
}

func TestTime(t *testing.T) {
	t.Parallel()
	for ms, want := range map[float64]int64{
		0:                 0,
		-0.5:              -500_000,
		1772366400000:     1772366400000_000_000,
		1772366400000.5:   1772366400000_500_000,
		1772366399999.999: 1772366399999_999_023, // the nearest float64 below
	} {
		if got := Time(ms).UnixNano(); got != want {
			t.Errorf("Time(%f) = %d ns, want %d", ms, got, want)
		}
	}
}

func TestMutations(t *testing.T) {
	t.Parallel()
	mutations, err := Mutations([]byte(`{"a":[true,"s"],"b":null,"c":2}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, mutation := range mutations {
		got = append(got, mutation.Kind+" "+mutation.Path+" "+string(mutation.Expect))
	}
	want := []string{
		`drop .a {"b":null,"c":2}`,
		`shorten .a {"a":[true],"b":null,"c":2}`,
		`flip .a[0] {"a":[false,"s"],"b":null,"c":2}`,
		`append .a[1] {"a":[true,"s~"],"b":null,"c":2}`,
		`drop .b {"a":[true,"s"],"c":2}`,
		`fill .b {"a":[true,"s"],"b":"mutated","c":2}`,
		`drop .c {"a":[true,"s"],"b":null}`,
		`increment .c {"a":[true,"s"],"b":null,"c":4}`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
