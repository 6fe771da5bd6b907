package rest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const (
	// MaxResponse is the size in bytes, decompressed, from which on the body of
	// a 2xx answer is refused. A page of 500 large users takes about 10 MB.
	MaxResponse = 32 << 20

	// MaxErrorBody is how many bytes of any other answer are read.
	MaxErrorBody = 1 << 20
)

// StatusError is an answer with a status other than 2xx.
type StatusError struct {
	Status int
	Header http.Header
	Body   []byte // at most MaxErrorBody, cut there
	JSON   bool   // the media type of Body says so
}

// Error names the status.
func (e *StatusError) Error() string {
	return fmt.Sprintf("status %d %s", e.Status, http.StatusText(e.Status))
}

// ResponseError is a 2xx answer that could not be used: too large, not JSON, or
// JSON of another shape. It does not quote the answer.
type ResponseError struct {
	Status int
	Header http.Header
	reason string
}

// Error says what is wrong with the answer.
func (e *ResponseError) Error() string { return e.reason }

// lenient is how answers are decoded: what decides is the value, not its form.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// Decode decodes JSON that Clerk sent: unknown and repeated members and invalid
// UTF-8 are accepted. The result shares no memory with data.
func Decode(data []byte, into any) error {
	return json.Unmarshal(data, into, lenient)
}

// read decodes the body of a 2xx answer as it arrives: the body is never held as
// a whole, neither before nor beside the result.
func read(response *http.Response, method string, into any) error {
	fail := func(format string, args ...any) error {
		return &ResponseError{response.StatusCode, response.Header, fmt.Sprintf(format, args...)}
	}
	if response.ContentLength > MaxResponse {
		return fail("the answer is larger than %d bytes", MaxResponse)
	}
	body := &limited{reader: response.Body, left: MaxResponse}
	err := decodeBody(body, response, method, into)
	switch {
	case body.left < 0:
		return fail("the answer is larger than %d bytes", MaxResponse)
	case body.err != nil:
		return body.err
	case err != nil:
		return fail("%s", err)
	}
	return nil
}

// decodeBody decodes a body that decides by itself how far it can be read. Its errors
// quote no value.
func decodeBody(body io.Reader, response *http.Response, method string, into any) error {
	if raw, ok := into.(*[]byte); ok {
		all, err := io.ReadAll(body)
		*raw = all
		return err
	}
	bare := response.StatusCode == http.StatusAccepted || response.StatusCode == http.StatusNoContent
	if into == nil || bare && method != http.MethodGet {
		_, err := io.Copy(io.Discard, body) // so that the connection can be used again
		return err
	}
	buffered := readers.Get().(*bufio.Reader)
	defer func() {
		buffered.Reset(nil)
		readers.Put(buffered)
	}()
	buffered.Reset(body)
	switch empty, err := nothing(buffered); {
	case err != nil:
		return err
	case empty:
		// The zero value of a resource could pass for a verified one.
		return errors.New("the answer is empty")
	case !isJSON(response.Header):
		return fmt.Errorf("the answer is not JSON but %q", mediaType(response.Header))
	}
	if err := DecodeFrom(buffered, into); err != nil {
		return fmt.Errorf("the answer cannot be decoded: %s", describe(err))
	}
	return nil
}

// DecodeFrom is [Decode] for JSON that is still to be read, to its end.
func DecodeFrom(r io.Reader, into any) error {
	return json.UnmarshalRead(r, into, lenient)
}

// readers hold the bytes of an answer that are not decoded yet.
var readers = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 16<<10) }}

// nothing skips white space and reports whether all that follows is null or the
// end.
func nothing(r *bufio.Reader) (bool, error) {
	for {
		switch b, err := r.ReadByte(); {
		case err == io.EOF:
			return true, nil
		case err != nil:
			return false, err
		case b == ' ' || b == '\t' || b == '\r' || b == '\n':
			continue
		}
		_ = r.UnreadByte() // never fails after ReadByte
		start, _ := r.Peek(len("null"))
		return string(start) == "null", nil
	}
}

// limited reads until left bytes are used up, and remembers why it stopped
// early: the decoder's own error would not tell a broken connection from broken
// JSON.
type limited struct {
	reader io.Reader
	left   int64
	err    error
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left < 0 {
		return 0, errTooLarge
	}
	n, err := l.reader.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, errTooLarge
	}
	if err != nil && err != io.EOF {
		l.err = err
	}
	return n, err
}

var errTooLarge = errors.New("the answer is too large")

// readStatus reads an answer that is an error. A body that cannot be read in full
// does not hide the status, unless the caller gave up. After 101 there is no body but a
// connection that no context ends.
func readStatus(ctx context.Context, response *http.Response) error {
	if response.StatusCode < 200 {
		return &StatusError{Status: response.StatusCode, Header: response.Header}
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxErrorBody))
	if err != nil && ctx.Err() != nil {
		return err
	}
	return &StatusError{response.StatusCode, response.Header, body, isJSON(response.Header)}
}

// isJSON parses the media type, so that parameters and structured suffixes such as
// application/problem+json (RFC 6839) count. An answer without one is tried.
func isJSON(header http.Header) bool {
	name := mediaType(header)
	return name == "" || name == jsonType || strings.HasSuffix(name, "+json")
}

func mediaType(header http.Header) string {
	value := header.Get("Content-Type")
	name, _, err := mime.ParseMediaType(value)
	if err != nil && name == "" {
		name, _, _ = strings.Cut(value, ";")
		name = strings.ToLower(strings.TrimSpace(name))
	}
	return name
}

// describe says where decoding failed without quoting any value.
func describe(err error) string {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		where := "its root"
		if semantic.JSONPointer != "" {
			where = string(semantic.JSONPointer)
		}
		return fmt.Sprintf("a JSON %s at %s does not fit %v", semantic.JSONKind, where, semantic.GoType)
	}
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		return fmt.Sprintf("no valid JSON from byte %d on", syntactic.ByteOffset)
	}
	return "unexpected JSON"
}
