package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRun is not parallel: it changes the folder and the environment.
func TestRun(t *testing.T) {
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "core"), os.DirFS("testdata/core")); err != nil {
		t.Fatal(err)
	}
	specs := t.TempDir()
	document := filepath.Join(specs, "bapi-2020-01-02.yml")
	if err := os.WriteFile(document, []byte(read(t, "testdata/api.yml")), 0o600); err != nil {
		t.Fatal(err)
	}
	newer := filepath.Join(specs, "newer.yml")
	if err := os.WriteFile(newer, []byte(strings.ReplaceAll(read(t, "testdata/api.yml"), "/rules", "/laws")), 0o600); err != nil {
		t.Fatal(err)
	}
	inside := filepath.Join(root, "core", "backend")
	for _, test := range []struct {
		name, folder, specs, ci, against string
		status                           int
		stdout, stderr                   string // parts
	}{
		{"differences", inside, specs, "", "", 1, "core/backend/items.go:229 ItemService.Ring: the specification has no GET", ""},
		{"absent", inside, root, "", "", 0, "skipped", ""},
		{"absent in CI", inside, root, "true", "", 1, "", "there is no document"},
		{"against", inside, specs, "", newer, 0, "+ operation GET /laws (no method)\n- operation GET /rules (ItemService.Rules)\n", ""},
		{"against nothing", inside, specs, "", filepath.Join(specs, "none.yml"), 2, "", "none.yml"},
		{"outside", specs, specs, "", "", 2, "", "run it inside the repository"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(test.folder)
			t.Setenv("CI", test.ci)
			t.Setenv("CLERK_OPENAPI", test.specs)
			t.Setenv("GOWORK", "off")
			var stdout, stderr bytes.Buffer
			if status := run(&stdout, &stderr, test.against); status != test.status {
				t.Errorf("the status is %d, want %d", status, test.status)
			}
			if got := stdout.String(); !strings.Contains(got, test.stdout) || (test.stdout == "") != (got == "") {
				t.Errorf("stdout is %q, want %q in it", got, test.stdout)
			}
			if got := stderr.String(); !strings.Contains(got, test.stderr) || (test.stderr == "") != (got == "") {
				t.Errorf("stderr is %q, want %q in it", got, test.stderr)
			}
		})
	}
}

func TestDoesNotCompile(t *testing.T) {
	t.Setenv("GOWORK", "off")
	root := t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "core"), os.DirFS("testdata/core")); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(root, "core", "backend", "broken.go")
	if err := os.WriteFile(broken, []byte("package backend\n\nvar _ = nothing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := loadCode(root); err == nil || !strings.Contains(err.Error(), "undefined: nothing") {
		t.Errorf("got %v, want an error that says what is undefined", err)
	}
}
