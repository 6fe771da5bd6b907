package secrets

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

// answers are those of a server, or of what stands in front of it, that knows secrets.
var answers = map[string]func(http.ResponseWriter, *http.Request){
	"refuses": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = io.WriteString(w, `{"errors":[{"code":"form_param_invalid","message":"is invalid","meta":{"param_name":"password"}}]}`)
	},
	"fails with a page": func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = fmt.Fprintf(w, "<p>%s %s</p>", mark, r.Header.Get("Authorization"))
	},
	"answers with a page": func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, "<p>%s %s</p>", mark, r.Header.Get("Authorization"))
	},
	"answers in no JSON": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, mark)
	},
	"answers in half of JSON": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"secret":"`+mark)
	},
	"answers with other types": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		members := []string{}
		for _, name := range []string{"id", "object", "token", "secret", "jwt", "url", "data", "response", "total_count", "created_at", "deleted", "active", "keys", "name"} {
			members = append(members, `"`+name+`":{"`+mark+`":"`+mark+`"}`)
		}
		_, _ = io.WriteString(w, "{"+strings.Join(members, ",")+"}")
	},
	"answers with text for numbers": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"created_at":"`+mark+`","total_count":"`+mark+`","data":"`+mark+`","expires_at":"`+mark+`"}`)
	},
	"answers with secrets": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"id":"id_1","token":"`+mark+`","secret":"`+mark+`","jwt":"`+mark+`","url":"https://example.com/?__clerk_ticket=`+mark+`"}`)
	},
	"hangs up": func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) },
}

// TestCalls makes every call of the Backend API with secrets for keys and in every
// parameter that is one, and looks at the errors. [TestTypes] has what calls return.
func TestCalls(t *testing.T) {
	t.Parallel()
	for how, answer := range answers {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(answer))
			t.Cleanup(server.Close)
			client, err := backend.NewClient(backend.Options{
				APIURL: server.URL, SecretKey: "sk_test_" + mark, MachineSecretKey: "ak_" + mark,
				Retry: backend.RetryOptions{MaxAttempts: 1},
			})
			if err != nil {
				t.Fatal(err)
			}
			calls := 0
			for field := range reflect.TypeFor[backend.Client]().Fields() {
				if !strings.HasSuffix(field.Type.String(), "Service") {
					continue
				}
				service := reflect.ValueOf(client).Elem().FieldByIndex(field.Index)
				for method := range field.Type.Methods() {
					calls++
					name := field.Type.Elem().Name() + "." + method.Name + ", which " + how
					check(t, name, operate(t.Context(), service.MethodByName(method.Name)))
				}
			}
			if calls < 250 {
				t.Errorf("only %d calls", calls)
			}
		})
	}
}

// operate calls a method and returns its error, or the first one of its iterator.
func operate(ctx context.Context, method reflect.Value) error {
	var args []reflect.Value
	for in := range method.Type().Ins() {
		arg := reflect.New(in).Elem()
		switch {
		case in == reflect.TypeFor[context.Context]():
			arg.Set(reflect.ValueOf(ctx))
		case in.Kind() == reflect.String:
			arg.SetString("id_1")
		case in.Kind() == reflect.Struct:
			fill(arg, mark, isSecret)
			for _, member := range arg.Fields() {
				if member.Type() == reflect.TypeFor[backend.File]() {
					member.Set(reflect.ValueOf(backend.File{Name: "logo.png", Content: strings.NewReader(mark)}))
				}
			}
		case in.Kind() == reflect.Slice && in.Elem().Kind() == reflect.Struct:
			arg.Set(reflect.MakeSlice(in, 1, 1))
			fill(arg.Index(0), mark, isSecret)
		}
		args = append(args, arg)
	}
	results := method.Call(args)
	last := results[len(results)-1]
	if last.Kind() == reflect.Func {
		for _, err := range last.Seq2() {
			last = err
			break
		}
	}
	err, _ := last.Interface().(error)
	return err
}

// isSecret reports whether a field is a secret.
func isSecret(typ reflect.Type, field string) bool {
	name := typ.String() + "." + field
	for _, names := range public {
		if slices.Contains(names, name) {
			return false
		}
	}
	return looksSecret.MatchString(field)
}
