package attack

import "strings"

// noHosts are not the name of a host, but begin or end like one.
var noHosts = oneOf(
	"app.example.com@evil.example", "app.example.com:80@evil.example", "user:password@evil.example", "@evil.example", "evil.example#app.example.com", "evil.example#",
	"evil.example/", "evil.example/app.example.com", "evil.example?", "evil.example?app.example.com",
	`evil.example\app.example.com`, `evil.example\`, "//evil.example", "https://evil.example", "evil.example:80:80", "evil.example:99999", "evil.example:65536",
	"evil.example:-1", "evil.example:x", "evil.example:80x", "evil.example:8 0", "evil.example: 80",
	"evil.example:@", "evil.example app.example.com", "evil .example", "evil.example<", "evil.example>", "evil^.example", "evil|.example", "[evil.example]",
	"[evil.example", "evil.example]", "[::1]evil.example", "[::1]:80@evil.example",
	"[::g]evil", "evil.example%", "evil.example%00", "evil.example%2f", "evil.example%23", "evil.example%40x", "evil.example%5c", "evil.example%3a80", "evil.example%20",
	"xn--evil-.example\u00ad@", "evil.999.1.1.1", "evil.example.0x", ":80", ":",
)

// noSchemes are not the scheme of a page.
var noSchemes = oneOf(
	"javascript", "data", "file", "ftp", "ws", "wss", "https:", "https://evil.example/?", "http://evil.example", "https;", "htt ps", "http/1.1", "httpss", "xhttps",
	"//evil.example", "javascript:alert(1)//", `https"`, "<script>", "https%00", "\\evil.example", "0", "null",
)

// strangeHeaders name hosts and targets that nobody here asked for.
var strangeHeaders = oneOf(
	"Forwarded: for=127.0.0.1;host=evil.example;proto=https", "X-Host: evil.example", "X-Forwarded-Server: evil.example", "X-HTTP-Host-Override: evil.example",
	"X-Original-Host: evil.example", "X-Forwarded-Port: 666", "X-Forwarded-Port: 80@evil.example",
	"X-Forwarded-Prefix: //evil.example", "X-Forwarded-Prefix: https://evil.example", "X-Forwarded-Path: //evil.example", "X-Original-URL: //evil.example/",
	"X-Original-URL: /admin", "X-Rewrite-URL: //evil.example/", "X-Rewrite-URL: /admin", "X-Real-Host: evil.example",
	"X-Backend-Host: evil.example", "X-Proxy-Host: evil.example", "CloudFront-Forwarded-Proto: javascript", "X-Forwarded-Scheme: javascript",
	"X-Forwarded-Protocol: javascript", "X-Url-Scheme: javascript", "Front-End-Https: evil", "X-Forwarded-Ssl: evil",
	"X-Forwarded-For: evil.example", "X-Clerk-Clerk-Url: https://evil.example/", "X-Clerk-Redirect-To: https://evil.example/", "X-Clerk-Proxy-Url: https://evil.example/",
	"Clerk-Proxy-Url: https://evil.example/", "Origin: https://evil.example", "Origin: null",
	"Referer: https://evil.example/", "Referer: //evil.example/", "Referer: javascript:alert(1)", "X-HTTP-Method-Override: TRACE", "X-Wap-Profile: http://evil.example/",
	"Base-Url: http://evil.example/", "Request-Uri: http://evil.example/", "X-Forwarded: evil.example",
)

// onForwarded is a site whose visitors reach it without the server in front that would
// set X-Forwarded-Host. Then the header is theirs: it chooses the return address, which
// Clerk checks, and nothing else.
var onForwarded = &site{name: "forwarded", of: production, lawful: onProduction.lawful, anyReturn: true}

// hostFamilies attack the host that the application thinks it has.
func hostFamilies() []family {
	companion, stranger := "Cookie: __client_uat=1; __clerk_db_jwt=dvb_1", "Cookie: __clerk_db_jwt=dvb_1"
	named := func(lines string) string {
		return "GET /page?a=b HTTP/1.1\r\n" + lines + "Connection: close\r\nAccept: text/html\r\nSec-Fetch-Dest: document\r\n" + companion + "\r\n\r\n"
	}
	load := func(line string) string { return page("/page?a=b", companion, line) }
	visit := func(line string) string { return page("/page?a=b", stranger, line) }
	var all []family
	for _, s := range []*site{onProduction, onDevelopment, onSatellite} {
		controls := []control{{"the host", named("Host: " + appHost + "\r\n"), redirects}, {"the host of a proxy", load("X-Forwarded-Host: " + appHost), redirects}}
		all = append(all, family{name: "hosts", site: s, controls: controls, attacks: either(
			noHosts.each(func(host string) string { return named("Host: " + host + "\r\n") }).called("Host"),
			text("no host", named("")), text("an empty host", named("Host:\r\n")), text("two hosts", named("Host: "+appHost+"\r\nHost: evil.example\r\n")),
			text("two hosts, evil first", named("Host: evil.example\r\nHost: "+appHost+"\r\n")), text("two equal hosts", named("Host: "+appHost+"\r\nHost: "+appHost+"\r\n")),
			text("a host with a blank before the colon", named("Host: "+appHost+"\r\nHost : evil.example\r\n")), text("a folded host", named("Host: "+appHost+"\r\n evil.example\r\n")),
			text("a host with a tab", named("Host: "+appHost+"\tevil.example\r\n")), text("a host with a NUL", named("Host: "+appHost+"\x00evil.example\r\n")),
			text("a host behind a bare line break", named("Host: "+appHost+"\rHost: evil.example\r\n")), text("a long host", named("Host: "+repeated("evil.", 20000)+"@\r\n")),
			noHosts.each(func(host string) string { return load("X-Forwarded-Host: " + host) }).called("X-Forwarded-Host"),
			noHosts.each(func(host string) string { return visit("X-Forwarded-Host: " + host) })[:24].called("X-Forwarded-Host of a stranger"),
			noHosts.each(func(host string) string { return load("X-Forwarded-Host: " + host + ", " + appHost) })[:24].called("first of several X-Forwarded-Host"),
			noHosts.each(func(host string) string { return load("X-Forwarded-Host: " + appHost + ", " + host) })[:24].called("last of several X-Forwarded-Host"),
			text("an empty X-Forwarded-Host", load("X-Forwarded-Host: ")),
			noSchemes.each(func(scheme string) string { return load("X-Forwarded-Proto: " + scheme) }).called("X-Forwarded-Proto"),
			noSchemes.each(func(scheme string) string {
				return load("X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: " + scheme)
			}).called("X-Forwarded-Proto with a host"),
			strangeHeaders.each(load), strangeHeaders.each(visit).called("a stranger"),
		)})
	}
	return append(all, family{
		name: "hosts of visitors", site: onForwarded, controls: []control{{"the host of a proxy", load("X-Forwarded-Host: " + appHost), redirects}},
		attacks: oneOf("evil.example", "evil.example:8443", "EVIL.EXAMPLE", "app.example.com.evil.example", "app.example.com%2eevil.example", "127.0.0.1", "[::1]",
			"localhost", "2130706433", "clerk.example.com.evil.example", "evil.example, "+appHost, "\uff45vil.example",
			strings.Repeat("evil.", 40)+"example").each(func(host string) string { return load("X-Forwarded-Host: " + host) }),
	})
}
