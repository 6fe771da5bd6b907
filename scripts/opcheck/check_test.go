package main

import (
	"slices"
	"strings"
	"testing"
)

func TestFixtureIsFine(t *testing.T) {
	t.Parallel()
	s, c := fixture(t, nil, nil)
	r := check(s, c, fixtureExceptions)
	for _, line := range r.lines() {
		t.Error(line)
	}
	if got, want := r.summary(), "operations 8/8, parameters 17/17, body fields 20/20, response fields 49/49"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// finding is an edit of the fixture and the difference that it makes. A struct that
// serves two schemas makes two lines.
type finding struct {
	name string
	spec []edit
	code []edit
	want string // part of a line
}

func runFindings(t *testing.T, findings []finding) {
	t.Helper()
	for _, f := range findings {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			s, c := fixture(t, f.spec, f.code)
			lines := check(s, c, fixtureExceptions).lines()
			found := slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, f.want) })
			if !found || len(lines) > 2 {
				t.Errorf("got %d lines, want one or two and %q in them:\n%s", len(lines), f.want, strings.Join(lines, "\n"))
			}
		})
	}
}

func TestPositions(t *testing.T) {
	t.Parallel()
	s, c := fixture(t, nil, []edit{{"`json:\"count\"`", "`json:\"count,omitzero\"`"}})
	want := "core/backend/items.go:54 Item.Count: it is int64 with omitzero; " +
		"the specification says that count of Item and ItemWithSecret is required integer: it must not have omitzero"
	r := check(s, c, fixtureExceptions)
	if got := r.lines(); len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if want := "response fields 47/49"; !strings.HasSuffix(r.summary(), want) {
		t.Errorf("got %q, want %q at the end", r.summary(), want)
	}
}

func TestExceptions(t *testing.T) {
	t.Parallel()
	s, c := fixture(t, nil, []edit{{"\tWidth int64", "\tWidth Opt[string]"}, {"\tSource Opt[string]", "\tSource string"}})
	for _, test := range []struct {
		name  string
		where string
		what  what
		lines []string // parts of them
	}{
		{"exact", "CreateItem body size.width", wrongKind, []string{"hint.source is"}},
		{"rest", "CreateItem body size.*", wrongKind, []string{"hint.source is"}},
		{"another place", "CreateItem body size", wrongKind, []string{"hint.source is", "size.width is", "CreateItem body size: the exception kind is stale"}},
		{"another difference", "CreateItem body size.width", wrongEnum, []string{"hint.source is", "size.width is", "exception enum is stale"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := check(s, c, append(slices.Clone(fixtureExceptions), exception{test.where, test.what, "A test."}))
			got := r.lines()
			for i, line := range got {
				if len(got) != len(test.lines) || !strings.Contains(line, test.lines[i]) {
					t.Fatalf("got %q, want %q in them", got, test.lines)
				}
			}
		})
	}
}

func TestExceptionsHaveReasons(t *testing.T) {
	t.Parallel()
	for _, e := range exceptions {
		if !strings.HasSuffix(e.reason, ".") || strings.Contains(strings.TrimSuffix(e.reason, "."), ". ") {
			t.Errorf("%s: the reason is not one sentence: %q", e.where, e.reason)
		}
	}
}
