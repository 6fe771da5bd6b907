package weburl

import "strings"

// URL is an absolute URL in normal form. It is a comparable value; a copy
// shares nothing that can change. The zero value is no URL.
//
// Only the schemes of the table defaultPorts have an authority. The URL of any
// other scheme has everything up to the query in Path.
type URL struct {
	Scheme   string // lower-case, without ":"
	Userinfo string // user or user:password, percent-encoded; mostly empty
	Hostname string // lower-case, ASCII, IPv6 in brackets
	Port     string // decimal; empty for the scheme's default
	Path     string // begins with "/"; percent-encoded, without dot segments
	Search   string // "?" and the query, percent-encoded; empty without query
	Hash     string // "#" and the fragment, percent-encoded; empty without
}

// defaultPorts are the schemes the standard calls special, except file.
var defaultPorts = map[string]string{
	"ftp":   "21",
	"http":  "80",
	"https": "443",
	"ws":    "80",
	"wss":   "443",
}

func isSpecial(scheme string) bool {
	_, ok := defaultPorts[scheme]
	return ok
}

// IsHTTP reports whether the scheme is http or https.
func (u URL) IsHTTP() bool { return u.Scheme == "http" || u.Scheme == "https" }

// String returns the whole URL, JavaScript's href.
func (u URL) String() string {
	if !isSpecial(u.Scheme) {
		return u.Scheme + ":" + u.Path + u.Search + u.Hash
	}
	userinfo := u.Userinfo
	if userinfo != "" {
		userinfo += "@"
	}
	colon := ""
	if u.Port != "" {
		colon = ":"
	}
	return u.Scheme + "://" + userinfo + u.Hostname + colon + u.Port + u.Path + u.Search + u.Hash
}

// Origin returns scheme, host and port, as the Origin header has them, and
// "null" for a scheme without authority.
func (u URL) Origin() string {
	if !isSpecial(u.Scheme) {
		return "null"
	}
	if u.Port == "" {
		return u.Scheme + "://" + u.Hostname
	}
	return u.Scheme + "://" + u.Hostname + ":" + u.Port
}

// Host returns the host and, unless it is the scheme's default, the port.
func (u URL) Host() string {
	if u.Port == "" {
		return u.Hostname
	}
	return u.Hostname + ":" + u.Port
}

// SameOrigin reports whether two URLs have equal scheme, host and port.
func (u URL) SameOrigin(other URL) bool {
	return isSpecial(u.Scheme) && u.Scheme == other.Scheme && u.Hostname == other.Hostname && u.Port == other.Port
}

// Query returns the query without its "?".
func (u URL) Query() string { return strings.TrimPrefix(u.Search, "?") }

// Param returns the first query parameter called name, decoded. It allocates
// only where something has to be decoded.
func (u URL) Param(name string) (value string, ok bool) { return lookup(u.Query(), name) }

// Params returns the query parameters.
func (u URL) Params() Params { return ParseParams(u.Query()) }

// WithParams returns the URL with these query parameters, and without "?" if
// there are none.
func (u URL) WithParams(params Params) URL {
	u.Search = ""
	if len(params) > 0 {
		u.Search = "?" + params.Encode()
	}
	return u
}

// WithoutParams returns the URL without the query parameters of these names.
// The query is encoded anew even if it has none of them, as in JavaScript.
func (u URL) WithoutParams(names ...string) URL {
	if u.Search == "" {
		return u
	}
	params := u.Params()
	for _, name := range names {
		params.Delete(name)
	}
	return u.WithParams(params)
}

// WithParam returns the URL with one query parameter set, see [Params.Set].
func (u URL) WithParam(name, value string) URL {
	params := u.Params()
	params.Set(name, value)
	return u.WithParams(params)
}
