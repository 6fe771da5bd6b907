package core

import (
	"compress/gzip"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/internal/weburl"
)

// headerSecretKey carries the secret key to the Frontend API.
const headerSecretKey = "Clerk-Secret-Key"

// hopByHop are the headers that concern one connection only (RFC 9110, section
// 7.6.1), and the one of them that never was a standard.
var hopByHop = []string{
	"Connection",
	"Keep-Alive",
	"Proxy-Authenticate",
	"Proxy-Authorization",
	"Proxy-Connection",
	"Te",
	"Trailer",
	"Transfer-Encoding",
	"Upgrade",
}

// dropHopByHop removes the headers of one connection, and those which Connection
// says are.
func dropHopByHop(header http.Header) {
	for _, line := range header["Connection"] {
		for name := range strings.SplitSeq(line, ",") {
			header.Del(strings.TrimSpace(name))
		}
	}
	for _, name := range hopByHop {
		header.Del(name)
	}
}

// requestHeader returns the headers for the Frontend API: what the visitor sent,
// cookies and Authorization included, and what tells it whose request it is.
func (p *FrontendProxy) requestHeader(request Request, visited weburl.URL, proxyURL string) http.Header {
	header := make(http.Header)
	for name, line := range request.Headers() {
		header.Add(strings.Clone(name), strings.Clone(line))
	}
	dropHopByHop(header)
	// The transport sends its own.
	header.Del("Host")
	header.Del("Content-Length")
	// It would name itself otherwise.
	setAbsent(header, "User-Agent", "")

	header.Set("Accept-Encoding", "identity")
	header.Set("Clerk-Proxy-Url", proxyURL)
	header.Set(headerSecretKey, p.client.options.SecretKey)
	header.Del("X-Forwarded-For")
	if visitor := visitorAddress(request); visitor != "" {
		header.Set("X-Forwarded-For", strings.Clone(visitor))
	}
	setAbsent(header, "X-Forwarded-Host", strings.Clone(visited.Host()))
	setAbsent(header, "X-Forwarded-Proto", strings.Clone(visited.Scheme))
	return header
}

func setAbsent(header http.Header, name, value string) {
	if _, present := header[name]; !present {
		header[name] = []string{value}
	}
}

// visitorAddress returns the IP address of the visitor as the outermost proxy
// tells it, "" if none does.
func visitorAddress(request Request) string {
	cloudflare, _ := request.Header("Cf-Connecting-Ip")
	direct, _ := request.Header("X-Real-Ip")
	return first(strings.TrimSpace(cloudflare), strings.TrimSpace(direct), firstItem(request, "X-Forwarded-For"))
}

// firstItem returns the first item of a header that is a list.
func firstItem(request Request, name string) string {
	list, _ := request.Header(name)
	item, _, _ := strings.Cut(list, ",")
	return strings.TrimSpace(item)
}

// hasItem reports whether a list has an item, in any case.
func hasItem(list, item string) bool {
	for candidate := range strings.SplitSeq(list, ",") {
		if strings.EqualFold(strings.TrimSpace(candidate), item) {
			return true
		}
	}
	return false
}

// cleanResponse makes an answer of the Frontend API one of this application.
func (p *FrontendProxy) cleanResponse(response *http.Response, proxyURL string) {
	header, secretKey := response.Header, p.client.options.SecretKey
	dropHopByHop(header)
	header.Del("Content-Length")
	decode(response)
	maps.DeleteFunc(header, func(name string, lines []string) bool {
		return name == headerSecretKey || slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, secretKey) })
	})
	for i, location := range header[headerLocation] {
		header[headerLocation][i] = p.publicLocation(location, proxyURL)
	}
}

// publicLocation returns where a redirect leads seen from a browser: what is on
// the Frontend API is below the proxy, anything else where it is.
func (p *FrontendProxy) publicLocation(location, proxyURL string) string {
	to, err := p.base.Resolve(location)
	if err != nil || !to.IsHTTP() || to.Host() != p.base.Host() {
		return location
	}
	if rest, ok := cutPath(to.Path, p.base.Path); ok {
		to.Path = rest
	}
	return proxyURL + first(to.Path, "/") + to.Search + to.Hash
}

// decode undoes gzip, which a server may use although it was not asked to. A
// body encoded otherwise keeps its header, without which nobody could read it.
func decode(response *http.Response) {
	switch strings.ToLower(response.Header.Get("Content-Encoding")) {
	case "gzip", "x-gzip":
		if response.Body != http.NoBody {
			response.Body, response.ContentLength = &gunzip{source: response.Body}, -1
		}
		fallthrough
	case "", "identity":
		response.Header.Del("Content-Encoding")
	}
}

// gunzip reads a gzip stream. It begins when it is read first, because the
// headers of an answer must not wait for its body.
type gunzip struct {
	source io.ReadCloser
	reader *gzip.Reader
}

// Read implements [io.Reader].
func (g *gunzip) Read(p []byte) (int, error) {
	if g.reader == nil {
		reader, err := gzip.NewReader(g.source)
		if err != nil {
			return 0, err
		}
		g.reader = reader
	}
	return g.reader.Read(p)
}

// Close implements [io.Closer].
func (g *gunzip) Close() error { return g.source.Close() }
