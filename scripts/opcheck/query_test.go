package main

import "testing"

func TestQuery(t *testing.T) {
	t.Parallel()
	field := func(old, new string) []edit { return []edit{{old, new}} }
	runFindings(t, []finding{
		{"missing", nil, field(`query:"tag"`, `json:"-"`), "lacks the query parameter tag"},
		{"missing from a deletion", nil, field("id).withQuery(params)", "id)"), "lacks the query parameter now"},
		{"invented", []edit{{"        - {name: max_size, in: query, schema: {type: integer}}\n", ""}}, nil, "ItemListParams.MaxSize: it sends the query parameter max_size"},
		{"invented by name", nil, field(`put("/items/{}/logo", nil, id)`, `put("/items/{}/logo", nil, id).with("shape", "round")`), "it sends the query parameter shape"},
		{"name not constant", nil, field(`put("/items/{}/logo", nil, id)`, `put("/items/{}/logo", nil, id).with(id, "round")`), "whose name is no constant"},
		{"never sent", nil, field("// ItemListParams select items.\ntype ItemListParams struct {", "// ItemListParams select items.\ntype ItemListParams struct {\n\tLost string"), "Lost: it has no query tag"},
		{"no struct", nil, field(`get("/rules", nil)`, `get("/rules", map[string]string{})`), "must be a struct"},
		{"boolean", nil, field("Active         Opt[bool] ", "Active         bool "), "it is bool and must be Opt[bool]"},
		{"boolean in strings", nil, field("Verified Opt[bool]", "Verified string"), "it is string and must be Opt[bool]"},
		{"integer", nil, field("MaxSize        Opt[int64]", "MaxSize int64"), "it is int64 and must be Opt[int64]"},
		{"limit", nil, field("Limit          int  ", "Limit Opt[int64] "), "it is Opt[int64] and must be int"},
		{"time", nil, field("CreatedAtAfter time.Time", "CreatedAtAfter Opt[int64]"), "it is Opt[int64] and must be time.Time"},
		{"string", nil, field("OldName  string", "OldName  Opt[string]"), "it is Opt[string] and must be string"},
		{"enum", nil, field("Status   ItemStatus", "Status   string"), `the specification allows status ["open" "shut"]`},
		{"array", nil, field("Tag      []string", "Tag      string"), "tag is an array"},
		{"array of optionals", nil, field("Tag      []string", "Tag      []Opt[string]"), "tag is an array of strings"},
		{"commas lacking", nil, field("order,comma", "order"), "must say comma if, and only if, explode is false"},
		{"commas too many", nil, field(`query:"tag"`, `query:"tag,comma"`), "must say comma if, and only if, explode is false"},
		{"odd tag", nil, field(`query:"max_size"`, `query:"max_size,omitzero"`), "its tag has the option omitzero"},
		{"no kind", []edit{{"{name: max_size, in: query, schema: {type: integer}}", "{name: max_size, in: query, schema: {type: object}}"}}, nil, "which is not understood"},
	})
}
