package main

import (
	"fmt"
	"go/constant"
	"go/types"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/tools/go/packages"
)

// eventsFile is the document in which Clerk describes its webhooks.
const eventsFile = "webhooks-2025-04-15.yml"

// undocumentedEvents are the types of events that only the JavaScript packages know.
var undocumentedEvents = []string{"subscriptionItem.created"}

// eventExceptions are fields of the document that no type has, each with the reason.
var eventExceptions = map[string]string{
	"organizationInvitation.accepted data.data": "the organisation's data is a member of the invitation, as the Backend API sends it",
	"organizationInvitation.created data.data":  "the organisation's data is a member of the invitation, as the Backend API sends it",
	"organizationInvitation.revoked data.data":  "the organisation's data is a member of the invitation, as the Backend API sends it",
}

// checkEvents holds package core/webhook against the document of webhooks: each type of
// event has a constant, whose type argument has every field of the data. It prints one
// line for each difference, and what is covered.
func checkEvents(w io.Writer, root, folder string) (clean bool, err error) {
	document, err := loadEvents(filepath.Join(folder, eventsFile))
	if err != nil {
		return false, err
	}
	payloads, err := loadPayloads(root)
	if err != nil {
		return false, err
	}
	return compareEvents(w, document, payloads), nil
}

// compareEvents compares the data of each event with the type of its constant.
func compareEvents(w io.Writer, document *eventDocument, payloads map[string]types.Type) bool {
	k := &eventChecker{document: document, used: map[string]bool{}}
	covered := 0
	for _, name := range document.names() {
		payload, ok := payloads[name]
		if !ok {
			k.differ("%s: core/webhook has no constant for it", name)
			continue
		}
		before := len(k.lines)
		k.fields(name+" data", document.data(name), payload)
		if len(k.lines) == before {
			covered++
		}
	}
	for name := range payloads {
		if document.events[name] == nil && !slices.Contains(undocumentedEvents, name) {
			k.differ("%s: the document has no such event", name)
		}
	}
	for key := range eventExceptions {
		if document.events[strings.Fields(key)[0]] != nil && !k.used[key] {
			k.differ("%s: the exception is stale", key)
		}
	}
	slices.Sort(k.lines)
	for _, line := range k.lines {
		fmt.Fprintln(w, line)
	}
	fmt.Fprintf(w, "events %d/%d, event fields %d/%d\n", covered, len(document.events), k.seen, k.total)
	return len(k.lines) == 0
}

type eventChecker struct {
	document    *eventDocument
	lines       []string
	used        map[string]bool // exceptions
	seen, total int
}

func (k *eventChecker) differ(format string, args ...any) {
	k.lines = append(k.lines, fmt.Sprintf(format, args...))
}

// fields compares the properties of a schema with the fields of a type.
func (k *eventChecker) fields(where string, schema node, typ types.Type) {
	properties := k.document.properties(schema)
	if len(properties) == 0 {
		return
	}
	have := jsonFields(typ)
	if have == nil { // of any shape, such as metadata
		return
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		path := where + "." + name
		k.total++
		field, ok := have[name]
		if _, excepted := eventExceptions[path]; excepted && !ok {
			k.used[path] = true
			k.seen++
			continue
		}
		if !ok {
			k.differ("%s: %s has no field for it", path, typ)
			continue
		}
		property := k.document.resolve(properties[name])
		if kind := property.kind(); kind != "" && !holds(kind, field) {
			k.differ("%s: the document has a %s, core/webhook a %s", path, kind, field)
			continue
		}
		if (nullable(properties[name]) || nullable(property)) && !holdsNull(field) {
			k.differ("%s: the document may say null, core/webhook has a %s, which cannot", path, field)
			continue
		}
		k.seen++
		if items := asMap(property["items"]); items != nil {
			if slice, ok := bare(field).(*types.Slice); ok {
				k.fields(path, k.document.resolve(items), slice.Elem())
			}
			continue
		}
		k.fields(path, property, field)
	}
}

// holds reports whether a type holds values of a JSON kind.
func holds(kind string, typ types.Type) bool {
	if named, ok := unwrapped(typ).(*types.Named); ok {
		switch named.Obj().Name() {
		case "Time":
			return kind == "integer" || kind == "string"
		case "Metadata":
			return true
		}
	}
	switch t := bare(typ).(type) {
	case *types.Basic:
		info := t.Info()
		return kind == "string" && info&types.IsString != 0 || kind == "boolean" && info&types.IsBoolean != 0 ||
			kind == "integer" && info&types.IsInteger != 0 || kind == "number" && info&types.IsNumeric != 0
	case *types.Slice:
		return kind == "array"
	case *types.Struct, *types.Map:
		return kind == "object"
	}
	return false
}

// nullable reports whether a schema allows null. One that is a reference may say so
// itself.
func nullable(at any) bool {
	schema := asMap(at)
	values, _ := schema["enum"].([]any)
	return schema["nullable"] == true || slices.Contains(values, nil)
}

// holdsNull reports whether a type tells null from every other value.
func holdsNull(typ types.Type) bool {
	typ = types.Unalias(typ)
	if _, ok := typ.(*types.Pointer); ok {
		return true
	}
	named, ok := typ.(*types.Named)
	return ok && slices.Contains([]string{"Metadata", "Opt", "Time"}, named.Obj().Name())
}

// unwrapped returns what is behind pointers and Opt.
func unwrapped(typ types.Type) types.Type {
	for {
		typ = types.Unalias(typ)
		if pointer, ok := typ.(*types.Pointer); ok {
			typ = pointer.Elem()
			continue
		}
		if named, ok := typ.(*types.Named); ok && named.Obj().Name() == "Opt" && named.TypeArgs().Len() == 1 {
			typ = named.TypeArgs().At(0)
			continue
		}
		return typ
	}
}

func bare(typ types.Type) types.Type { return unwrapped(typ).Underlying() }

// jsonFields returns the fields of a struct by their JSON names, those of embedded
// structs among them; nil for what is no struct of named members.
func jsonFields(typ types.Type) map[string]types.Type {
	s, ok := bare(typ).(*types.Struct)
	if named, isNamed := unwrapped(typ).(*types.Named); !ok || isNamed && (named.Obj().Name() == "Metadata" || named.Obj().Name() == "Time") {
		return nil
	}
	all := map[string]types.Type{}
	for i := range s.NumFields() {
		field := s.Field(i)
		tag, tagged := reflect.StructTag(s.Tag(i)).Lookup("json")
		if field.Embedded() && !tagged {
			for name, inner := range jsonFields(field.Type()) {
				all[name] = inner
			}
			continue
		}
		if name, _, _ := strings.Cut(tag, ","); name != "" && name != "-" {
			all[name] = field.Type()
		}
	}
	return all
}

// loadPayloads returns the type argument of each constant of type EventType, by its
// value.
func loadPayloads(root string) (map[string]types.Type, error) {
	loaded, err := packages.Load(&packages.Config{
		Dir: filepath.Join(root, "core"), Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo,
	}, "./webhook")
	if err != nil {
		return nil, err
	}
	if len(loaded) != 1 || len(loaded[0].Errors) > 0 {
		return nil, fmt.Errorf("core/webhook does not compile: %v", loaded[0].Errors)
	}
	payloads := map[string]types.Type{}
	scope := loaded[0].Types.Scope()
	for _, name := range scope.Names() {
		value, ok := scope.Lookup(name).(*types.Const)
		if !ok {
			continue
		}
		if named, ok := value.Type().(*types.Named); ok && named.Obj().Name() == "EventType" {
			payloads[constant.StringVal(value.Val())] = named.TypeArgs().At(0)
		}
	}
	return payloads, nil
}

// A node is an object of the document.
type node map[string]any

// kind is the JSON kind of a schema, "" if it does not say.
func (n node) kind() string {
	kind, _ := n["type"].(string)
	return kind
}

// An eventDocument is the document of webhooks.
type eventDocument struct {
	events  map[string]node
	schemas map[string]node
}

func loadEvents(file string) (*eventDocument, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var whole struct {
		Events     map[string]node `yaml:"x-webhooks"`
		Components struct {
			Schemas map[string]node `yaml:"schemas"`
		} `yaml:"components"`
	}
	if err := yaml.Unmarshal(text, &whole); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &eventDocument{whole.Events, whole.Components.Schemas}, nil
}

func (d *eventDocument) names() []string { return slices.Sorted(maps.Keys(d.events)) }

// data returns the schema of an event's data.
func (d *eventDocument) data(name string) node {
	var at any = map[string]any(d.events[name])
	for _, step := range []string{"post", "requestBody", "content", "application/json", "schema"} {
		at = member(at, step)
	}
	return d.resolve(d.properties(d.resolve(at))["data"])
}

// resolve follows a reference.
func (d *eventDocument) resolve(at any) node {
	object := node(asMap(at))
	if ref, ok := object["$ref"].(string); ok {
		return d.resolve(map[string]any(d.schemas[ref[strings.LastIndexByte(ref, '/')+1:]]))
	}
	return object
}

// properties returns those of a schema, and of all that it is made of. Of several that
// it may be one of, all count.
func (d *eventDocument) properties(schema node) map[string]any {
	all := map[string]any{}
	for _, list := range []string{"allOf", "anyOf", "oneOf"} {
		parts, _ := schema[list].([]any)
		for _, part := range parts {
			for name, property := range d.properties(d.resolve(part)) {
				all[name] = property
			}
		}
	}
	for name, property := range asMap(schema["properties"]) {
		all[name] = property
	}
	return all
}

func member(at any, name string) any { return asMap(at)[name] }

func asMap(at any) map[string]any {
	switch at := at.(type) {
	case map[string]any:
		return at
	case node:
		return at
	}
	return nil
}
