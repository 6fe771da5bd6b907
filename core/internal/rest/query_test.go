package rest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/rest"
)

// optional stands for a value that knows whether it is set.
type optional struct {
	json string
	set  bool
}

func (o optional) IsZero() bool                 { return !o.set }
func (o optional) MarshalJSON() ([]byte, error) { return []byte(o.json), nil }

type name string

type params struct {
	Bool     bool      `query:"bool"`
	Comma    []name    `query:"comma,comma"`
	Float    float64   `query:"float"`
	Ignored  string    // has no tag
	Int      int       `query:"int"`
	Many     []string  `query:"many"`
	Name     name      `query:"camelCase"`
	Optional optional  `query:"optional"`
	String   string    `query:"string"`
	Time     time.Time `query:"time"`
}

func TestQuery(t *testing.T) {
	t.Parallel()
	set := func(json string) params { return params{Optional: optional{json, true}} }
	for _, test := range []struct {
		params any
		want   string
	}{
		{nil, ""},
		{(*params)(nil), ""},
		{params{}, ""},
		{params{Ignored: "x", Many: []string{}}, ""},
		{params{Bool: true, Int: 10, Float: 1.5}, "bool=true&float=1.5&int=10"},
		{&params{String: "a"}, "string=a"},
		{params{String: "+ &=/é\""}, "string=%2B+%26%3D%2F%C3%A9%22"},
		{params{String: "a\xffb"}, "string=a%EF%BF%BDb"},
		{params{Name: "-created_at"}, "camelCase=-created_at"},
		{params{Many: []string{"+a", "-b", ""}}, "many=%2Ba&many=-b&many="},
		{params{Comma: []name{"a", "-b"}}, "comma=a%2C-b"},
		{params{Time: time.UnixMilli(1700690400123)}, "time=1700690400123"},
		{set(`false`), "optional=false"},
		{set(`true`), "optional=true"},
		{set(`0`), "optional=0"},
		{set(`-7`), "optional=-7"},
		{set(`""`), "optional="},
		{set(`"a+b"`), "optional=a%2Bb"},
	} {
		got, err := rest.Query(test.params)
		if err != nil || got.Encode() != test.want {
			t.Errorf("Query(%+v) = %q, %v; want %q", test.params, got.Encode(), err, test.want)
		}
	}
	for _, json := range []string{`null`, `{}`, `[]`} {
		if _, err := rest.Query(set(json)); err == nil || !strings.Contains(err.Error(), "query parameter optional") {
			t.Errorf("Query with %s: error %v, want one that names the parameter", json, err)
		}
	}
}
