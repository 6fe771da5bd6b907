package faults

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
)

// An exchange is a request whose answer is faulty. Nobody minds what a client that is
// gone does not receive.
type exchange struct {
	api     *api
	conn    net.Conn
	request *http.Request // nil before it was read
}

// send sends text, and reports whether it could.
func (x *exchange) send(text string) bool {
	_, err := io.WriteString(x.conn, text)
	return err == nil
}

// hold waits until the client is gone, or the fault is over.
func (x *exchange) hold() {
	x.api.mu.Lock()
	over := x.api.over
	x.api.mu.Unlock()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = io.Copy(io.Discard, x.conn)
	}()
	select {
	case <-gone:
	case <-over:
	case <-x.api.closing:
	}
	x.conn.Close()
	<-gone
}

// reset makes the end of the connection a reset.
func (x *exchange) reset() { _ = x.conn.(*net.TCPConn).SetLinger(0) }

// well returns the answer that the API would give if it were well.
func (x *exchange) well() *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	x.api.well.ServeHTTP(recorder, x.request)
	return recorder
}

// header returns the header of an answer, up to the empty line.
func header(status int, lines ...string) string {
	first := "HTTP/1.1 " + strconv.Itoa(status) + " " + http.StatusText(status)
	return strings.Join(slices.Concat([]string{first, "Connection: close"}, lines), "\r\n") + "\r\n"
}

// answer returns a fault's answer of this status, type and body.
func answer(status int, contentType, body string, lines ...string) func(*exchange) {
	lines = slices.Concat(lines, []string{"Content-Type: " + contentType, "Content-Length: " + strconv.Itoa(len(body))})
	return func(x *exchange) { x.send(header(status, lines...) + "\r\n" + body) }
}
