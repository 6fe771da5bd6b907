package main

import (
	"fmt"
	"slices"
	"strings"
)

// layer is a set of packages and what they may import of this repository. A
// pattern is an import path within it; a trailing /... stands for all packages
// below. The first layer that has a package counts. Libraries that are for few layers
// stand among the imports of those.
type layer struct {
	name      string
	members   []string
	imports   []string // by the package
	inTests   []string // by its tests only
	framework string   // the one web framework that may be imported
}

// The floor plan, from the bottom up. Nothing is imported upwards.
var layers = []layer{
	{name: "leaves", members: []string{"core/internal/..."},
		imports: []string{"core/internal/..."}},
	{name: "backend", members: []string{"core/backend"},
		imports: []string{"core/internal/..."}, inTests: []string{"core", "core/clerktest/..."}},
	{name: "token", members: []string{"core/token"},
		imports: []string{"core/internal/..."}, inTests: []string{"core/clerktest/..."}},
	{name: "webhook", members: []string{"core/webhook/..."},
		imports: []string{"core/backend", "core/internal/...", "core/webhook/..."}, inTests: []string{"core/clerktest/..."}},
	{name: "otelclerk", members: []string{"otelclerk"},
		imports: []string{"core", "core/backend", "go.opentelemetry.io/otel"}, inTests: []string{"core/clerktest/..."}},
	{name: "redisstore", members: []string{"redisstore"},
		imports: []string{"core/webhook", "github.com/redis/go-redis"}, inTests: []string{"core/webhook/..."}},
	{name: "sqlstore", members: []string{"sqlstore"},
		imports: []string{"core/webhook"}, inTests: []string{"core/backend", "core/webhook/...", "github.com/jackc/pgx", "modernc.org/sqlite"}},
	{name: "adaptertest", members: []string{"core/clerktest/adaptertest"},
		imports: []string{"core", "core/clerktest", "core/internal/...", "core/token", "core/webhook"}},
	{name: "clerktest", members: []string{"core/clerktest/..."},
		imports: []string{"core", "core/backend", "core/clerktest/...", "core/internal/..."}, inTests: []string{"core/token", "core/webhook"}},
	{name: "commands", members: []string{"core/cmd/..."},
		imports: []string{"core", "core/backend", "core/clerktest/...", "core/internal/..."}},
	{name: "core", members: []string{"core"},
		imports: []string{"core/backend", "core/internal/...", "core/token"}, inTests: []string{"core/clerktest/...", "core/webhook"}},
	adapter("chiclerk", "github.com/go-chi/chi"),
	adapter("echoclerk", "github.com/labstack/echo"),
	adapter("fiberclerk", "github.com/gofiber/fiber"),
	adapter("ginclerk", "github.com/gin-gonic/gin"),
	{name: "above all", members: []string{"e2e/...", "examples/...", "scripts/..."}, framework: "*",
		imports: []string{"chiclerk", "core", "core/backend", "core/clerktest/...", "core/token", "core/webhook/...", "e2e/...", "echoclerk", "examples/...", "fiberclerk", "ginclerk", "otelclerk", "redisstore", "scripts/...", "sqlstore"}},
}

func adapter(name, framework string) layer {
	return layer{name: name, members: []string{name}, framework: framework,
		imports: []string{"core", "core/backend", "core/token", "core/webhook"}, inTests: []string{"core/clerktest/..."}}
}

// frameworks are the web frameworks that adapters are for.
var frameworks = []string{"github.com/gin-gonic/gin", "github.com/go-chi/chi", "github.com/gofiber/fiber", "github.com/labstack/echo"}

// testLibraries may be imported by tests only.
var testLibraries = []string{"github.com/google/go-cmp", "go.uber.org/goleak"}

// outerLibraries may be imported in e2e, examples and scripts only, so that
// they do not reach those who use the library.
var outerLibraries = []string{
	"github.com/chromedp",
	"github.com/getkin/kin-openapi",
	"github.com/jackc/pgx",
	"github.com/redis/go-redis",
	"go.opentelemetry.io",
	"modernc.org/sqlite",
}

// checkImports returns one line for each import that a layer forbids.
func checkImports(packages []pkg) []string {
	var violations []string
	for _, p := range packages {
		i := slices.IndexFunc(layers, func(l layer) bool { return matches(p.path(), l.members) })
		if i < 0 {
			violations = append(violations, fmt.Sprintf("%s is in no layer; add it to the table in scripts/archcheck/imports.go", p.path()))
			continue
		}
		report := func(imported, rule string) {
			violations = append(violations, fmt.Sprintf("%s imports %s: %s", p.path(), imported, rule))
		}
		for _, imported := range p.Imports {
			layers[i].check(imported, layers[i].imports, report)
			if below(imported, testLibraries) {
				report(imported, "only tests may import it")
			}
		}
		for _, imported := range p.testImports() {
			if imported != p.ImportPath {
				layers[i].check(imported, slices.Concat(layers[i].imports, layers[i].inTests), report)
			}
		}
	}
	return violations
}

// check reports an import that is not among the allowed ones.
func (l layer) check(imported string, allowed []string, report func(imported, rule string)) {
	inner, ours := strings.CutPrefix(imported, module)
	switch {
	case ours && !matches(inner, allowed):
		report(inner, fmt.Sprintf("%s may import only %s of this repository", l.name, strings.Join(allowed, ", ")))
	case l.framework == "*":
	case below(imported, frameworks) && (l.framework == "" || !below(imported, []string{l.framework})):
		report(imported, "a web framework belongs to its own adapter")
	case below(imported, outerLibraries) && !below(imported, allowed):
		report(imported, "only e2e, examples and scripts may import it, and the stores that are for it")
	}
}

// matches reports whether a path within the repository fits one of the patterns.
func matches(name string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		parent, deep := strings.CutSuffix(pattern, "/...")
		return name == parent || deep && strings.HasPrefix(name, parent+"/")
	})
}

// below reports whether an import path is one of the roots or below one.
func below(imported string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return imported == root || strings.HasPrefix(imported, root+"/")
	})
}

// adapterFiles are the files that every adapter has.
var adapterFiles = []string{"adapter_test.go", "doc.go", "example_test.go", "middleware.go", "vectors_test.go"}

// mayDiffer reports whether a file need not be in every adapter.
func mayDiffer(file string) bool {
	own := strings.HasPrefix(file, "request") || strings.HasSuffix(file, "_test.go")
	return own && !slices.Contains(adapterFiles, file)
}

// checkAdapterFiles returns one line for each file that an adapter lacks or that
// only some adapters have. A request.go is for frameworks that are not net/http,
// and tests may go beyond those that all share.
func checkAdapterFiles(packages []pkg) []string {
	var adapters []pkg
	all := slices.Clone(adapterFiles)
	for _, p := range packages {
		if isAdapter(p.path()) {
			adapters = append(adapters, p)
			all = append(all, p.files()...)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	var violations []string
	for _, adapter := range adapters {
		for _, file := range all {
			if !mayDiffer(file) && !slices.Contains(adapter.files(), file) {
				violations = append(violations, fmt.Sprintf("%s has no %s: every adapter has the same files", adapter.path(), file))
			}
		}
	}
	return violations
}

// isAdapter reports whether a package has a framework of its own.
func isAdapter(name string) bool {
	return slices.ContainsFunc(layers, func(l layer) bool {
		return l.framework != "" && l.framework != "*" && matches(name, l.members)
	})
}
