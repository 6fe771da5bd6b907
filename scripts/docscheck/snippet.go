package main

import (
	"slices"
	"strings"
)

// omitted stands in a snippet for lines that it leaves out.
const omitted = "// …"

// quotes reports whether a Go file has the lines of a snippet, one after the other but
// for those that it leaves out.
func (r *repository) quotes(s snippet) bool {
	parts := [][]string{nil}
	for _, line := range lines(s.text) {
		if line == omitted {
			parts = append(parts, nil)
			continue
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], line)
	}
	return slices.ContainsFunc(r.sources, func(source []string) bool { return has(source, parts) })
}

// has reports whether a source has the parts, in order.
func has(source []string, parts [][]string) bool {
	for _, part := range parts {
		at := index(source, part)
		if at < 0 {
			return false
		}
		source = source[at+len(part):]
	}
	return true
}

// index returns where lines begin in a source, -1 for nowhere.
func index(source, part []string) int {
	for at := range len(source) - len(part) + 1 {
		if slices.Equal(source[at:at+len(part)], part) {
			return at
		}
	}
	return -1
}

// lines are the lines of Go source, as far as they matter: without indentation, and
// without those that are blank.
func lines(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}
