package main

import (
	"slices"
	"strings"
	"testing"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	c := fixtureCode(t, nil)
	older := fixtureSpec(t, nil)
	if got := changes(older, fixtureSpec(t, nil), c); len(got) > 0 {
		t.Errorf("equal documents differ: %q", got)
	}
	for _, test := range []struct {
		name string
		edit edit
		want []string
	}{
		{"operation renamed", edit{"  /rules:\n", "  /laws:\n"},
			[]string{"+ operation GET /laws (no method)", "- operation GET /rules (ItemService.Rules)"}},
		{"operation deprecated", edit{"operationId: GetRules\n", "operationId: GetRules\n      deprecated: true\n"},
			[]string{"~ operation GET /rules: now deprecated (ItemService.Rules)"}},
		{"parameter", edit{"{name: max_size, in: query, schema: {type: integer}}", "{name: min_size, in: query, required: true, schema: {type: integer}}"},
			[]string{"- query GET /items max_size (ItemService.List)", "+ query GET /items min_size: required integer (ItemService.List)"}},
		{"parameter value", edit{"{name: status, in: query, schema: {type: string, enum: [open, shut]}}", "{name: status, in: query, schema: {type: string, enum: [ajar, open]}}"},
			[]string{`~ query GET /items status: new value "ajar", value "shut" gone (ItemService.List)`}},
		{"parameter style", edit{"explode: false", "explode: true"},
			[]string{"~ query GET /items order: now repeated (ItemService.List)"}},
		{"body field", edit{"required: [width], properties: {width: {type: integer}}", "properties: {width: {type: number}}"},
			[]string{"~ body POST /items size.width: integer is now number, now optional (ItemService.Create)"}},
		{"body gone", edit{"requestBody:\n        content:\n          application/json:\n            schema: {type: array, items: {type: object, required: [name], properties: {name: {type: string}}}}\n", "x-none: 1\n"},
			[]string{"- body POST /items/bulk (ItemService.CreateBulk)", "- body POST /items/bulk name (ItemService.CreateBulk)"}},
		{"response field", edit{"note: {type: string}\n", "note: {type: string, nullable: true}\n        rank: {type: integer}\n"},
			[]string{
				"~ response field Item.note: string is now nullable string (ItemService.Create, ItemService.CreateBulk, ItemService.Get and 2 more)",
				"+ response field Item.rank: integer (ItemService.Create, ItemService.CreateBulk, ItemService.Get and 2 more)",
				"~ response field ItemWithSecret.note: string is now nullable string (ItemService.Get)",
				"+ response field ItemWithSecret.rank: integer (ItemService.Get)",
			}},
		{"response", edit{`        "200": {description: ok, content: {application/json: {schema: {type: object}}}}`, `        "204": {description: ok}`},
			[]string{"- response GET /rules (ItemService.Rules)"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := changes(older, fixtureSpec(t, []edit{test.edit}), c); !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}
