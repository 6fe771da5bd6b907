package main

import (
	"strings"
	"testing"
)

func TestBody(t *testing.T) {
	t.Parallel()
	field := func(old, new string) []edit { return []edit{{old, new}} }
	const ratio = "Ratio     Opt[float64]  `json:\"ratio,omitzero\"`\n\tSize"
	runFindings(t, []finding{
		{"none", nil, field(`post("/items", params)`, `post("/items", nil)`), "it sends no body"},
		{"needless", nil, field(`put("/items/{}/logo", nil, id).withFile(params.File, params)`, `put("/items/{}/logo", params, id)`), "must call withFile"},
		{"invented body", []edit{{"requestBody:\n        content:\n          application/json:\n            schema: {type: array, items: {type: object, required: [name], properties: {name: {type: string}}}}\n", "x-none: 1\n"}}, nil, "it sends a body; the specification of POST /items/bulk has none"},
		{"file where there is none", nil, field(`post("/items/bulk", params)`, `post("/items/bulk", params).withFile(File{}, nil)`), "must call withFile"},
		{"missing", nil, field("\tWidth int64 `json:\"width\"`\n", ""), "Size: it lacks width, a integer of CreateItem.size"},
		{"invented", nil, field("\tWidth int64 `json:\"width\"`\n", "\tHeight int64 `json:\"height\"`\n\tWidth int64 `json:\"width\"`\n"), "Size.Height: the specification of POST /items has no height"},
		{"not in JSON", nil, field("\tWidth int64 `json:\"width\"`\n", "\tHeight int64 `json:\"-\"`\n\tWidth int64 `json:\"width\"`\n\tDepth int64\n"), "Size.Depth: it has no json tag"},
		{"odd tag", nil, field("`json:\"width\"`", "`json:\"width,string\"`"), "Size.Width: its tag has the option string"},
		{"array for an object", nil, field("params []ItemBulkParams)", "params ItemBulkParams)"), "it is ItemBulkParams; the specification says that CreateItems is array of object"},
		{"string", nil, field("Name       string ", "Name       int64 "), "it is int64; the specification says that CreateItem.name is string"},
		{"integer", nil, field("\tWidth int64", "\tWidth float64"), "CreateItem.size.width is integer"},
		{"number", nil, field(ratio, "Ratio Opt[int64] `json:\"ratio,omitzero\"`\n\tSize"), "CreateItem.ratio is number"},
		{"moment", nil, field("At         Opt[time.Time]", "At Opt[string]"), "is RFC 3339 time"},
		{"metadata", nil, field("Claims     Metadata ", "Claims Opt[string] "), "claims is nullable free-form object"},
		{"map", nil, field("Labels     map[string]Opt[string]", "Labels Metadata"), "labels is map"},
		{"map of null", nil, field("Labels     map[string]Opt[string]", "Labels map[string]string"), "its elements are string; nullable is true"},
		{"elements", nil, field("Tags      []string ", "Tags      []int64 "), "it is int64; the specification says that CreateItem.tags is string"},
		{"elements not null", nil, field("Tags      []string ", "Tags      []Opt[string] "), "its elements are Opt[string]; nullable is false"},
		{"elements of pointers", nil, field("params []ItemBulkParams)", "params []*ItemBulkParams)"), "its elements are *ItemBulkParams"},
		{"required with omitzero", nil, field("`json:\"width\"`", "`json:\"width,omitzero\"`"), "it must not have omitzero"},
		{"required as Opt", nil, field("\tWidth int64", "\tWidth Opt[int64]"), "it must be no Opt"},
		{"required, null", nil, field("Parent    Opt[string]", "Parent string"), "parent is required nullable string: it must be an Opt"},
		{"required, null, left out", nil, field("`json:\"parent\"`", "`json:\"parent,omitzero\"`"), "it must not have omitzero"},
		{"optional", nil, field(ratio, "Ratio float64 `json:\"ratio,omitzero\"`\n\tSize"), "ratio is optional number: it must be an Opt"},
		{"optional always sent", nil, field(ratio, "Ratio Opt[float64] `json:\"ratio\"`\n\tSize"), "it must have omitzero"},
		{"optional pointer", nil, field(ratio, "Ratio *float64 `json:\"ratio,omitzero\"`\n\tSize"), "it must be no pointer"},
		{"optional enum", nil, field("Level      Level ", "Level Opt[Level] "), "level is optional string: it must be no Opt"},
		{"optional enum, null", nil, field("LevelOrNot Opt[Level]", "LevelOrNot Level"), "it must be an Opt"},
		{"optional object", nil, field("Hint       Opt[Hint]", "Hint Hint"), "hint is optional object: it must be an Opt"},
		{"optional array", nil, field("Tags      []string ", "Tags      Opt[[]string] "), "it must be no Opt"},
		{"optional array, null", nil, field("TagsOrNot Opt[[]string]", "TagsOrNot []string"), "it must be an Opt"},
		{"enum is a string", nil, field("Mode   HintMode ", "Mode   string "), "need a string type with constants"},
		{"enum with a constant less", nil, field("\tHintOn  HintMode = \"on\"\n", ""), `Hint.Mode: HintMode has no constants for ["on"]`},
		{"encodes itself", nil, field("Size      Size  ", "Size Odd  "), "it is Odd; the specification says that CreateItem.size is object"},
		{"form field missing", nil, field("`json:\"uploader,omitzero\"`", "`json:\"-\"`"), "its form lacks the field uploader"},
		{"form field invented", nil, field("\tUploader string", "\tExtra string `json:\"extra\"`\n\tUploader string"), "its form has the field extra"},
		{"form no struct", nil, field("withFile(params.File, params)", `withFile(params.File, "")`), "they must be a struct"},
	})
}

func TestRecursiveBody(t *testing.T) {
	t.Parallel()
	s, c := fixture(t,
		[]edit{{"properties: {width: {type: integer}}", "properties: {inner: {$ref: \"#/components/schemas/Nest\"}, width: {type: integer}}"},
			{"    ProofCode:\n", "    Nest: {type: object, properties: {nests: {type: array, items: {$ref: \"#/components/schemas/Nest\"}}, name: {type: string}}}\n    ProofCode:\n"}},
		[]edit{{"\tWidth int64", "\tInner Opt[Nest] `json:\"inner,omitzero\"`\n\tWidth int64"},
			{"// Size is a size.\n", "// Nest nests.\ntype Nest struct {\n\tName int64 `json:\"name\"`\n\tNests []Nest `json:\"nests,omitzero\"`\n}\n\n// Size is a size.\n"}})
	got := check(s, c, fixtureExceptions).lines()
	if len(got) != 1 || !strings.Contains(got[0], "Nest.Name: it is int64") {
		t.Errorf("got %q, want one difference in Nest.Name", got)
	}
}
