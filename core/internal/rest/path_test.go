package rest_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/internal/rest"
)

func TestPath(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		template string
		ids      []string
		want     string // empty: refused
	}{
		{"/users", nil, "/users"},
		{"/users/{}", []string{"user_1"}, "/users/user_1"},
		{"/a/{}/b/{}", []string{"x", "y"}, "/a/x/b/y"},
		{"/a/{}/b/{}", []string{"{}", "y"}, "/a/%7B%7D/b/y"},
		{"/roles/{}", []string{"org:admin"}, "/roles/org:admin"},
		{"/users/{}", nil, ""},
		{"/users/{}", []string{"a", "b"}, ""},
		{"/users/{}/ban", []string{""}, ""},
		{"/a/{}/b/{}", []string{"x", ".."}, ""},
	} {
		got, err := rest.Path(test.template, test.ids...)
		if got != test.want || (err != nil) != (test.want == "") {
			t.Errorf("Path(%q, %q) = %q, %v; want %q", test.template, test.ids, got, err, test.want)
		}
	}
	_, err := rest.Path("/a/{}/b/{}", "x", "")
	if want := "ID 2 of the path is empty"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %q", err, want)
	}
}

func TestSegment(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"user_2oRcHaRd":    "user_2oRcHaRd",
		"a b":              "a%20b",
		"a?b#c":            "a%3Fb%23c",
		"50%":              "50%25",
		"%zz":              "%25zz",
		"a%20b":            "a%2520b", // an ID that holds an escape reaches Clerk as it is
		"a..b":             "a..b",
		"...":              "...",
		".well-known":      ".well-known",
		"zoë":              "zo%C3%AB",
		nested("x%20y", 9): url.PathEscape(nested("x%20y", 9)),

		"":                "",
		".":               "",
		"..":              "",
		"/":               "",
		"a/b":             "",
		"../users":        "",
		`a\b`:             "",
		"%2e":             "",
		"%2E%2e":          "",
		".%2e":            "",
		"%2f":             "",
		"a%2Fb":           "",
		"a%5cb":           "",
		"%252e%252e":      "",
		"%25252fx":        "",
		"%zz%2f":          "",
		"%%32%66":         "",
		nested("/", 3):    "",
		nested("..", 10):  "",
		nested("/", 10):   "",
		nested("x y", 11): "", // too deep to tell
		"a\nb":            "",
		"a\x00b":          "",
		"a\x7fb":          "",
		"a%00b":           "",
		"a%0d%0ab":        "",
		"a\u0085b":        "",
		"a\xffb":          "",
		"%ff":             "",
	} {
		got, err := rest.Segment(value)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("Segment(%q) = %q, %v; want %q", value, got, err, want)
		}
		if err != nil && value != "" && strings.Contains(err.Error(), value+" ") {
			t.Errorf("the error for %q quotes it: %v", value, err)
		}
	}
}

// nested percent-encodes every byte of s, and each percent sign again, layers
// times in all.
func nested(s string, layers int) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteString("%")
		b.WriteString(strings.ToUpper(string("0123456789abcdef"[c>>4]) + string("0123456789abcdef"[c&15])))
	}
	s = b.String()
	for range layers - 1 {
		s = strings.ReplaceAll(s, "%", "%25")
	}
	return s
}

func FuzzSegment(f *testing.F) {
	for _, seed := range []string{"user_1", "..", "%2e%2e", "a/b", "%252f", "%zz%2f", "a b?c#d", "%ff", "\x00", nested("/", 11)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		segment, err := rest.Segment(value)
		if err != nil {
			return
		}
		base, _ := url.Parse("https://api.clerk.test/v1/users/")
		u, err := base.Parse("./" + segment + "/ban")
		if err != nil {
			t.Fatalf("Segment(%q) = %q is no part of a URL: %v", value, segment, err)
		}
		if want := "/v1/users/" + segment + "/ban"; u.EscapedPath() != want || u.RawQuery != "" || u.Fragment != "" {
			t.Fatalf("Segment(%q) = %q leads to %q", value, segment, u)
		}
		// However often a server decodes, the path keeps its shape.
		path := segment
		for range 12 {
			for part := range strings.SplitSeq(path, "/") {
				if part == "." || part == ".." {
					t.Fatalf("%q decodes to the dot segment of %q", value, path)
				}
			}
			if strings.ContainsAny(path, "/\\\x00\r\n") {
				t.Fatalf("%q decodes to %q", value, path)
			}
			next, err := url.PathUnescape(path)
			if err != nil {
				break
			}
			path = next
		}
	})
}
