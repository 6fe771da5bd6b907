package main

import "testing"

func TestResponse(t *testing.T) {
	t.Parallel()
	field := func(old, new string) []edit { return []edit{{old, new}} }
	runFindings(t, []finding{
		{"nothing returned", nil, field(`return call[Metadata](ctx, s.client, get("/rules", nil))`, `return nil, send(ctx, s.client, get("/rules", nil))`), "it returns nothing; the specification says that GET /rules answers"},
		{"something returned", []edit{{`        "200": {description: ok, content: {application/json: {schema: {type: object}}}}`, `        "204": {description: ok}`}}, nil, "has no response body"},
		{"no page", nil, field(`(*Page[Item], error) {
	return call[Page[Item]](ctx, s.client, post(`, `(*Item, error) {
	return call[Item](ctx, s.client, post(`), "it must be a Page if, and only if"},
		{"page of one", nil, field(`(*Metadata, error) {
	return call[Metadata]`, `(*Page[Item], error) {
	return call[Page[Item]]`), "it must be a Page if, and only if"},
		{"pointer", nil, field(`(*Metadata, error) {
	return call[Metadata]`, `(**Metadata, error) {
	return call[*Metadata]`), "without Opt or pointer"},
		{"missing", nil, field("\tNote      string        `json:\"note,omitzero\"`\n", "\tNote string `json:\"-\"`\n"), "Item: it lacks note, a string of Item"},
		{"invented", nil, field("\tMadeAt Time ", "\tBy string `json:\"by\"`\n\tMadeAt Time "), "Part.By: the specification has no by in GetPart"},
		{"no tag", nil, field("\tMadeAt Time ", "\tBy string\n\tMadeAt Time "), "Part.By: it has no json tag"},
		{"odd tag", nil, field("\tMadeAt Time   `json:\"made_at,omitzero\"`", "\tMadeAt Time   `json:\"made_at,omitempty\"`"), "its tag has the option omitempty"},
		{"string", nil, field("\tNote      string  ", "\tNote      int64  "), "Item.note is string"},
		{"integer", nil, field("\tCount     int64 ", "\tCount     float64 "), "Item.count is integer"},
		{"number", nil, field("Opt[float64]  `json:\"ratio,omitzero\"`\n\tStatus", "Opt[int64]  `json:\"ratio,omitzero\"`\n\tStatus"), "Item.ratio is nullable number"},
		{"time", nil, field("\tMadeAt Time ", "\tMadeAt int64 "), "GetPart.made_at is nullable timestamp"},
		{"metadata", nil, field("\tActor     Metadata ", "\tActor     map[string]string "), "Item.actor is free-form object"},
		{"map", nil, field("map[string]string `json:\"labels,omitzero\"`\n\t// Legacy", "Metadata `json:\"labels,omitzero\"`\n\t// Legacy"), "Item.labels is map"},
		{"object", nil, field("\tOwner     *Owner ", "\tOwner     *Metadata "), "Item.owner is nullable object"},
		{"unknown type", nil, field("\tNote      string  ", "\tNote      chan int  "), "it is chan int"},
		{"unsized integer", nil, field("\tCount     int64 ", "\tCount     int32 "), "Item.count is integer"},
		{"required with omitzero", nil, field("`json:\"count\"`", "`json:\"count,omitzero\"`"), "count of Item and ItemWithSecret is required integer: it must not have omitzero"},
		{"required as Opt", nil, field("\tCount     int64 ", "\tCount     Opt[int64] "), "it must be no Opt"},
		{"nullable", nil, field("\tName      Opt[string] ", "\tName      string "), "it must be an Opt"},
		{"nullable without omitzero", nil, field("\tName      Opt[string]   `json:\"name,omitzero\"`", "\tName      Opt[string]   `json:\"name\"`"), "it must have omitzero"},
		{"nullable array", nil, field("ListOrNot Opt[[]string]", "ListOrNot []string"), "it must be an Opt"},
		{"optional string", nil, field("`json:\"note,omitzero\"`", "`json:\"note\"`"), "note of Item and ItemWithSecret is optional string: it must have omitzero"},
		{"optional string as pointer", nil, field("\tNote      string  ", "\tNote      *string  "), "it must be no pointer"},
		{"optional boolean", nil, field("`json:\"hidden\"`", "`json:\"hidden,omitzero\"`"), "so that its zero value survives"},
		{"optional boolean as Opt", nil, field("\tHidden    bool ", "\tHidden    Opt[bool] "), "it must be no Opt"},
		{"optional array", nil, field("`json:\"children,omitzero\"`", "`json:\"children\"`"), "it must have omitzero"},
		{"optional time", nil, field("`json:\"erased_at,omitzero\"`", "`json:\"erased_at\"`"), "it must have omitzero"},
		{"required time", nil, field("`json:\"created_at\"`", "`json:\"created_at,omitzero\"`"), "it must not have omitzero"},
		{"required metadata", nil, field("`json:\"actor\"`", "`json:\"actor,omitzero\"`"), "it must not have omitzero"},
		{"nullable object", nil, field("\tOwner     *Owner ", "\tOwner     Owner "), "it must be a pointer"},
		{"nullable object left out", nil, field("`json:\"owner\"`", "`json:\"owner,omitzero\"`"), "it must not have omitzero"},
		{"enum is a string", nil, field("\tStatus    ItemStatus ", "\tStatus    string "), "need a string type with constants"},
		{"enum with a constant more", nil, field("ItemOpen ItemStatus = \"open\"", "ItemAjar ItemStatus = \"ajar\"\n\tItemOpen ItemStatus = \"open\""), `ItemStatus: it has a constant for "ajar"; the specification allows that nowhere`},
		{"union lacks a field of one", nil, field("\tURL      string     `json:\"url,omitzero\"`\n", ""), "Proof: it lacks url, a string of Item.proof"},
		{"union field of one", nil, field("`json:\"url,omitzero\"`", "`json:\"url\"`"), "url of Item.proof and ItemWithSecret.proof is optional string: it must have omitzero"},
		{"union field of all", nil, field("`json:\"kind\"`", "`json:\"kind,omitzero\"`"), "kind of Item.proof and ItemWithSecret.proof is required string: it must not have omitzero"},
		{"union has all values", nil, field("ProofFailed  ProofState = \"failed\"", "ProofNone  ProofState = \"proved\""), `ProofState has no constants for ["failed"]`},
		{"allOf adds", nil, field("\tSecret string `json:\"secret\"`\n", ""), "ItemWithSecret: it lacks secret, a string of ItemWithSecret"},
	})
}

func TestUnionAllows(t *testing.T) {
	t.Parallel()
	for _, attempts := range []string{"int64 `json:\"attempts\"`", "Opt[int64] `json:\"attempts,omitzero\"`"} {
		s, c := fixture(t, nil, []edit{{"int64      `json:\"attempts,omitzero\"`", attempts}})
		for _, line := range check(s, c, fixtureExceptions).lines() {
			t.Errorf("%s: %s", attempts, line)
		}
	}
}
