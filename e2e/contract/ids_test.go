package contract

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

// badIDs would lead a request to another operation.
var badIDs = []string{"", ".", "..", "a/b", "/", `a\b`, "%2e%2e", "%2E.", "a%2Fb", "%252f", "%25252e%25252e", "a\x00b", "a\nb", "a\xffb"}

// nestedIDs are the operations whose ID may hold slashes.
var nestedIDs = map[string][]string{
	"POST /sessions/{session_id}/refresh": {"a/b"},
}

// TestIDs calls every operation that takes IDs with bad ones. No request may be
// made.
func TestIDs(t *testing.T) {
	t.Parallel()
	d := loadDocument(t)
	var requests atomic.Int64
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests.Add(1)
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(listener.Close)
	client := newClient(t, listener.URL)
	for _, m := range methods(t) {
		names := pathNames(m.title)
		if len(names) == 0 {
			continue
		}
		function, err := m.of(client)
		if err != nil {
			t.Error(err)
			continue
		}
		for i, name := range names {
			for _, id := range badIDs {
				code := codeOf(t, function, goodArguments(d, m, function, i, id))
				nested := slices.Contains(nestedIDs[m.title], id)
				if nested == (code == backend.CodeInvalidRequest) {
					t.Errorf("%s: %s %q: the error has the code %q", m, name, id, code)
				}
				if made := requests.Swap(0); made > 0 != nested {
					t.Errorf("%s: %s %q: %d requests were made", m, name, id, made)
				}
			}
		}
	}
}

// goodArguments are arguments with one ID that is another one.
func goodArguments(d *document, m method, function reflect.Value, i int, id string) []reflect.Value {
	x := &exchange{operation: &operation{}}
	if o := d.operation(m.title); o != nil {
		x = o.exchange(variant{request: synthesiser{shape: minimal}, answer: synthesiser{shape: minimal}})
	} else {
		x.ids = pathNames(m.title)
	}
	x.ids[i] = id
	args, _ := x.arguments(function.Type()) // what is wrong with the rest is told by TestContract
	return args
}

// codeOf calls a method that has to fail, and returns the code of its error.
func codeOf(t *testing.T, function reflect.Value, args []reflect.Value) string {
	t.Helper()
	results := function.Call(append([]reflect.Value{reflect.ValueOf(t.Context())}, args...))
	err, _ := results[len(results)-1].Interface().(error)
	var e *backend.Error
	if !errors.As(err, &e) {
		t.Errorf("the error is %v", err)
		return ""
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("the error has several lines: %v", err)
	}
	return e.Code
}
