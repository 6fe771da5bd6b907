package main

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// A page is one file in Markdown.
type page struct {
	path     string
	text     string
	headings map[string]bool // the fragments that links may name
	links    []link
	snippets []snippet
}

type link struct {
	line   int
	target string
}

type snippet struct {
	line int
	text string
}

// parse reads a page.
func parse(path string, source []byte) *page {
	p := &page{path: path, text: string(source), headings: map[string]bool{}}
	document := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	line := 1
	_ = ast.Walk(document, func(node ast.Node, entering bool) (ast.WalkStatus, error) { // it never fails
		if !entering {
			return ast.WalkContinue, nil
		}
		if node.Type() == ast.TypeBlock && node.Lines().Len() > 0 {
			line = 1 + bytes.Count(source[:node.Lines().At(0).Start], []byte("\n"))
		}
		switch node := node.(type) {
		case *ast.FencedCodeBlock:
			if string(node.Language(source)) == "go" {
				p.snippets = append(p.snippets, snippet{line, string(node.Lines().Value(source))})
			}
		case *ast.Heading:
			p.headings[fragment(plain(node, source))] = true
		case *ast.Image:
			p.links = append(p.links, link{line, string(node.Destination)})
		case *ast.Link:
			p.links = append(p.links, link{line, string(node.Destination)})
		}
		return ast.WalkContinue, nil
	})
	return p
}

// plain is the text of a heading without its marks.
func plain(node ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(node, func(inner ast.Node, entering bool) (ast.WalkStatus, error) {
		if text, ok := inner.(*ast.Text); ok && entering {
			b.Write(text.Segment.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// fragment is how hosts of repositories name a heading: in lower case, without
// punctuation, with hyphens for blanks.
func fragment(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, strings.TrimSpace(heading))
}
