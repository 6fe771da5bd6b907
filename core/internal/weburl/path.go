package weburl

import "strings"

// normalPath returns a path with "/" for "\", without dot segments, and
// percent-encoded. An empty path becomes "/".
func normalPath(path string) string {
	if path == "" {
		return "/"
	}
	if isNormalPath(path) {
		return path
	}
	var segments []string
	rest := path
	if isSlash(rest[0]) {
		rest = rest[1:]
	}
	for more := true; more; {
		var segment string
		segment, rest, more = cutSegment(rest)
		switch dots(segment) {
		case 1:
		case 2:
			segments = segments[:max(len(segments)-1, 0)]
		default:
			segments = append(segments, encode(segment, pathSet))
			continue
		}
		if !more {
			segments = append(segments, "")
		}
	}
	return "/" + strings.Join(segments, "/")
}

// isNormalPath reports whether normalPath has nothing to do. It may say no to a
// path that is normal.
func isNormalPath(path string) bool {
	if path[0] != '/' {
		return false
	}
	for i := range len(path) {
		switch c := path[i]; {
		case c == '\\', pathSet.has(c):
			return false
		case c == '.' && path[i-1] == '/':
			return false
		case c == '%' && strings.HasPrefix(path[i+1:], "2") && path[i-1] == '/':
			return false
		}
	}
	return true
}

func cutSegment(path string) (segment, rest string, more bool) {
	if i := strings.IndexAny(path, `/\`); i >= 0 {
		return path[:i], path[i+1:], true
	}
	return path, "", false
}

// dots returns 1 for "." and 2 for "..", in any mixture of plain and encoded
// dots, else 0.
func dots(segment string) int {
	count := 0
	for segment != "" {
		switch {
		case segment[0] == '.':
			segment = segment[1:]
		case len(segment) >= 3 && strings.EqualFold(segment[:3], "%2e"):
			segment = segment[3:]
		default:
			return 0
		}
		if count++; count > 2 {
			return 0
		}
	}
	return count
}
