package attack

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// A frontend is a Frontend API that reads requests as strictly as RFC 9112 can be read,
// from the connection itself: what it cannot read in one way only is a problem.
type frontend struct {
	url     string
	servers sync.WaitGroup

	mu       sync.Mutex
	arrivals []arrival
	conns    map[net.Conn]bool
}

// An arrival is a request that a frontend got.
type arrival struct {
	line    string   // the first one
	header  []string // the other ones
	body    string
	problem string
}

// newFrontend starts a Frontend API. It ends with the test.
func newFrontend(t testing.TB) *frontend {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &frontend{url: "http://" + listener.Addr().String() + "/fapi", conns: map[net.Conn]bool{}}
	f.servers.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			f.mu.Lock()
			f.conns[conn] = true
			f.mu.Unlock()
			f.servers.Go(func() { f.serve(conn) })
		}
	})
	t.Cleanup(func() {
		listener.Close()
		f.mu.Lock()
		for conn := range f.conns {
			conn.Close()
		}
		f.mu.Unlock()
		f.servers.Wait()
	})
	return f
}

// serve reads requests until a connection ends or cannot be read any further.
func (f *frontend) serve(conn net.Conn) {
	defer conn.Close()
	reader := bufio.NewReader(conn)
	for {
		got, err := readArrival(reader)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
			return // the whole of a request never came, so it has no effect
		}
		if err != nil {
			got.problem = err.Error()
		}
		f.mu.Lock()
		f.arrivals = append(f.arrivals, got)
		f.mu.Unlock()
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "+strconv.Itoa(len(arrived))+"\r\n\r\n"+arrived)
		if err != nil {
			return
		}
	}
}

// arrived is the answer of a frontend.
const arrived = "arrived"

// take returns what arrived since it was called last.
func (f *frontend) take() []arrival {
	f.mu.Lock()
	defer f.mu.Unlock()
	taken := f.arrivals
	f.arrivals = nil
	return taken
}

var (
	requestLine = regexp.MustCompile("^[A-Za-z!#$%&'*+.^_`|~0-9-]+ /[!-~]* HTTP/1\\.1$")
	headerLine  = regexp.MustCompile("^([A-Za-z!#$%&'*+.^_`|~0-9-]+): ?([^\\x00-\\x08\\x0a-\\x1f\\x7f]*)$")
	chunkSize   = regexp.MustCompile("^[0-9a-fA-F]{1,8}$")
	digits      = regexp.MustCompile("^[0-9]{1,10}$")
)

// readArrival reads one request. An error other than of the connection is what makes it
// ambiguous.
func readArrival(r *bufio.Reader) (arrival, error) {
	var got arrival
	line, err := readLine(r)
	if err != nil {
		return got, err
	}
	if got.line = line; !requestLine.MatchString(line) {
		return got, fmt.Errorf("request line %q", line)
	}
	framing := map[string][]string{}
	for {
		line, err := readLine(r)
		if err != nil {
			return got, err
		}
		if line == "" {
			break
		}
		parts := headerLine.FindStringSubmatch(line)
		if parts == nil {
			return got, fmt.Errorf("header line %q", line)
		}
		got.header = append(got.header, line)
		name := strings.ToLower(parts[1])
		framing[name] = append(framing[name], parts[2])
	}
	lengths, codings := framing["content-length"], framing["transfer-encoding"]
	switch {
	case len(framing["host"]) != 1:
		return got, fmt.Errorf("%d hosts", len(framing["host"]))
	case len(lengths)+len(codings) > 1:
		return got, fmt.Errorf("lengths %q and encodings %q", lengths, codings)
	case len(lengths) == 1:
		if !digits.MatchString(lengths[0]) {
			return got, fmt.Errorf("length %q", lengths[0])
		}
		length, _ := strconv.Atoi(lengths[0])
		body := make([]byte, length)
		_, err = io.ReadFull(r, body)
		got.body = string(body)
	case len(codings) == 1:
		if codings[0] != "chunked" {
			return got, fmt.Errorf("encoding %q", codings[0])
		}
		got.body, err = readChunks(r)
	}
	return got, err
}

// readLine reads up to CR LF, neither of which may stand alone.
func readLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return "", err
	}
	content, ok := strings.CutSuffix(line, "\r\n")
	if !ok || strings.ContainsAny(content, "\r\x00") {
		return content, fmt.Errorf("line break in %q", line)
	}
	return content, nil
}

// readChunks reads a chunked body without extensions and trailers.
func readChunks(r *bufio.Reader) (string, error) {
	var body strings.Builder
	for {
		line, err := readLine(r)
		if err != nil {
			return "", err
		}
		if !chunkSize.MatchString(line) {
			return "", fmt.Errorf("chunk size %q", line)
		}
		size, _ := strconv.ParseInt(line, 16, 64)
		if _, err := io.CopyN(&body, r, size); err != nil {
			return "", err
		}
		if line, err = readLine(r); err != nil || line != "" {
			return "", errors.Join(err, fmt.Errorf("trailer or end of chunk %q", line))
		}
		if size == 0 {
			return body.String(), nil
		}
	}
}
