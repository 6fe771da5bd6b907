package attack

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Where the applications think they are.
const (
	appHost = "app.example.com"
	origin  = "http://" + appHost
)

// get is a request as a program makes it. Lines are those of its header.
func get(target string, lines ...string) string {
	return "GET " + target + " HTTP/1.1\r\nHost: " + appHost + "\r\nConnection: close\r\n" + block(lines)
}

// page is a request as a browser makes it that loads a page.
func page(target string, lines ...string) string {
	return get(target, append([]string{"Accept: text/html", "Sec-Fetch-Dest: document"}, lines...)...)
}

// block is the rest of a header and its end.
func block(lines []string) string {
	end := ""
	for _, line := range lines {
		end += line + "\r\n"
	}
	return end + "\r\n"
}

// bearer is the header line of a token.
func bearer(token string) string { return "Authorization: Bearer " + token }

// sentinel is a request that follows one which two servers may end at different places.
// Where it ends as it should, this one is answered on its own.
const sentinel = "GET /sentinel HTTP/1.1\r\nHost: " + appHost + "\r\nConnection: close\r\n\r\n"

// deadline is for applications that hang.
const deadline = time.Minute

// An answer is what came back for a request.
type answer struct {
	raw    string // as it came, the whole connection
	status int    // 0 if the connection was closed without an answer
	header http.Header
	body   string
	more   []string // bodies of further answers
}

// send writes bytes to a connection and reads until it ends.
func send(t testing.TB, address, wire string) (answer, bool) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Errorf("the application is gone: %v", err)
		return answer{}, false
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(deadline))
	written := make(chan struct{})
	go func() { // a server may answer, and hang up, before it has read all
		defer close(written)
		_, _ = io.WriteString(conn, wire)
	}()
	raw, err := io.ReadAll(io.LimitReader(conn, 1<<20))
	conn.Close()
	<-written
	if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
		t.Errorf("the application hangs after %d bytes", len(raw))
		return answer{}, false
	}
	return parse(t, raw, strings.HasPrefix(wire, "HEAD "))
}

// parse reads all answers of a connection.
func parse(t testing.TB, raw []byte, head bool) (answer, bool) {
	t.Helper()
	got := answer{raw: string(raw)}
	reader := bufio.NewReader(bytes.NewReader(raw))
	for {
		if _, err := reader.Peek(1); err != nil {
			return got, true
		}
		request := &http.Request{Method: http.MethodGet}
		if head && got.status == 0 {
			request.Method = http.MethodHead
		}
		response, err := http.ReadResponse(reader, request)
		if err != nil {
			t.Errorf("the answer is not HTTP: %v in %s", err, quoted(got.raw))
			return got, false
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Errorf("the answer is cut: %v in %s", err, quoted(got.raw))
			return got, false
		}
		if response.StatusCode == http.StatusContinue {
			continue
		}
		if got.status == 0 {
			got.status, got.header, got.body = response.StatusCode, response.Header, string(body)
		} else {
			got.more = append(got.more, string(body))
		}
	}
}
