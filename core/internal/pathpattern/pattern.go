// Package pathpattern matches URL paths against patterns such as /orgs/:slug,
// in the syntax of version 6.3 of the JavaScript package path-to-regexp with
// its default options: case-insensitive, anchored at both ends, an optional
// "/", "#" or "?" at the end, parameters not decoded.
//
//	:name    one segment; \w+ names it
//	(\d+)    a custom expression, named 0, 1, … in order
//	:id(\d+) both
//	{-:x}    a group with text before or behind the parameter
//	? * +    behind any of these: optional, any number, at least one
//	\        takes the next character literally
//
// Expressions run on package regexp, in time linear in the path, so no pattern
// and no path can make a match slow. A pattern that needs more than regular
// expressions (look-around, back references), or that JavaScript and Go read
// differently, is an error when it is compiled.
package pathpattern

import (
	"fmt"
	"regexp"
	"strings"
)

// Limits on what [Compile] accepts.
const (
	maxPatterns = 100
	maxLength   = 1024 // bytes of one pattern
)

// Set is a list of compiled patterns. It is immutable and safe for concurrent
// use. The zero value and nil match nothing.
type Set struct {
	expression *regexp.Regexp
	keys       []key // one per capturing group
}

// Param is one parameter of a match.
type Param struct {
	Name     string
	Values   []string // as they stand in the path; one unless Repeated
	Repeated bool     // the parameter has a * or +
}

// Params are the parameters of a matching path, in the order of the pattern.
// Optional ones that are absent from the path are absent here.
type Params []Param

// Get returns the value of a parameter that is not repeated. Where a pattern has
// a name twice, the last counts.
func (p Params) Get(name string) (value string, ok bool) {
	for _, param := range p {
		if param.Name == name && !param.Repeated {
			value, ok = param.Values[0], true
		}
	}
	return value, ok
}

// Compile compiles patterns. Where several match, the first counts. No patterns
// make a nil set, which matches nothing. The error names the pattern.
func Compile(patterns ...string) (*Set, error) {
	if len(patterns) == 0 {
		return nil, nil
	}
	if len(patterns) > maxPatterns {
		return nil, fmt.Errorf("%d path patterns; at most %d are possible", len(patterns), maxPatterns)
	}
	sources := make([]string, len(patterns))
	var keys []key
	for i, pattern := range patterns {
		source, found, err := compile(pattern)
		if err != nil {
			return nil, fmt.Errorf("path pattern %q: %w", pattern, err)
		}
		sources[i] = source
		keys = append(keys, found...)
	}
	expression, err := regexp.Compile("(?i)(?:" + strings.Join(sources, "|") + ")")
	if err != nil {
		return nil, fmt.Errorf("path patterns %q: %w", patterns, err)
	}
	return &Set{expression, keys}, nil
}

func compile(pattern string) (source string, keys []key, err error) {
	if len(pattern) > maxLength {
		return "", nil, fmt.Errorf("longer than %d bytes", maxLength)
	}
	parts, err := parse(pattern)
	if err != nil {
		return "", nil, err
	}
	return translate(parts)
}

// Match matches a whole path.
func (s *Set) Match(path string) (params Params, ok bool) {
	if s == nil || s.expression == nil {
		return nil, false
	}
	at := s.expression.FindStringSubmatchIndex(path)
	if at == nil {
		return nil, false
	}
	for i, key := range s.keys {
		start, end := at[2*i+2], at[2*i+3]
		if start < 0 || key.bare && start == end {
			continue
		}
		values := []string{path[start:end]}
		if key.repeated {
			values = strings.Split(values[0], key.separator)
		}
		params = append(params, Param{key.name, values, key.repeated})
	}
	return params, true
}

// key describes one capturing group.
type key struct {
	name      string
	repeated  bool
	separator string // between the values of a repeated parameter
	bare      bool   // optional and alone in its group: JavaScript drops it where it is empty
}
