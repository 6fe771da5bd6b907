package rest

import (
	"bytes"
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

	// Buffers up to maxPooled are kept for the next answer, so that one huge
	// page does not stay in memory. No more is reserved on the word of a
	// Content-Length header.
	maxPooled = 4 << 20
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

// buffers hold bodies while they are decoded.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// lenient is how answers are decoded: what decides is the value, not its form.
var lenient = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// Decode decodes JSON that Clerk sent: unknown and repeated members and invalid
// UTF-8 are accepted. The result shares no memory with data.
func Decode(data []byte, into any) error {
	return json.Unmarshal(data, into, lenient)
}

// read decodes the body of a 2xx answer. The body lives in a pooled buffer and is
// not kept beside the result.
func read(response *http.Response, into any) error {
	fail := func(format string, args ...any) error {
		return &ResponseError{response.StatusCode, response.Header, fmt.Sprintf(format, args...)}
	}
	if response.ContentLength > MaxResponse {
		return fail("the answer is larger than %d bytes", MaxResponse)
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buffer.Cap() <= maxPooled {
			buffer.Reset()
			buffers.Put(buffer)
		}
	}()
	buffer.Grow(int(min(max(response.ContentLength, 0)+bytes.MinRead, maxPooled)))
	n, err := buffer.ReadFrom(io.LimitReader(response.Body, MaxResponse+1))
	switch {
	case err != nil:
		return err
	case n > MaxResponse:
		return fail("the answer is larger than %d bytes", MaxResponse)
	case into == nil, response.StatusCode == http.StatusAccepted, response.StatusCode == http.StatusNoContent:
		return nil
	}
	body := buffer.Bytes()
	if raw, ok := into.(*[]byte); ok {
		*raw = bytes.Clone(body)
		return nil
	}
	switch body = bytes.TrimSpace(body); {
	case len(body) == 0 || string(body) == "null":
		// The zero value of a resource could pass for a verified one.
		return fail("the answer is empty")
	case !isJSON(response.Header):
		return fail("the answer is not JSON but %q", mediaType(response.Header))
	}
	if err := Decode(body, into); err != nil {
		return fail("the answer cannot be decoded: %s", describe(err))
	}
	return nil
}

// readStatus reads an answer that is an error. A body that cannot be read in full
// does not hide the status, unless the caller gave up.
func readStatus(ctx context.Context, response *http.Response) error {
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
