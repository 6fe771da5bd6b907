package main

import (
	"go/ast"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestJavaScript(t *testing.T) {
	t.Parallel()
	const row = "//\titems.getItem    Items.Get"
	for name, test := range map[string]struct {
		comment, path string
		want          string // a part of the only line; empty for none
	}{
		"named":             {row, "/items/{item_id}", ""},
		"in a list":         {strings.Replace(row, "Items.Get", "Items.List, Items.Get", 1), "/items/{item_id}", ""},
		"no row":            {"//", "/items/{item_id}", "items.getItem: the table in the package comment does not say that it is Items.Get"},
		"another's row":     {strings.Replace(row, "Items.Get", "Items.Gets", 1), "/items/{item_id}", "items.getItem: "},
		"no such operation": {"//", "/others/{id}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := fixtureCode(t, nil)
			for _, file := range c.files {
				if file.Doc != nil {
					file.Doc.List = append(file.Doc.List, &ast.Comment{Text: "//"}, &ast.Comment{Text: test.comment})
				}
			}
			r := newReport(nil)
			javascript(r, c, []scripted{{"GET", test.path, []string{"items.getItem"}}})
			lines := r.lines()
			if test.want == "" && len(lines) > 0 || test.want != "" && (len(lines) != 1 || !strings.Contains(lines[0], test.want)) {
				t.Errorf("got %q, want %q", lines, test.want)
			}
		})
	}
}

func TestLoadScripted(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	document := filepath.Join(folder, "bapi.yml")
	if operations, err := loadScripted(document); err != nil || operations != nil {
		t.Errorf("without a file: %v, %v", operations, err)
	}
	file := filepath.Join(folder, "operations.json")
	for text, n := range map[string]int{`[{"method":"GET","path":"/users","js":["users.getUserList"]}]`: 1, `{}`: -1} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		operations, err := loadScripted(document)
		if (err != nil) != (n < 0) || err == nil && len(operations) != n {
			t.Errorf("%s: %v, %v", text, operations, err)
		}
	}
}
