package contract

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

const (
	documentName = "bapi-2026-05-12.yml"
	repository   = "../.." // seen from this folder, where tests run
)

// document is Clerk's description of the Backend API.
type document struct {
	*openapi3.T
	operations []*operation
	router     routers.Router // knows paths without the version segment
}

// operation is an operation of the document.
type operation struct {
	*openapi3.Operation
	method string
	path   string
	names  []string // of the path's parameters
	query  []*openapi3.Parameter
	params map[string]*openapi3.Parameter // of the path

	body         *openapi3.SchemaRef // nil for none
	bodyRequired bool
	multipart    bool

	status int
	answer *openapi3.SchemaRef // nil for none
}

// title names an operation.
func (o *operation) title() string { return o.method + " " + o.path }

var loadOnce = sync.OnceValues(load)

// loadDocument returns the document. It ends the test if there is none.
func loadDocument(t *testing.T) *document {
	t.Helper()
	d, err := loadOnce()
	switch {
	case errors.Is(err, os.ErrNotExist) && os.Getenv("CI") != "true":
		t.Skipf("contract: SKIPPED! core/backend is not held against Clerk's document: %v; CLERK_OPENAPI names its folder", err)
	case err != nil:
		t.Fatalf("contract: %v; CLERK_OPENAPI names the folder of the document", err)
	}
	return d
}

func load() (*document, error) {
	folder := os.Getenv("CLERK_OPENAPI")
	if folder == "" {
		folder = filepath.Join(repository, "..", "shared", "openapi")
	}
	file := filepath.Join(folder, documentName)
	if _, err := os.Stat(file); err != nil {
		return nil, err
	}
	model, err := openapi3.NewLoader().LoadFromFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return newDocument(model)
}

func newDocument(model *openapi3.T) (*document, error) {
	if err := repair(model); err != nil {
		return nil, err
	}
	model.Servers = nil // the server of the tests looks at the version segment itself
	router, err := gorillamux.NewRouter(model)
	if err != nil {
		return nil, err
	}
	d := &document{T: model, router: router}
	for path, item := range model.Paths.Map() {
		for method, op := range item.Operations() {
			o, err := newOperation(method, path, slices.Concat(item.Parameters, op.Parameters), op)
			if err != nil {
				return nil, fmt.Errorf("%s %s: %w", method, path, err)
			}
			d.operations = append(d.operations, o)
		}
	}
	slices.SortFunc(d.operations, func(a, b *operation) int {
		return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.method, b.method))
	})
	return d, nil
}

func newOperation(method, path string, parameters openapi3.Parameters, op *openapi3.Operation) (*operation, error) {
	o := &operation{Operation: op, method: method, path: path, names: pathNames(path), params: map[string]*openapi3.Parameter{}}
	for _, ref := range parameters {
		switch p := ref.Value; p.In {
		case openapi3.ParameterInPath:
			o.params[p.Name] = p
		case openapi3.ParameterInQuery:
			o.query = append(o.query, p)
		default:
			return nil, fmt.Errorf("the parameter %s is in the %s, which is not understood", p.Name, p.In)
		}
	}
	if op.RequestBody != nil {
		body := op.RequestBody.Value
		o.bodyRequired = body.Required
		for kind, media := range body.Content {
			o.body, o.multipart = media.Schema, kind == "multipart/form-data"
		}
	}
	for status, response := range op.Responses.Map() {
		if !strings.HasPrefix(status, "2") {
			continue
		}
		if o.status != 0 {
			return nil, errors.New("it has two successes, which is not understood")
		}
		o.status, _ = strconv.Atoi(status)
		if media := response.Value.Content.Get("application/json"); media != nil {
			o.answer = media.Schema
		}
	}
	return o, nil
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

// find returns the operation that a request is for, and its path parameters. The
// path of the request lacks the version segment.
func (d *document) find(r *http.Request) (*operation, *routers.Route, map[string]string, error) {
	route, params, err := d.router.FindRoute(r)
	if err != nil {
		return nil, nil, nil, err
	}
	for name, value := range params {
		if params[name], err = url.PathUnescape(value); err != nil {
			return nil, nil, nil, err
		}
	}
	return d.operation(route.Method + " " + route.Path), route, params, nil
}

// operation returns the operation that has a title, or nil.
func (d *document) operation(title string) *operation {
	i := slices.IndexFunc(d.operations, func(o *operation) bool { return o.title() == title })
	if i < 0 {
		return nil
	}
	return d.operations[i]
}

// parameter returns a query parameter, or nil.
func (o *operation) parameter(name string) *openapi3.Parameter {
	i := slices.IndexFunc(o.query, func(p *openapi3.Parameter) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return o.query[i]
}

// open reports whether the operation needs no key.
func (o *operation) open() bool { return o.Security != nil && len(*o.Security) == 0 }
