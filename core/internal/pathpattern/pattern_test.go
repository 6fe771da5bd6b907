package pathpattern

import (
	"fmt"
	"strings"
	"testing"
)

// text writes parameters as name=value, repeated values joined by "|".
func (p Params) text() string {
	var list []string
	for _, param := range p {
		list = append(list, param.Name+"="+strings.Join(param.Values, "|"))
	}
	return strings.Join(list, " ")
}

// The expected results are those of path-to-regexp 6.3.0.
func TestMatch(t *testing.T) {
	t.Parallel()
	const none = "no match"
	for _, test := range []struct{ patterns, path, want string }{
		{"/o", "/o", ""},
		{"/o", "/O/", ""},
		{"/o", "/o?", ""},
		{"/o", "/o//", none},
		{"/o", "/o/x", none},
		{"/o", "x/o", none},
		{"", "/", ""},
		{"/o/:slug", "/o/acme", "slug=acme"},
		{"/o/:slug", "/o/acme/", "slug=acme"},
		{"/o/:slug", "/o/acme/x", none},
		{"/o/:slug", "/o/", none},
		{"/o/:slug", "/o/a.b", "slug=a.b"},
		{"/o/:slug", "/o/%41%2f", "slug=%41%2f"},
		{"/o/:slug/(.*)", "/o/acme/x/y", "slug=acme 0=x/y"},
		{"/(a|b)/(.*)", "/b/", "0=b 1="},
		{"/(.*)?", "/", "0="},
		{"/o(.*)?", "/o", ""},
		{"/o/:slug?", "/o", ""},
		{"/o/:slug?", "/o/a", "slug=a"},
		{"/o/:p+", "/o/a/b", "p=a|b"},
		{"/o/:p+", "/o", none},
		{"/o/:p*", "/o", ""},
		{"/o/:p*", "/o/a/b/", "p=a|b"},
		{"/o{/:x-}+", "/o/a-/b-", "x=a-/b"},
		{`/o/:id(\d+)`, "/o/12", "id=12"},
		{`/o/:id(\d+)`, "/o/a", none},
		{"/a/:id /b/:slug", "/b/x", "slug=x"},
		{"/:id /:slug", "/x", "id=x"},
		{"/o-:slug.html", "/o-acme.html", "slug=acme"},
		{"/:a-:b", "/x-y-z", "a=x-y b=z"},
		{"/:a.:b", "/x.y.z", "a=x.y b=z"},
		{"/:a^:b", "/x^y^z", "a=x^y b=z"},
		{"/o{-:x}?", "/o", ""},
		{"/o{-:x}?", "/o-a", "x=a"},
		{"/o{-x}?", "/o-x", ""},
		{`/o\:slug\(`, "/o:slug(", ""},
		{"/ö/:slug", "/ö/a", "slug=a"},
		{"/((?:a|b)+)", "/abab", "0=abab"},
		{`/([^/\]]+)`, "/a", "0=a"},
	} {
		set, err := Compile(strings.Split(test.patterns, " ")...)
		if err != nil {
			t.Errorf("%s: %v", test.patterns, err)
			continue
		}
		got := none
		if params, ok := set.Match(test.path); ok {
			got = params.text()
		}
		if got != test.want {
			t.Errorf("%s and %s: got %q, want %q", test.patterns, test.path, got, test.want)
		}
	}
}

func TestCompileFails(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{
		"/:":                             `no parameter name behind ":" at offset 1`,
		"/:é":                            `no parameter name behind ":" at offset 1`,
		`/\`:                             `nothing behind "\" at offset 1`,
		"/*":                             "unexpected modifier * at offset 1",
		"/a}":                            "unexpected } at offset 2",
		"/{a":                            "end instead of } at offset 3",
		"/{a{b}}":                        "{ instead of } at offset 3",
		"/(a":                            `there is no ")" for a "(" at offset 1`,
		"/()":                            "an expression is empty at offset 1",
		"/(?:a)":                         `an expression cannot begin with "?" at offset 1`,
		"/(a(b))":                        "cannot have capturing groups",
		"/(a(?=b))":                      `a group other than "(?:"`,
		"/(a(?<n>b))":                    `a group other than "(?:"`,
		`/(a)(\1)`:                       `has \1`,
		`/(\pL)`:                         `has \p`,
		"/([[:alpha:]])":                 "empty or named character class",
		"/([])":                          "empty or named character class",
		"/(a**)":                         "invalid nested repetition operator",
		"/(x{1001})":                     "invalid repeat count",
		"/([)":                           "missing closing ]",
		"/:a:b":                          "no text between two parameters",
		"/:a--:b":                        `the text "--" between two parameters`,
		"/o-(a)+":                        "cannot be repeated",
		strings.Repeat("/", maxLength+1): "longer than 1024 bytes",
	} {
		_, err := Compile(pattern)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", pattern, err, want)
		}
		if err != nil && !strings.Contains(err.Error(), fmt.Sprintf("%q", pattern)) {
			t.Errorf("%s: %v does not name the pattern", pattern, err)
		}
	}
	if _, err := Compile(make([]string, maxPatterns+1)...); err == nil {
		t.Error("too many patterns were accepted")
	}
}

func TestNothing(t *testing.T) {
	t.Parallel()
	set, err := Compile()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []*Set{set, nil, {}} {
		if params, ok := m.Match("/"); ok {
			t.Errorf("no patterns match: %v", params)
		}
	}
}

func TestGet(t *testing.T) {
	t.Parallel()
	params := Params{{"a", []string{"1"}, false}, {"b", []string{"2"}, true}, {"a", []string{"3"}, false}}
	for name, want := range map[string]string{"a": "3", "b": "", "c": ""} {
		if got, ok := params.Get(name); got != want || ok != (want != "") {
			t.Errorf("%s: got %q, %t; want %q", name, got, ok, want)
		}
	}
}

func FuzzCompile(f *testing.F) {
	f.Fuzz(func(t *testing.T, pattern, path string) {
		set, err := Compile(pattern)
		if err != nil {
			return
		}
		params, _ := set.Match(path)
		for _, param := range params {
			if len(param.Values) == 0 || !strings.Contains(path, param.Values[0]) {
				t.Fatalf("%q and %q: %v", pattern, path, params)
			}
		}
	})
}

// A pattern and a path that take a backtracking set years.
func BenchmarkNestedRepetition(b *testing.B) {
	set, err := Compile("/((?:(?:a+)+)+)x")
	if err != nil {
		b.Fatal(err)
	}
	path := "/" + strings.Repeat("a", 1<<12)
	for b.Loop() {
		set.Match(path)
	}
}
