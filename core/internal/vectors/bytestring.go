package vectors

import (
	"net/http"
	"strings"
)

// Headers are the header lines of a request or response, as [name, value].
// Values are byte strings: each character up to U+00FF is one byte on the wire.
type Headers [][2]string

// HTTP returns the lines as net/http holds them: names canonical, values as
// bytes and without surrounding blanks, as a receiver trims them.
func (h Headers) HTTP() http.Header {
	header := make(http.Header, len(h))
	for _, line := range h {
		header.Add(line[0], strings.Trim(Bytes(line[1]), " \t"))
	}
	return header
}

// Bytes returns the wire form of a byte string. A character above U+00FF,
// which no byte string has, keeps its UTF-8 form.
func Bytes(text string) string {
	if isASCII(text) {
		return text
	}
	wire := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xff {
			wire = append(wire, string(r)...)
			continue
		}
		wire = append(wire, byte(r))
	}
	return string(wire)
}

// Text returns the byte string of wire bytes, the inverse of [Bytes].
func Text(wire string) string {
	if isASCII(wire) {
		return wire
	}
	text := make([]rune, len(wire))
	for i := range len(wire) {
		text[i] = rune(wire[i])
	}
	return string(text)
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
