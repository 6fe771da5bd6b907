package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// house is a repository that keeps every rule. Its core has a command which runs a
// program, as that of the real one.
const house = `
-- CHANGELOG.md --
# Changelog

## Unreleased

- Everything.
-- LICENSE --
Anybody may do anything.
-- go.work --
go 1.26.0

use (
	./core
	./e2e
	./examples
	./ginclerk
	./scripts
)
-- core/go.mod --
module github.com/clerkgo/clerk-go/core

go 1.26.0
-- core/go.sum --
-- core/core.go --
package core

const Name = "core"

func Old() {}

func Same(text string) string { return text }
-- core/backend/backend.go --
package backend

type User struct{ ID string }
-- core/cmd/clerkdev/main.go --
package main

import (
	"os"
	"os/exec"
)

func main() {
	command := exec.Command(os.Args[len(os.Args)-1])
	command.Stdout = os.Stdout
	if command.Run() != nil {
		os.Exit(1)
	}
}
-- core/internal/version/version.go --
package version

const (
	UserAgent = "clerk-go/core@" + Version

	Version = "0.1.0"
)
-- e2e/go.mod --
module github.com/clerkgo/clerk-go/e2e

go 1.26.0
-- examples/go.mod --
module github.com/clerkgo/clerk-go/examples

go 1.26.0

replace (
	github.com/clerkgo/clerk-go/core => ../core
	github.com/clerkgo/clerk-go/ginclerk => ../ginclerk
)

require github.com/clerkgo/clerk-go/ginclerk v0.1.0

require github.com/clerkgo/clerk-go/core v0.1.0 // indirect
-- examples/examples.go --
package examples

import _ "github.com/clerkgo/clerk-go/ginclerk"
-- ginclerk/go.mod --
module github.com/clerkgo/clerk-go/ginclerk

go 1.26.0

replace github.com/clerkgo/clerk-go/core => ../core

require github.com/clerkgo/clerk-go/core v0.1.0 // the same version
-- ginclerk/go.sum --
-- ginclerk/ginclerk.go --
package ginclerk

import "github.com/clerkgo/clerk-go/core"

func Hello() string { return "Hello " + core.Name }
-- scripts/go.mod --
module github.com/clerkgo/clerk-go/scripts

go 1.26.0
-- scripts/bench/go.mod --
module github.com/clerkgo/clerk-go/scripts/bench

go 1.26.0

replace github.com/clerkgo/clerk-go/core => ../../core

require github.com/clerkgo/clerk-go/core v0.1.0
-- scripts/bench/bench.go --
package bench

import _ "github.com/clerkgo/clerk-go/core"
`

// rebuilt returns the house with texts replaced, each of which has to be there.
func rebuilt(t *testing.T, replacements ...string) []byte {
	t.Helper()
	text := house
	for i := 0; i < len(replacements); i += 2 {
		if !strings.Contains(text, replacements[i]) {
			t.Fatalf("the house has no %q", replacements[i])
		}
		text = strings.Replace(text, replacements[i], replacements[i+1], 1)
	}
	return []byte(text)
}

// filesOf returns the files of an archive.
func filesOf(t *testing.T, archive []byte) fs.FS {
	t.Helper()
	files, err := txtar.FS(txtar.Parse(archive))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// workspaceOf returns the workspace of an archive.
func workspaceOf(t *testing.T, archive []byte) *workspace {
	t.Helper()
	w, err := readWorkspace(filesOf(t, archive))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// committed returns a repository with one commit of an archive.
func committed(t *testing.T, archive []byte) repository {
	t.Helper()
	r := repository{t.TempDir()}
	r.write(t, archive)
	r.git(t, "init", "-q")
	r.commitAll(t)
	return r
}

// write writes the files of an archive into the working tree.
func (r repository) write(t *testing.T, archive []byte) {
	t.Helper()
	for _, file := range txtar.Parse(archive).Files {
		name := filepath.Join(r.root, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, file.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func (r repository) commitAll(t *testing.T) {
	t.Helper()
	r.git(t, "add", "-A")
	r.git(t, "commit", "-q", "-m", "Change")
}

func (r repository) git(t *testing.T, arguments ...string) {
	t.Helper()
	settings := []string{"-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"}
	if _, err := git(t.Context(), r.root, append(settings, arguments...)...); err != nil {
		t.Fatal(err)
	}
}
