package core_test

import (
	"testing"

	"github.com/clerkgo/clerk-go/core"
)

func TestRepresentable(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		method, target string
		want           bool
	}{
		{"GET", "", true},
		{"GET", "*", true},
		{"GET", "/", true},
		{"GET", "/?next=//x@y", true},
		{"GET", "/a%2Fb/%zz?x=%zz", true},
		{"GET", "/user@host", true},
		{"GET", "//evil.test/x", true},
		{"GET", "/\\evil.test/x", true},
		{"GET", "http://evil.test/x", true},
		{"DELETE", "/x", true},
		{"OPTIONS", "/x", true},
		{"TRACER", "/x", true},

		{"CONNECT", "/x", false},
		{"TRACE", "/x", false},
		{"TRACK", "/x", false},
		{"tRaCe", "/x", false},
		{"GET", "//", false},
		{"GET", "///", false},
		{"GET", "/\\", false},
		{"GET", "\\/", false},
		{"GET", "/\t/", false},
		{"GET", "//?x", false},
		{"GET", "//#x", false},
		{"GET", "//user@host", false},
		{"GET", "//user:password@host/x", false},
		{"GET", "/\\user@host", false},
		{"GET", "//host:99999/x", false},
		{"GET", "//[::1/x", false},
		{"GET", "//a b/x", false},
		{"GET", "http://", false},
		{"GET", "http://user@host/x", false},
	} {
		if got := core.Representable(test.method, test.target); got != test.want {
			t.Errorf("%s %q: got %t, want %t", test.method, test.target, got, test.want)
		}
	}
}

func TestRepresentablePathDoesNotAllocate(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { core.Representable("GET", "/a/b?c=d") }); n != 0 {
		t.Errorf("got %v allocations", n)
	}
}
