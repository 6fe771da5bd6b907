package rest

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLayers is how often a value may be percent-encoded. Servers and proxies
// decode a path more than once; what is still encoded after these is refused.
const maxLayers = 10

// Path fills the {} of a template with IDs, in order, validated and escaped by
// [Segment]. The error says which ID is wrong; it does not quote it.
func Path(template string, ids ...string) (string, error) {
	if n := strings.Count(template, "{}"); n != len(ids) {
		return "", fmt.Errorf("the path takes %d IDs, not %d", n, len(ids))
	}
	var path strings.Builder
	for i, id := range ids {
		segment, err := Segment(id)
		if err != nil {
			return "", fmt.Errorf("ID %d of the path %w", i+1, err)
		}
		before, after, _ := strings.Cut(template, "{}")
		path.WriteString(before)
		path.WriteString(segment)
		template = after
	}
	path.WriteString(template)
	return path.String(), nil
}

// NestedPath is [Path] for one ID that may hold slashes. Each part of it is
// validated by itself.
func NestedPath(template string, ids ...string) (string, error) {
	parts := strings.Split(strings.Join(ids, "/"), "/")
	slots := strings.TrimPrefix(strings.Repeat("/{}", len(parts)), "/")
	return Path(strings.Replace(template, "{}", slots, 1), parts...)
}

// Segment escapes a value that becomes one segment of a path. It refuses what is
// empty, is a dot segment, or holds a slash, a backslash, a control character or
// invalid UTF-8, also where up to ten layers of percent-encoding hide it: the
// request would reach another operation than the one called.
func Segment(value string) (string, error) {
	decoded := value
	for range maxLayers + 1 {
		if err := checkSegment(decoded); err != nil {
			return "", err
		}
		next := decode(decoded)
		if next == decoded {
			return url.PathEscape(value), nil
		}
		decoded = next
	}
	return "", fmt.Errorf("is percent-encoded more than %d times", maxLayers)
}

func checkSegment(value string) error {
	switch {
	case value == "":
		return errors.New("is empty")
	case value == "." || value == "..":
		return errors.New("is a dot segment")
	case strings.ContainsAny(value, `/\`):
		return errors.New("holds a slash or a backslash")
	case !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl):
		return errors.New("holds a control character or invalid UTF-8")
	}
	return nil
}

// decode undoes one layer of percent-encoding. Unlike url.PathUnescape it leaves
// a malformed escape alone and goes on, as lenient servers do.
func decode(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if b, err := url.PathUnescape(s[i : i+3]); err == nil {
				out = append(out, b...)
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}
