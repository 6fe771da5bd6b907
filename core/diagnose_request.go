package core

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/clerkgo/clerk-go/core/internal/redact"
	"github.com/clerkgo/clerk-go/core/token"
)

// checkParties looks at the authorized parties, and for the request's among them.
func (d *diagnosis) checkParties() {
	const subject = "authorized parties"
	parties := d.about.Authenticate.AuthorizedParties
	if len(parties) == 0 {
		d.add(VerdictWarning, subject, "AuthorizedParties is not set: session tokens that other applications of the instance obtained count here too.",
			`Set it to the origins of your front ends, such as "https://example.com".`)
		return
	}
	sound := true
	for _, party := range parties {
		if problem := notAnOrigin(party); problem != "" {
			sound = false
			d.add(VerdictProblem, subject, fmt.Sprintf("AuthorizedParties has %q, which %s: no token is from there.", redact.Text(party), problem),
				`Write the origin as browsers do: scheme, host, a port that is not the usual one, and no slash at the end.`)
		}
	}
	party, found := d.requestParty()
	switch {
	case found && !slices.Contains(parties, party):
		d.add(VerdictProblem, subject, fmt.Sprintf("The token of the request is from %q, which is not in AuthorizedParties.", party), "Add it, if it is yours.")
	case sound:
		d.fine(subject, "They are origins.")
	}
}

// notAnOrigin says why a text is no origin that a browser would send, "" if it is one
// (RFC 6454, section 6.2).
func notAnOrigin(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "is no URL"
	case u.Scheme == "" || u.Host == "":
		return "has no scheme"
	case strings.HasSuffix(text, "/"):
		return "ends with a slash"
	case u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return "is more than an origin"
	case u.Scheme == "https" && u.Port() == "443", u.Scheme == "http" && u.Port() == "80":
		return "names the usual port, which browsers leave out"
	case text != strings.ToLower(text):
		return "has capital letters, which browsers make small"
	case !strings.HasPrefix(text, u.Scheme+"://"+u.Host):
		return "is no origin"
	}
	return ""
}

// requestParty returns the azp of the request's token, and whether it names one. It is
// looked at only.
func (d *diagnosis) requestParty() (string, bool) {
	if d.authenticator == nil || d.about.Request == nil {
		return "", false
	}
	v := d.authenticator.visit(d.about.Request)
	defer v.end()
	jwt := v.headerToken
	if jwt == "" {
		v.readBrowser()
		jwt = v.sessionToken
	}
	decoded, err := token.Decode(jwt)
	if err != nil {
		return "", false
	}
	party := strings.Clone(decoded.UnverifiedClaims().AuthorizedParty)
	return party, party != ""
}

// checkSatellite looks for the half of a satellite.
func (d *diagnosis) checkSatellite() {
	options := d.options
	if d.client != nil {
		if merged, err := d.client.with(d.about.Authenticate); err == nil {
			options = *merged.options
		}
	}
	err := validateSatellite(options)
	switch {
	case err != nil:
		d.add(VerdictProblem, "satellite", err.Error(), "")
	case !options.IsSatellite && options.Domain != "":
		d.add(VerdictWarning, "satellite", "Domain (CLERK_DOMAIN) is set, which counts on satellites only.",
			"Set IsSatellite (CLERK_IS_SATELLITE) if users sign in on another domain, else leave Domain out.")
	case options.IsSatellite:
		d.fine("satellite", "It has what it needs.")
	}
}

// enoughHeader is what a signed-in browser may send: the session token once or twice, in
// cookies of 4 KB at most each, and the rest of a header.
const enoughHeader = 16 << 10

// checkHeaderLimit compares what the server reads with what browsers send.
func (d *diagnosis) checkHeaderLimit() {
	const subject = "header limit"
	limit, sent := d.about.HeaderLimit, d.requestSize()
	const fix = "Raise it to 16 KB: in Fiber fiber.Config{ReadBufferSize: 16 << 10}."
	switch {
	case limit <= 0:
	case sent > limit:
		d.add(VerdictProblem, subject, fmt.Sprintf("The request's header has %d bytes, and the server reads %d: it answers 431 before any middleware runs.", sent, limit), fix)
	case limit < enoughHeader:
		d.add(VerdictProblem, subject, fmt.Sprintf("The server reads %d bytes of a header, which the cookies of a signed-in browser exceed: it answers 431 before any middleware runs.", limit), fix)
	default:
		d.fine(subject, "Cookies of a signed-in browser fit into %d bytes.", limit)
	}
}

// requestSize returns the bytes of the request's header.
func (d *diagnosis) requestSize() int {
	if d.about.Request == nil {
		return 0
	}
	r := d.about.Request
	size := len(r.Method()) + len(r.RequestURI()) + len("  HTTP/1.1\r\n\r\n")
	for name, value := range r.Headers() {
		size += len(name) + len(value) + len(": \r\n")
	}
	return size
}

// checkProxyHeaders looks for signs that a server in front of this one keeps the host
// and the scheme that visitors see to itself.
func (d *diagnosis) checkProxyHeaders() {
	const subject = "proxy headers"
	r := d.about.Request
	header := func(name string) string { value, _ := r.Header(name); return value }
	host, scheme := header("X-Forwarded-Host"), header("X-Forwarded-Proto")
	proxied := ""
	for _, name := range [...]string{"X-Forwarded-For", "Forwarded", "Via", "X-Real-Ip", "Cf-Connecting-Ip"} {
		if header(name) != "" {
			proxied = name
			break
		}
	}
	origin, err := url.Parse(first(header("Origin"), header("Referer")))
	seen := err == nil && origin.Host != ""
	sameHost := seen && origin.Host == first(host, r.Host())
	switch {
	case scheme == "" && sameHost && origin.Scheme == "https" && r.Scheme() == "http":
		d.add(VerdictProblem, subject, "The browser is on https, this server was reached by http, and X-Forwarded-Proto is missing: browsers would be sent back to http.",
			"Have the server in front set X-Forwarded-Proto, in place of what visitors send.")
	case host == "" && internalHost(r.Host()) && proxied != "":
		d.add(VerdictProblem, subject, fmt.Sprintf("This server was reached as %q, behind another, and X-Forwarded-Host is missing: browsers would be sent back to where they cannot go.", r.Host()),
			"Have the server in front set X-Forwarded-Host, in place of what visitors send, or pass on Host.")
	case scheme == "" && proxied != "" && r.Scheme() == "http":
		d.add(VerdictWarning, subject, "A server in front of this one sets "+proxied+", but not X-Forwarded-Proto: browsers would be sent back to http.",
			"Have it set X-Forwarded-Proto to the scheme that visitors use.")
	default:
		d.fine(subject, "Browsers are sent back to %s.", visitorOrigin(d, r))
	}
}

// visitorOrigin returns the origin that handshakes come back to.
func visitorOrigin(d *diagnosis, r Request) string {
	if d.authenticator == nil {
		return "the host of the request"
	}
	v := d.authenticator.visit(r)
	defer v.end()
	return v.clerkURL().Origin()
}

// internalHost reports whether a host is one that browsers elsewhere cannot reach: an
// address that is private or of this machine, or a name of one label.
func internalHost(host string) bool {
	u := url.URL{Host: host}
	name := u.Hostname()
	if address, err := netip.ParseAddr(name); err == nil {
		return address.IsPrivate() || address.IsLoopback() || address.IsLinkLocalUnicast()
	}
	return !strings.Contains(name, ".") || strings.HasSuffix(name, ".internal") || strings.HasSuffix(name, ".local")
}
