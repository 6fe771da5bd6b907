package attack

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// headerNames are all that applications and their frameworks send. What an attack adds is
// none of them.
var headerNames = []string{
	"Access-Control-Allow-Credentials", "Access-Control-Allow-Origin", "Allow", "Cache-Control", "Connection", "Content-Length",
	"Content-Type", "Date", "Location", "Retry-After", "Set-Cookie", "Transfer-Encoding", "Vary", "Www-Authenticate",
	"X-Clerk-Auth-Message", "X-Clerk-Auth-Reason", "X-Clerk-Auth-Status", "X-Content-Type-Options",
}

// countCookie is the one cookie that a refused request may set. It counts on from what
// the visitor says.
var countCookie = regexp.MustCompile(`^__clerk_redirect_count=-?[0-9]{1,19}; SameSite=Lax; HttpOnly; Max-Age=2$`)

// marks stand in everything that an attacker wants to see in an answer's header.
var marks = regexp.MustCompile(`(?i)x-evil|evil=1`)

// judgeHeader finds header lines that no application sets.
func judgeHeader(header http.Header) []string {
	var wrong []string
	for name, lines := range header {
		if !slices.Contains(headerNames, name) {
			wrong = append(wrong, "a header "+name)
		}
		if name != "Set-Cookie" && name != "Vary" && len(lines) > 1 {
			wrong = append(wrong, fmt.Sprintf("%d lines of %s", len(lines), name))
		}
		for _, line := range lines {
			if name != "Location" && marks.MatchString(line) {
				wrong = append(wrong, "an attacker's text in "+name)
			}
		}
	}
	for _, cookie := range header["Set-Cookie"] {
		if !countCookie.MatchString(cookie) {
			wrong = append(wrong, "a cookie "+quoted(cookie))
		}
	}
	return wrong
}

// paramsOfReturn are the parameters by which pages learn where to send a browser back to.
var paramsOfReturn = []string{"redirect_url", "__clerk_redirect_url"}

// nowhere is the origin of requests whose headers name no host.
const nowhere = "http://clerk-dummy/"

// isOurs reports whether a redirect is of this project, not of a framework that cleans a
// path.
func isOurs(location string) bool { return strings.Contains(location, "://") }

// judgeLocation finds what is wrong with where a browser is sent. It compares texts, so
// that no two parsers have to agree: what follows the lawful beginnings is path and query.
func (a *app) judgeLocation(location string) []string {
	if !isOurs(location) {
		if location == "/" || len(location) > 1 && location[0] == '/' && location[1] != '/' && location[1] != '\\' {
			return nil
		}
		return []string{"a redirect to " + quoted(location)}
	}
	begins := func(beginning string) bool { return strings.HasPrefix(location, beginning) }
	if !slices.ContainsFunc(a.lawful, begins) {
		return []string{"a redirect to " + quoted(location)}
	}
	_, query, _ := strings.Cut(location, "?")
	params, err := url.ParseQuery(query)
	if err != nil {
		return []string{"a redirect whose query is none: " + quoted(location)}
	}
	if a.anyReturn || begins(origin+"/") && !strings.Contains(location, handshakePath) {
		return nil // which is a page, and what it makes of its parameters is its own
	}
	var wrong []string
	for _, name := range paramsOfReturn {
		for _, back := range params[name] {
			if !strings.HasPrefix(back, origin+"/") && !strings.HasPrefix(back, nowhere) {
				wrong = append(wrong, "a return to "+quoted(back))
			}
		}
	}
	return wrong
}

// sentParam is the session token in the URL of a handshake: the browser's own, sent to
// the instance that it is of.
var sentParam = regexp.MustCompile(`&__session=[^&\s]*`)

// withoutSent is an answer without what the browser itself sent and may have back.
func withoutSent(got answer) string { return sentParam.ReplaceAllString(got.raw, "") }

// Checks of controls.
func speaks(got answer) bool {
	return got.status == http.StatusOK && strings.HasPrefix(got.body, speaksFor)
}

func redirects(got answer) bool {
	return got.status == http.StatusTemporaryRedirect && strings.Contains(got.header.Get("Location"), handshakePath)
}

func signsIn(got answer) bool {
	return got.status == http.StatusSeeOther && strings.Contains(got.header.Get("Location"), "redirect_url=http%3A%2F%2Fapp.example.com%2F")
}

func isArrived(got answer) bool { return got.status == http.StatusOK && got.body == arrived }
