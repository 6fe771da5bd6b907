// Package weburl parses, resolves and prints URLs as browsers and Node do, that
// is by the WHATWG URL standard (https://url.spec.whatwg.org), and derives the
// URL of a request.
//
// It is no use of net/url, which follows RFC 3986, nor of
// github.com/nlnwa/whatwg-url, whose query parameters decode %2B to a space and
// whose parser needs some fifty allocations per URL: reading a URL that is
// already in normal form allocates nothing here. Names beyond ASCII go through
// golang.org/x/net/idna.
//
// Where the standard has moved on since Node 20 ("^" in a path), Node 20 is
// followed, because the conformance vectors are its results.
package weburl
