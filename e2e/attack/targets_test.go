package attack

// oddTargets are targets that somebody might resolve, clean or split.
var oddTargets = oneOf(
	"//evil.example", "//evil.example/", "///evil.example", "////evil.example/", `/\evil.example`, `/\/evil.example`, `//\evil.example`, `\\evil.example`,
	"//evil.example/..", "//evil.example/%2e%2e", "//evil.example:80/", "//user@evil.example/", "//user:password@evil.example/",
	"//", "///", `/\`, "/.//evil.example", "/..//evil.example", "/page/..//evil.example", "/page/../..//evil.example", "/%2e%2e//evil.example", "/;//evil.example",
	"/page;//evil.example", "/page/%2f%2fevil.example", "/%2f%2fevil.example", "/%5c%5cevil.example",
	"/%09/evil.example", "/%0a/evil.example", "/page%00", "/page%0d%0aLocation:%20https://evil.example/", "/page%0d%0a%0d%0a<script>", "/page%E5%98%8D%E5%98%8AX-Evil:1",
	"/page?a=%0d%0aX-Evil:%201", "/page?%0d%0aSet-Cookie:%20evil=1", "/page#@evil.example/",
	"/page?#@evil.example", "/page?a=b?c=d#e", "/page?&&&==&=", "/page?%zz", "/page?%", "/%zz", "/%", "/%u0000", "/\xff\xfe", "/page?\xff=\xfe", "/\u3002\u3002/evil",
	"/page?a=\u2028", "/<script>alert(1)</script>", `/"onload="x`, "/page?a[]=b&a[__proto__]=c",
	"*", "page", "?a=b", "@evil.example", "http:evil.example", "http:/evil.example/page", "http:///page", "http://user@app.example.com/page",
	"http://user:x@app.example.com/page", "https://@app.example.com/page", "http://app.example.com@evil.example/page", "javascript:alert(1)",
	"http://app.example.com\\@evil.example/", "http://[::1/page", "http://app.example.com:99999/page", "ftp://user@evil.example/", "data:,x", "/page/./././../page",
	"/PAGE", "/page/", "/page//", "/page/x", "/me", "/me/", "//me", "/./me", "/ME", "/%6de", "/me%2f", "/me;x=y", "/me%00.css",
	"/me.json", "/me/..;/open", "/open/../me", "/open/%2e%2e/me", "/open/..%2fme", "/open;/../me", "/admin%20", "/admin%09", "/admin?", "/admin#", "/admin/.", "/./admin",
	"//admin", "/%61dmin", "/admin..;/", "/api/../admin", "/admin\\", "/__clerk", "/__clerk/../admin",
)

// targetFamilies attack how the target of a request is read. A visitor whom the companion
// cookie calls signed in is sent back to it.
func targetFamilies() []family {
	line := func(method string) func(string) string {
		return func(target string) string {
			return method + " " + target + " HTTP/1.1\r\n" + block([]string{
				"Host: " + appHost, "Connection: close", "Accept: text/html", "Sec-Fetch-Dest: document", "Content-Length: 0",
				"Cookie: __client_uat=1; __clerk_db_jwt=dvb_1",
			})
		}
	}
	var all []family
	for _, s := range []*site{onProduction, onDevelopment} {
		all = append(all, family{name: "targets", site: s, controls: []control{{"a page", line("GET")("/page"), redirects}}, attacks: either(
			oddTargets.each(line("GET")),
			oddTargets.each(line("POST")).called("POST"),
			text("a long target", line("GET")("/page?"+repeated("a=b&", 40000))),
			text("a deep target", line("GET")("/"+repeated("a/../", 40000))),
			text("a target of slashes", line("GET")(repeated("/", 40000))),
			text("a target of escapes", line("GET")("/page?"+repeated("%25", 39000))),
			text("a target of dots", line("GET")("/"+repeated("./", 40000))),
			text("many parameters", line("GET")("/page?"+repeated("__clerk_db_jwt=x&", 40000))),
		)})
	}
	methods := oneOf("TRACE", "TRACK", "CONNECT", "trace", "TrAcE", "get", "HEAD", "OPTIONS", "PROPFIND", "DEBUG", "PURGE", "QUERY", "GETT", "G\x00T", "GET\tx", "G(T",
		"\u0047\u0415T", "X-EVIL:", "-").
		each(func(method string) string { return line(method)("/me") })
	return append(all, family{name: "methods", site: onProduction, controls: []control{{"GET", get("/me", bearer(production().session())), speaks}}, attacks: methods})
}
