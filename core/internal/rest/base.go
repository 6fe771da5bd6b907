package rest

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

// ParseBase validates the root of an API: an absolute http or https URL without
// credentials, query and fragment, whose path holds no dot segment. Repeated
// and trailing slashes are dropped. The error does not quote the URL, because
// it may hold a password.
func ParseBase(raw string) (*url.URL, error) {
	if strings.ContainsAny(raw, "?#") {
		return nil, errors.New("has a query or a fragment; give scheme, host and path only")
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, errors.New("is not a URL; an example of one is https://api.clerk.com")
	case u.Scheme != "https" && u.Scheme != "http", u.Host == "", u.Hostname() == "":
		return nil, errors.New("is not an absolute http or https URL; an example of one is https://api.clerk.com")
	case u.User != nil:
		return nil, errors.New("holds credentials; the API is authenticated by the secret key alone")
	}
	base := &url.URL{Scheme: u.Scheme, Host: u.Host}
	for segment := range strings.SplitSeq(u.EscapedPath(), "/") {
		if segment == "" {
			continue
		}
		plain, err := url.PathUnescape(segment)
		if err != nil {
			return nil, errors.New("has a malformed percent escape in its path")
		}
		escaped, err := Segment(plain)
		if err != nil {
			return nil, errors.New("has a path segment that " + err.Error())
		}
		base.Path += "/" + plain
		base.RawPath += "/" + escaped
	}
	return base, nil
}

// Loopback reports whether the host of a URL is this machine: localhost, a name
// below it (RFC 6761, section 6.3), or a loopback address.
func Loopback(u *url.URL) bool {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}
