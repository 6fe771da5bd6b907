package main

import (
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// unreleasedHeading begins the section of what has no version yet.
const unreleasedHeading = "Unreleased"

// changelog is a text of sections, each with a heading such as "## v0.1.0 (2026-01-31)".
type changelog string

func readChangelog(files fs.FS) (changelog, error) {
	data, err := fs.ReadFile(files, changelogFile)
	return changelog(data), err
}

// section returns the lines below the heading whose first word is name, nil if there is
// no such heading or nothing below it.
func (c changelog) section(name string) (lines []string) {
	inside := false
	for line := range strings.Lines(string(c)) {
		line = strings.TrimSpace(line)
		if heading, ok := strings.CutPrefix(line, "## "); ok {
			word, _, _ := strings.Cut(heading, " ")
			inside = word == name
		} else if inside && line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// breaks reports whether the section of what has no version yet has an entry that begins
// with "Breaking".
func (c changelog) breaks() bool {
	for _, line := range c.section(unreleasedHeading) {
		if strings.HasPrefix(line, "- Breaking") {
			return true
		}
	}
	return false
}

// release returns the changelog with a version in place of "Unreleased".
func (c changelog) release(version string, day time.Time) changelog {
	heading := fmt.Sprintf("## %s (%s)", version, day.Format(time.DateOnly))
	return changelog(strings.Replace(string(c), "## "+unreleasedHeading, heading, 1))
}
