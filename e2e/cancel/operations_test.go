package cancel

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

// operations are the methods of all services.
func operations() []function {
	var all []function
	for field := range reflect.TypeFor[backend.Client]().Fields() {
		if field.Type.Kind() != reflect.Pointer || !strings.HasSuffix(field.Type.Elem().Name(), "Service") {
			continue
		}
		for method := range field.Type.Methods() {
			if method.Type.NumIn() < 2 || method.Type.In(1) != reflect.TypeFor[context.Context]() {
				continue
			}
			all = append(all, function{
				name: fmt.Sprintf("backend.(*%s).%s", field.Type.Elem().Name(), method.Name),
				ready: func(t *testing.T, w *world) func(context.Context) error {
					service := reflect.ValueOf(w.client(t).Client).Elem().FieldByIndex(field.Index)
					return func(ctx context.Context) error { return operate(ctx, service.MethodByName(method.Name)) }
				},
			})
		}
	}
	return all
}

// operate calls a method with an ID for each string, and ranges over what it returns if
// that is an iterator.
func operate(ctx context.Context, method reflect.Value) error {
	args := []reflect.Value{reflect.ValueOf(ctx)}
	for i := 1; i < method.Type().NumIn(); i++ {
		arg := reflect.New(method.Type().In(i)).Elem()
		fill(arg)
		args = append(args, arg)
	}
	results := method.Call(args)
	if results[0].Kind() == reflect.Func {
		for _, err := range results[0].Seq2() {
			return asError(err)
		}
		return nil
	}
	return asError(results[len(results)-1])
}

// fill sets what a method would not be sent without: IDs, and the file of an upload. An
// order has names of its own.
func fill(arg reflect.Value) {
	if arg.Kind() == reflect.String {
		arg.SetString("user_1")
	}
	if arg.Kind() != reflect.Struct {
		return
	}
	file := backend.File{Name: "logo.png", Content: strings.NewReader("image")}
	for field, value := range arg.Fields() {
		switch {
		case value.Kind() == reflect.String && field.Name != "OrderBy":
			value.SetString("user_1")
		case value.Type() == reflect.TypeOf(file):
			value.Set(reflect.ValueOf(file))
		}
	}
}

func asError(value reflect.Value) error {
	err, _ := value.Interface().(error)
	return err
}
