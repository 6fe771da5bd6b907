package pathpattern

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// part is literal text, or a group that may hold a parameter.
type part struct {
	text       string // literal text; all else is empty then
	name       string // of the parameter, if there is one
	expression string // what the parameter matches, in the syntax of package regexp
	prefix     string // literal text of the group before the parameter
	suffix     string // and behind it
	modifier   string // "?", "*", "+" or none
}

// delimiters end a segment.
const delimiters = "/#?"

// prefixes are the characters that belong to the parameter behind them, so that
// /:a? makes the slash optional as well.
const prefixes = "./"

type parser struct {
	tokens  []token
	parts   []part
	text    string // literal text that is not yet in parts
	unnamed int    // how many parameters have no name so far
}

func parse(pattern string) ([]part, error) {
	tokens, err := lex(pattern)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	for p.tokens[0].kind != end {
		if err := p.next(); err != nil {
			return nil, err
		}
	}
	p.flush()
	return p.parts, nil
}

// next reads a character, a parameter or a group.
func (p *parser) next() error {
	prefix, _ := p.take(character)
	switch p.tokens[0].kind {
	case name, expression:
		if !strings.Contains(prefixes, prefix) {
			p.text, prefix = p.text+prefix, ""
		}
		p.flush()
		return p.param(part{prefix: prefix})
	}
	if prefix != "" {
		p.text += prefix
		return nil
	}
	if text, ok := p.take(escaped); ok {
		p.text += text
		return nil
	}
	p.flush()
	if _, ok := p.take(opening); !ok {
		return p.unexpected(opening)
	}
	return p.param(part{prefix: p.takeText()}, closing)
}

// param reads a parameter, and if a closing token is wanted, the suffix before
// it. Within a group there may be no parameter at all.
func (p *parser) param(group part, want ...kind) error {
	named, hasName := p.take(name)
	custom, hasCustom := p.take(expression)
	var err error
	switch {
	case hasCustom:
		group.expression, err = checkExpression(custom)
	case hasName:
		group.expression, err = p.segment(group.prefix)
	}
	if err != nil {
		return fmt.Errorf("%w, before offset %d", err, p.tokens[0].at)
	}
	group.name = named
	if hasCustom && !hasName {
		group.name = strconv.Itoa(p.unnamed)
		p.unnamed++
	}
	if len(want) > 0 {
		group.suffix = p.takeText()
		if _, ok := p.take(closing); !ok {
			return p.unexpected(closing)
		}
	}
	group.modifier, _ = p.take(modifier)
	p.parts = append(p.parts, group)
	return nil
}

// segment returns the expression of a parameter that has none of its own: up to
// the next delimiter, and up to the next occurrence of the text before it,
// which keeps two parameters of one segment apart.
func (p *parser) segment(prefix string) (string, error) {
	before := prefix
	if len(p.parts) > 0 && before == "" {
		before = p.parts[len(p.parts)-1].text
		if before == "" {
			return "", errors.New("there is no text between two parameters")
		}
	}
	switch {
	case before == "", strings.ContainsAny(before, delimiters):
		return "[^" + delimiters + "]+?", nil
	case utf8.RuneCountInString(before) > 1:
		return "", fmt.Errorf("the text %q between two parameters of one segment is longer than one character; give the second parameter an expression", before)
	default:
		return "[^" + delimiters + regexp.QuoteMeta(before) + "]+?", nil
	}
}

func (p *parser) take(kind kind) (text string, ok bool) {
	if p.tokens[0].kind != kind {
		return "", false
	}
	text = p.tokens[0].text
	p.tokens = p.tokens[1:]
	return text, true
}

// takeText reads characters, escaped or not.
func (p *parser) takeText() string {
	var b strings.Builder
	for {
		switch token := p.tokens[0]; token.kind {
		case character, escaped:
			b.WriteString(token.text)
			p.tokens = p.tokens[1:]
		default:
			return b.String()
		}
	}
}

func (p *parser) flush() {
	if p.text != "" {
		p.parts = append(p.parts, part{text: p.text})
		p.text = ""
	}
}

func (p *parser) unexpected(want kind) error {
	got := p.tokens[0]
	if want == opening {
		return fmt.Errorf("unexpected %s at offset %d", strings.TrimSpace(string(got.kind)+" "+got.text), got.at)
	}
	return fmt.Errorf("%s instead of %s at offset %d", got.kind, want, got.at)
}
