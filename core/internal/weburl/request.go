package weburl

import "strings"

// Forwarded are the headers by which a reverse proxy tells how it was reached.
// A header that is present and empty differs from an absent one.
type Forwarded struct {
	Host, Proto       string // values of X-Forwarded-Host and X-Forwarded-Proto
	HasHost, HasProto bool   // whether the header is present
}

// FromRequest returns the URL that a visitor sees for a request. Scheme, host
// and target are as the server received them: http or https, the Host header,
// and path with query. The first items of the forwarded headers take
// precedence; what they do not name is the server's own.
//
// The target is never resolved and never names a host: //evil.test stays a
// path. Host and target are taken as Node takes them, one character per byte. It
// fails with [ErrHost], [ErrPort] or [ErrScheme] if all that together is no http
// or https origin: the caller then falls back to an origin that it knows.
//
// It allocates only for what is not in normal form.
func FromRequest(scheme, host, target string, forwarded Forwarded) (URL, error) {
	u, err := forwarded.origin(scheme, host)
	if err != nil {
		return URL{}, err
	}
	path, search := splitTarget(target)
	u.Path = normalPath(path)
	u.Search = encode(search, specialQuerySet)
	return u, nil
}

// origin returns the origin that the visitor sees.
func (f Forwarded) origin(scheme, host string) (URL, error) {
	if f.HasHost {
		host, _, _ = strings.Cut(f.Host, ",")
	}
	if f.HasProto {
		scheme, _, _ = strings.Cut(f.Proto, ",")
	}
	switch {
	case strings.EqualFold(scheme, "http"):
		scheme = "http"
	case strings.EqualFold(scheme, "https"):
		scheme = "https"
	default:
		return URL{}, ErrScheme
	}
	return origin(scheme, host)
}

func origin(scheme, host string) (URL, error) {
	name, port, err := parseHostPort(scheme, clean(latin1(host)))
	return URL{Scheme: scheme, Hostname: name, Port: port}, err
}

// splitTarget returns path and query of a request target. The authority of an
// absolute target does not count (RFC 9112, section 3.2.2, would prefer it to
// Host, and a server has done that already). There is no fragment on the wire.
func splitTarget(target string) (path, search string) {
	target, _ = cutFrom(clean(latin1(target)), '#')
	path, search = cutFrom(target, '?')
	if path != "" && isSlash(path[0]) {
		return path, search
	}
	scheme, rest, ok := cutScheme(path)
	if !ok || !isSpecial(scheme) {
		return "/" + path, search
	}
	rest = strings.TrimLeft(rest, `/\`)
	if slash := strings.IndexAny(rest, `/\`); slash >= 0 {
		return rest[slash:], search
	}
	return "/", search
}
