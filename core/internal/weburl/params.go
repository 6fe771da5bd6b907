package weburl

import (
	"slices"
	"strings"
)

// Param is one query parameter, decoded.
type Param struct{ Name, Value string }

// Params are query parameters in their order, JavaScript's URLSearchParams.
// They are read and written as application/x-www-form-urlencoded
// (https://url.spec.whatwg.org/#urlencoded-parsing), which net/url's Values
// does not do: those sort names and escape other characters.
type Params []Param

// ParseParams reads a query without its "?". No query is malformed.
func ParseParams(query string) Params {
	var params Params
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		params = append(params, Param{decodeForm(name), decodeForm(value)})
	}
	return params
}

// Get returns the first value of a name.
func (p Params) Get(name string) (value string, ok bool) {
	for _, param := range p {
		if param.Name == name {
			return param.Value, true
		}
	}
	return "", false
}

// Append adds a parameter at the end.
func (p *Params) Append(name, value string) { *p = append(*p, Param{name, value}) }

// Set gives the first parameter of a name a value and deletes others of that
// name. Without one, it appends.
func (p *Params) Set(name, value string) {
	i := slices.IndexFunc(*p, func(param Param) bool { return param.Name == name })
	if i < 0 {
		p.Append(name, value)
		return
	}
	(*p)[i].Value = value
	rest := (*p)[i+1:]
	rest.Delete(name)
	*p = (*p)[:i+1+len(rest)]
}

// Delete removes all parameters of a name.
func (p *Params) Delete(name string) {
	*p = slices.DeleteFunc(*p, func(param Param) bool { return param.Name == name })
}

// Encode returns the query without "?". Letters, digits and *-._ stay, a space
// becomes "+", everything else %XX.
func (p Params) Encode() string {
	var b strings.Builder
	for i, param := range p {
		if i > 0 {
			b.WriteByte('&')
		}
		encodeForm(&b, param.Name)
		b.WriteByte('=')
		encodeForm(&b, param.Value)
	}
	return b.String()
}

func encodeForm(b *strings.Builder, text string) {
	text = validUTF8(text)
	for i := range len(text) {
		switch c := text[i]; {
		case isLetter(c), isDigit(c), strings.IndexByte("*-._", c) >= 0:
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			writeEscape(b, c)
		}
	}
}

func decodeForm(text string) string {
	if !strings.ContainsAny(text, "+%") {
		return validUTF8(text)
	}
	return validUTF8(percentDecode(strings.ReplaceAll(text, "+", " ")))
}

// lookup finds the first parameter of a name without decoding the others'
// values.
func lookup(query, name string) (value string, ok bool) {
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		if pair == "" {
			continue
		}
		encodedName, encodedValue, _ := strings.Cut(pair, "=")
		if decodeForm(encodedName) == name {
			return decodeForm(encodedValue), true
		}
	}
	return "", false
}
