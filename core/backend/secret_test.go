package backend_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/clerkgo/clerk-go/core/backend"
)

// secretMembers are JSON members whose value lets in whoever has it.
var secretMembers = []string{
	"api_key", "backup_codes", "claim_url", "client_secret", "code", "cookies", "directives", "expired_token", "id_token",
	"jwt", "password", "password_digest", "refresh_token", "request_headers", "secret", "secret_key", "signing_key",
	"svix_url", "token", "token_secret", "totp_secret",
}

// secretURLs are types whose url lets in whoever opens it.
var secretURLs = []string{"ActorToken", "AgentTask", "Invitation", "OrganizationInvitation", "SignInToken"}

// TestSecretsAreNotPrinted fills every secret of every type that a call takes or
// returns, and looks for it in what all verbs print.
func TestSecretsAreNotPrinted(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	kinds := 0
	for _, typ := range resourceTypes() {
		value := reflect.New(typ).Elem()
		if !fillSecrets(value, secret) {
			continue
		}
		kinds++
		var logged bytes.Buffer
		slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "value", value.Interface(), "pointer", value.Addr().Interface())
		slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "value", value.Interface(), "pointer", value.Addr().Interface())
		printed := logged.String()
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%t"} {
			printed += fmt.Sprintf(verb+verb, value.Interface(), value.Addr().Interface())
			printed += fmt.Sprintf(verb, struct{ X any }{value.Interface()})
		}
		if strings.Contains(printed, secret) || strings.Contains(printed, fmt.Sprintf("%x", secret)) {
			t.Errorf("%s prints its secret", typ)
		}
		if !strings.Contains(printed, "redacted") && typ.Name() != "SessionRefreshParams" {
			t.Errorf("%s does not say that it has a secret", typ)
		}
	}
	if kinds < 20 {
		t.Errorf("only %d types have secrets", kinds)
	}
}

// resourceTypes returns the structs of this package that operations take or
// return, and those within them.
func resourceTypes() []reflect.Type {
	seen := map[reflect.Type]bool{}
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
			if typ.PkgPath() != reflect.TypeFor[backend.User]().PkgPath() || seen[typ] {
				return
			}
			seen[typ] = true
			for field := range typ.Fields() {
				walk(field.Type)
			}
		}
	}
	for service := range reflect.TypeFor[backend.Client]().Fields() {
		if !service.IsExported() {
			continue
		}
		for method := range service.Type.Methods() {
			for in := range method.Type.Ins() {
				if in != service.Type {
					walk(in)
				}
			}
			for out := range method.Type.Outs() {
				walk(out)
			}
		}
	}
	types := slices.Collect(func(yield func(reflect.Type) bool) {
		for typ := range seen {
			if !yield(typ) {
				return
			}
		}
	})
	slices.SortFunc(types, func(a, b reflect.Type) int { return strings.Compare(a.String(), b.String()) })
	return types
}

// TestContainersLogNoSecrets does so for what holds such a type: fmt leaves
// pointers alone, but a log in JSON goes to the ground.
func TestContainersLogNoSecrets(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	for _, typ := range resourceTypes() {
		value := reflect.New(typ).Elem()
		if !fillDeep(value, secret, 4) {
			continue
		}
		var logged bytes.Buffer
		slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "value", value.Interface(), "pointer", value.Addr().Interface())
		if strings.Contains(logged.String(), secret) {
			t.Errorf("%s logs a secret", typ)
		}
	}
}

// fillDeep is fillSecrets for all that a struct holds, to a depth.
func fillDeep(value reflect.Value, secret string, depth int) bool {
	switch {
	case depth == 0:
		return false
	case value.Kind() == reflect.Pointer:
		value.Set(reflect.New(value.Type().Elem()))
		return fillDeep(value.Elem(), secret, depth)
	case value.Kind() == reflect.Slice:
		value.Set(reflect.MakeSlice(value.Type(), 1, 1))
		return fillDeep(value.Index(0), secret, depth)
	case value.Kind() != reflect.Struct:
		return false
	}
	found := fillSecrets(value, secret)
	for field, member := range value.Fields() {
		if field.IsExported() && field.Type.PkgPath() != "time" && !isOpt(field.Type) && member.CanSet() && member.IsZero() {
			found = fillDeep(member, secret, depth-1) || found
		}
	}
	return found
}

func isOpt(typ reflect.Type) bool { return strings.HasPrefix(typ.Name(), "Opt[") }

// fillSecrets sets each secret field of a struct, and reports whether there is
// one.
func fillSecrets(value reflect.Value, secret string) bool {
	found := false
	for field, member := range value.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		typ := value.Type().Name()
		switch {
		case name == "url" && slices.Contains(secretURLs, typ):
		case name == "code" && !strings.HasSuffix(typ, "Params"): // of an error
			continue
		case !slices.Contains(secretMembers, name):
			continue
		}
		switch filled := member.Addr().Interface().(type) {
		case *string:
			*filled = secret
		case *[]string:
			*filled = []string{secret}
		case *backend.Opt[string]:
			*filled = backend.Value(secret)
		case *backend.Opt[[]string]:
			*filled = backend.Value([]string{secret})
		case *map[string][]string:
			*filled = map[string][]string{secret: {secret}}
		default:
			continue
		}
		found = true
	}
	return found
}
