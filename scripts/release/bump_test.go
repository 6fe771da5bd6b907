package main

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var day = time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)

func TestCheckStep(t *testing.T) {
	t.Parallel()
	const tagged, breaks = true, true
	for _, test := range []struct {
		present, next  string
		tagged, breaks bool
		want           string // part of the error; "" for none
	}{
		{"v0.1.0", "v0.1.1", tagged, !breaks, ""},
		{"v0.1.0", "v0.2.0", tagged, breaks, ""},
		{"v0.9.0", "v1.0.0-rc.1", tagged, breaks, ""},
		{"v1.0.0-rc.1", "v1.0.0", tagged, !breaks, ""},
		{"v0.1.0", "v0.1.0", !tagged, breaks, ""}, // the first release
		{"v0.1.0", "v0.1.0", tagged, !breaks, "not above v0.1.0"},
		{"v0.1.0", "v0.0.9", !tagged, !breaks, "not above v0.1.0"},
		{"v1.0.0", "v1.0.0-rc.1", tagged, !breaks, "not above v1.0.0"},
		{"v0.1.0", "v0.1.1", tagged, breaks, "too small a step"},
		{"v1.1.0", "v1.2.0", tagged, breaks, "too small a step"},
		{"v0.1.0", "0.2.0", tagged, !breaks, "no version"},
		{"v0.1.0", "v0.2", tagged, !breaks, "no version"},
		{"v0.1.0", "v0.2.0+meta", tagged, !breaks, "no version"},
		{"v0.1.0", "v0.02.0", tagged, !breaks, "no version"},
		{"v0.1.0", "next", tagged, !breaks, "no version"},
		{"v1.0.0", "v2.0.0", tagged, breaks, "major version"},
		{"v1.0.0", "v2.0.0-rc.1", tagged, breaks, "major version"},
	} {
		err := checkStep(test.present, test.next, test.tagged, test.breaks)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: got %v", test, err)
		}
	}
}

func TestWorkspaceBump(t *testing.T) {
	t.Parallel()
	w := workspaceOf(t, []byte(house))
	edited, err := w.bump("v0.2.0", true, day)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{changelogFile, versionFile, "examples/go.mod", "ginclerk/go.mod", "scripts/bench/go.mod"}
	if got := slices.Sorted(maps.Keys(edited)); !slices.Equal(got, want) {
		t.Errorf("edited %q, want %q", got, want)
	}
	for name, data := range edited {
		before, err := fs.ReadFile(w.files, name)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("v0.1.0", "v0.2.0", "0.1.0", "0.2.0", "## Unreleased", "## v0.2.0 (2026-01-31)").Replace(string(before))
		if string(data) != text {
			t.Errorf("%s: got\n%s\nwant\n%s", name, data, text)
		}
	}
	for name, replacements := range map[string][]string{
		"no section":    {"## Unreleased", "## v0.1.0"},
		"empty section": {"- Everything.\n", ""},
	} {
		_, err := workspaceOf(t, rebuilt(t, replacements...)).bump("v0.2.0", true, day)
		if err == nil || !strings.Contains(err.Error(), `"## Unreleased" is missing or empty`) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := workspaceOf(t, rebuilt(t, "- Everything.", "- Breaking: nothing stays.")).bump("v0.1.1", true, day); err == nil {
		t.Error("a patch may break")
	}
}

func TestBump(t *testing.T) {
	t.Parallel()
	r := committed(t, []byte(house))
	stray := filepath.Join(r.root, "stray")
	if err := os.WriteFile(stray, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := r.bump(t.Context(), t.Output(), "v0.2.0", day); err == nil || !strings.Contains(err.Error(), "not clean") {
		t.Errorf("a working tree with a stray file: got %v", err)
	}
	if err := os.Remove(stray); err != nil {
		t.Fatal(err)
	}
	r.git(t, "tag", "core/v0.1.0")
	if err := r.bump(t.Context(), t.Output(), "v0.1.0", day); err == nil || !strings.Contains(err.Error(), "not above") {
		t.Errorf("a version with a tag: got %v", err)
	}

	var printed strings.Builder
	if err := r.bump(t.Context(), &printed, "v0.2.0", day); err != nil {
		t.Fatal(err)
	}
	want := "5 files have v0.2.0. Nothing is committed or tagged; when `go run ./scripts/release check` is content:\n\n" +
		"git commit -am 'Release v0.2.0'\n" +
		"git tag -a -m 'Release v0.2.0' core/v0.2.0\n" +
		"git tag -a -m 'Release v0.2.0' ginclerk/v0.2.0\n" +
		"git push --atomic origin HEAD core/v0.2.0 ginclerk/v0.2.0\n"
	if printed.String() != want {
		t.Errorf("got\n%s\nwant\n%s", &printed, want)
	}
	printed.Reset()
	if err := r.check(t.Context(), &printed); err != nil {
		t.Errorf("after it, check says %v\n%s", err, &printed)
	}
	if tags, err := git(t.Context(), r.root, "tag"); err != nil || tags != "core/v0.1.0\n" {
		t.Errorf("tags are %q, %v", tags, err)
	}
}
