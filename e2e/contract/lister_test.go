package contract

import (
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// walk is a list, answered page by page, and what a client has to make of it.
type walk struct {
	name   string
	pages  []int // how many resources each page holds; the last one is sent again and again
	total  int   // total_count; 0 for none
	repeat bool  // every page holds the same resources

	requests int
	fails    bool
}

const (
	size    = 2  // the limit of the walks
	tooMany = 12 // requests: the walk is endless
)

// walks are what servers may answer. A server that ignores where pages begin must
// not be asked for ever.
var walks = []walk{
	{name: "full and short", pages: []int{2, 1}, requests: 2},
	{name: "full and short, counted", pages: []int{2, 1}, total: 3, requests: 2},
	{name: "full and empty", pages: []int{2, 0}, requests: 2},
	{name: "full and empty, counted wrong", pages: []int{2, 0}, total: 5, requests: 2},
	{name: "empty", pages: []int{0}, requests: 1},
	{name: "full, counted", pages: []int{2}, total: 4, requests: 2},
	{name: "repeated, counted", pages: []int{2}, total: 4, repeat: true, requests: 2},
	{name: "repeated", pages: []int{2}, repeat: true, requests: 2, fails: true},
}

// lister is a server that sends a list. A walk makes one request at a time.
type lister struct {
	*document
	*operation
	walk
	limits []string // one of them is wanted
	meant  *ledger

	sent     []string // IDs
	queries  []string
	problems []string
}

// ServeHTTP checks a request and sends a page.
func (l *lister) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		l.problem("%v", err)
	}
	o, found := l.check(r, body)
	for _, d := range l.meant.without(l.title(), found) {
		l.problem("%s", d)
	}
	if o != l.operation {
		l.problem("a request is for another operation")
	}
	n := len(l.queries)
	l.queries = append(l.queries, r.URL.RawQuery)
	query := r.URL.Query()
	if limit := query.Get("limit"); !slices.Contains(l.limits, limit) {
		l.problem("request %d has the limit %q, not %v", n+1, limit, l.limits)
	}
	for name, want := range l.position() {
		if got := query.Get(name); got != want && !(n == 0 && got == "") {
			l.problem("request %d has %s=%s, not %s", n+1, name, got, want)
		}
	}
	if n >= tooMany {
		w.WriteHeader(http.StatusTeapot) // ends an endless walk
		return
	}
	page := l.page(l.walk, n)
	reply(w, l.operation, page)
}

func (l *lister) problem(format string, args ...any) {
	l.problems = append(l.problems, fmt.Sprintf(format, args...))
}

// position returns the parameters that say where the next page begins.
func (l *lister) position() map[string]string {
	switch {
	case l.parameter("starting_after") == nil:
		return map[string]string{"offset": fmt.Sprint(len(l.sent)), "starting_after": ""}
	case len(l.sent) > 0:
		return map[string]string{"offset": "", "starting_after": l.sent[len(l.sent)-1]}
	}
	return map[string]string{"offset": "", "starting_after": ""}
}

// page makes page n of a walk.
func (l *lister) page(w walk, n int) any {
	member, ref := l.resources()
	s := synthesiser{shape: minimal}
	if !w.repeat {
		s.serial = 10_000 * n
	}
	data := make([]any, w.pages[min(n, len(w.pages)-1)])
	for i := range data {
		resource := s.schema("", ref).(map[string]any)
		id := fmt.Sprintf("id_%d", s.serial)
		resource["id"] = id
		data[i] = resource
		l.sent = append(l.sent, id)
	}
	switch {
	case member == "" && w.total == 0:
		return data
	case member == "":
		member = "data"
	}
	envelope := map[string]any{member: data}
	if w.total > 0 {
		envelope["total_count"] = w.total
	}
	return envelope
}

// resources returns the schema of a resource of a list, and the name of the member
// that holds them: empty if the list is a bare array.
func (o *operation) resources() (string, *openapi3.SchemaRef) {
	f := flatten(o.answer.Value, 0)
	if f.kind() == "array" {
		return "", f.Items
	}
	for name, property := range f.Properties {
		if inner := flatten(property.Value, 0); inner.kind() == "array" {
			return name, inner.Items
		}
	}
	panic(o.title() + " is no list")
}

// counted reports whether the list comes with a count, at least where the parameter
// paginated asks for one.
func (o *operation) counted() bool {
	member, _ := o.resources()
	return member != "" || o.parameter("paginated") != nil
}
