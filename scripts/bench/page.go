package main

import (
	"bytes"
	"context"
	_ "embed" // for a user
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/clerk/clerk-sdk-go/v2"
	"github.com/clerk/clerk-sdk-go/v2/user"
	"github.com/clerkgo/clerk-go/core/backend"
)

// user3KB is a user as real instances have them.
//
//go:embed testdata/user.json
var user3KB []byte

// page measures a list of 500 users, decoded.
func page(b *bench, r *report) error {
	var one bytes.Buffer
	if err := json.Compact(&one, user3KB); err != nil {
		return err
	}
	users := slices.Concat([]byte("["), bytes.Join(slices.Repeat([][]byte{one.Bytes()}, 500), []byte(",")), []byte("]"))
	memory := &http.Client{Transport: canned(users)}
	client, err := backend.NewClient(backend.Options{SecretKey: "sk_test_bench", HTTPClient: memory})
	if err != nil {
		return err
	}
	theirs := user.NewClient(&clerk.ClientConfig{BackendConfig: clerk.BackendConfig{HTTPClient: memory, Key: clerk.String("sk_test_bench"), URL: clerk.String("https://api.clerk.com/v1")}})
	ctx := context.Background()
	plainUsers := reflect.SliceOf(reflect.PointerTo(plain(reflect.TypeFor[backend.User]())))
	results := b.compare(
		contender{"encoding/json, the same fields in plain types", func() {
			all := reflect.New(plainUsers)
			must(json.Unmarshal(users, all.Interface()))
			if all.Elem().Len() != 500 {
				panic("lost users")
			}
		}},
		contender{ours + ", Users.All", func() {
			n := 0
			for _, err := range client.Users.All(ctx, backend.UserListParams{Limit: 500}) {
				must(err)
				if n++; n == 500 {
					return // before the next page
				}
			}
			panic("lost users")
		}},
		contender{ours + ", Users.List", func() {
			got, err := client.Users.List(ctx, backend.UserListParams{Limit: 500})
			must(err)
			if len(got.Data) != 500 {
				panic("lost users")
			}
		}},
		contender{official + ", user.List", func() {
			got, err := theirs.List(ctx, &user.ListParams{})
			must(err)
			if len(got.Users) != 500 {
				panic("lost users")
			}
		}},
	)
	r.table(fmt.Sprintf("A page of 500 users, %d KB", len(users)>>10), "From a response in memory; `Users.List` asks for the count of users too.", results)
	r.budget("decode a page of 500 users", find(results, ours+", Users.All").ratio.median, 0.55, "× encoding/json")
	r.ahead("a page of 500 users", results, ours+", Users.List", ours+", Users.All")
	return nil
}

// canned answers with a page of users, or with how many there are.
type canned []byte

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	body := []byte(c)
	switch {
	case strings.HasSuffix(r.URL.Path, "/users/count"):
		body = []byte(`{"object":"total_count","total_count":500}`)
	case r.URL.Query().Get("paginated") == "true":
		body = fmt.Appendf(nil, `{"data":%s,"total_count":500}`, c)
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: r,
	}, nil
}

// plain returns a type without the types of package backend: *T for Opt[T], int64 for
// Time, json.RawMessage for Metadata.
func plain(t reflect.Type) reflect.Type {
	switch {
	case t == reflect.TypeFor[backend.Metadata]():
		return reflect.TypeFor[json.RawMessage]()
	case t == reflect.TypeFor[backend.Time]():
		return reflect.TypeFor[int64]()
	case strings.HasPrefix(t.Name(), "Opt["):
		value, _ := t.FieldByName("value")
		return reflect.PointerTo(plain(value.Type))
	case t.Kind() == reflect.Pointer:
		return reflect.PointerTo(plain(t.Elem()))
	case t.Kind() == reflect.Slice:
		return reflect.SliceOf(plain(t.Elem()))
	case t.Kind() == reflect.Struct:
		var fields []reflect.StructField
		for field := range t.Fields() {
			fields = append(fields, reflect.StructField{Name: field.Name, Type: plain(field.Type), Tag: field.Tag})
		}
		return reflect.StructOf(fields)
	}
	return t
}
