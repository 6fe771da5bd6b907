package vectors

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var errDiffers = errors.New("differs")

func succeed(Case) error { return nil }

func differ(Case) error { return errDiffers }

func TestJudge(t *testing.T) {
	t.Parallel()
	declared := map[string]Deviation{"quirky": {Label: "quirky", Reason: "r", Rule: "ours"}}
	for _, test := range []struct {
		name    string
		quirk   string
		run     func(Case) error
		rules   Rules
		want    verdict
		message string
	}{
		{name: "equal", run: succeed, want: passed},
		{name: "different", run: differ, want: failed, message: "differs"},
		{name: "panic", run: func(Case) error { panic("boom") }, want: failed, message: "panic: boom"},
		{name: "quirk matched", quirk: "quirky: text", run: succeed, want: passed},
		{name: "quirk undeclared", quirk: "other: text", run: differ, rules: Rules{"other": succeed}, want: failed, message: "differs"},
		{name: "quirk without rule", quirk: "quirky: text", run: differ, want: failed, message: "no rule for the declared deviation quirky"},
		{name: "rule holds", quirk: "quirky: text", run: differ, rules: Rules{"quirky": succeed}, want: deviated},
		{name: "rule fails", quirk: "quirky: text", run: differ, rules: Rules{"quirky": differ}, want: failed, message: "the rule of quirky (ours) does not hold"},
		{name: "rule panics", quirk: "quirky", run: differ, rules: Rules{"quirky": func(Case) error { panic("boom") }}, want: failed, message: "boom"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := judge(Case{Name: "x", Quirk: test.quirk}, test.run, test.rules, declared)
			if got != test.want || (err != nil) != (test.want == failed) {
				t.Fatalf("got verdict %d, error %v", got, err)
			}
			if err != nil && !strings.Contains(err.Error(), test.message) {
				t.Errorf("error %q does not mention %q", err, test.message)
			}
		})
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	if got, want := line("a-verify-token", 3, 0, 1, 0), "vectors a-verify-token: 3 passed, 0 failed, 1 deviations\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := line("f-express gin", 3, 0, 1, 7), "vectors f-express gin: 3 passed, 0 failed, 1 deviations, 7 unrepresentable\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestUndeclaredRule(t *testing.T) {
	t.Parallel()
	if err := (Rules{"other": succeed}).undeclared(nil); err == nil {
		t.Error("a rule that no deviation declares was accepted")
	}
}

func TestParseDeviations(t *testing.T) {
	t.Parallel()
	for name, data := range map[string]string{
		"no reason": `[{"label":"a","rule":"r"}]`,
		"no rule":   `[{"label":"a","reason":"r"}]`,
		"not JSON":  `[`,
		"twice":     `[{"label":"a","reason":"r","rule":"r"},{"label":"a","reason":"r","rule":"r"}]`,
	} {
		if got, err := parseDeviations([]byte(data)); err == nil {
			t.Errorf("%s: accepted as %v", name, got)
		}
	}
	got, err := parseDeviations([]byte(`[{"label":"a","reason":"b","rule":"c"}]`))
	if err != nil || got["a"] != (Deviation{Label: "a", Reason: "b", Rule: "c"}) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestProjectDeviationsParse(t *testing.T) {
	t.Parallel()
	if _, err := Deviations(); err != nil {
		t.Error(err)
	}
}

// Not parallel: these tests set an environment variable.
func TestLoadFromVariable(t *testing.T) {
	directory := t.TempDir()
	data := `{"clock":{"now_ms":5},"instances":{"dev":{"kind":"dev"}},"cases":[{"name":"k-\ud800","input":{},"expect":{"v":"\ud800"}}]}`
	if err := os.WriteFile(filepath.Join(directory, "k.json"), []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(directory, "empty.json"), []byte(`{"cases":[]}`), 0o600); err != nil {
		t.Fatal(err)
	}

	t.Setenv(Variable, directory)
	file, err := Load("k")
	if err != nil {
		t.Fatal(err)
	}
	c := file.Cases[0]
	if now, err := c.Now(); err != nil || now.UnixMilli() != 5 {
		t.Errorf("clock %v, %v", now, err)
	}
	if c.Instances["dev"].Kind != "dev" {
		t.Errorf("instances %v", c.Instances)
	}
	if got, want := string(c.Expect), `{"v":"\ud800"}`; got != want {
		t.Errorf("expectation %s, want %s", got, want)
	}
	if _, err := Load("other"); !errors.Is(err, errAbsent) {
		t.Errorf("an absent suite is to be skipped, got %v", err)
	}
	if _, err := Load("empty"); err == nil || errors.Is(err, errAbsent) {
		t.Errorf("a suite without cases must fail, got %v", err)
	}

	t.Setenv(Variable, filepath.Join(directory, "missing"))
	if _, err := Load("k"); err == nil || errors.Is(err, errAbsent) {
		t.Errorf("a missing folder must fail, got %v", err)
	}
}

// Not parallel: changes the working directory.
func TestLoadOutsideTheProject(t *testing.T) {
	directory := t.TempDir()
	t.Chdir(directory)
	t.Setenv(Variable, "")
	if _, err := Load("g-keys"); !errors.Is(err, errAbsent) {
		t.Errorf("without any vectors a suite is to be skipped, got %v", err)
	}
	if got, err := Deviations(); err != nil || got != nil {
		t.Errorf("got deviations %v, %v", got, err)
	}

	below := filepath.Join(directory, "a", "b")
	if err := os.MkdirAll(filepath.Join(directory, "sets"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(below, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(directory, "sets", "k.json"), []byte(`{"cases":[{"name":"k"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir(below)
	t.Setenv(Variable, "sets")
	if _, err := Load("k"); err != nil {
		t.Errorf("a relative folder is to be found from a package's folder: %v", err)
	}
}
