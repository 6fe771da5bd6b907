// Package cookie reads the Cookie header as Clerk's JavaScript packages do.
//
// The reader of net/http differs: it drops quotes and invalid values and leaves
// values percent-encoded.
package cookie

import (
	"encoding/hex"
	"iter"
	"strings"
	"unicode/utf8"
)

// Find returns the value of the first cookie called name in a Cookie header,
// decoded. It allocates only where a value has to be decoded.
func Find(header, name string) (value string, ok bool) {
	for header != "" {
		var pair string
		pair, header, _ = strings.Cut(header, ";")
		if key, raw, found := cut(pair); found && key == name {
			return decode(raw), true
		}
	}
	return "", false
}

// Pick stores the values of the cookies of some names, each where its name stands; it
// is [Find] for all of them in one pass. No more than 64 names may be given.
func Pick(header string, names, values []string) {
	for missing := uint64(1)<<len(names) - 1; header != "" && missing != 0; {
		var pair string
		pair, header, _ = strings.Cut(header, ";")
		key, raw, ok := cut(pair)
		if !ok {
			continue
		}
		for k, name := range names {
			if key == name && missing&(1<<k) != 0 {
				values[k] = decode(raw)
				missing &^= 1 << k
				break
			}
		}
	}
}

// All yields each cookie of a Cookie header as name and decoded value, in
// order. Where a name repeats, only its first cookie counts.
func All(header string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		seen := make(map[string]struct{})
		for pair := range strings.SplitSeq(header, ";") {
			name, raw, ok := cut(pair)
			if _, repeated := seen[name]; !ok || repeated {
				continue
			}
			seen[name] = struct{}{}
			if !yield(name, decode(raw)) {
				return
			}
		}
	}
}

// cut splits a pair at its first "=". A pair without one is no cookie; its name
// may be empty.
func cut(pair string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(pair, "=")
	return strings.Trim(name, " \t"), strings.Trim(value, " \t"), ok
}

// decode decodes percent-encoding as decodeURIComponent does. A text with a
// malformed escape, or with a run of escapes that is not UTF-8, is kept as it
// is. Decoding comes after splitting, so an encoded ";" or "=" never forges a
// cookie.
func decode(raw string) string {
	if !strings.Contains(raw, "%") {
		return raw
	}
	decoded := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '%' {
			decoded = append(decoded, raw[i])
			i++
			continue
		}
		start := len(decoded)
		for i < len(raw) && raw[i] == '%' {
			digits := raw[i+1 : min(i+3, len(raw))]
			octet, err := hex.DecodeString(digits)
			if err != nil || len(octet) != 1 {
				return raw
			}
			decoded = append(decoded, octet[0])
			i += len("%XX")
		}
		if !utf8.Valid(decoded[start:]) {
			return raw
		}
	}
	return string(decoded)
}
