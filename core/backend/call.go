package backend

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/go-json-experiment/json"
)

// op is one operation: a method, the path of the specification with {} for each
// ID, and what goes with it. A mistake in it is reported by [call], so that no
// operation has an error branch.
type op struct {
	method         string
	path           string
	ids            []string
	query          url.Values
	body           any    // sent as JSON
	form           []byte // sent as it is
	contentType    string // of form
	idempotencyKey string
	idempotent     bool // sending it twice does no harm, whatever the method
	err            error
	machine        bool
	keyless        bool
	unversioned    bool
	nested         bool
}

// get reads a resource. Its query is a struct with query tags, or nil.
func get(path string, query any, ids ...string) op {
	return op{method: http.MethodGet, path: path, ids: ids}.withQuery(query)
}

// list reads one page from an endpoint that takes the parameter paginated: with
// it the answer carries the total count, without it is a bare array.
func list(path string, query any, ids ...string) op {
	return get(path, query, ids...).with("paginated", "true")
}

// post, patch and put send a body as JSON, or none if it is nil.
func post(path string, body any, ids ...string) op {
	return op{method: http.MethodPost, path: path, ids: ids, body: body}
}

func patch(path string, body any, ids ...string) op {
	return op{method: http.MethodPatch, path: path, ids: ids, body: body}
}

func put(path string, body any, ids ...string) op {
	return op{method: http.MethodPut, path: path, ids: ids, body: body}
}

// del deletes. No deletion has a body.
func del(path string, ids ...string) op {
	return op{method: http.MethodDelete, path: path, ids: ids}
}

// withQuery adds query parameters to an operation.
func (o op) withQuery(params any) op {
	o.query, o.err = rest.Query(params)
	return o
}

// withIdempotencyKey sends the header Idempotency-Key if there is a key.
func (o op) withIdempotencyKey(key Opt[string]) op {
	value, ok := key.Get()
	if ok && !validIdempotencyKey(value) {
		o.err = errIdempotencyKey
	}
	o.idempotencyKey, o.idempotent = value, ok
	return o
}

var errIdempotencyKey = errors.New("the IdempotencyKey is not 1 to 255 letters, digits, _ and -")

func validIdempotencyKey(key string) bool {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '_' && r != '-'
	}
	return 0 < len(key) && len(key) <= 255 && !strings.ContainsFunc(key, odd)
}

// withMachineKey authenticates by the machine secret key if the client has one.
func (o op) withMachineKey() op {
	o.machine = true
	return o
}

// withoutEffect says that an operation changes nothing, whatever its method.
func (o op) withoutEffect() op {
	o.idempotent = true
	return o
}

// withoutKey sends no key: the operation is open to everybody.
func (o op) withoutKey() op {
	o.keyless = true
	return o
}

// withoutVersion leaves the version segment out of the URL.
func (o op) withoutVersion() op {
	o.unversioned = true
	return o
}

// withNestedID lets an ID that Clerk signed hold slashes; each part of it is
// validated.
func (o op) withNestedID() op {
	o.nested = true
	return o
}

// with returns a copy of the operation that has one more query parameter.
func (o op) with(name, value string) op {
	query := url.Values{name: {value}}
	for other, values := range o.query {
		if other != name {
			query[other] = values
		}
	}
	o.query = query
	return o
}

// without returns a copy of the operation that lacks some query parameters.
func (o op) without(names ...string) op {
	o.query = maps.Clone(o.query)
	for _, name := range names {
		delete(o.query, name)
	}
	return o
}

// call runs an operation and returns the resource it answers with.
func call[T any](ctx context.Context, c *Client, o op) (*T, error) {
	resource := new(T)
	if err := c.do(ctx, o, resource); err != nil {
		return nil, err
	}
	return resource, nil
}

// send runs an operation that answers without a body, or whose body says nothing.
func send(ctx context.Context, c *Client, o op) error {
	return c.do(ctx, o, nil)
}

func (c *Client) do(ctx context.Context, o op, into any) error {
	t := c.transport
	if t.unusable != nil {
		return t.unusable
	}
	request, err := t.request(o)
	if err != nil {
		return &Error{Code: CodeInvalidRequest, op: o.String(), cause: err}
	}
	if t.timeout > 0 && ctx != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, t.timeout)
		defer cancel()
	}
	if t.hook != nil && ctx != nil {
		return t.hooked(ctx, o, request, into)
	}
	return t.run(ctx, o, request, into)
}

func (t *transport) run(ctx context.Context, o op, request rest.Request, into any) error {
	if err := t.rest.Do(ctx, request, into); err != nil {
		return t.error(ctx, o, request.Key, err)
	}
	return nil
}

// request turns an operation into a request.
func (t *transport) request(o op) (rest.Request, error) {
	request := rest.Request{Method: o.method, Query: o.query, Header: t.header, ContentType: o.contentType, Body: o.form, Idempotent: o.idempotent, Retry: t.retry}
	if o.err != nil {
		return request, o.err
	}
	var err error
	if request.Key, err = t.key(o); err != nil {
		return request, err
	}
	if request.Path, err = t.target(o); err != nil {
		return request, err
	}
	if o.idempotencyKey != "" {
		request.Header = maps.Clone(t.header)
		if request.Header == nil {
			request.Header = http.Header{}
		}
		request.Header.Set("Idempotency-Key", o.idempotencyKey)
	}
	if o.body != nil {
		request.Body, err = encode(o.body)
	}
	return request, err
}

// key returns the key that authenticates an operation.
func (t *transport) key(o op) (string, error) {
	if o.keyless {
		return "", nil
	}
	if key := t.machineKey(); o.machine && key != "" {
		return key, nil
	}
	if key := t.secretKey(); key != "" {
		return key, nil
	}
	return "", errNoSecretKey
}

// target returns the path of an operation, IDs and version filled in.
func (t *transport) target(o op) (string, error) {
	join := rest.Path
	if o.nested {
		join = rest.NestedPath
	}
	path, err := join(o.path, o.ids...)
	if err != nil || o.unversioned {
		return path, err
	}
	return "/" + url.PathEscape(t.apiVersion) + path, nil
}

// encode returns the JSON of a body. What would be null is no body at all: the API
// refuses null.
func encode(body any) ([]byte, error) {
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	if string(encoded) == "null" {
		return nil, nil
	}
	return encoded, nil
}

// String names the operation for errors and logs, without the IDs.
func (o op) String() string { return o.method + " " + o.path }
