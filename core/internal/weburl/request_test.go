package weburl

import (
	"errors"
	"strings"
	"testing"
)

func forwarded(host, proto string) Forwarded {
	return Forwarded{Host: host, Proto: proto, HasHost: host != "-", HasProto: proto != "-"}
}

func TestFromRequest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, scheme, host, target string
		forwardedHost, proto       string // "-" is absent
		want                       string
	}{
		{"plain", "https", "a.test", "/x?y=1", "-", "-", "https://a.test/x?y=1"},
		{"port", "http", "A.test:3000", "/", "-", "-", "http://a.test:3000/"},
		{"default port", "https", "a.test:443", "/", "-", "-", "https://a.test/"},
		{"IPv6", "http", "[::1]:3000", "/x", "-", "-", "http://[::1]:3000/x"},

		{"forwarded host", "http", "i", "/x", "public.test:8443", "-", "http://public.test:8443/x"},
		{"forwarded proto", "http", "a.test", "/x", "-", "https", "https://a.test/x"},
		{"forwarded proto in upper case", "http", "a.test", "/x", "-", "HTTPS", "https://a.test/x"},
		{"lists", "http", "i", "/x", "a.test,b.test", "https,http", "https://a.test/x"},
		{"blank behind the host", "http", "i", "/x", "a.test , b.test", "-", "http://a.test/x"},
		{"blank behind the proto", "http", "i", "/x", "a.test", "https , http", ""},
		{"default port of the forwarded proto", "http", "i", "/x", "a.test:443", "https", "https://a.test/x"},
		{"Latin-1 host", "http", "i", "/", "m\xfc.de", "-", "http://xn--m-eha.de/"},

		// Nothing is made up from headers that name no origin.
		{"unknown proto", "http", "i", "/x", "a.test", "zzz", ""},
		{"proto javascript", "http", "i", "/x", "-", "javascript", ""},
		{"empty proto", "http", "i", "/x", "a.test", "", ""},
		{"empty host", "http", "i", "/x", "", "https", ""},
		{"host with a blank", "http", "i", "/x", "a b", "https", ""},
		{"host with markup", "http", "i", "/x", `"><script>`, "https", ""},
		{"host with a path", "http", "i", "/x", "a.test/evil", "https", ""},
		{"host with a query", "http", "i", "/x", "a.test?evil", "https", ""},
		{"host with a fragment", "http", "i", "/x", "a.test#evil", "https", ""},
		{"host with a user", "http", "i", "/x", "user@a.test", "https", ""},
		{"host with a backslash", "http", "i", "/x", `a.test\evil`, "https", ""},
		{"host with a bad port", "http", "i", "/x", "a.test:99999", "https", ""},

		{"two slashes", "https", "a.test", "//evil.test/x", "-", "-", "https://a.test//evil.test/x"},
		{"two slashes, forwarded", "http", "i", "//evil.test/x", "a.test", "https", "https://a.test//evil.test/x"},
		{"backslash", "http", "i", `/\evil.test`, "a.test", "-", "http://a.test//evil.test"},
		{"dots before slashes", "http", "a.test", "/.//evil.test", "-", "-", "http://a.test//evil.test"},
		{"dot segments", "http", "a.test", "/a/../b/%2E/c", "-", "-", "http://a.test/b/c"},
		{"absolute target", "http", "a.test", "http://evil.test/x?y", "-", "-", "http://a.test/x?y"},
		{"absolute target without path", "http", "a.test", "http://evil.test?y", "-", "-", "http://a.test/?y"},
		{"asterisk", "http", "a.test", "*", "-", "-", "http://a.test/*"},
		{"empty target", "http", "a.test", "", "-", "-", "http://a.test/"},
		{"colon in the path", "http", "a.test", "/a:b//c", "-", "-", "http://a.test/a:b//c"},
		{"fragment", "http", "a.test", "/x#y?z", "-", "-", "http://a.test/x"},
		{"raw bytes", "http", "a.test", "/\xe9?\xc3\xa9", "-", "-", "http://a.test/%C3%A9?%C3%83%C2%A9"},
		{"tab", "http", "a.test", "/a\tb", "-", "-", "http://a.test/ab"},
		{"invalid escapes", "http", "a.test", "/a%2Fb/%zz?x=%zz", "-", "-", "http://a.test/a%2Fb/%zz?x=%zz"},
		{"quote in the query", "http", "a.test", "/?'", "-", "-", "http://a.test/?%27"},

		{"own host unusable", "http", "a b", "/x", "a.test", "-", "http://a.test/x"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			u, err := FromRequest(test.scheme, test.host, test.target, forwarded(test.forwardedHost, test.proto))
			if test.want == "" && err == nil {
				t.Errorf("got %q; want an error", u)
			}
			if test.want != "" && (err != nil || u.String() != test.want) {
				t.Errorf("got %q, %v; want %q", u, err, test.want)
			}
		})
	}
}

func TestFromRequestFails(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]error{"": ErrHost, "a b": ErrHost, "a.test:x": ErrPort} {
		if u, err := FromRequest("http", host, "/", Forwarded{}); !errors.Is(err, want) {
			t.Errorf("%q: got %q, %v", host, u, err)
		}
	}
}

// Not parallel: counts allocations.
func TestNormalRequestAllocatesNothing(t *testing.T) {
	got := testing.AllocsPerRun(100, func() {
		u, err := FromRequest("http", "i", "/dash/board?x=1&y=2", Forwarded{Host: "app.orchard.test", Proto: "https", HasHost: true, HasProto: true})
		if _, ok := u.Param("__clerk_handshake"); err != nil || ok {
			t.Fatal(u, err)
		}
	})
	if got != 0 {
		t.Errorf("got %v allocations", got)
	}
}

func FuzzFromRequest(f *testing.F) {
	f.Fuzz(func(t *testing.T, host, target, forwardedHost, proto string) {
		for _, headers := range []Forwarded{{}, {Host: forwardedHost, Proto: proto, HasHost: true, HasProto: true}} {
			u, err := FromRequest("https", host, target, headers)
			if err != nil {
				continue
			}
			if again, err := Parse(u.String()); err != nil || again != u {
				t.Fatalf("%+v reads as %+v, %v", u, again, err)
			}
			if !u.IsHTTP() || u.Userinfo != "" || u.Hash != "" || !strings.HasPrefix(u.Path, "/") {
				t.Fatalf("got %+v", u)
			}
			// The target has no say in the origin.
			if other, err := FromRequest("https", host, "/", headers); err != nil || !other.SameOrigin(u) {
				t.Fatalf("%q has the origin %s, / has %s, %v", target, u.Origin(), other.Origin(), err)
			}
		}
	})
}

func BenchmarkFromRequest(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := FromRequest("https", "app.orchard.test", "/dash/board?x=1&y=2", Forwarded{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDotSegments(b *testing.B) {
	target := "/" + strings.Repeat("a/../", 1<<14)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := FromRequest("https", "app.orchard.test", target, Forwarded{}); err != nil {
			b.Fatal(err)
		}
	}
}
