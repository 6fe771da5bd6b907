package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	processor "golang.org/x/sys/cpu"
)

// A report collects tables, plots, rows of the budget, and whom we are ahead of.
type report struct {
	text   strings.Builder
	plots  map[string]string // SVG by file name
	rows   []budgetRow
	claims []claim
}

type budgetRow struct {
	what, unit   string
	value, limit float64
}

// met reports whether a row keeps to its limit, which "at least" turns round.
func (r budgetRow) met() bool {
	if strings.HasSuffix(r.unit, "at least") {
		return r.value >= r.limit
	}
	return r.value <= r.limit
}

type claim struct {
	what  string
	ahead bool
}

func newReport() *report { return &report{plots: map[string]string{}} }

func (r *report) budget(what string, value, limit float64, unit string) {
	r.rows = append(r.rows, budgetRow{what, unit, value, limit})
}

func (r *report) claim(what string, ahead bool) { r.claims = append(r.claims, claim{what, ahead}) }

// ahead claims that a result is ahead of all others but those that are no peers.
func (r *report) ahead(what string, results []result, mine string, noPeers ...string) {
	own := find(results, mine)
	for _, other := range results {
		peer := other.name != mine
		for _, name := range noPeers {
			peer = peer && other.name != name
		}
		if peer {
			r.claim(what+", against "+other.name, own.ratio.median < other.ratio.median)
		}
	}
}

// met reports whether every row of the budget is, and every peer is behind.
func (r *report) met() bool {
	for _, row := range r.rows {
		if !row.met() {
			return false
		}
	}
	for _, claim := range r.claims {
		if !claim.ahead {
			return false
		}
	}
	return true
}

func (r *report) section(title, note string) {
	fmt.Fprintf(&r.text, "\n## %s\n\n%s\n\n", title, note)
}

// table writes results by ratio.
func (r *report) table(title, note string, results []result) {
	r.section(title, note)
	r.text.WriteString("| | ratio | 10–90 % | allocations |\n|---|--:|--:|--:|\n")
	for _, result := range byRatio(results) {
		allocs := fmt.Sprintf("%.0f", result.allocs)
		if result.allocs < 0 {
			allocs = "–"
		}
		fmt.Fprintf(&r.text, "| %s | %s | %s–%s | %s |\n", strong(result.name), digits(result.ratio.median), digits(result.ratio.p10), digits(result.ratio.p90), allocs)
	}
}

func (r *report) added(title, note string, rows []addedRow) {
	r.section(title, note)
	r.text.WriteString("| framework | | bare route, ns | adds, ns | adds, allocations |\n|---|---|--:|--:|--:|\n")
	for _, row := range rows {
		fmt.Fprintf(&r.text, "| %s | %s | %.0f | %.0f | %.0f |\n", row.framework, strong(row.name), row.bare, row.ns, row.allocs)
	}
}

func (r *report) servers(title, note string, rows []serverRow) {
	r.section(title, note)
	r.text.WriteString("| framework | | CPU a request, µs | × bare route | requests a second | failed |\n|---|---|--:|--:|--:|--:|\n")
	var bars []bar
	for _, row := range rows {
		name := row.behind
		if name == "" {
			name = "bare route"
		} else {
			bars = append(bars, bar{row.framework + ", " + row.behind, row.cpu.median / 1000, row.behind == ours})
		}
		fmt.Fprintf(&r.text, "| %s | %s | %.1f | %s | %.0f | %d |\n", row.framework, strong(name), row.cpu.median/1000, digits(row.ratio.median), row.rate.median, row.failed)
	}
	r.draw("loopback", "CPU of the server for one request, µs", bars)
}

func (r *report) keys(title, note string, rows []keyRow) {
	r.section(title, note)
	r.text.WriteString("| scenario | | fetches | failed |\n|---|---|--:|--:|\n")
	for _, scenario := range keyScenarioNames {
		for _, row := range rows {
			if row.scenario == scenario {
				fmt.Fprintf(&r.text, "| %s | %s | %d | %d |\n", scenario, strong(row.name), row.fetches, row.failed)
			}
		}
	}
}

// plot draws results by ratio.
func (r *report) plot(name, title string, results []result) {
	var bars []bar
	for _, result := range byRatio(results) {
		bars = append(bars, bar{result.name, result.ratio.median, strings.HasPrefix(result.name, ours)})
	}
	r.draw(name, title, bars)
}

func (r *report) draw(name, title string, bars []bar) {
	file := "performance-" + name + ".svg"
	r.plots[file] = svg(title, bars)
	fmt.Fprintf(&r.text, "\n![%s](%s)\n", title, file)
}

// markdown is the whole report.
func (r *report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Performance\n\nMeasured on %s by `go -C scripts/bench run .`, with %s on %d cores (%s, %s). Contenders took turns in one run; "+
		"what counts is CPU time of the process relative to the base of a table, as the median and the spread of the rounds. "+
		"Times are of that machine; ratios carry over.\n", time.Now().Format("2 January 2006"), runtime.Version(), runtime.NumCPU(), runtime.GOOS+"/"+runtime.GOARCH, features())
	if len(r.rows) > 0 {
		b.WriteString("\n## Budget\n\n| | measured | budget | |\n|---|--:|--:|---|\n")
		for _, row := range r.rows {
			fmt.Fprintf(&b, "| %s | %s | %s %s | %s |\n", row.what, digits(row.value), digits(row.limit), row.unit, verdict(row.met()))
		}
	}
	if len(r.claims) > 0 {
		ahead := 0
		for _, claim := range r.claims {
			if claim.ahead {
				ahead++
			}
		}
		fmt.Fprintf(&b, "\nAhead in %d of %d comparisons with other packages.", ahead, len(r.claims))
		for _, claim := range r.claims {
			if !claim.ahead {
				fmt.Fprintf(&b, " Not ahead: %s.", claim.what)
			}
		}
		b.WriteString("\n")
	}
	b.WriteString(r.text.String())
	b.WriteString("\n## Versions\n\n")
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if versions[module.Path] {
				fmt.Fprintf(&b, "- `%s` %s\n", module.Path, module.Version)
			}
		}
	}
	b.WriteString(nodeVersions())
	return b.String()
}

// versions are the modules that the report names.
var versions = map[string]bool{
	"github.com/auth0/go-jwt-middleware/v3": true, "github.com/clerk/clerk-sdk-go/v2": true, "github.com/gin-gonic/gin": true,
	"github.com/go-chi/chi/v5": true, "github.com/go-jose/go-jose/v4": true, "github.com/gofiber/fiber/v2": true,
	"github.com/golang-jwt/jwt/v5": true, "github.com/labstack/echo/v4": true, "github.com/lestrrat-go/jwx/v3": true,
}

// write stores the report, what stands in the page behind the marker kept.
func (r *report) write(dir string) error {
	path := filepath.Join(dir, "performance.md")
	kept := ""
	if old, err := os.ReadFile(path); err == nil {
		if _, rest, ok := strings.Cut(string(old), remarks); ok {
			kept = "\n" + remarks + rest
		}
	}
	if err := os.WriteFile(path, []byte(r.markdown()+kept), 0o644); err != nil {
		return err
	}
	for name, text := range r.plots {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// remarks begins what people have written below the figures.
const remarks = "<!-- remarks -->"

func strong(name string) string {
	if strings.HasPrefix(name, ours) {
		return "**" + name + "**"
	}
	return name
}

func verdict(met bool) string {
	if met {
		return "met"
	}
	return "**missed**"
}

// digits writes a number with as many places as matter.
func digits(value float64) string {
	switch {
	case value == float64(int(value)):
		return fmt.Sprintf("%.0f", value)
	case value < 0.1:
		return fmt.Sprintf("%.3f", value)
	case value < 10:
		return fmt.Sprintf("%.2f", value)
	}
	return fmt.Sprintf("%.1f", value)
}

// features says what of the processor matters to signatures.
func features() string {
	switch {
	case processor.X86.HasAVX512F:
		return "AVX-512"
	case processor.X86.HasAVX2:
		return "AVX2"
	}
	return "baseline"
}
