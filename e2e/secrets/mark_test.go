package secrets

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// mark is in every secret. It reads the same in URLs, headers and JSON.
const mark = "hunter2hunter2"

// marks are the forms in which a secret may come out.
var marks = func() []string {
	forms := []string{mark, hex.EncodeToString([]byte(mark)), strings.Trim(fmt.Sprint([]byte(mark)), "[]")}
	for shift := range 3 { // base64 has three forms, by what stands in front
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + mark))
		forms = append(forms, encoded[4:len(encoded)-2])
	}
	return forms
}()

// leak returns a part of a text that holds the secret, "" if none does.
func leak(text string) string {
	for _, form := range marks {
		if at := strings.Index(text, form); at >= 0 {
			return text[max(0, at-60):min(len(text), at+len(form)+20)]
		}
	}
	return ""
}

// check looks for the secret in everything that values print, and reports the first place.
func check(t *testing.T, what string, values ...any) {
	t.Helper()
	for _, value := range values {
		all := []any{value}
		if err, ok := value.(error); ok {
			all = append(tree(err), fmt.Errorf("wrapped: %w", err), errors.Join(err, errors.New("other")))
		}
		for _, printed := range all {
			if problem := prints(printed); problem != "" {
				t.Errorf("%s: %s", what, problem)
				return
			}
		}
	}
}

// tree is an error and all that it wraps.
func tree(err error) []any {
	all := []any{err}
	switch wrapped := err.(type) {
	case interface{ Unwrap() error }:
		if inner := wrapped.Unwrap(); inner != nil {
			all = append(all, tree(inner)...)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range wrapped.Unwrap() {
			all = append(all, tree(inner)...)
		}
	}
	return all
}

// prints returns where a value prints the secret, "" if nowhere.
func prints(value any) string {
	if value == nil {
		return ""
	}
	if text, ok := value.(string); ok {
		if found := leak(text); found != "" {
			return fmt.Sprintf("it is …%s…", found)
		}
		return ""
	}
	forms := []any{value}
	if v := reflect.ValueOf(value); v.Kind() == reflect.Struct {
		pointer := reflect.New(v.Type())
		pointer.Elem().Set(v)
		forms = append(forms, pointer.Interface())
	}
	for _, form := range forms {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			for _, x := range []any{form, struct{ X any }{form}, []any{form}} {
				if found := leak(fmt.Sprintf(verb, x)); found != "" {
					return fmt.Sprintf("%s of %T prints …%s…", verb, x, found)
				}
			}
		}
		var log bytes.Buffer
		for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
			slog.New(handler).Info("message", "value", form, slog.Group("group", "value", form))
		}
		if found := leak(log.String()); found != "" {
			return fmt.Sprintf("slog of %T prints …%s…", form, found)
		}
	}
	return ""
}

// fill sets what holds text in a structure to a secret, where choose says so, and reports
// whether there was anything.
func fill(value reflect.Value, secret string, choose func(structure reflect.Type, field string) bool) bool {
	found := false
	for field, member := range value.Fields() {
		if field.IsExported() && choose(value.Type(), field.Name) && set(member, secret) {
			found = true
		}
	}
	return found
}

// set sets one value to a secret if it can hold it.
func set(member reflect.Value, secret string) bool {
	switch {
	case !member.CanSet():
		return false
	case member.Kind() == reflect.String:
		member.SetString(secret)
	case member.Kind() == reflect.Slice && member.Type().Elem().Kind() == reflect.Uint8:
		member.SetBytes([]byte(secret))
	case member.Kind() == reflect.Slice && member.Type().Elem().Kind() == reflect.String:
		member.Set(reflect.MakeSlice(member.Type(), 1, 1))
		member.Index(0).SetString(secret)
	case member.Kind() == reflect.Pointer && member.Type().Elem().Kind() == reflect.String:
		text := reflect.New(member.Type().Elem())
		text.Elem().SetString(secret)
		member.Set(text)
	case member.Kind() == reflect.Map && member.Type() == reflect.TypeFor[map[string]string]():
		member.Set(reflect.ValueOf(map[string]string{"key": secret}))
	case member.Kind() == reflect.Struct && strings.HasPrefix(member.Type().Name(), "Opt["):
		return setOpt(member, secret)
	default:
		return false
	}
	return true
}

// setOpt sets a backend.Opt through its JSON.
func setOpt(member reflect.Value, secret string) bool {
	target := member.Addr().Interface().(interface{ UnmarshalJSON([]byte) error })
	return slices.ContainsFunc([]string{`"` + secret + `"`, `["` + secret + `"]`}, func(text string) bool {
		return target.UnmarshalJSON([]byte(text)) == nil
	})
}
