package attack

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A word is something that the grammar gives, and what it is called in reports.
type word struct{ name, text string }

// A rule is all words of one production, in the order in which they stand in it. Rules
// are enumerated, never drawn: the same inputs in every run.
type rule []word

// text is a rule of one word.
func text(name, content string) rule { return rule{{name, content}} }

// oneOf is a rule whose words are called by what they are.
func oneOf(contents ...string) rule {
	var r rule
	for _, content := range contents {
		r = append(r, word{quoted(content), content})
	}
	return r
}

// either gives the words of several rules.
func either(rules ...rule) rule {
	var all rule
	for _, r := range rules {
		all = append(all, r...)
	}
	return all
}

// each passes all words through a production that needs to compute.
func (r rule) each(compute func(string) string) rule {
	computed := make(rule, len(r))
	for i, w := range r {
		computed[i] = word{w.name, compute(w.text)}
	}
	return computed
}

// called puts a name in front of the names of all words.
func (r rule) called(name string) rule {
	renamed := make(rule, len(r))
	for i, w := range r {
		renamed[i] = word{join(name, w.name), w.text}
	}
	return renamed
}

func join(left, right string) string {
	if left == "" || right == "" {
		return left + right
	}
	return left + ", " + right
}

// quoted is a text of any length and content, for a line of a report.
func quoted(content string) string {
	const most = 48
	if len(content) <= most {
		return fmt.Sprintf("%q", content)
	}
	return fmt.Sprintf("%q… of %d bytes", content[:most], len(content))
}

// repeated repeats a text until it has a size.
func repeated(piece string, size int) string { return strings.Repeat(piece, size/len(piece)) }

// sorted are the keys of a map, in the same order in every run.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// hex is a byte as escapes have it.
func hex(c byte) string { return fmt.Sprintf("%02x", c) }

// itoa is a number as lines of the header have it.
func itoa(n int) string { return strconv.Itoa(n) }

// number reads what stands in a rule.
func number(decimal string) int {
	n, err := strconv.Atoi(decimal)
	if err != nil {
		panic(err)
	}
	return n
}
