// Command docscheck checks the documentation in Markdown: every Go snippet stands in a
// Go file that is compiled, every link leads to a file or a heading that exists, and
// the pages that list options and reasons list all of them. It prints one line per
// violation and exits with status 1 if there is any.
//
//	go run ./scripts/docscheck
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	violations, err := check(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, "docscheck:", err)
		os.Exit(2)
	}
	for _, violation := range violations {
		fmt.Println(violation)
	}
	if len(violations) > 0 {
		os.Exit(1)
	}
}

// check checks the repository below root.
func check(root string) ([]string, error) {
	files, err := read(root)
	if err != nil {
		return nil, err
	}
	var violations []string
	snippets, links := 0, 0
	for _, page := range files.pages {
		for _, s := range page.snippets {
			snippets++
			if !files.quotes(s) {
				violations = append(violations, fmt.Sprintf("%s:%d: no Go file has this snippet; put it into one that is compiled", page.path, s.line))
			}
		}
		for _, l := range page.links {
			links++
			if problem := files.follow(page, l.target); problem != "" {
				violations = append(violations, fmt.Sprintf("%s:%d: the link %s %s", page.path, l.line, l.target, problem))
			}
		}
	}
	listed, err := files.checkLists(root)
	if err != nil {
		return nil, err
	}
	if violations = append(violations, listed...); len(violations) == 0 {
		fmt.Printf("docs: %d pages, %d Go snippets, %d links\n", len(files.pages), snippets, links)
	}
	return violations, nil
}

// repository is what is read of it.
type repository struct {
	root    string
	pages   map[string]*page // by path from the root
	sources [][]string       // the lines of each Go file, as trimmed as those of snippets
}

// read reads the Markdown and Go files below root.
func read(root string) (*repository, error) {
	r := &repository{root: root, pages: map[string]*page{}}
	return r, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (name == "testdata" || name == "node_modules" || strings.HasPrefix(name, ".") && name != "."):
			return filepath.SkipDir
		case filepath.Ext(name) == ".md":
			return r.readPage(path)
		case filepath.Ext(name) == ".go":
			return r.readSource(path)
		}
		return nil
	})
}

func (r *repository) readPage(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	from, err := filepath.Rel(r.root, path)
	if err != nil {
		return err
	}
	from = filepath.ToSlash(from)
	r.pages[from] = parse(from, text)
	return nil
}

func (r *repository) readSource(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !strings.Contains(string(text), "//go:build ignore") {
		r.sources = append(r.sources, lines(string(text)))
	}
	return nil
}
