package backend_test

import (
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

// TestDocNamesEveryMethod holds that the tables at the end of the package's
// documentation name every method of every service once, and nothing else.
func TestDocNamesEveryMethod(t *testing.T) {
	t.Parallel()
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	_, tables, ok := strings.Cut(file.Doc.Text(), "# Every method of the JavaScript packages")
	mapped, lacked, also := strings.Cut(tables, "# Methods that the JavaScript packages lack")
	if !ok || !also {
		t.Fatal("doc.go lacks its two tables")
	}
	named := map[string]bool{}
	scripts := map[string]bool{}
	for line := range strings.Lines(mapped) {
		cells := regexp.MustCompile(`\s{2,}`).Split(strings.TrimSpace(line), 2)
		if len(cells) != 2 {
			continue
		}
		if scripts[cells[0]] {
			t.Errorf("%s stands there twice", cells[0])
		}
		scripts[cells[0]] = true
		for method := range strings.SplitSeq(cells[1], ", ") {
			named[method] = true
		}
	}
	service := ""
	for line := range strings.Lines(lacked) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, rest, _ := strings.Cut(strings.TrimPrefix(line, "\t"), " ")
		if name != "" {
			service = name
		}
		for method := range strings.SplitSeq(strings.Trim(rest, " ,\n"), ", ") {
			if named[service+"."+method] {
				t.Errorf("%s.%s stands in both tables", service, method)
			}
			named[service+"."+method] = true
		}
	}
	for _, method := range methods() {
		if !named[method] {
			t.Errorf("doc.go does not name %s", method)
		}
		delete(named, method)
	}
	for method := range named {
		t.Errorf("doc.go names %s, which is not there", method)
	}
}

// methods returns every method of every service, as in "Users.Get".
func methods() []string {
	var all []string
	for service := range reflect.TypeFor[backend.Client]().Fields() {
		if !service.IsExported() {
			continue
		}
		for method := range service.Type.Methods() {
			all = append(all, service.Name+"."+method.Name)
		}
	}
	slices.Sort(all)
	return all
}

// TestServicesSayWhereTheyAre holds that each service's documentation says how to
// reach it.
func TestServicesSayWhereTheyAre(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var source strings.Builder
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".go") && !strings.HasSuffix(entry.Name(), "_test.go") {
			data, err := os.ReadFile(entry.Name())
			if err != nil {
				t.Fatal(err)
			}
			source.Write(data)
		}
	}
	text := regexp.MustCompile(`\n// `).ReplaceAllString(source.String(), " ")
	for service := range reflect.TypeFor[backend.Client]().Fields() {
		if service.IsExported() && !strings.Contains(text, "Reach it as [Client]."+service.Name+".") {
			t.Errorf("the documentation of %s does not say where it is", service.Type.Elem().Name())
		}
	}
}
