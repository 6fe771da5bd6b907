package core

import (
	"strings"

	"github.com/clerkgo/clerk-go/core/internal/weburl"
)

// Representable reports whether a request can be expressed as a browser would
// make it. The target is what stands in the request line (RFC 9112, section
// 3.2), as it was received. An adapter answers other requests with status 400 and
// an empty body, before anything else looks at them:
//
//   - methods that the Fetch standard forbids: CONNECT, TRACE and TRACK
//   - a target that a browser reads as another host and that names no valid one,
//     such as "//"
//   - a target with a user name or password, such as "//user@host" or
//     "http://user@host/"
//
// What is left may still begin with "//": it is a path of the own host then, in
// every URL that this package makes of it.
//
// See https://fetch.spec.whatwg.org/#forbidden-method.
func Representable(method, target string) bool {
	for _, forbidden := range forbiddenMethods {
		if strings.EqualFold(method, forbidden) {
			return false
		}
	}
	if isPath(target) {
		return true
	}
	url, err := anyOrigin.Resolve(target)
	return err == nil && url.Userinfo == ""
}

// forbiddenMethods are those that no browser sends.
var forbiddenMethods = [...]string{"CONNECT", "TRACE", "TRACK"}

// anyOrigin stands for the own host, whose name does not matter here.
var anyOrigin = weburl.URL{Scheme: "http", Hostname: "localhost", Path: "/"}

// isPath reports whether a target is a path and can be nothing else, which nearly
// all targets are.
func isPath(target string) bool {
	return strings.HasPrefix(target, "/") && (len(target) == 1 || target[1] != '/' && target[1] != '\\') &&
		!strings.ContainsAny(target, "\t\n\r")
}
