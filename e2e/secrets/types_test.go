package secrets

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core"
	"github.com/clerkgo/clerk-go/core/backend"
	"github.com/clerkgo/clerk-go/core/token"
	"github.com/clerkgo/clerk-go/core/webhook"
)

// types are the structs with secrets that calls of the Backend API neither take nor
// return.
var types = []reflect.Type{
	reflect.TypeFor[backend.CallOptions](),
	reflect.TypeFor[backend.Options](),
	reflect.TypeFor[core.AuthenticateOptions](),
	reflect.TypeFor[core.Options](),
	reflect.TypeFor[token.Token](),
	reflect.TypeFor[webhook.MuxOptions](),
	reflect.TypeFor[webhook.Options](),
}

// TestTypes fills every field that looks secret, of every exported struct, and prints it.
func TestTypes(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	isPublic := map[string]bool{}
	for _, names := range public {
		for _, name := range names {
			isPublic[name] = true
		}
	}
	for _, typ := range slices.Concat(types, operationTypes()) {
		value := reflect.New(typ).Elem()
		filled := fill(value, mark, func(typ reflect.Type, field string) bool {
			if !isSecret(typ, field) {
				return false
			}
			known[typ.String()+"."+field] = true
			return true
		})
		if filled {
			check(t, typ.String(), value.Addr().Interface())
			if typ != reflect.TypeFor[token.Token]() { // which may not be copied
				check(t, typ.String(), value.Interface())
			}
		}
	}
	all := declared(t)
	for _, name := range all {
		if !known[name] && !isPublic[name] {
			t.Errorf("%s looks secret: add its type to the table in types_test.go, or the field to those in public_test.go that are not", name)
		}
	}
	for name := range isPublic {
		if !slices.Contains(all, name) {
			t.Errorf("%s is in public_test.go, and does not exist", name)
		}
	}
}

// operationTypes returns the structs that calls of the Backend API take or return, and
// those within them.
func operationTypes() []reflect.Type {
	var all []reflect.Type
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(typ.Elem())
		case reflect.Func: // an iterator
			for in := range typ.Ins() {
				walk(in)
			}
		case reflect.Struct:
			if typ.PkgPath() != reflect.TypeFor[backend.User]().PkgPath() || slices.Contains(all, typ) {
				return
			}
			all = append(all, typ)
			for field := range typ.Fields() {
				walk(field.Type)
			}
		}
	}
	for service := range reflect.TypeFor[backend.Client]().Fields() {
		if !strings.HasSuffix(service.Type.String(), "Service") {
			continue
		}
		for method := range service.Type.Methods() {
			for i, in := range slices.Collect(method.Type.Ins()) {
				if i > 0 {
					walk(in)
				}
			}
			for out := range method.Type.Outs() {
				walk(out)
			}
		}
	}
	return all
}
