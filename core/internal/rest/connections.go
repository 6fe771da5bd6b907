package rest

import (
	"net"
	"net/http"
	"time"
)

// connections is the pool of all clients that bring no transport. It bounds what an API
// that misbehaves can cost; how long an answer may take is for the client to say.
var connections http.RoundTripper = &http.Transport{
	DialContext:            (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
	ForceAttemptHTTP2:      true,
	HTTP2:                  &http.HTTP2Config{SendPingTimeout: 30 * time.Second},
	IdleConnTimeout:        90 * time.Second,
	MaxIdleConnsPerHost:    32,
	MaxResponseHeaderBytes: 128 << 10,
	Proxy:                  http.ProxyFromEnvironment,
	TLSHandshakeTimeout:    10 * time.Second,
}
