package cookie

import (
	"slices"
	"strings"
	"testing"
)

func TestAll(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, header string
		want         []string
	}{
		{"none", "", nil},
		{"two", "a=1; b=2", []string{"a=1", "b=2"}},
		{"first wins", "a=1; a=2; b=3", []string{"a=1", "b=3"}},
		{"empty name and value", "a=; =b; c; ;", []string{"a=", "=b"}},
		{"equals signs in the value", "a=b=c==; d==", []string{"a=b=c==", "d=="}},
		{"blanks and tabs", "  a =\t1 ;b=2  ", []string{"a=1", "b=2"}},
		{"other whitespace stays", "a=\u00a01\r", []string{"a=\u00a01\r"}},
		{"quotes stay", `a="x y"; b="`, []string{`a="x y"`, `b="`}},
		{"plus stays", "a=x+y", []string{"a=x+y"}},
		{"decoded", "a=%7B%22x%22%3A1%7D; c=%E6%BC%A2", []string{`a={"x":1}`, "c=漢"}},
		{"name stays encoded", "%61=1", []string{"%61=1"}},
		{"delimiters do not forge cookies", "a=1%3Bb%3D2", []string{"a=1;b=2"}},
		{"malformed escape", "a=%zz%41; b=%4; c=%", []string{"a=%zz%41", "b=%4", "c=%"}},
		{"malformed UTF-8", "a=%ff; b=%41%c0%80; c=%ed%a0%80", []string{"a=%ff", "b=%41%c0%80", "c=%ed%a0%80"}},
		{"bytes that are no UTF-8 stay", "a=\xfc%41; b=\xc3%bc", []string{"a=\xfcA", "b=\xc3%bc"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for name, value := range All(test.header) {
				got = append(got, name+"="+value)
				if found, ok := Find(test.header, name); !ok || found != value {
					t.Errorf("Find(%q) = %q, %t, but All has %q", name, found, ok, value)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAllStops(t *testing.T) {
	t.Parallel()
	for name := range All("a=1; b=2") {
		if name != "a" {
			t.Fatalf("went on to %s", name)
		}
		break
	}
}

func TestFindAbsent(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "c", "A"} {
		if value, ok := Find("a=1; c; b=2", name); ok {
			t.Errorf("%q: got %q", name, value)
		}
	}
}

// Not parallel: counts allocations.
func TestFindAllocatesNothing(t *testing.T) {
	header := strings.Repeat("other=value; ", 20) + "__session=token"
	if got := testing.AllocsPerRun(100, func() { Find(header, "__session") }); got != 0 {
		t.Errorf("got %v allocations", got)
	}
}

func FuzzFind(f *testing.F) {
	f.Fuzz(func(t *testing.T, header string) {
		seen := make(map[string]bool)
		for name, value := range All(header) {
			if seen[name] {
				t.Fatalf("%q twice", name)
			}
			seen[name] = true
			if got, ok := Find(header, name); !ok || got != value {
				t.Fatalf("Find(%q) = %q, %t; All has %q", name, got, ok, value)
			}
		}
		if len(seen) > strings.Count(header, ";")+1 {
			t.Fatalf("more cookies than pairs: %v", seen)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	header := strings.Repeat("x=1;", 4000) + "__session=token"
	b.ReportAllocs()
	for b.Loop() {
		Find(header, "__session")
	}
}

// Pick is Find for several names.
func TestPick(t *testing.T) {
	t.Parallel()
	names := []string{"a", "b", "", "d"}
	for _, header := range []string{"", "a=1", "b=; b=2; a=%41", "a; a=1; a=2; =x; c=3", "d=1;b=2;a=3", " a = 1 ;\tb=2", "A=1"} {
		var want, got [4]string
		for k, name := range names {
			want[k], _ = Find(header, name)
		}
		if Pick(header, names, got[:]); got != want {
			t.Errorf("%q: got %q, want %q", header, got, want)
		}
	}
}
