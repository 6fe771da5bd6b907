package fiberclerk

import (
	"bytes"
	"iter"
	"net/textproto"
	"strings"

	"github.com/gofiber/fiber/v2/utils"
	"github.com/valyala/fasthttp"
	"golang.org/x/net/http/httpguts"
)

// request implements core.Request. What it returns aliases the buffer of the
// request, which the next request overwrites: core copies what it keeps.
//
// Headers are read from the raw block. The parsed view of fasthttp keeps one
// Cookie line only, and [fiber.Ctx.Cookies] rewrites it.
type request struct{ *fasthttp.RequestCtx }

// Method implements [core.Request].
func (r request) Method() string { return utils.UnsafeString(r.RequestCtx.Method()) }

// Scheme implements [core.Request].
func (r request) Scheme() string {
	if r.IsTLS() {
		return "https"
	}
	return "http"
}

// Host implements [core.Request]. The authority of a target in absolute form
// takes the place of the header (RFC 9112, section 3.2.2).
func (r request) Host() string {
	if authority, _, ok := r.absoluteTarget(); ok {
		return authority
	}
	host, _ := r.Header("Host")
	return host
}

// RequestURI implements [core.Request].
func (r request) RequestURI() string {
	if _, target, ok := r.absoluteTarget(); ok {
		return target
	}
	return r.target()
}

// target returns what stands in the request line.
func (r request) target() string {
	return utils.UnsafeString(r.Request.Header.RequestURI())
}

// absoluteTarget takes a target in absolute form apart.
func (r request) absoluteTarget() (authority, target string, ok bool) {
	rest := r.target()
	if strings.HasPrefix(rest, "/") {
		return "", "", false
	}
	_, rest, ok = strings.Cut(rest, "://")
	if !ok {
		return "", "", false
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		return rest, "/", true
	}
	return rest[:end], rest[end:], true
}

// Header implements [core.Request].
func (r request) Header(name string) (value string, ok bool) {
	separator := ", "
	switch name {
	case "Authorization", "Referer", "User-Agent":
		separator = ""
	case "Cookie":
		separator = "; "
	}
	var rest []string
	for key, line := range r.Headers() {
		switch {
		case !strings.EqualFold(key, name):
		case !ok:
			value, ok = line, true
		case separator != "":
			rest = append(rest, line)
		}
	}
	if len(rest) > 0 {
		value = strings.Join(append([]string{value}, rest...), separator)
	}
	return value, ok
}

// Headers implements [core.Request].
func (r request) Headers() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		block := r.Request.Header.RawHeaders()
		for len(block) > 0 {
			line := block
			if end := bytes.IndexByte(block, '\n'); end >= 0 {
				line, block = block[:end], block[end+1:]
			} else {
				block = nil
			}
			colon := bytes.IndexByte(line, ':')
			if colon >= 0 && !yield(utils.UnsafeString(line[:colon]), utils.UnsafeString(textproto.TrimBytes(line[colon+1:]))) {
				return
			}
		}
	}
}

// wellFormed reports whether net/http would let the request through to a
// handler: one Host of legal characters, header lines with legal names and values,
// an end of the body that can be told in one way only, and no control characters
// in the target. fasthttp checks less: it reads on behind a body whose encoding it
// does not know as if there were none, and answers what stands in it.
func (r request) wellFormed() bool {
	hosts, encodings, length := 0, 0, ""
	for name, value := range r.Headers() {
		if !httpguts.ValidHeaderFieldName(name) || !validValue(value) {
			return false
		}
		switch {
		case strings.EqualFold(name, "Host"):
			hosts++
		case strings.EqualFold(name, "Content-Length"):
			if length != "" && value != length {
				return false
			}
			length = value
		case strings.EqualFold(name, "Transfer-Encoding"):
			if encodings++; encodings > 1 || !strings.EqualFold(value, "chunked") {
				return false
			}
		}
	}
	target := r.target()
	return hosts == 1 && httpguts.ValidHostHeader(r.Host()) && validValue(target) && !strings.ContainsAny(target, " \t")
}

// validValue is [httpguts.ValidHeaderFieldValue], which looks at every byte by itself. A
// token is long and has no control characters: eight bytes at a time are seen to have
// none, and what follows is for that function to judge.
func validValue(value string) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	at := 0
	for ; at+8 <= len(value); at += 8 {
		v := value[at : at+8]
		word := uint64(v[0]) | uint64(v[1])<<8 | uint64(v[2])<<16 | uint64(v[3])<<24 |
			uint64(v[4])<<32 | uint64(v[5])<<40 | uint64(v[6])<<48 | uint64(v[7])<<56
		// The high bit of a byte of ASCII is set by taking a blank away from what is
		// less, and by adding one to DEL.
		if ((word-ones*' ')|(word+ones))&^word&highs != 0 {
			break
		}
	}
	return httpguts.ValidHeaderFieldValue(value[at:])
}
