package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// spec is a document of the Backend API.
type spec struct {
	file       string // its name without the folder
	operations []*operation
}

// operation is an operation of a document.
type operation struct {
	id         string
	method     string
	path       string
	line       int
	deprecated bool
	pathNames  []string
	query      []*parameter

	body      *openapi3.SchemaRef // nil for none
	multipart bool
	response  *openapi3.SchemaRef // nil for none
}

// parameter is a query parameter.
type parameter struct {
	name       string
	comma      bool // an array in one text
	deprecated bool
	required   bool
	schema     *openapi3.SchemaRef
}

// loadSpec reads a document.
func loadSpec(file string) (*spec, error) {
	loader := openapi3.NewLoader()
	loader.IncludeOrigin = true
	document, err := loader.LoadFromFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return newSpec(filepath.Base(file), document)
}

func newSpec(file string, document *openapi3.T) (*spec, error) {
	s := &spec{file: file}
	for path, item := range document.Paths.Map() {
		for method, op := range item.Operations() {
			o, err := newOperation(method, path, slices.Concat(item.Parameters, op.Parameters), op)
			if err != nil {
				return nil, fmt.Errorf("%s: %s %s: %w", file, method, path, err)
			}
			s.operations = append(s.operations, o)
		}
	}
	slices.SortFunc(s.operations, func(a, b *operation) int {
		return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.method, b.method))
	})
	return s, nil
}

func newOperation(method, path string, parameters openapi3.Parameters, op *openapi3.Operation) (*operation, error) {
	o := &operation{id: op.OperationID, method: method, path: path, deprecated: op.Deprecated, pathNames: pathNames(path)}
	if op.Origin != nil && op.Origin.Key != nil {
		o.line = op.Origin.Key.Line
	}
	if o.id == "" {
		o.id = method + " " + path
	}
	for _, ref := range parameters {
		p := ref.Value
		switch p.In {
		case openapi3.ParameterInPath:
		case openapi3.ParameterInQuery:
			comma := p.Explode != nil && !*p.Explode
			o.query = append(o.query, &parameter{p.Name, comma, p.Deprecated, p.Required, p.Schema})
		default:
			return nil, fmt.Errorf("the parameter %s is in the %s, which is not understood", p.Name, p.In)
		}
	}
	if op.RequestBody != nil {
		kind, schema, err := onlyMedia(op.RequestBody.Value.Content)
		if err != nil {
			return nil, err
		}
		o.body, o.multipart = schema, kind == "multipart/form-data"
	}
	for status, response := range op.Responses.Map() {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		_, schema, err := onlyMedia(response.Value.Content)
		switch {
		case err != nil:
			return nil, err
		case o.response != nil && schema != nil:
			return nil, errors.New("it has several successful responses, which is not understood")
		case schema != nil:
			o.response = schema
		}
	}
	return o, nil
}

// onlyMedia returns the one schema of a body, or nil if there is none.
func onlyMedia(content openapi3.Content) (kind string, schema *openapi3.SchemaRef, err error) {
	if len(content) > 1 {
		return "", nil, errors.New("it has a body of several media types, which is not understood")
	}
	for kind, media := range content {
		if kind != "application/json" && kind != "multipart/form-data" {
			return "", nil, fmt.Errorf("it has a body of type %s, which is not understood", kind)
		}
		return kind, media.Schema, nil
	}
	return "", nil, nil
}

var inBraces = regexp.MustCompile(`\{([^{}]*)\}`)

// pathNames returns the names of the parameters of a path.
func pathNames(path string) []string {
	var names []string
	for _, match := range inBraces.FindAllStringSubmatch(path, -1) {
		names = append(names, match[1])
	}
	return names
}

// pattern returns a path with {} for each parameter.
func pattern(path string) string { return inBraces.ReplaceAllString(path, "{}") }

// title names an operation.
func (o *operation) title() string { return o.method + " " + o.path }

// where is the name of an operation in the list of exceptions.
func (o *operation) where() string { return o.method + " " + pattern(o.path) }

// parameter returns a query parameter, or nil.
func (o *operation) parameter(name string) *parameter {
	i := slices.IndexFunc(o.query, func(p *parameter) bool { return p.name == name })
	if i < 0 {
		return nil
	}
	return o.query[i]
}

// paged reports whether the operation lists page by page.
func (o *operation) paged() bool {
	return o.method == "GET" && o.parameter("limit") != nil && o.parameter("offset") != nil
}
