package backend

import (
	"context"
	"maps"
	"net/http"
	"net/url"

	"github.com/clerkgo/clerk-go/core/internal/rest"
	"github.com/go-json-experiment/json"
)

// op is one operation: a method, the path of the specification with {} for each
// ID, and what goes with it. A mistake in it is reported by [call], so that no
// operation has an error branch.
type op struct {
	method      string
	path        string
	ids         []string
	query       url.Values
	body        any
	err         error
	machine     bool
	unversioned bool
	nested      bool
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

// withMachineKey authenticates by the machine secret key if the client has one.
func (o op) withMachineKey() op {
	o.machine = true
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
	if err := t.rest.Do(ctx, request, into); err != nil {
		return t.error(ctx, o, request.Key, err)
	}
	return nil
}

// request turns an operation into a request.
func (t *transport) request(o op) (rest.Request, error) {
	request := rest.Request{Method: o.method, Query: o.query, Key: t.secretKey()}
	if key := t.machineKey(); o.machine && key != "" {
		request.Key = key
	}
	if request.Key == "" {
		return request, errNoSecretKey
	}
	if o.err != nil {
		return request, o.err
	}
	join := rest.Path
	if o.nested {
		join = rest.NestedPath
	}
	path, err := join(o.path, o.ids...)
	if err != nil {
		return request, err
	}
	request.Path = path
	if !o.unversioned {
		request.Path = "/" + url.PathEscape(t.apiVersion) + path
	}
	request.Body, err = encode(o.body)
	return request, err
}

// encode returns the JSON of a body. What would be null is no body at all: the API
// refuses null.
func encode(body any) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
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
