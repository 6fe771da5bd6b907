package weburl

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// parseIPv6 reads an address in brackets. The standard prints every address in
// hexadecimal, so ::ffff:1.2.3.4 becomes ::ffff:102:304.
func parseIPv6(text string) (host string, ok bool) {
	inner, ok := strings.CutSuffix(text[1:], "]")
	if !ok || strings.Contains(inner, "%") {
		return "", false
	}
	address, err := netip.ParseAddr(inner)
	if err != nil || !address.Is6() {
		return "", false
	}
	if address.Is4In6() {
		b := address.As16()
		return fmt.Sprintf("[::ffff:%x:%x]", uint(b[12])<<8|uint(b[13]), uint(b[14])<<8|uint(b[15])), true
	}
	return "[" + address.String() + "]", true
}

// endsInNumber reports whether a domain must be an IPv4 address, because its
// last label is a number.
func endsInNumber(domain string) bool {
	domain = strings.TrimSuffix(domain, ".")
	last := domain[strings.LastIndexByte(domain, '.')+1:]
	if last == "" {
		return false
	}
	if strings.Trim(last, "0123456789") == "" {
		return true
	}
	_, ok := parseNumber(last)
	return ok
}

// parseIPv4 reads one to four numbers, decimal, octal or hexadecimal, the last
// of which fills the bytes that are left.
func parseIPv4(domain string) (host string, ok bool) {
	parts := strings.Split(strings.TrimSuffix(domain, "."), ".")
	if len(parts) > 4 {
		return "", false
	}
	var address uint64
	for i, part := range parts {
		number, ok := parseNumber(part)
		limit := uint64(256)
		if i == len(parts)-1 {
			limit = 1 << (8 * (5 - len(parts)))
		}
		if !ok || number >= limit {
			return "", false
		}
		address = address*limit + number
	}
	return netip.AddrFrom4([4]byte{byte(address >> 24), byte(address >> 16), byte(address >> 8), byte(address)}).String(), true
}

// parseNumber reads a number as C does: 0x is hexadecimal, 0 octal.
func parseNumber(text string) (number uint64, ok bool) {
	base := 10
	switch {
	case text == "":
		return 0, false
	case strings.HasPrefix(text, "0x"), strings.HasPrefix(text, "0X"):
		text, base = text[2:], 16
	case len(text) > 1 && text[0] == '0':
		text, base = text[1:], 8
	}
	if text == "" {
		return 0, true
	}
	if strings.Trim(text, "0123456789abcdefABCDEF") != "" {
		return 0, false
	}
	number, err := strconv.ParseUint(text, base, 64)
	if err != nil {
		// Out of range is still a number, but no address has it.
		return 1 << 63, errors.Is(err, strconv.ErrRange)
	}
	return number, true
}
