package contract

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// exchange is one request as it should be, and the answer to it.
type exchange struct {
	*operation
	ids    []string
	query  url.Values // as it should arrive
	values []value    // the query, as it is set in Go
	body   any        // nil for none; of a form, its fields
	file   []byte     // of a form

	answer any // nil for none
	said   any // what of the answer has to survive
}

// value is one query parameter.
type value struct {
	name string
	json any // a scalar or an array
}

// variant names one way to make an exchange.
type variant struct {
	name     string
	request  synthesiser
	answer   synthesiser
	envelope bool // a bare array is sent as {data, total_count}
}

// variants returns the ways to call an operation.
func (o *operation) variants() []variant {
	var all []variant
	add := func(side string, request, answer synthesiser, envelope bool) {
		subject := request
		if side == "answer" {
			subject = answer
		}
		name := side + "=" + string(subject.shape)
		if subject.alternative > 0 {
			name += fmt.Sprintf("-%d", subject.alternative)
		}
		if subject.unknown {
			name = side + "=unknown"
		}
		if envelope {
			name += "-envelope"
		}
		all = append(all, variant{name, request, answer, envelope})
	}
	usual := synthesiser{shape: full}
	for _, s := range synthesisers(o.body) {
		add("request", s, usual, false)
	}
	for _, s := range append(synthesisers(o.answer), synthesiser{shape: full, unknown: true}) {
		add("answer", usual, s, false)
		if o.parameter("paginated") != nil && flatIs(o.answer, "array") {
			add("answer", usual, s, true)
		}
	}
	return all
}

// synthesisers returns the ways to fill in a schema.
func synthesisers(ref *openapi3.SchemaRef) []synthesiser {
	var all []synthesiser
	for _, shape := range []shape{full, minimal, zero, empty, null} {
		all = append(all, synthesiser{shape: shape})
	}
	for i := 1; i < alternatives(ref); i++ {
		for _, shape := range []shape{full, minimal, null} {
			all = append(all, synthesiser{shape: shape, alternative: i})
		}
	}
	return all
}

func flatIs(ref *openapi3.SchemaRef, kind string) bool {
	if ref == nil {
		return false
	}
	f := flatten(ref.Value, 0)
	return f.kind() == kind
}

// exchange makes an exchange.
func (o *operation) exchange(v variant) *exchange {
	x := &exchange{operation: o}
	request := v.request
	ids := synthesiser{shape: full}
	for _, name := range o.names {
		x.ids = append(x.ids, fmt.Sprint(ids.schema(name, o.params[name].Schema)))
	}
	x.makeQuery(&request)
	if o.body != nil {
		x.body = normal(request.schema("", o.body))
	}
	if o.multipart {
		x.makeForm(&request)
	}
	if o.answer != nil {
		x.makeAnswer(v)
	}
	return x
}

// makeQuery fills in the parameters of the query. What Go cannot tell from absent is
// left out: "", null, an empty array, the offset 0.
func (x *exchange) makeQuery(s *synthesiser) {
	x.query = url.Values{}
	for _, p := range x.operation.query {
		f := flatten(p.Schema.Value, 0)
		switch {
		case p.Name == "paginated":
			x.query.Set(p.Name, "true")
			continue
		case p.Required:
		case s.shape == minimal, s.shape == null && f.Nullable:
			continue
		case s.shape == zero && (f.kind() == "array" || f.kind() == "string" && len(f.Enum) == 0 || p.Name == "offset"):
			continue
		}
		made := normal(s.schema(p.Name, p.Schema))
		x.values = append(x.values, value{p.Name, made})
		texts := textsOf(made)
		if p.Explode != nil && !*p.Explode {
			texts = []string{strings.Join(texts, ",")}
		}
		if len(texts) > 0 {
			x.query[p.Name] = texts
		}
	}
}

func textsOf(value any) []string {
	list, ok := value.([]any)
	if !ok {
		return []string{fmt.Sprint(value)}
	}
	var texts []string
	for _, element := range list {
		texts = append(texts, fmt.Sprint(element))
	}
	return texts
}

// makeForm takes the file out of the fields.
func (x *exchange) makeForm(s *synthesiser) {
	fields := x.body.(map[string]any)
	for name, property := range x.operation.body.Value.Properties {
		if property.Value.Format == "binary" {
			delete(fields, name)
		}
	}
	x.file = fmt.Appendf(nil, "\x89PNG\r\n\x1a\n\x00\xff\r\n--%d", s.serial)
}

// makeAnswer makes the answer.
func (x *exchange) makeAnswer(v variant) {
	known, sent := v.answer, v.answer
	known.serial, sent.serial = 1000, 1000 // unlike the request
	known.unknown = false
	x.said, x.answer = normal(known.schema("", x.operation.answer)), normal(sent.schema("", x.operation.answer))
	if v.envelope {
		count := json.Number("0")
		if v.answer.shape != zero {
			count = "4711"
		}
		x.said = map[string]any{"data": x.said, "total_count": count}
		x.answer = map[string]any{"data": x.answer, "total_count": count}
		if sent.unknown {
			x.answer.(map[string]any)[unknownName] = []any{}
		}
	}
}

// key tells exchanges apart.
func (x *exchange) key() string {
	encoded, err := json.Marshal([]any{x.query, x.body, x.answer})
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

// check reports where what was made here is not what the document allows: a fault
// of the synthesiser.
func (x *exchange) check(v variant) []difference {
	var found []difference
	if x.operation.body != nil && !x.multipart {
		found = append(found, visit("made body", x.operation.body, x.body, openapi3.VisitAsRequest())...)
	}
	if x.operation.answer != nil && !v.envelope {
		found = append(found, visit("made answer", x.operation.answer, x.said, openapi3.VisitAsResponse())...)
	}
	return found
}

func visit(side string, ref *openapi3.SchemaRef, value any, as openapi3.SchemaValidationOption) []difference {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	var plain any // with float64 numbers
	if err := json.Unmarshal(encoded, &plain); err != nil {
		panic(err)
	}
	if err := ref.Value.VisitJSON(plain, as, openapi3.MultiErrors(), openapi3.EnableFormatValidation()); err != nil {
		return explain(side, err)
	}
	return nil
}
