package weburl

import (
	"slices"
	"testing"
)

func TestParams(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		query string
		want  Params
		text  string
	}{
		{"", nil, ""},
		{"&&", nil, ""},
		{"a=1&b=x%20y&k&=&", Params{{"a", "1"}, {"b", "x y"}, {"k", ""}, {"", ""}}, "a=1&b=x+y&k=&="},
		{"a=b=c", Params{{"a", "b=c"}}, "a=b%3Dc"},
		{"a=1+2&e=%2B", Params{{"a", "1 2"}, {"e", "+"}}, "a=1+2&e=%2B"},
		{"c=%zz&d=%", Params{{"c", "%zz"}, {"d", "%"}}, "c=%25zz&d=%25"},
		{"a=~*()!'-._é", Params{{"a", "~*()!'-._é"}}, "a=%7E*%28%29%21%27-._%C3%A9"},
		{"a=%ff%E6%BC%41%EF%BB%BF", Params{{"a", "\ufffd\ufffdA\ufeff"}}, "a=%EF%BF%BD%EF%BF%BDA%EF%BB%BF"},
		{"a=%ed%a0%80%f0%9f", Params{{"a", "\ufffd\ufffd\ufffd\ufffd"}}, "a=%EF%BF%BD%EF%BF%BD%EF%BF%BD%EF%BF%BD"},
	} {
		got := ParseParams(test.query)
		if !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.query, got, test.want)
		}
		if text := got.Encode(); text != test.text {
			t.Errorf("%q: encoded as %q, want %q", test.query, text, test.text)
		}
		for _, param := range got {
			first, _ := got.Get(param.Name)
			if value, ok := lookup(test.query, param.Name); !ok || value != first {
				t.Errorf("%q: lookup of %q gave %q, %t; want %q", test.query, param.Name, value, ok, first)
			}
		}
		if value, ok := lookup(test.query, "absent"); ok {
			t.Errorf("%q: lookup found %q", test.query, value)
		}
	}
}

func TestChangeParams(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(*Params)
		want   string
	}{
		{"append", func(p *Params) { p.Append("a", "4") }, "a=1&b=2&a=3&a=4"},
		{"delete", func(p *Params) { p.Delete("a") }, "b=2"},
		{"delete absent", func(p *Params) { p.Delete("z") }, "a=1&b=2&a=3"},
		{"set", func(p *Params) { p.Set("a", "4") }, "a=4&b=2"},
		{"set absent", func(p *Params) { p.Set("z", "4") }, "a=1&b=2&a=3&z=4"},
		{"set last", func(p *Params) { p.Set("b", "4") }, "a=1&b=4&a=3"},
	} {
		params := ParseParams("a=1&b=2&a=3")
		test.change(&params)
		if got := params.Encode(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
}

func TestURLParams(t *testing.T) {
	t.Parallel()
	u, err := Parse("https://a.test/p?a=1&b=x%20y&&k#h")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		got  URL
		want string
	}{
		{"without", u.WithoutParams("a", "k"), "https://a.test/p?b=x+y#h"},
		{"without an absent one", u.WithoutParams("z"), "https://a.test/p?a=1&b=x+y&k=#h"},
		{"without all", u.WithoutParams("a", "b", "k"), "https://a.test/p#h"},
		{"with", u.WithParam("b", "é"), "https://a.test/p?a=1&b=%C3%A9&k=#h"},
		{"the original", u, "https://a.test/p?a=1&b=x%20y&&k#h"},
	} {
		if test.got.String() != test.want {
			t.Errorf("%s: got %s, want %s", test.name, test.got, test.want)
		}
	}
	if value, ok := u.Param("b"); !ok || value != "x y" {
		t.Errorf("got %q, %t", value, ok)
	}
}

func FuzzParams(f *testing.F) {
	f.Fuzz(func(t *testing.T, query string) {
		params := ParseParams(query)
		again := ParseParams(params.Encode())
		if !slices.Equal(params, again) {
			t.Fatalf("%q gave %q, then %q", query, params, again)
		}
		for _, param := range params {
			want, _ := params.Get(param.Name)
			if got, ok := lookup(query, param.Name); !ok || got != want {
				t.Fatalf("%q: lookup of %q gave %q, want %q", query, param.Name, got, want)
			}
		}
	})
}
