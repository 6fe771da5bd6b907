package weburl

import (
	"errors"
	"strings"
	"testing"
)

// The expected texts are those of Node 20.
func TestParse(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"http://a.test", "http://a.test/"},
		{" \x00http://a.te\tst/\n\x1f ", "http://a.test/"},
		{"HTTPS://EXAMPLE.com:443/A", "https://example.com/A"},
		{"http://a.test:443", "http://a.test:443/"},
		{"http://a.test:", "http://a.test/"},
		{"http://a.test:0080/", "http://a.test/"},
		{"http://a.test:00/", "http://a.test:0/"},
		{`http:\\a.test\x`, "http://a.test/x"},
		{"https:a.test", "https://a.test/"},
		{"http:////a.test", "http://a.test/"},
		{"http://u s:p@q@a.test/", "http://u%20s:p%40q@a.test/"},
		{"http://:@a.test/", "http://a.test/"},
		{"ws://a.test:80/x", "ws://a.test/x"},

		{"http://a.test/a/../b/./c", "http://a.test/b/c"},
		{"http://a.test/a/%2e%2E/b/%2e", "http://a.test/b/"},
		{"http://a.test/../..", "http://a.test/"},
		{"http://a.test/.../.a/..b", "http://a.test/.../.a/..b"},
		{`http://a.test/a\..\b`, "http://a.test/b"},
		{"http://a.test//..//b", "http://a.test//b"},
		{"http://a.test/%zz%7e%41", "http://a.test/%zz%7e%41"},
		{"http://a.test/ \"<>`{}^|'é", "http://a.test/%20%22%3C%3E%60%7B%7D^|'%C3%A9"},
		{"http://a.test/\xff\xe6\xbc", "http://a.test/%EF%BF%BD%EF%BF%BD"},
		{"http://a.test/\x7f", "http://a.test/%7F"},
		{"http://a.test?", "http://a.test/?"},
		{"http://a.test?a^b|c{d}`e'\\ \"<>", "http://a.test/?a^b|c{d}`e%27\\%20%22%3C%3E"},
		{"http://a.test#a^b|c{d}`e'\\ \"<>#?", "http://a.test/#a^b|c{d}%60e'\\%20%22%3C%3E#?"},

		{"http://%6a%6A.test/", "http://jj.test/"},
		{"http://mü.de/", "http://xn--m-eha.de/"},
		{"http://faß.de/", "http://xn--fa-hia.de/"},
		{"http://XN--LS8H.test/", "http://xn--ls8h.test/"},
		{"http://a..b/", "http://a..b/"},
		{"http://a_b.-c-/", "http://a_b.-c-/"},
		{"http://0x7f.1/", "http://127.0.0.1/"},
		{"http://1.2.3./", "http://1.2.0.3/"},
		{"http://0x/", "http://0.0.0.0/"},
		{"http://4294967295/", "http://255.255.255.255/"},
		{"http://１.2.3.4/", "http://1.2.3.4/"},
		{"http://1.2.3.4.test/", "http://1.2.3.4.test/"},
		{"http://[0:0::1]:80/", "http://[::1]/"},
		{"http://[::FFFF:1.2.3.4]/", "http://[::ffff:102:304]/"},
		{"http://[1:2:3:4:5:6:7::]/", "http://[1:2:3:4:5:6:7:0]/"},

		{"myapp://CallBack?x='#y", "myapp://CallBack?x='#y"},
		{"localhost:3000", "localhost:3000"},
	} {
		u, err := Parse(test.text)
		if err != nil || u.String() != test.want {
			t.Errorf("%q: got %q, %v; want %q", test.text, u, err, test.want)
			continue
		}
		if again, err := Parse(u.String()); err != nil || again != u {
			t.Errorf("%q is not stable: %+v became %+v, %v", test.text, u, again, err)
		}
	}
}

func TestParseFails(t *testing.T) {
	t.Parallel()
	long := "http://" + strings.Repeat("é", maxDomain)
	for text, want := range map[string]error{
		"":                               ErrRelative,
		"/x":                             ErrRelative,
		"//a.test":                       ErrRelative,
		"1http://a.test":                 ErrRelative,
		"https ://a.test":                ErrRelative,
		"notaurl":                        ErrRelative,
		"http://":                        ErrHost,
		"http:///?x":                     ErrHost,
		"http://:80":                     ErrHost,
		"http://u@":                      ErrHost,
		"http://a b":                     ErrHost,
		"http://a<b":                     ErrHost,
		"http://a^b":                     ErrHost,
		"http://a%00b":                   ErrHost,
		"http://a%b":                     ErrHost,
		"http://a%2fb":                   ErrHost,
		"http://a\x7fb":                  ErrHost,
		"http://%ff.test":                ErrHost,
		"http://\u00ad":                  ErrHost,
		"http://xn--":                    ErrHost,
		"http://a．xn--":                  ErrHost,
		"http://xn--a":                   ErrHost,
		"http://1.2.3.4.5":               ErrHost,
		"http://1.2.3.256":               ErrHost,
		"http://09":                      ErrHost,
		"http://4294967296":              ErrHost,
		"http://99999999999999999999999": ErrHost,
		"http://[::1":                    ErrHost,
		"http://[::1]x":                  ErrHost,
		"http://[::1%25eth0]":            ErrHost,
		"http://[1.2.3.4]":               ErrHost,
		"http://[::01.2.3.4]":            ErrHost,
		"http://a.test:65536":            ErrPort,
		"http://a.test:8a":               ErrPort,
		"http://a.test:-1":               ErrPort,
		"http://a.test:1:2":              ErrPort,
		long:                             ErrHost,
	} {
		if u, err := Parse(text); !errors.Is(err, want) {
			t.Errorf("%q: got %q, %v; want %v", text, u, err, want)
		}
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	base, err := Parse("https://u:p@app.test:8443/nested/page?x=1#h")
	if err != nil {
		t.Fatal(err)
	}
	for reference, want := range map[string]string{
		"":                    "https://u:p@app.test:8443/nested/page?x=1",
		"?":                   "https://u:p@app.test:8443/nested/page?",
		"?y":                  "https://u:p@app.test:8443/nested/page?y",
		"#y":                  "https://u:p@app.test:8443/nested/page?x=1#y",
		"in":                  "https://u:p@app.test:8443/nested/in",
		"../in?y#z":           "https://u:p@app.test:8443/in?y#z",
		".":                   "https://u:p@app.test:8443/nested/",
		"/in":                 "https://u:p@app.test:8443/in",
		`\in`:                 "https://u:p@app.test:8443/in",
		"https:in":            "https://u:p@app.test:8443/nested/in",
		"https:/in":           "https://u:p@app.test:8443/in",
		"http:in":             "http://in/",
		"//other.test":        "https://other.test/",
		`/\other.test/x`:      "https://other.test/x",
		"http://other.test/x": "http://other.test/x",
		"/x:y":                "https://u:p@app.test:8443/x:y",
		"javascript:alert(1)": "javascript:alert(1)",
	} {
		if u, err := base.Resolve(reference); err != nil || u.String() != want {
			t.Errorf("%q: got %q, %v; want %q", reference, u, err, want)
		}
	}
	opaque, err := Parse("myapp:x")
	if err != nil {
		t.Fatal(err)
	}
	if u, err := opaque.Resolve("y"); !errors.Is(err, ErrRelative) {
		t.Errorf("relative to an opaque URL: got %q, %v", u, err)
	}
}

func TestOrigin(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"http://A.test:80/x":  "http://a.test",
		"https://u@a.test:80": "https://a.test:80",
		"myapp://x":           "null",
	} {
		u, err := Parse(text)
		if err != nil || u.Origin() != want {
			t.Errorf("%s: got %s, %v; want %s", text, u.Origin(), err, want)
		}
		if got := u.SameOrigin(u); got != (want != "null") {
			t.Errorf("%s: SameOrigin with itself is %t", text, got)
		}
	}
	a, b := URL{Scheme: "http", Hostname: "a"}, URL{Scheme: "https", Hostname: "a"}
	if a.SameOrigin(b) {
		t.Error("another scheme is another origin")
	}
	if got := (URL{Hostname: "a", Port: "1"}).Host(); got != "a:1" {
		t.Errorf("got host %s", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Fuzz(func(t *testing.T, text, base string) {
		u, err := Parse(text)
		if err != nil {
			b, baseErr := Parse(base)
			if baseErr != nil {
				return
			}
			if u, err = b.Resolve(text); err != nil {
				return
			}
		}
		again, err := Parse(u.String())
		if isSpecial(u.Scheme) && (err != nil || again != u) {
			t.Fatalf("%q and %q gave %+v, which reads as %+v, %v", text, base, u, again, err)
		}
		if strings.ContainsAny(u.Origin(), "/\\?#@ \r\n\t") != isSpecial(u.Scheme) {
			t.Fatalf("%q has the origin %q", text, u.Origin())
		}
	})
}
