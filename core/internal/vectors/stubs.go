package vectors

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// Stub is one answer of the world outside.
type Stub struct {
	Method   string       `json:"method"`
	URL      string       `json:"url"`
	Times    *int         `json:"times"` // absent: any number of times
	Response StubResponse `json:"response"`
}

// StubResponse is what a [Stub] answers: a transport failure if NetworkError is
// set, else a response with JSON or Text as its body.
type StubResponse struct {
	Status       int            `json:"status"`
	Headers      Headers        `json:"headers"`
	JSON         jsontext.Value `json:"json"`
	Text         *string        `json:"text"`
	NetworkError string         `json:"network_error"`
}

// Outgoing is one recorded request. Headers holds authorization,
// clerk-api-version and content-type only, in that order. A body that is JSON
// is in BodyJSON, any other that is not empty in BodyText.
type Outgoing struct {
	Method   string         `json:"method"`
	URL      string         `json:"url"`
	Headers  Headers        `json:"headers"`
	BodyJSON jsontext.Value `json:"body_json,omitzero"`
	BodyText string         `json:"body_text,omitzero"`
}

// recorded are the request headers that the vectors list.
var recorded = []string{"authorization", "clerk-api-version", "content-type"}

// Stubs is the whole world outside of one case, as a transport. The first stub
// of equal method and exact URL that still has times left answers; a request
// without one is a transport failure. It is safe for concurrent use.
type Stubs struct {
	mu       sync.Mutex
	stubs    []Stub
	used     []int
	outgoing []Outgoing
}

var _ http.RoundTripper = (*Stubs)(nil)

// NewStubs returns a transport that answers with stubs.
func NewStubs(stubs []Stub) *Stubs {
	return &Stubs{stubs: stubs, used: make([]int, len(stubs))}
}

// Stubs returns a transport for the case's input member stubs.
func (c Case) Stubs() (*Stubs, error) {
	var input struct {
		Stubs []Stub `json:"stubs"`
	}
	if err := Decode(c.Input, &input); err != nil {
		return nil, err
	}
	return NewStubs(input.Stubs), nil
}

// RoundTrip records the request and answers it. It implements
// [http.RoundTripper].
func (s *Stubs) RoundTrip(request *http.Request) (*http.Response, error) {
	sent, err := record(request)
	if err != nil {
		return nil, err
	}
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	response, ok := s.answer(sent)
	switch {
	case !ok:
		return nil, fmt.Errorf("no stub for %s %s", sent.Method, sent.URL)
	case response.NetworkError != "":
		return nil, errors.New(response.NetworkError)
	}
	body := []byte(response.JSON)
	if response.Text != nil {
		body = []byte(*response.Text)
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", response.Status, http.StatusText(response.Status)),
		StatusCode:    response.Status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        response.Headers.HTTP(),
		Body:          io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)),
		Request:       request,
	}, nil
}

// Outgoing returns the requests since the last call of [Stubs.Reset], in order.
func (s *Stubs) Outgoing() []Outgoing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.outgoing)
}

// Reset forgets the recorded requests, as between the steps of a cache case.
// What is used up stays used up.
func (s *Stubs) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outgoing = nil
}

func (s *Stubs) answer(sent Outgoing) (StubResponse, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outgoing = append(s.outgoing, sent)
	for i, stub := range s.stubs {
		left := stub.Times == nil || s.used[i] < *stub.Times
		if left && stub.Method == sent.Method && stub.URL == sent.URL {
			s.used[i]++
			return stub.Response, true
		}
	}
	return StubResponse{}, false
}

func record(request *http.Request) (Outgoing, error) {
	method := request.Method
	if method == "" {
		method = http.MethodGet
	}
	sent := Outgoing{Method: method, URL: request.URL.String(), Headers: Headers{}}
	for _, name := range recorded {
		if values := request.Header.Values(name); len(values) > 0 {
			sent.Headers = append(sent.Headers, [2]string{name, Text(strings.Join(values, ", "))})
		}
	}
	if request.Body == nil {
		return sent, nil
	}
	body, err := io.ReadAll(request.Body)
	if err := errors.Join(err, request.Body.Close()); err != nil {
		return sent, err
	}
	if value := jsontext.Value(body); value.IsValid() {
		sent.BodyJSON = value
	} else {
		sent.BodyText = string(body)
	}
	return sent, nil
}
