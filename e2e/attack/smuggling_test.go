package attack

import (
	"fmt"
	"strings"
)

// smuggled is a request that nobody should get, where two servers disagree about where
// the one around it ends.
const smuggled = "GET /smuggled HTTP/1.1\r\nHost: " + appHost + "\r\n\r\n"

// smugglingFamilies attack the proxy of the Frontend API: what it hands on, and where to.
func smugglingFamilies() []family {
	start := "POST /__clerk/v1/x HTTP/1.1\r\nHost: " + appHost + "\r\n"
	plain := start + "Content-Length: 5\r\n\r\nhello"
	controls := []control{
		{"a request", strings.Replace(plain, "\r\n", "\r\nConnection: close\r\n", 1), isArrived},
		{"a token", get("/me", "Cookie: __clerk_db_jwt=dvb_1", bearer(development().session())), speaks},
	}
	encodings := oneOf(
		"chunked, identity", "identity", "identity, chunked", "chunked, chunked", "xchunked", "chunkedx", "chunked;x=y", "\"chunked\"", "chunked,", ",chunked", "gzip",
		"gzip, chunked", "chunked\x0b", "\x0bchunked", "chunked\x00", "ch\u00fcnked", "cow", "x", "deflate", "trailers", "CHUNKED, identity",
	)
	lengths := oneOf("+5", "-5", "5,5", "5, 6", "0x5", "5.0", "5e0", "05x", "5 5", " 5x", "\"5\"", "99999999999999999999", "-1", "abc", "5;", "5\x00", "\u0665", "1_0",
		"five")
	extra := "0\r\n\r\n" + smuggled
	framing := either(
		encodings.each(func(encoding string) string { return start + "Transfer-Encoding: " + encoding + "\r\n\r\n" + extra }).called("Transfer-Encoding"),
		encodings.each(func(encoding string) string {
			return start + "Content-Length: " + itoa(len(extra)) + "\r\nTransfer-Encoding: " + encoding + "\r\n\r\n" + extra
		}).called("Content-Length and Transfer-Encoding"),
		lengths.each(func(length string) string { return start + "Content-Length: " + length + "\r\n\r\nhello" }).called("Content-Length"),
		lengths.each(func(length string) string {
			return start + "Content-Length: 5\r\nContent-Length: " + length + "\r\n\r\nhello"
		}).called("a second Content-Length"),
		either(lengths[:6], oneOf("5 5", " 5", "\t5", "5g", "\"5\"", "99999999999999999999", "-1", "5;", "5\x00", "\u0665", "1_0", "five", "0X5",
			"")).each(func(size string) string {
			return start + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\nhello\r\n0\r\n\r\n"
		}).called("size of a chunk"),
		oneOf(
			"Content-Length: 5\r\nContent-Length: 6", "Content-Length: 6\r\nContent-Length: 5", "Content-Length: 5\r\nTransfer-Encoding: chunked",
			"Transfer-Encoding: chunked\r\nContent-Length: 5", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
			"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked", "Transfer-Encoding : chunked", "Transfer-Encoding\t: chunked", " Transfer-Encoding: chunked",
			"X: y\nTransfer-Encoding: chunked", "X: y\rTransfer-Encoding: chunked", "Transfer_Encoding: chunked\r\nContent-Length: 5",
			"Transfer-Encoding:\r\n chunked", "Transfer-Encoding: chunked\r\n x", "Content-Length : 5", "Content-Length\x00: 5", "Content-Length: 5\r\n 6",
			"Content-Length:\r\n 5",
		).each(func(lines string) string { return start + lines + "\r\n\r\nhello" }),
		rule{
			{"a chunk without an end", start + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n"},
			{"a chunk ended by LF", start + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n"},
			{"a chunk with an extension", start + "Transfer-Encoding: chunked\r\n\r\n5;x=\"\r\n\"\r\nhello\r\n0\r\n\r\n"},
			{"a chunk with a lone CR", start + "Transfer-Encoding: chunked\r\n\r\n5\rhello\r\n0\r\n\r\n"},
			{"a chunk of 2^64", start + "Transfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n0\r\n\r\n"},
			{"trailers", start + "Transfer-Encoding: chunked\r\nTrailer: Clerk-Secret-Key\r\n\r\n5\r\nhello\r\n0\r\nClerk-Secret-Key: sk_evil\r\nX-Evil: 1\r\n\r\n"},
			{"a request in a body", start + "Content-Length: " + itoa(len(smuggled)) + "\r\n\r\n" + smuggled},
			{"a request in a chunk", start + "Transfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x", len(smuggled)) + "\r\n" + smuggled + "\r\n0\r\n\r\n"},
			{"a body of GET", strings.Replace(plain, "POST", "GET", 1)}, {"a body of DELETE", strings.Replace(plain, "POST", "DELETE", 1)},
			{"upgrade to HTTP/2", start + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: 0\r\n\r\n"},
			{"upgrade to WebSocket", start + "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n"},
			{"HTTP/1.0 with chunks", strings.Replace(start, "HTTP/1.1", "HTTP/1.0", 1) + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
			{"Expect that is none", start + "Expect: 100-evil\r\nContent-Length: 0\r\n\r\n"},
		},
	)
	hop := either(
		oneOf("Clerk-Secret-Key", "clerk-secret-key", "Clerk-Proxy-Url", "Host", "Content-Length", "Transfer-Encoding", "Authorization", "Cookie", "X-Forwarded-For",
			"X-Forwarded-Host", "X-Forwarded-Proto", "Accept-Encoding", "close, Clerk-Secret-Key", "keep-alive, X-Evil", "\"Clerk-Secret-Key\"", "Connection").
			each(func(name string) string {
				return start + "Connection: " + name + "\r\nContent-Length: 5\r\n\r\nhello"
			}).called("Connection"),
		oneOf("Clerk-Secret-Key: sk_evil", "clerk-secret-key: sk_evil", "CLERK-SECRET-KEY: sk_evil", "Clerk-Secret-Key: sk_evil\r\nClerk-Secret-Key: sk_evil2",
			"Clerk-Secret-Key:", "Clerk-Proxy-Url: https://evil.example/", "clerk-proxy-url: https://evil.example/", "Clerk-Proxy-Url:", "X-Forwarded-Host: evil.example",
			"X-Forwarded-Proto: https", "X-Forwarded-Host: app.example.com@evil.example\r\nX-Forwarded-Proto: https",
			"X-Forwarded-Host: evil.example/\r\nX-Forwarded-Proto: https", "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: javascript", "TE: trailers",
			"Keep-Alive: timeout=999", "Proxy-Authorization: Basic x",
			"Proxy-Connection: keep-alive", "Max-Forwards: 0", "Via: 1.1 evil", "Accept-Encoding: gzip, br, evil", "Expect: 100-continue",
			"X-HTTP-Method-Override: DELETE", "X-Original-URL: /admin", "Range: bytes=0-", "Trailer: Clerk-Secret-Key",
		).each(func(line string) string { return start + line + "\r\nContent-Length: 5\r\n\r\nhello" }),
	)
	paths := oneOf(
		"/__clerk/../admin", "/__clerk/%2e%2e/admin", "/__clerk/%2E%2E/admin", "/__clerk/.%2e/admin", "/__clerk/v1/../../admin", "/__clerk/v1/../../../admin",
		"/__clerk/./../admin", `/__clerk/..\admin`, `/__clerk\..\admin`, "/__clerk//admin", "/__clerk///evil.example/", "/__clerk//evil.example/x",
		"/__clerk/@evil.example/", "/__clerk@evil.example/", "/__clerk:80@evil.example/", "/__clerk.evil.example/", "/__clerk-admin", "/__clerkx", "/__CLERK/v1",
		"/__cler%6b/v1", "/%5f%5fclerk/v1", "//__clerk/v1", "/./__clerk/v1", "/x/../__clerk/v1", "/__clerk/http://evil.example/", "/__clerk/https:%2f%2fevil.example",
		"/__clerk/v1%0d%0aX-Evil:%201", "/__clerk/v1%0d%0a%0d%0aGET%20/smuggled", "/__clerk/v1%20HTTP/1.1%0d%0aX-Evil:%201", "/__clerk/v1%00", "/__clerk/v1%",
		"/__clerk/v1%zz", "/__clerk/v1?a=b%0d%0aX-Evil:%201", "/__clerk/v1?#evil", "/__clerk/v1#@evil.example", "/__clerk?@evil.example", "/__clerk/?x=../../admin",
		"/__clerk/;/../admin",
		"/__clerk/v1;/..;/admin", "/__clerk/\xff\xfe", "/__clerk/\u3002\u3002/admin", "/__clerk/v1|x", "/__clerk/v1^x", "/__clerk/v1\"x", "/__clerk/<x>", "/__clerk/{x}",
		"/__clerk/v1\\..\\admin", "/__clerk/%5c..%5cadmin", "/__clerk/v1?a= b", "/__clerk/v1 /x", "http://user@app.example.com/__clerk/v1", "__clerk/v1", "*",
		"/__clerk/"+repeated("../", 3000)+"admin", "/__clerk/"+repeated("%2e%2e%2f", 9000)+"admin", "/__clerk/"+repeated("a/", 20000),
		"/__clerk/v1?"+repeated("a=b&", 20000),
	)
	methods := oneOf("TRACE", "TRACK", "CONNECT", "trace", "Connect", "PRI", "GET\x00", "G T").each(func(method string) string {
		return method + " /__clerk/v1 HTTP/1.1\r\nHost: " + appHost + "\r\nContent-Length: 0\r\n\r\n"
	})
	return []family{
		{name: "smuggling", site: onProxied, controls: controls, attacks: framing, check: (*app).arrivedOnce, pipelined: true},
		{name: "headers through the proxy", site: onProxied, controls: controls, attacks: hop, check: (*app).arrivedOnce, pipelined: true},
		{name: "paths of the proxy", site: onProxied, controls: controls, check: (*app).arrivedOnce, pipelined: true, attacks: paths.each(func(target string) string {
			return "GET " + target + " HTTP/1.1\r\nHost: " + appHost + "\r\n\r\n"
		})},
		{name: "methods through the proxy", site: onProxied, controls: controls, attacks: methods, check: (*app).arrivedOnce, pipelined: true},
		{name: "hosts of the proxy", site: onProxied, controls: controls, check: (*app).arrivedOnce, pipelined: true, attacks: noHosts.each(func(host string) string {
			return "GET /__clerk/v1 HTTP/1.1\r\nHost: " + host + "\r\n\r\n"
		})},
	}
}

// arrivedOnce holds that the Frontend API got one request or none, whose secret key is
// ours, and in which nothing is that we did not put there or pass on.
func (a *app) arrivedOnce(answer) []string {
	var wrong []string
	arrivals := a.frontend.take()
	if len(arrivals) > 1 {
		wrong = append(wrong, fmt.Sprintf("%d requests arrived: %.200q", len(arrivals), arrivals))
	}
	for _, got := range arrivals {
		if got.problem != "" {
			wrong = append(wrong, "it arrived with "+got.problem)
		}
		fields := strings.Fields(got.line)
		if len(fields) != 3 || !strings.HasPrefix(fields[1], "/fapi") || climbs(fields[1]) {
			wrong = append(wrong, "it arrived at "+quoted(got.line))
		}
		ours := 0
		for _, line := range got.header {
			name, value, _ := strings.Cut(line, ": ")
			switch strings.ToLower(name) {
			case "clerk-secret-key":
				ours++
				if value != developmentSecret {
					wrong = append(wrong, "it arrived with another's secret key")
				}
			case "clerk-proxy-url":
				if value != origin+"/__clerk" && value != "https://"+appHost+"/__clerk" {
					wrong = append(wrong, "it arrived from "+value)
				}
			case "x-evil", "connection", "keep-alive", "proxy-authorization", "proxy-connection", "te", "trailer", "upgrade":
				wrong = append(wrong, "it arrived with "+line)
			}
		}
		if ours != 1 {
			wrong = append(wrong, fmt.Sprintf("it arrived with %d secret keys", ours))
		}
	}
	return wrong
}

// climbs reports whether dot segments of a target lead out of the Frontend API's path.
func climbs(target string) bool {
	path, _, _ := strings.Cut(target, "?")
	depth := 0
	for i, segment := range strings.Split(strings.ReplaceAll(strings.ToLower(path), "%2e", "."), "/") {
		switch {
		case segment == "..":
			depth--
		case i > 0 && segment != ".":
			depth++
		}
		if i > 1 && depth < 1 {
			return true
		}
	}
	return false
}
