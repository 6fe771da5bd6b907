package main

import (
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

func TestWorkspace(t *testing.T) {
	t.Parallel()
	violations, err := run()
	if err != nil {
		t.Fatal(err)
	}
	for _, violation := range violations {
		t.Error(violation)
	}
}

func TestCheckImports(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		from string
		to   string // an inner path if it begins with "./"
		test bool   // only a test imports it
		rule string // part of the message; "" if the import is allowed
	}{
		{name: "core to backend", from: "core", to: "./core/backend"},
		{name: "core to a leaf", from: "core", to: "./core/internal/cookie"},
		{name: "adapter to core", from: "ginclerk", to: "./core"},
		{name: "adapter to its framework", from: "ginclerk", to: "github.com/gin-gonic/gin/binding"},
		{name: "webhook to backend", from: "core/webhook", to: "./core/backend"},
		{name: "clerktest to core", from: "core/clerktest", to: "./core"},
		{name: "example to adapter", from: "examples/gin", to: "./ginclerk"},
		{name: "example to a store", from: "examples/webhook", to: "modernc.org/sqlite"},
		{name: "test of core to clerktest", from: "core", to: "./core/clerktest", test: true},
		{name: "test to a test library", from: "core", to: "github.com/google/go-cmp/cmp", test: true},
		{name: "standard library", from: "core/internal/cookie", to: "net/http"},
		{name: "own package by its external test", from: "core/internal/cookie", to: "./core/internal/cookie", test: true},

		{name: "backend to core", from: "core/backend", to: "./core", rule: "backend may import only"},
		{name: "backend to token", from: "core/backend", to: "./core/token", rule: "backend may import only"},
		{name: "token to backend", from: "core/token", to: "./core/backend", rule: "token may import only"},
		{name: "leaf to backend", from: "core/internal/rest", to: "./core/backend", rule: "leaves may import only"},
		{name: "core to adapter", from: "core", to: "./ginclerk", rule: "core may import only"},
		{name: "core to clerktest", from: "core", to: "./core/clerktest", rule: "core may import only"},
		{name: "core to webhook", from: "core", to: "./core/webhook", rule: "core may import only"},
		{name: "webhook to core", from: "core/webhook", to: "./core", rule: "webhook may import only"},
		{name: "clerktest to token", from: "core/clerktest", to: "./core/token", rule: "clerktest may import only"},
		{name: "adapter to adapter", from: "ginclerk", to: "./echoclerk", rule: "ginclerk may import only"},
		{name: "adapter to a leaf", from: "ginclerk", to: "./core/internal/cookie", rule: "ginclerk may import only"},
		{name: "adapter to another framework", from: "ginclerk", to: "github.com/labstack/echo/v4", rule: "its own adapter"},
		{name: "core to a framework", from: "core", to: "github.com/go-chi/chi/v5", rule: "its own adapter"},
		{name: "test of core to a framework", from: "core", to: "github.com/gofiber/fiber/v2", test: true, rule: "its own adapter"},
		{name: "core to a test library", from: "core", to: "go.uber.org/goleak", rule: "only tests"},
		{name: "core to a store", from: "core", to: "github.com/redis/go-redis/v9", rule: "only e2e, examples and scripts"},
		{name: "test of core to an outer library", from: "core", to: "github.com/chromedp/chromedp", test: true, rule: "only e2e, examples and scripts"},
		{name: "example to a leaf", from: "examples/gin", to: "./core/internal/cookie", rule: "above all may import only"},
		{name: "unknown package", from: "helpers", to: "fmt", rule: "is in no layer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			to := test.to
			if inner, ok := strings.CutPrefix(to, "./"); ok {
				to = module + inner
			}
			p := pkg{ImportPath: module + test.from, Imports: []string{to}}
			if test.test {
				p.Imports, p.XTestImports = nil, []string{to}
			}
			got := checkImports([]pkg{p})
			switch {
			case test.rule == "" && len(got) > 0:
				t.Errorf("forbidden: %q", got)
			case test.rule != "" && (len(got) != 1 || !strings.Contains(got[0], test.rule)):
				t.Errorf("got %q, want one violation of %q", got, test.rule)
			}
		})
	}
}

func TestCheckAdapterFiles(t *testing.T) {
	t.Parallel()
	complete := pkg{ImportPath: module + "ginclerk", GoFiles: []string{"doc.go", "middleware.go"}, TestGoFiles: []string{"own_test.go"}, XTestGoFiles: []string{"adapter_test.go", "example_test.go", "vectors_test.go"}}
	fiber := complete
	fiber.ImportPath, fiber.GoFiles = module+"fiberclerk", []string{"doc.go", "middleware.go", "request.go"}
	if got := checkAdapterFiles([]pkg{complete, fiber}); len(got) > 0 {
		t.Errorf("equal adapters: %q", got)
	}
	chi := complete
	chi.ImportPath, chi.GoFiles = module+"chiclerk", []string{"doc.go", "extra.go"}
	want := []string{
		"ginclerk has no extra.go: every adapter has the same files",
		"chiclerk has no middleware.go: every adapter has the same files",
	}
	if got := checkAdapterFiles([]pkg{complete, chi}); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestUses(t *testing.T) {
	t.Parallel()
	source := `package x
import (
	"context"
	clerk "github.com/clerkgo/clerk-go/core"
)
var _ clerk.Options
var _ = clerk.NewClient(context.Background())
`
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, selector := range uses(file, module+"core") {
		got = append(got, selector.Sel.Name)
	}
	if want := []string{"Options", "NewClient"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := uses(file, module+"core/token"); got != nil {
		t.Errorf("a package that is not imported is used: %v", got)
	}
}

func TestCheckSource(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, file, source, want string }{
		{"fine", "a.go", "package a\n", ""},
		{"machine path", "a.md", "see " + machinePaths[0] + "x", "a.md:1 has a path of one machine"},
		{"format", "a.go", "package  a\n", "a.go is not formatted"},
		{"syntax", "a.go", "package\n", "expected 'IDENT'"},
		{"init", "a.go", "package a\n\nfunc init() { run() }\n", "a.go has an init function"},
		{"init in a test", "a_test.go", "package a\n\nfunc init() { run() }\n", ""},
		{"method init", "a.go", "package a\n\nfunc (t T) init() {}\n", ""},
	} {
		got := strings.Join(checkSource(test.file, []byte(test.source)), "\n")
		if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}
