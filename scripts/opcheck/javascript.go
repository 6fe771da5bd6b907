package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// scripted is an operation and the methods of the JavaScript packages for it, such
// as "users.getUser".
type scripted struct {
	Method string   `json:"method"`
	Path   string   `json:"path"`
	JS     []string `json:"js"`
}

// loadScripted reads operations.json beside a document. None is no error: Clerk does
// not publish it.
func loadScripted(document string) ([]scripted, error) {
	data, err := os.ReadFile(filepath.Join(filepath.Dir(document), "operations.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var operations []scripted
	if err := json.Unmarshal(data, &operations); err != nil {
		return nil, fmt.Errorf("operations.json: %w", err)
	}
	return operations, nil
}

// javascript adds to a report what the table in the package comment lacks: each
// method of the JavaScript packages has a row, and in it the method of its
// operation.
func javascript(r *report, c *code, operations []scripted) {
	rows, position := c.table()
	services := c.services()
	methods := map[string]*method{}
	for _, m := range c.methods {
		for _, d := range m.directives {
			methods[d.method+" "+d.path] = m
		}
	}
	for _, o := range operations {
		m := methods[o.Method+" "+o.Path]
		if m == nil {
			continue // reported already
		}
		name := services[m.service] + "." + m.name
		for _, js := range o.JS {
			if !slices.Contains(rows[js], name) {
				r.add(difference{position: position, subject: js, where: []string{js}, what: wrongDoc,
					text: "the table in the package comment does not say that it is " + name})
			}
		}
	}
}

var wideGap = regexp.MustCompile(`\s{2,}`)

// table returns the rows of the package comment: a name, a wide gap and names
// separated by commas.
func (c *code) table() (rows map[string][]string, position string) {
	rows = map[string][]string{}
	for _, file := range c.files {
		if file.Doc == nil {
			continue
		}
		position = c.position(file.Doc.Pos())
		for line := range strings.Lines(file.Doc.Text()) {
			if cells := wideGap.Split(strings.TrimSpace(line), 2); len(cells) == 2 {
				rows[cells[0]] = strings.Split(cells[1], ", ")
			}
		}
	}
	return rows, position
}

// services returns the field of Client that holds each type of service.
func (c *code) services() map[string]string {
	fields := map[string]string{}
	client, ok := c.pkg.Scope().Lookup("Client").Type().Underlying().(*types.Struct)
	if !ok {
		return fields
	}
	for field := range client.Fields() {
		if pointer, ok := field.Type().(*types.Pointer); ok {
			if named, ok := pointer.Elem().(*types.Named); ok {
				fields[named.Obj().Name()] = field.Name()
			}
		}
	}
	return fields
}
