package faults

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A fault is one way in which Clerk, or what is between, gives a wrong answer or none.
type fault struct {
	name   string
	accept func(*exchange) // as soon as there is a connection
	answer func(*exchange) // once a request was read

	// What an operation that reads gets: the code, status and RetryAfter of its
	// error, and how often it asks. Without a code the answer is right, however it
	// comes.
	code       string
	status     int
	retryAfter time.Duration
	tries      int

	hangs  bool // ends only when the client gives up
	heavy  bool // costs much; not for load
	silent bool // success, to an operation that reads nothing
	vague  bool // JSON that could be a resource without members, to an operation
	keys   bool // JSON that is good for a key set
}

// longest is the longest Retry-After that counts, 68 years.
const longest = (1<<31 - 1) * time.Second

// Parts of answers.
const (
	html     = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
	jsonType = "application/json"
	htmlType = "text/html; charset=utf-8"
)

// filler is a member that nobody knows, 64 KB.
var filler = `"filler":"` + strings.Repeat("x", 64<<10) + `",`

var noise = "\x00\x01\xfe\xff\x7f" + strings.Repeat("\xde\xad\xbe\xef", 256)

// faults lists them: connections first, then headers, bodies and statuses.
var faults = []*fault{
	{name: "accept, close", accept: func(*exchange) {}, code: backend.CodeTransport, tries: 3},
	{name: "accept, reset", accept: (*exchange).reset, code: backend.CodeTransport, tries: 3},
	{name: "accept, stall", accept: (*exchange).hold, code: backend.CodeTransport, tries: 3, hangs: true},
	{name: "accept, greet in another protocol", accept: func(x *exchange) { x.send("SSH-2.0-OpenSSH_9.9\r\n"); x.hold() }, code: backend.CodeTransport, tries: 3},
	{name: "request, close", answer: func(*exchange) {}, code: backend.CodeTransport, tries: 3},
	{name: "request, reset", answer: (*exchange).reset, code: backend.CodeTransport, tries: 3},
	{name: "request, stall", answer: (*exchange).hold, code: backend.CodeTransport, tries: 3, hangs: true},

	{name: "header, cut", answer: func(x *exchange) { x.send("HTTP/1.1 200 OK\r\nContent-Ty") }, code: backend.CodeTransport, tries: 3},
	{name: "header, stall", answer: func(x *exchange) { x.send("HTTP/1.1 200 OK\r\nContent-Ty"); x.hold() }, code: backend.CodeTransport, tries: 3, hangs: true},
	{name: "header, without end", answer: func(x *exchange) {
		x.send("HTTP/1.1 200 OK\r\n")
		for x.send("X-Filler: " + strings.Repeat("x", 16<<10) + "\r\n") {
		}
	}, code: backend.CodeTransport, tries: 3, heavy: true},
	{name: "header, two lengths", answer: func(x *exchange) {
		x.send(header(200, "Content-Type: "+jsonType, "Content-Length: 2", "Content-Length: 3") + "\r\n{} ")
	}, code: backend.CodeTransport, tries: 3},
	{name: "header, no status", answer: func(x *exchange) { x.send("HTTP/1.1 000 x\r\nContent-Length: 0\r\n\r\n") }, code: backend.CodeAPIResponse, tries: 1},
	{name: "early hints without end", answer: func(x *exchange) {
		for x.send("HTTP/1.1 103 Early Hints\r\nLink: " + strings.Repeat("x", 16<<10) + "\r\n\r\n") {
		}
	}, code: backend.CodeTransport, tries: 3, heavy: true},
	{name: "garbage", answer: func(x *exchange) { x.send(noise) }, code: backend.CodeTransport, tries: 3},
	{name: "HTML without a header", answer: func(x *exchange) { x.send(html) }, code: backend.CodeTransport, tries: 3},
	{name: "switch of protocols", answer: func(x *exchange) {
		x.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
		x.hold()
	}, code: backend.CodeAPIResponse, status: 101, tries: 1},

	{name: "body, cut", answer: func(x *exchange) { x.cut(200) }, code: backend.CodeTransport, tries: 3},
	{name: "body, cut and reset", answer: func(x *exchange) { x.cut(200); x.reset() }, code: backend.CodeTransport, tries: 3},
	{name: "body, stall", answer: func(x *exchange) { x.cut(200); x.hold() }, code: backend.CodeTransport, tries: 3, hangs: true},
	{name: "body, white space without end", answer: func(x *exchange) {
		x.send(header(200, "Content-Type: "+jsonType, "Transfer-Encoding: chunked") + "\r\n")
		for x.send("1\r\n \r\n") {
			time.Sleep(time.Millisecond)
		}
	}, code: backend.CodeTransport, tries: 3, hangs: true},
	{name: "body, chunk without end", answer: func(x *exchange) {
		x.send(header(200, "Content-Type: "+jsonType, "Transfer-Encoding: chunked") + "\r\n1\r\n{\r\n")
	}, code: backend.CodeTransport, tries: 3},
	{name: "body, chunk of no size", answer: func(x *exchange) {
		x.send(header(200, "Content-Type: "+jsonType, "Transfer-Encoding: chunked") + "\r\nxyz\r\n{}\r\n0\r\n\r\n")
	}, code: backend.CodeTransport, tries: 3},
	{name: "body, empty", answer: answer(200, jsonType, ""), code: backend.CodeInvalidResponse, status: 200, tries: 1},
	{name: "body, null", answer: answer(200, jsonType, "null"), code: backend.CodeInvalidResponse, status: 200, tries: 1},
	{name: "body, HTML", answer: answer(200, htmlType, html), code: backend.CodeInvalidResponse, status: 200, tries: 1},
	{name: "body, HTML that says it is JSON", answer: answer(200, jsonType, html), code: backend.CodeInvalidResponse, status: 200, tries: 1},
	{name: "body, JSON that says it is text", answer: func(x *exchange) {
		answer(200, "text/plain", x.well().Body.String())(x)
	}, code: backend.CodeInvalidResponse, status: 200, tries: 1, keys: true},
	{name: "body, JSON cut", answer: answer(200, jsonType, `{"keys":[{"kid":"`), code: backend.CodeInvalidResponse, status: 200, tries: 1},
	{name: "body, JSON of numbers", answer: answer(200, jsonType, `[1,2,3]`), code: backend.CodeInvalidResponse, status: 200, tries: 1},
	{name: "body, JSON of other members", answer: answer(200, jsonType, `{"maintenance":true}`), vague: true, status: 200, tries: 1},
	{name: "body, JSON nested deeply", answer: answer(200, jsonType, strings.Repeat("[", 1<<20)), code: backend.CodeInvalidResponse, status: 200, tries: 1},
	{name: "body, keys of nobody", answer: answer(200, jsonType, `{"keys":[]}`), vague: true, status: 200, tries: 1},
	{name: "body, announced as larger than memory", answer: func(x *exchange) {
		x.send(header(200, "Content-Type: "+jsonType, "Content-Length: 1099511627776") + "\r\n")
		for x.send(strings.Repeat(" ", 64<<10)) {
		}
	}, code: backend.CodeInvalidResponse, status: 200, tries: 1},
	{name: "body, larger than all limits", answer: func(x *exchange) {
		x.send(header(200, "Content-Type: "+jsonType) + "\r\n{")
		for x.send(filler) {
		}
	}, code: backend.CodeInvalidResponse, status: 200, tries: 1, heavy: true},
	{name: "body, gzip that is none", answer: answer(200, jsonType, "{}", "Content-Encoding: gzip"), code: backend.CodeTransport, tries: 3},
	{name: "body, gzip cut", answer: func(x *exchange) {
		packed := zip(x.well().Body.Bytes())
		answer(200, jsonType, packed[:len(packed)/2], "Content-Encoding: gzip")(x)
	}, code: backend.CodeTransport, tries: 3},
	{name: "body, gzip larger than all limits", answer: func(x *exchange) { answer(200, jsonType, bomb(), "Content-Encoding: gzip")(x) },
		code: backend.CodeInvalidResponse, status: 200, tries: 1, heavy: true},
	{name: "body, one byte at a time", answer: func(x *exchange) {
		well := x.well()
		for _, b := range []byte(header(well.Code, "Content-Type: "+jsonType, echoed+": 1") + "\r\n" + well.Body.String()) {
			x.send(string([]byte{b}))
		}
	}},

	{name: "204", answer: func(x *exchange) { x.send(header(204) + "\r\n") }, code: backend.CodeInvalidResponse, status: 204, tries: 1, silent: true},
	{name: "301", answer: redirect(301), code: backend.CodeAPIResponse, status: 301, tries: 1},
	{name: "302", answer: redirect(302), code: backend.CodeAPIResponse, status: 302, tries: 1},
	{name: "307", answer: redirect(307), code: backend.CodeAPIResponse, status: 307, tries: 1},
	{name: "308", answer: redirect(308), code: backend.CodeAPIResponse, status: 308, tries: 1},
	{name: "401, JSON", answer: refusal(401, "clerk_key_invalid"), code: backend.CodeAPIResponse, status: 401, tries: 1},
	{name: "403, HTML", answer: answer(403, htmlType, html), code: backend.CodeAPIResponse, status: 403, tries: 1},
	{name: "404, HTML", answer: answer(404, htmlType, html), code: backend.CodeAPIResponse, status: 404, tries: 1},
	{name: "429, HTML", answer: answer(429, htmlType, html), code: backend.CodeAPIResponse, status: 429, tries: 3},
	{name: "429, JSON", answer: refusal(429, "too_many_requests"), code: backend.CodeAPIResponse, status: 429, tries: 3},
	{name: "429, after seven seconds", answer: refusal(429, "too_many_requests", "Retry-After: 7"),
		code: backend.CodeAPIResponse, status: 429, retryAfter: 7 * time.Second, tries: 1},
	{name: "429, after a date", answer: refusal(429, "too_many_requests", "Retry-After: "+epoch.Add(time.Minute).UTC().Format(http.TimeFormat)),
		code: backend.CodeAPIResponse, status: 429, retryAfter: time.Minute, tries: 1},
	{name: "429, after all time", answer: refusal(429, "too_many_requests", "Retry-After: 99999999999999999999"),
		code: backend.CodeAPIResponse, status: 429, retryAfter: longest, tries: 1},
	{name: "429, after a while", answer: refusal(429, "too_many_requests", "Retry-After: soon"), code: backend.CodeAPIResponse, status: 429, tries: 3},
	{name: "429, after less than no time", answer: refusal(429, "too_many_requests", "Retry-After: -5"), code: backend.CodeAPIResponse, status: 429, tries: 3},
	{name: "500, empty", answer: answer(500, jsonType, ""), code: backend.CodeAPIResponse, status: 500, tries: 1},
	{name: "500, JSON", answer: refusal(500, "internal_clerk_error"), code: backend.CodeAPIResponse, status: 500, tries: 1},
	{name: "500, larger than all limits", answer: func(x *exchange) {
		x.send(header(500, "Content-Type: "+jsonType) + "\r\n")
		for x.send(strings.Repeat(" ", 64<<10)) {
		}
	}, code: backend.CodeAPIResponse, status: 500, tries: 1, heavy: true},
	{name: "502, cut", answer: func(x *exchange) { x.cut(502) }, code: backend.CodeAPIResponse, status: 502, tries: 3},
	{name: "502, HTML", answer: answer(502, htmlType, html), code: backend.CodeAPIResponse, status: 502, tries: 3},
	{name: "503, after seven seconds", answer: refusal(503, "maintenance_mode", "Retry-After: 7"),
		code: backend.CodeAPIResponse, status: 503, retryAfter: 7 * time.Second, tries: 1},
	{name: "503, HTML", answer: answer(503, htmlType, html), code: backend.CodeAPIResponse, status: 503, tries: 3},
	{name: "504, empty", answer: answer(504, htmlType, ""), code: backend.CodeAPIResponse, status: 504, tries: 3},
}

// cut sends half of the right answer under a status, as if all of it would follow.
func (x *exchange) cut(status int) {
	body := x.well().Body.String()
	x.send(header(status, "Content-Type: "+jsonType, "Content-Length: "+strconv.Itoa(len(body)), halved+": 1") + "\r\n" + body[:len(body)/2])
}

// halved marks answers of which half is missing.
const halved = "X-Halved"

// redirect answers that the API is elsewhere.
func redirect(status int) func(*exchange) {
	return func(x *exchange) {
		answer(status, htmlType, html, "Location: "+x.api.elsewhere+x.request.URL.Path)(x)
	}
}

// refusal answers as Clerk does.
func refusal(status int, code string, lines ...string) func(*exchange) {
	return answer(status, jsonType, string(mustJSON(failure(code))), lines...)
}

func zip(data []byte) string {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(data)
	_ = w.Close()
	return packed.String()
}

// bomb is a small answer that unpacks to a large one.
var bomb = sync.OnceValue(func() string { return zip([]byte("{" + strings.Repeat(filler, 1<<10))) })
