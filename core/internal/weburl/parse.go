package weburl

import (
	"errors"
	"strings"
)

// Errors of [Parse] and [URL.Resolve]. They do not contain the text, which may
// carry a token.
var (
	ErrHost     = errors.New("the URL has no valid host")
	ErrPort     = errors.New("the URL's port is not a number from 0 to 65535")
	ErrRelative = errors.New("the URL is relative; begin it with https:// or http://")
	ErrScheme   = errors.New("the URL's scheme is neither http nor https")
)

// Parse reads an absolute URL, as JavaScript's new URL(text).
func Parse(text string) (URL, error) { return parse(text, nil) }

// Resolve reads a URL that may be relative to u, as JavaScript's
// new URL(reference, u). A reference can name another host ("//evil.test"):
// never resolve what a visitor sent against the own origin to make it safe.
func (u URL) Resolve(reference string) (URL, error) { return parse(reference, &u) }

func parse(text string, base *URL) (URL, error) {
	text = clean(text)
	text, hash := cutFrom(text, '#')
	text, search := cutFrom(text, '?')
	scheme, rest, ok := cutScheme(text)
	switch {
	case !ok && (base == nil || !isSpecial(base.Scheme)):
		return URL{}, ErrRelative
	case !ok:
		return relative(*base, text, search, hash)
	case !isSpecial(scheme):
		return URL{
			Scheme: scheme,
			Path:   encode(rest, controlSet),
			Search: encode(search, querySet),
			Hash:   encode(hash, hashSet),
		}, nil
	case base != nil && base.Scheme == scheme && !strings.HasPrefix(rest, "//"):
		return relative(*base, rest, search, hash)
	default:
		return authority(scheme, rest, search, hash)
	}
}

// relative resolves a reference without its scheme, query and fragment.
func relative(base URL, path, search, hash string) (URL, error) {
	switch {
	case len(path) > 1 && isSlash(path[0]) && isSlash(path[1]):
		return authority(base.Scheme, path, search, hash)
	case path == "" && search == "":
		search = base.Search
	case path == "":
		search = encode(search, specialQuerySet)
	case isSlash(path[0]):
		base.Path = normalPath(path)
		search = encode(search, specialQuerySet)
	default:
		base.Path = normalPath(base.Path[:strings.LastIndexByte(base.Path, '/')+1] + path)
		search = encode(search, specialQuerySet)
	}
	base.Search = search
	base.Hash = encode(hash, hashSet)
	return base, nil
}

// authority parses what follows the scheme of a special URL. Any number of
// slashes, even none, may stand before the host.
func authority(scheme, rest, search, hash string) (URL, error) {
	rest = strings.TrimLeft(rest, `/\`)
	end := strings.IndexAny(rest, `/\`)
	if end < 0 {
		end = len(rest)
	}
	host, path := rest[:end], rest[end:]
	userinfo := ""
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		userinfo, host = encodeUserinfo(host[:at]), host[at+1:]
	}
	name, port, err := parseHostPort(scheme, host)
	if err != nil {
		return URL{}, err
	}
	return URL{
		Scheme:   scheme,
		Userinfo: userinfo,
		Hostname: name,
		Port:     port,
		Path:     normalPath(path),
		Search:   encode(search, specialQuerySet),
		Hash:     encode(hash, hashSet),
	}, nil
}

func encodeUserinfo(text string) string {
	user, password, _ := strings.Cut(text, ":")
	user, password = encode(user, userinfoSet), encode(password, userinfoSet)
	if password != "" {
		return user + ":" + password
	}
	return user
}

// clean makes text well-formed and removes what the standard ignores: control
// characters and spaces at the ends, tabs and line breaks anywhere.
func clean(text string) string {
	text = strings.TrimFunc(validUTF8(text), func(r rune) bool { return r <= ' ' })
	if !strings.ContainsAny(text, "\t\n\r") {
		return text
	}
	return strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(text)
}

// cutFrom splits text before the first mark, which stays with the second part.
func cutFrom(text string, mark byte) (before, from string) {
	if i := strings.IndexByte(text, mark); i >= 0 {
		return text[:i], text[i:]
	}
	return text, ""
}

// cutScheme splits "scheme:rest" and returns the scheme in lower case.
func cutScheme(text string) (scheme, rest string, ok bool) {
	colon := strings.IndexByte(text, ':')
	if colon < 1 || !isLetter(text[0]) {
		return "", text, false
	}
	for i := range colon {
		if c := text[i]; !isLetter(c) && !isDigit(c) && c != '+' && c != '-' && c != '.' {
			return "", text, false
		}
	}
	return strings.ToLower(text[:colon]), text[colon+1:], true
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
