package weburl

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// parseHostPort reads host[:port] in the authority of a special URL.
func parseHostPort(scheme, text string) (name, port string, err error) {
	end := len(text)
	if colon := strings.LastIndexByte(text, ':'); colon > strings.LastIndexByte(text, ']') {
		end = colon
		// A host has no colon outside brackets, so the first one ends it.
		if first := strings.IndexByte(text, ':'); text[0] != '[' {
			end = first
		}
	}
	name, ok := parseHost(text[:end])
	if !ok {
		return "", "", ErrHost
	}
	if end == len(text) {
		return name, "", nil
	}
	port, ok = parsePort(scheme, text[end+1:])
	if !ok {
		return "", "", ErrPort
	}
	return name, port, nil
}

// parsePort returns the port without leading zeros, or "" for the default.
func parsePort(scheme, text string) (port string, ok bool) {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return "", false
		}
	}
	port = strings.TrimLeft(text, "0")
	switch {
	case text == "":
		return "", true
	case port == "":
		port = "0"
	case len(port) > 5, len(port) == 5 && port > "65535":
		return "", false
	}
	if port == defaultPorts[scheme] {
		return "", true
	}
	return port, true
}

// parseHost returns a host in normal form: a lower-case domain, an IPv4 address
// as four decimal numbers, or an IPv6 address in brackets.
func parseHost(text string) (host string, ok bool) {
	switch {
	case text == "":
		return "", false
	case text[0] == '[':
		return parseIPv6(text)
	case isPlainDomain(text):
		host = strings.ToLower(text)
	default:
		if host, ok = toASCII(percentDecode(text)); !ok {
			return "", false
		}
	}
	if endsInNumber(host) {
		return parseIPv4(host)
	}
	return host, true
}

// isPlainDomain reports whether a domain needs no more than lower case: no
// percent-encoding, no character beyond ASCII, no Punycode to verify.
func isPlainDomain(text string) bool {
	for i := range len(text) {
		c := text[i]
		switch {
		case isForbidden(c), c >= utf8.RuneSelf:
			return false
		case c|0x20 == 'x' && len(text) >= i+4 && strings.EqualFold(text[i:i+4], "xn--"):
			return false
		}
	}
	return true
}

// forbidden are the printable characters no domain has.
var forbidden = newByteSet(" #/:<>?@[\\]^|%")

func isForbidden(c byte) bool { return c < utf8.RuneSelf && forbidden.has(c) }

// domains is the standard's domain to ASCII, without the checks it calls strict.
var domains = idna.New(
	idna.MapForLookup(),
	idna.BidiRule(),
	idna.CheckHyphens(false),
	idna.CheckJoiners(true),
	idna.StrictDomainName(false),
	idna.Transitional(false),
	idna.VerifyDNSLength(false),
)

// maxDomain bounds what the IDNA tables are asked to map.
const maxDomain = 1024

func toASCII(domain string) (ascii string, ok bool) {
	if len(domain) > maxDomain || !utf8.ValidString(domain) || hasEmptyPunycode(domain) {
		return "", false
	}
	ascii, err := domains.ToASCII(domain)
	if err != nil || ascii == "" {
		return "", false
	}
	for i := range len(ascii) {
		if isForbidden(ascii[i]) {
			return "", false
		}
	}
	return ascii, true
}

// hasEmptyPunycode reports whether a label is a bare "xn--", which the library
// maps to an empty label instead of refusing it.
func hasEmptyPunycode(domain string) bool {
	labels := strings.FieldsFunc(domain, func(r rune) bool { return strings.ContainsRune(".\u3002\uff0e\uff61", r) })
	return slices.ContainsFunc(labels, func(label string) bool { return strings.EqualFold(label, "xn--") })
}
