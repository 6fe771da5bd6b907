package main

import "slices"

// fact is what a document says in one place, flat, so that two documents can be
// compared.
type fact struct {
	kind       string
	required   bool
	deprecated bool
	comma      bool
	enum       []string
	operations []*operation // that it is about
}

// facts returns all that a document says, by place.
func (s *spec) facts() map[string]fact {
	facts := map[string]fact{}
	for _, o := range s.operations {
		one := []*operation{o}
		facts["operation "+o.title()] = fact{deprecated: o.deprecated, operations: one}
		for _, p := range o.query {
			f := factOf(shapeOf(p.name, p.name, p.schema), p.required, o)
			f.comma, f.deprecated = p.comma, f.deprecated || p.deprecated
			facts["query "+o.title()+" "+p.name] = f
		}
		if o.body != nil {
			s := shapeOf(o.id, "", o.body)
			facts["body "+o.title()] = factOf(s, true, o)
			addBody(facts, o, s, "", nil)
		}
		if o.response != nil {
			s := shapeOf(o.id, "", o.response)
			facts["response "+o.title()] = factOf(s, true, o)
			addResponse(facts, o, s, map[string]bool{})
		}
	}
	return facts
}

func factOf(s *shape, required bool, o *operation) fact {
	inner := s.innermost()
	return fact{kind: s.describe(), required: required, deprecated: s.deprecated, enum: inner.enum, operations: []*operation{o}}
}

func addBody(facts map[string]fact, o *operation, s *shape, path string, above []string) {
	s = s.innermost()
	if slices.Contains(above, s.label) {
		return
	}
	above = append(slices.Clone(above), s.label)
	for _, name := range s.names() {
		p, path := s.properties[name], join(path, name)
		facts["body "+o.title()+" "+path] = factOf(p.shape(), p.required, o)
		addBody(facts, o, p.shape(), path, above)
	}
}

func addResponse(facts map[string]fact, o *operation, s *shape, visited map[string]bool) {
	s = s.innermost()
	if visited[s.label] {
		return
	}
	visited[s.label] = true
	for _, name := range s.names() {
		p := s.properties[name]
		place := "response field " + s.label + "." + name
		f := factOf(p.shape(), p.required, o)
		f.operations = append(facts[place].operations, o)
		facts[place] = f
		addResponse(facts, o, p.shape(), visited)
	}
}
