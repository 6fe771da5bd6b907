package core

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/internal/weburl"
	"github.com/go-json-experiment/json"
)

// Codes of errors that the proxy itself answers with. Configuration has no code
// here, because a wrong one is an error of [Client.NewFrontendProxy].
const (
	codeProxyPathMismatch  = "proxy_path_mismatch"
	codeProxyRequestFailed = "proxy_request_failed"
	codeProxyUnsupported   = "proxy_request_unsupported"
)

// frontendTransport is the pool of connections of all proxies. It bounds what a
// Frontend API that misbehaves can cost; an answer may take as long as it likes,
// because the visitor who waits for it can leave.
var frontendTransport http.RoundTripper = &http.Transport{
	DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
	DisableCompression:     true,
	ExpectContinueTimeout:  time.Second,
	ForceAttemptHTTP2:      true,
	HTTP2:                  &http.HTTP2Config{SendPingTimeout: 30 * time.Second},
	IdleConnTimeout:        90 * time.Second,
	MaxIdleConnsPerHost:    32,
	MaxResponseHeaderBytes: 128 << 10,
	Proxy:                  http.ProxyFromEnvironment,
	TLSHandshakeTimeout:    10 * time.Second,
}

// Forward sends a request to the Frontend API and returns the answer for the
// visitor, ready to be copied: status, all headers, and the body as it comes. It
// is what [FrontendProxy.ServeHTTP] is made of, for frameworks that are not
// net/http. It never returns nil: what fails is an answer too. The caller closes
// the Body.
//
// length is that of body in bytes, -1 if it is not known; 0 sends none. body is
// not closed. Until the answer's Body is closed it may be read at any time, and
// a Read that has begun by then goes on: hand in a copy of memory that is used
// again. Strings of request need to live only until Forward returns. The end of
// ctx ends the request and the answer's Body.
func (p *FrontendProxy) Forward(ctx context.Context, request Request, body io.Reader, length int64) *http.Response {
	visited, err := visitedURL(request)
	if err != nil {
		return proxyError(http.StatusBadRequest, codeProxyUnsupported, "The Host header of the request names no host.")
	}
	rest, ok := cutPath(visited.Path, p.path)
	if !ok {
		return proxyError(http.StatusBadRequest, codeProxyPathMismatch, "The path of the request is not below "+p.path+".")
	}
	// TRACE would even answer with the request, secret key and all.
	if !Representable(request.Method(), request.RequestURI()) {
		return proxyError(http.StatusBadRequest, codeProxyUnsupported, "The method or the target of the request cannot be proxied.")
	}
	if upgrade, _ := request.Header("Upgrade"); hasItem(upgrade, "websocket") {
		return proxyError(http.StatusBadRequest, codeProxyUnsupported, "The Frontend API speaks no WebSocket.")
	}
	proxyURL := visited.Origin() + p.path
	outbound := &http.Request{
		Method:     strings.Clone(request.Method()),
		URL:        p.target(rest, visited.Search),
		Host:       p.base.Host(),
		Proto:      "HTTP/1.1", // else the transport does not wait for 100 Continue
		ProtoMajor: 1,
		ProtoMinor: 1,
		Header:     p.requestHeader(request, visited, proxyURL),
		Body:       http.NoBody,
	}
	if body != nil && length != 0 {
		outbound.Body, outbound.ContentLength = io.NopCloser(body), length
	}
	response, err := p.transport.RoundTrip(outbound.WithContext(ctx))
	switch {
	case err != nil:
		return p.failed(ctx, err)
	case response.StatusCode < 200:
		// No protocol is switched, and what is no status cannot be sent.
		_ = response.Body.Close()
		return p.failed(ctx, errors.New("the answer has no final status"))
	}
	p.cleanResponse(response, proxyURL)
	return response
}

// visitedURL returns the URL that the visitor sees: of the origin that both
// forwarded headers together name, else the one that this server was reached by.
func visitedURL(request Request) (weburl.URL, error) {
	scheme, host, target := request.Scheme(), request.Host(), request.RequestURI()
	outerScheme, outerHost := firstItem(request, "X-Forwarded-Proto"), firstItem(request, "X-Forwarded-Host")
	if outerScheme != "" && outerHost != "" {
		if u, err := weburl.FromRequest(outerScheme, outerHost, target, weburl.Forwarded{}); err == nil {
			return u, nil
		}
	}
	return weburl.FromRequest(scheme, host, target, weburl.Forwarded{})
}

// target returns the URL for what follows the proxy's path. Texts are joined and
// nothing is resolved, so that no path names another host.
func (p *FrontendProxy) target(rest, search string) *url.URL {
	escaped := wirePath(p.base.Path + first(rest, "/"))
	path, _ := url.PathUnescape(escaped)
	return &url.URL{
		Scheme:   p.base.Scheme,
		Host:     p.base.Host(),
		Path:     path,
		RawPath:  escaped,
		RawQuery: strings.Clone(strings.TrimPrefix(search, "?")),
	}
}

// wireBytes are the bytes that [url.URL.EscapedPath] leaves as they are, besides
// escapes. If it finds any other, it escapes the whole path anew, and %2F turns
// into a slash.
const wireBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=:@[]"

// wirePath returns a copy of a path with everything escaped that is neither one
// of wireBytes nor part of an escape. It means the same.
func wirePath(path string) string {
	escaped := make([]byte, 0, len(path)+8)
	for i := range len(path) {
		switch c := path[i]; {
		case strings.IndexByte(wireBytes, c) >= 0, c == '%' && beginsWithEscape(path[i:]):
			escaped = append(escaped, c)
		default:
			escaped = fmt.Appendf(escaped, "%%%02X", c)
		}
	}
	return string(escaped)
}

func beginsWithEscape(path string) bool {
	_, err := url.PathUnescape(path[:min(3, len(path))])
	return err == nil
}

// failed is the answer when the Frontend API gave none. That a visitor left is
// nobody's fault and not logged.
func (p *FrontendProxy) failed(ctx context.Context, err error) *http.Response {
	if ctx.Err() == nil {
		// Transports quote what they received, and that can be anything.
		reason := strings.ReplaceAll(err.Error(), p.client.options.SecretKey, "[redacted]")
		p.client.options.Logger.WarnContext(ctx, "clerk: the Frontend API gave no answer", "url", p.base.String(), "error", reason)
	}
	return proxyError(http.StatusBadGateway, codeProxyRequestFailed, "The Frontend API gave no answer.")
}

// proxyError is an answer in the form of Clerk's own errors.
func proxyError(status int, code, message string) *http.Response {
	type detail struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	body, _ := json.Marshal(struct {
		Errors []detail `json:"errors"`
	}{[]detail{{code, message}}})
	return &http.Response{
		StatusCode:    status,
		Header:        http.Header{headerCacheControl: {"no-store"}, "Content-Type": {"application/json"}},
		Body:          io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)),
	}
}
