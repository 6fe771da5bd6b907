package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

// TestAll walks every list page by page.
func TestAll(t *testing.T) {
	t.Parallel()
	d := loadDocument(t)
	meant := ledger{table: walkExceptions}
	var walked atomic.Int64
	all := allMethods(t, d)
	t.Run("lists", func(t *testing.T) {
		for _, m := range all {
			t.Run(m.String(), func(t *testing.T) {
				t.Parallel()
				walked.Add(1)
				for _, w := range walks {
					testWalk(t, d, m, w, &meant)
				}
				testPageSize(t, d, m, &meant)
			})
		}
	})
	if walked.Load() == int64(len(all)) { // else -run chose some
		meant.stale(t)
	}
}

// allMethods returns the methods All… with the operations of their lists. It fails
// for a list that has none.
func allMethods(t *testing.T, d *document) []method {
	t.Helper()
	lists := map[string]string{}
	for _, m := range methods(t) {
		lists[m.String()] = m.title
	}
	var all []method
	for field := range reflect.TypeFor[backend.Client]().Fields() {
		if field.Type.Kind() != reflect.Pointer || !strings.HasSuffix(field.Type.Elem().Name(), "Service") {
			continue
		}
		service := field.Type.Elem().Name()
		for m := range field.Type.Methods() {
			rest, ok := strings.CutPrefix(m.Name, "All")
			if !ok {
				continue
			}
			title := lists[service+".List"+rest]
			if title == "" {
				t.Errorf("%s.%s: there is no List%s", service, m.Name, rest)
				continue
			}
			all = append(all, method{service, m.Name, title})
		}
	}
	for _, o := range d.operations {
		paged := o.method == http.MethodGet && o.parameter("limit") != nil && o.parameter("offset") != nil
		if paged && !slices.ContainsFunc(all, func(m method) bool { return m.title == o.title() }) {
			t.Errorf("no All walks the pages of %s", o.title())
		}
	}
	return all
}

// testWalk walks one list twice: an iterator begins anew.
func testWalk(t *testing.T, d *document, all method, w walk, meant *ledger) {
	t.Helper()
	l := &lister{document: d, operation: d.operation(all.title), walk: w, limits: []string{fmt.Sprint(size)}, meant: meant}
	if w.total > 0 && !l.counted() {
		return
	}
	sequence := l.sequence(t, all, size)
	for range 2 {
		ids, err := collect(sequence)
		for _, problem := range l.finish(ids, err) {
			t.Errorf("%s: %s", w.name, problem)
		}
	}
}

// testPageSize looks at the limit that All chooses.
func testPageSize(t *testing.T, d *document, all method, meant *ledger) {
	t.Helper()
	w := walk{pages: []int{0}, requests: 1}
	l := &lister{document: d, operation: d.operation(all.title), walk: w, limits: []string{"100", "500"}, meant: meant}
	ids, err := collect(l.sequence(t, all, 0))
	for _, problem := range l.finish(ids, err) {
		t.Errorf("without a limit: %s", problem)
	}
}

// sequence calls All on a client of a server of its own, and returns the iterator.
func (l *lister) sequence(t *testing.T, all method, limit int) reflect.Value {
	t.Helper()
	listener := httptest.NewServer(l)
	t.Cleanup(listener.Close)
	function, err := all.of(newClient(t, listener.URL))
	if err != nil {
		t.Fatal(err)
	}
	x := l.exchange(variant{request: synthesiser{shape: minimal}, answer: synthesiser{shape: minimal}})
	if limit > 0 {
		x.values = append(x.values, value{"limit", json.Number(fmt.Sprint(limit))})
	}
	args, found := x.arguments(function.Type())
	for _, d := range found {
		t.Errorf("%s: %s", all, d)
	}
	return function.Call(append([]reflect.Value{reflect.ValueOf(t.Context())}, args...))[0]
}

// collect ranges over an iter.Seq2[*T, error] and returns the IDs of the resources,
// "" for those that have none, and the error.
func collect(sequence reflect.Value) ([]string, error) {
	var ids []string
	for resource, e := range sequence.Seq2() {
		if err, _ := e.Interface().(error); err != nil {
			return ids, err
		}
		id := resource.Elem().FieldByName("ID")
		if !id.IsValid() {
			ids = append(ids, "")
			continue
		}
		ids = append(ids, fmt.Sprint(id.Interface()))
	}
	return ids, nil
}

// finish returns what was wrong with a walk, and makes ready for the next.
func (l *lister) finish(ids []string, err error) []string {
	problems := l.problems
	switch n := len(l.queries); {
	case n > tooMany:
		problems = append(problems, fmt.Sprintf("it does not end: %d requests", n))
	case n != l.requests:
		problems = append(problems, fmt.Sprintf("%d requests, not %d: %q", n, l.requests, l.queries))
	}
	var e *backend.Error
	switch {
	case err == nil && l.fails:
		problems = append(problems, "there is no error")
	case err != nil && !l.fails:
		problems = append(problems, err.Error())
	case err != nil && !(errors.As(err, &e) && e.Code == backend.CodeInvalidResponse):
		problems = append(problems, "another error is wanted: "+err.Error())
	}
	if !l.fails && len(ids) != len(l.sent) {
		problems = append(problems, fmt.Sprintf("%d resources are yielded, not %d", len(ids), len(l.sent)))
	}
	named := slices.ContainsFunc(ids, func(id string) bool { return id != "" })
	if named && !l.fails && !slices.Equal(ids, l.sent) {
		problems = append(problems, fmt.Sprintf("%q are yielded, not %q", ids, l.sent))
	}
	l.sent, l.queries, l.problems = nil, nil, nil
	return problems
}
