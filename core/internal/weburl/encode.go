package weburl

import (
	"strings"
	"unicode/utf8"
)

// byteSet is a set of the ASCII characters that are percent-encoded. Control
// characters and everything beyond ASCII are encoded in every set.
type byteSet [2]uint64

func newByteSet(characters string) byteSet {
	var set byteSet
	for i := range len(characters) {
		set[characters[i]/64] |= 1 << (characters[i] % 64)
	}
	return set
}

func (s *byteSet) has(c byte) bool {
	return c < ' ' || c > '~' || s[c/64]&(1<<(c%64)) != 0
}

// The percent-encode sets of the standard, section 1.3.
var (
	controlSet      = newByteSet("")
	hashSet         = newByteSet(" \"<>`")
	pathSet         = newByteSet(" \"#<>?`{}")
	querySet        = newByteSet(" \"#<>")
	specialQuerySet = newByteSet(" \"#<>'")
	userinfoSet     = newByteSet(" \"#<>?`{}/:;=@[\\]^|")
)

const upperHex = "0123456789ABCDEF"

// encode percent-encodes what is in set. A leading "?" or "#" of a query or
// fragment has to stay and so is never encoded.
func encode(text string, set byteSet) string {
	first := 0
	if text != "" && (text[0] == '?' || text[0] == '#') {
		first = 1
	}
	for first < len(text) && !set.has(text[first]) {
		first++
	}
	if first == len(text) {
		return text
	}
	text = text[:first] + validUTF8(text[first:])
	var b strings.Builder
	b.Grow(len(text) + 16)
	b.WriteString(text[:first])
	for i := first; i < len(text); i++ {
		if set.has(text[i]) {
			writeEscape(&b, text[i])
		} else {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

func writeEscape(b *strings.Builder, c byte) {
	b.WriteByte('%')
	b.WriteByte(upperHex[c>>4])
	b.WriteByte(upperHex[c&15])
}

// percentDecode decodes every valid escape and leaves others as they are.
func percentDecode(text string) string {
	if !strings.Contains(text, "%") {
		return text
	}
	decoded := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			high, low := unhex(text[i+1]), unhex(text[i+2])
			if high >= 0 && low >= 0 {
				decoded = append(decoded, byte(high<<4|low))
				i += 2
				continue
			}
		}
		decoded = append(decoded, text[i])
	}
	return string(decoded)
}

// unhex returns the value of a hexadecimal digit, or -1.
func unhex(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	default:
		return -1
	}
}

// latin1 returns bytes as text in which each byte is one character.
func latin1(bytes string) string {
	for i := range len(bytes) {
		if bytes[i] >= utf8.RuneSelf {
			characters := make([]rune, len(bytes))
			for i := range len(bytes) {
				characters[i] = rune(bytes[i])
			}
			return string(characters)
		}
	}
	return bytes
}

// Text reads bytes as a text in UTF-8, as the Encoding standard decodes them: without a
// byte order mark.
func Text(data []byte) string {
	return validUTF8(strings.TrimPrefix(string(data), "\ufeff"))
}

// validUTF8 replaces malformed UTF-8 by U+FFFD as the Encoding standard does:
// one per longest start of a character, where Go would use one per byte.
func validUTF8(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		if r == utf8.RuneError && size == 1 {
			size = malformed(text)
		}
		b.WriteRune(r)
		text = text[size:]
	}
	return b.String()
}

// malformed returns how many of the malformed bytes at the start of text are
// the beginning of one character.
func malformed(text string) int {
	length, low, high := 0, byte(0x80), byte(0xbf)
	switch c := text[0]; {
	case 0xc2 <= c && c <= 0xdf:
		length = 2
	case 0xe0 <= c && c <= 0xef:
		length = 3
	case 0xf0 <= c && c <= 0xf4:
		length = 4
	default:
		return 1
	}
	switch text[0] {
	case 0xe0:
		low = 0xa0
	case 0xed:
		high = 0x9f
	case 0xf0:
		low = 0x90
	case 0xf4:
		high = 0x8f
	}
	size := 1
	for size < length && size < len(text) && low <= text[size] && text[size] <= high {
		low, high = 0x80, 0xbf
		size++
	}
	return size
}
