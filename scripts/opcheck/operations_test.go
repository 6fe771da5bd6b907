package main

import "testing"

func TestOperations(t *testing.T) {
	t.Parallel()
	const getItem = `call[ItemWithSecret](ctx, s.client, get("/items/{}", nil, id))`
	const getPart = `get("/items/{}/parts/{}", nil, itemID, id)`
	runFindings(t, []finding{
		{"no method", nil, []edit{{"//clerk:op GET /rules\n", "//\n"}}, "api.yml:117 GetRules: no method has //clerk:op GET /rules"},
		{"invented", nil, []edit{{"//clerk:op GET /items/{item_id}/ring", "//clerk:op GET /items/{item_id}/bell"}, {`get("/items/{}/ring"`, `get("/items/{}/bell"`}}, "the specification has no GET /items/{item_id}/bell"},
		{"two directives", nil, []edit{{"//clerk:op GET /rules\n", "//clerk:op GET /rules\n//clerk:op GET /rules\n"}}, "it has more than one directive"},
		{"ID missing", nil, []edit{{getPart, `get("/items/{}/parts/{}", nil, itemID)`}}, "it must pass its string parameters as IDs"},
		{"ID not taken", nil, []edit{{"itemID, id string) (*Part", "id string) (*Part"}, {getPart, `get("/items/{}/parts/{}", nil, id)`}}, "it takes 1 strings that are IDs, the path /items/{item_id}/parts/{part_id} has 2"},
		{"two methods", nil, []edit{{"//clerk:op GET /items/{item_id}/ring", "//clerk:op GET /rules"}}, "GET /rules is ItemService.Rules already"},
		{"no service", nil, []edit{{"// Ring rings", "// Bell rings.\n//\n//clerk:op GET /rules\nfunc Bell() {}\n\n// Ring rings"}, {"// Rules returns the rules.\n//\n//clerk:op GET /rules\n", "// Rules returns the rules.\n"}}, "a directive belongs to a method of a service"},
		{"other verb", nil, []edit{{getItem, `call[ItemWithSecret](ctx, s.client, post("/items/{}", nil, id))`}}, "post sends POST, the specification says GET /items/{item_id}"},
		{"other path", nil, []edit{{getItem, `call[ItemWithSecret](ctx, s.client, get("/item/{}", nil, id))`}}, `its path is "/item/{}", the specification says "/items/{}"`},
		{"path made up", nil, []edit{{getItem, `call[ItemWithSecret](ctx, s.client, get("/items/"+id, nil))`}}, "gives a path that is no constant"},
		{"no constructor", nil, []edit{{getItem, "call[ItemWithSecret](ctx, s.client, op{})"}}, "must call one of get, list"},
		{"two constructors", nil, []edit{{`return ` + getItem, `_ = get("/items", nil)` + "\n\treturn " + getItem}}, "exactly once"},
		{"no list", nil, []edit{{`call[Page[Item]](ctx, s.client, list("/items"`, `call[Page[Item]](ctx, s.client, get("/items"`}, {`pages[Item](ctx, s.client, list(`, `pages[Item](ctx, s.client, get(`}}, "it must call list"},
		{"needless list", nil, []edit{{getItem, `call[ItemWithSecret](ctx, s.client, list("/items/{}", nil, id))`}}, "it must not call list"},
		{"IDs swapped", nil, []edit{{getPart, `get("/items/{}/parts/{}", nil, id, itemID)`}}, "it must pass its string parameters as IDs"},
		{"ID twice", nil, []edit{{getPart, `get("/items/{}/parts/{}", nil, id, id)`}}, "it must pass its string parameters as IDs"},
		{"ID of a constant", nil, []edit{{getPart, `get("/items/{}/parts/{}", nil, itemID, "part")`}}, "it must pass its string parameters as IDs"},
		{"not run", nil, []edit{{"return " + getItem, `_ = get("/items/{}", nil, id)` + "\n\treturn nil, nil"}}, "it does not run its operation"},
		{"run as pages", nil, []edit{{"return " + getItem, `pages[Item](ctx, s.client, get("/items/{}", nil, id))` + "\n\treturn nil, nil"}}, "must not run its operation by pages"},
		{"unlisted needs words", nil, []edit{{"// Ring rings. The specification lacks this operation.", "// Ring rings."}}, "its comment must say"},
		{"unlisted has a path", nil, []edit{{`get("/items/{}/ring"`, `get("/items/{}/bell"`}}, `its path is "/items/{}/bell"`},
	})
}

func TestAll(t *testing.T) {
	t.Parallel()
	const all = `pages[Item](ctx, s.client, list("/items", params))`
	runFindings(t, []finding{
		{"none", nil, []edit{{"ItemService) All(", "ItemService) Each("}}, "there is no ItemService.All"},
		{"another path", nil, []edit{{all, `pages[Item](ctx, s.client, list("/things", params))`}}, `ItemService.All: it runs list("/things"`},
		{"other parameters", nil, []edit{{all, `pages[Item](ctx, s.client, list("/items", ItemDeleteParams{}))`}}, "it runs list(\"/items\", ItemDeleteParams) with 0 IDs, but ItemService.List runs list(\"/items\", ItemListParams)"},
		{"a directive", nil, []edit{{"// All yields all.\n", "// All yields all.\n//\n//clerk:op GET /items\n"}}, "ItemService.All"},
		{"other IDs", nil, []edit{{"params ItemListParams) iter", "params ItemListParams, id string) iter"}}, "ItemService.All: it must pass its string parameters as IDs"},
		{"no comment", nil, []edit{{"// All yields all.\n", "\n"}}, "ItemService.All: it has no comment"},
		{"deprecated", nil, []edit{{"// All yields all.\n", "// All yields all.\n//\n// Deprecated: it does.\n"}}, "ItemService.All: its comment deprecates it"},
		{"List by another name", nil, []edit{{"ItemService) List(", "ItemService) Find("}}, "must be named List or ListX"},
	})
}

func TestDoc(t *testing.T) {
	t.Parallel()
	runFindings(t, []finding{
		{"none", nil, []edit{{"// Rules returns the rules.\n//\n", ""}}, "it has no comment"},
		{"not deprecated", nil, []edit{{"// Deprecated: parts are no more.\n", "// Parts are no more.\n"}}, "no paragraph Deprecated; the specification deprecates GET /items/{item_id}/parts/{part_id}"},
		{"deprecated", nil, []edit{{"// Rules returns the rules.\n", "// Rules returns the rules.\n//\n// Deprecated: there are none.\n"}}, "the specification does not deprecate GET /rules"},
		{"query parameter", nil, []edit{{"// Deprecated: use Tag.", "// Use Tag."}}, "ItemListParams.OldName: its comment has no paragraph Deprecated"},
		{"body field", nil, []edit{{"// Deprecated: it does nothing.", "// It does nothing."}}, "ItemCreateParams.Old: its comment has no paragraph Deprecated"},
		{"response field", nil, []edit{{"// Deprecated: use Note.", "// Use Note."}}, "Item.Legacy: its comment has no paragraph Deprecated"},
	})
}
