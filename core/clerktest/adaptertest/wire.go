package adaptertest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/vectors"
)

// request is the request of a case.
type request struct {
	Method  string          `json:"method"`
	Target  string          `json:"target"`
	Headers vectors.Headers `json:"headers"`
}

// header returns the values of all lines of a name, joined as a receiver does.
func (r request) header(name string) string {
	return strings.Join(r.Headers.HTTP().Values(name), ", ")
}

// wire returns the bytes of the request.
func (r request) wire() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\n", r.Method, vectors.Bytes(r.Target))
	for _, line := range r.Headers {
		fmt.Fprintf(&b, "%s: %s\r\n", line[0], vectors.Bytes(line[1]))
	}
	b.WriteString("Connection: close\r\n")
	if slices.Contains([]string{"PATCH", "POST", "PUT"}, r.Method) {
		b.WriteString("Content-Length: 0\r\n")
	}
	b.WriteString("\r\n")
	return b.String()
}

// patience bounds how long an answer may take; only a server that hangs needs it.
const patience = time.Minute

// listen starts an application and returns its address and what stops it.
func listen(serve Serve) (addr string, stop func() error, err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		_ = serve(listener)
	}()
	return listener.Addr().String(), func() error {
		err := ignoreClosed(listener.Close())
		<-stopped
		return err
	}, nil
}

// send starts an application, sends it the request over TCP, returns the
// response with its whole body, and stops the application.
func (r request) send(serve Serve) (response *http.Response, body []byte, err error) {
	addr, stop, err := listen(serve)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, stop()) }()
	return r.sendTo(addr)
}

// sendTo sends the request over a connection of its own.
func (r request) sendTo(addr string) (response *http.Response, body []byte, err error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, nil, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return nil, nil, err
	}
	if _, err := io.WriteString(conn, r.wire()); err != nil {
		return nil, nil, err
	}
	response, err = http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: r.Method})
	if err != nil {
		return nil, nil, err
	}
	body, err = io.ReadAll(response.Body)
	return response, body, errors.Join(err, response.Body.Close())
}

// ignoreClosed drops the error of closing a listener that the server has closed.
func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
