package contract

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

// method is a method of a service, as //clerk:op declares it.
type method struct {
	service string // type
	name    string
	title   string // of the operation: "GET /users/{user_id}"
}

func (m method) String() string { return m.service + "." + m.name }

var readMethods = sync.OnceValues(func() ([]method, error) {
	files, err := filepath.Glob(filepath.Join(repository, "core", "backend", "*.go"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("core/backend has no files: %w", err)
	}
	var all []method
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		all = append(all, methodsOf(parsed)...)
	}
	return all, nil
})

// methodsOf returns the methods of a file that have a directive.
func methodsOf(file *ast.File) []method {
	var all []method
	for _, declaration := range file.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if !ok || function.Recv == nil || function.Doc == nil {
			continue
		}
		for _, comment := range function.Doc.List {
			title, ok := strings.CutPrefix(comment.Text, "//clerk:op ")
			if !ok {
				continue
			}
			all = append(all, method{receiver(function), function.Name.Name, strings.TrimSpace(title)})
		}
	}
	return all
}

// receiver returns the name of the type that a method belongs to.
func receiver(function *ast.FuncDecl) string {
	expr := function.Recv.List[0].Type
	if star, ok := expr.(*ast.StarExpr); ok {
		expr = star.X
	}
	if name, ok := expr.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// methods returns every method that has a directive.
func methods(t *testing.T) []method {
	t.Helper()
	all, err := readMethods()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// methodsByTitle returns the one method of each operation.
func methodsByTitle(t *testing.T) map[string]method {
	t.Helper()
	byTitle := map[string]method{}
	for _, m := range methods(t) {
		if other, ok := byTitle[m.title]; ok {
			t.Errorf("%s and %s have the same operation %s", other, m, m.title)
		}
		byTitle[m.title] = m
	}
	return byTitle
}

// of returns the method as a function, bound to the service of a client.
func (m method) of(client *backend.Client) (reflect.Value, error) {
	for field, value := range reflect.ValueOf(client).Elem().Fields() {
		if !field.IsExported() || field.Type.Kind() != reflect.Pointer || field.Type.Elem().Name() != m.service {
			continue
		}
		function := value.MethodByName(m.name)
		if !function.IsValid() {
			return function, fmt.Errorf("%s is not exported", m)
		}
		return function, nil
	}
	return reflect.Value{}, fmt.Errorf("backend.Client has no field of type *%s", m.service)
}
