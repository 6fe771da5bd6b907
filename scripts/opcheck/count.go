package main

import "slices"

// countOperation counts what the document has of an operation, whether or not the
// code has it.
func (k *checker) countOperation(o *operation) {
	k.count(operationKey, o.id)
	for _, name := range o.pathNames {
		k.count(parameterKey, parameterOf(o, name))
	}
	for _, p := range o.query {
		k.count(parameterKey, parameterOf(o, p.name))
	}
	k.walkBody(o, func(key string) { k.count(bodyKey, key) })
	if o.response != nil {
		walkResponse(shapeOf(o.id, "", o.response), map[string]bool{}, func(key string) { k.count(responseKey, key) })
	}
}

// walkBody visits the fields of a body, at any depth.
func (k *checker) walkBody(o *operation, visit func(key string)) {
	if o.body != nil {
		walkBodyShape(o, shapeOf(o.id, "", o.body), "", nil, visit)
	}
}

// walkProperty visits the fields below a property of a body.
func (k *checker) walkProperty(o *operation, p *property, path string, above []string, visit func(key string)) {
	walkBodyShape(o, p.shape(), path, above, visit)
}

func walkBodyShape(o *operation, s *shape, path string, above []string, visit func(key string)) {
	s = s.innermost()
	if slices.Contains(above, s.label) {
		return
	}
	above = append(slices.Clone(above), s.label)
	for _, name := range s.names() {
		path := join(path, name)
		visit(bodyOf(o, path))
		walkBodyShape(o, s.properties[name].shape(), path, above, visit)
	}
}

// walkResponse visits the fields of a response, at any depth, each schema once.
func walkResponse(s *shape, visited map[string]bool, visit func(key string)) {
	s = s.innermost()
	if len(s.properties) == 0 || visited[s.label] {
		return
	}
	visited[s.label] = true
	for _, name := range s.names() {
		visit(responseOf(s, name))
		walkResponse(s.properties[name].shape(), visited, visit)
	}
}

// innermost returns the shape of the elements of arrays and maps.
func (s *shape) innermost() *shape {
	for range 8 {
		switch {
		case s.kind == kindArray && len(s.items) > 0:
			s = shapeOf(s.label, "", s.items...)
		case s.kind == kindMap && len(s.values) > 0:
			s = shapeOf(s.label, "", s.values...)
		default:
			return s
		}
	}
	return s
}

// seeAll counts everything below a value as covered: its Go type decodes it in a
// way of its own.
func (k *checker) seeAll(v value) {
	if v.direction == request {
		walkBodyShape(v.operation, v.shape, v.path, nil, k.see)
		return
	}
	walkResponse(v.shape, map[string]bool{}, k.see)
}

func responseOf(s *shape, name string) string { return "response " + s.label + " " + name }
