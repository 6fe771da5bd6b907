package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for path, text := range map[string]string{
		"README.md": "# Title & more\n\n```go\nx := 1\n// …\nz := 3\n```\n\n```go\nz := 3\nx := 1\n```\n\n" +
			"[a](docs/a.md) [b](docs/b.md) [c](#title--more) [d](#nowhere)\n[e](http://example.com) [f](https://example.com) ![g](docs/g.png)\n",
		"core/env.go":       "package core\n\nvar a, b = \"CLERK_A\", \"CLERK_B\"\n\ntype Options struct{ A, b string }\n",
		"core/token/key.go": "package token\n\nconst ReasonBad = \"bad\"\n",
		"docs/a.md":         "# A\n\n[up](../README.md#title--more)\n",
		"docs/options.md":   "`CLERK_A`\n",
		"docs/reasons.md":   "bad\n",
		"x.go":              "package x\n\nfunc x() {\n\tx := 1\n\ty := 2\n\tz := 3\n}\n",
	} {
		path = filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := check(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"README.md:10: no Go file has this snippet; put it into one that is compiled",
		"README.md:14: the link docs/b.md leads to no file",
		"README.md:14: the link #nowhere leads to no heading",
		"README.md:14: the link http://example.com is neither https nor relative",
		"README.md:14: the link docs/g.png leads to no file",
		"docs/options.md: CLERK_B is not listed",
		"docs/options.md: A is not listed",
		"docs/reasons.md: bad is not listed",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
