package clerktest

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// A Browser is an HTTP client that does what handshakes ask of browsers: it says
// that it wants documents, follows redirects, and keeps cookies by host whatever the
// port, for as long as they live by the instance's clock. As browsers do, it holds a
// SameSite=Strict cookie back on the way to a site from another one: what a test
// without that finds signed in may not be for people.
//
// Twenty redirects in a row are followed, as many as browsers follow; set CheckRedirect
// to see each.
// A Browser is safe for concurrent use if its fields do not change meanwhile.
type Browser struct {
	http.Client
	jar  *siteJar
	site string // of the instance
}

// Browser returns a new browser, which nobody is signed in on.
func (i *Instance) Browser() *Browser {
	jar, _ := cookiejar.New(nil) // without options it never fails
	sites := &siteJar{jar: jar, kept: map[string]keptCookie{}, now: i.now, transport: &http.Transport{DisableKeepAlives: true}}
	return &Browser{http.Client{CheckRedirect: followTwenty, Transport: sites}, sites, i.URL()}
}

// followTwenty is the limit of the Fetch standard (section 4.4, HTTP-redirect fetch).
func followTwenty(_ *http.Request, via []*http.Request) error {
	if len(via) > 20 {
		return errors.New("stopped after 20 redirects")
	}
	return nil
}

// Cookies returns the cookies that a page has.
func (b *Browser) Cookies(page *url.URL) []*http.Cookie { return b.jar.cookies(page, false) }

// SignIn signs a user in by the hosted page that lists them, and returns the answer
// of a page of an application, where that sends the browser. Who is signed in on the
// browser already is signed out.
func (b *Browser) SignIn(user *backend.User, page string) (*http.Response, error) {
	if user == nil {
		return nil, errors.New("clerktest: sign in: no user")
	}
	return b.submit("/sign-in", url.Values{"redirect_url": {page}, "user": {user.ID}})
}

// SignOut signs out by the hosted page, and returns the answer of a page of an
// application.
func (b *Browser) SignOut(page string) (*http.Response, error) {
	return b.submit("/sign-out", url.Values{"redirect_url": {page}})
}

// SwitchOrganization makes an organisation of the user the active one, by its ID or
// slug, or none for "", and returns the answer of a page of an application.
func (b *Browser) SwitchOrganization(idOrSlug, page string) (*http.Response, error) {
	return b.submit("/organization", url.Values{"organization": {idOrSlug}, "redirect_url": {page}})
}

// submit sends a form of a hosted page, and goes where it leads. An error status of
// the hosted page is an error, one of the application is not.
func (b *Browser) submit(path string, form url.Values) (*http.Response, error) {
	page, err := loopbackURL(form.Get("redirect_url"))
	if err != nil {
		return nil, fmt.Errorf("clerktest: page %q %w", form.Get("redirect_url"), err)
	}
	r, err := http.NewRequest(http.MethodPost, b.site+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, fmt.Errorf("clerktest: %w", err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", b.site)
	response, err := b.Do(r)
	if err != nil {
		return nil, fmt.Errorf("clerktest: %w", err)
	}
	if next := afterForm(response); next.Host != page.Host {
		_ = response.Body.Close()
		return nil, fmt.Errorf("clerktest: %s led to %s %s", path, response.Request.URL.Path, response.Status)
	}
	return response, nil
}

// afterForm returns where the answer to a form led first: the form's own URL if it was
// refused.
func afterForm(response *http.Response) *url.URL {
	next := response.Request
	for next.Response != nil && next.Response.Request.Response != nil {
		next = next.Response.Request
	}
	return next.URL
}

// A siteJar is a transport that keeps cookies, by site of the page that asks too,
// which a cookie jar is not told.
type siteJar struct {
	jar       *cookiejar.Jar
	now       func() time.Time
	transport http.RoundTripper

	mu   sync.Mutex
	kept map[string]keptCookie // by host and name
}

// A keptCookie is what a cookie jar does not tell of a cookie.
type keptCookie struct {
	expires time.Time // zero: with the browser
	strict  bool
}

func (j *siteJar) RoundTrip(r *http.Request) (*http.Response, error) {
	sent := r.Clone(r.Context())
	document(sent.Header)
	for _, cookie := range j.cookies(r.URL, crossSite(r)) {
		sent.AddCookie(cookie)
	}
	response, err := j.transport.RoundTrip(sent)
	if err != nil {
		return nil, err
	}
	j.keep(r.URL, response.Cookies())
	return response, nil
}

// cookies returns those for a page, without the Strict ones for who comes from another
// site.
func (j *siteJar) cookies(page *url.URL, foreign bool) []*http.Cookie {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.DeleteFunc(j.jar.Cookies(page), func(cookie *http.Cookie) bool {
		kept := j.kept[page.Hostname()+" "+cookie.Name]
		return foreign && kept.strict || !kept.expires.IsZero() && !j.now().Before(kept.expires)
	})
}

// keep puts cookies into the jar, whose clock is another: there they have no end.
func (j *siteJar) keep(page *url.URL, cookies []*http.Cookie) {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := j.now()
	for _, cookie := range cookies {
		kept := keptCookie{expires: cookie.Expires, strict: cookie.SameSite == http.SameSiteStrictMode}
		if cookie.MaxAge > 0 {
			kept.expires = now.Add(time.Duration(cookie.MaxAge) * time.Second)
		}
		if cookie.MaxAge >= 0 {
			cookie.Expires, cookie.MaxAge = time.Time{}, 0
			if !kept.expires.IsZero() && !now.Before(kept.expires) {
				cookie.MaxAge = -1
			}
		}
		j.kept[page.Hostname()+" "+cookie.Name] = kept
	}
	j.jar.SetCookies(page, cookies)
}

// document makes a request one for a page, unless it says what it wants.
func document(header http.Header) {
	if header.Get("Accept") != "" || header.Get("Sec-Fetch-Dest") != "" {
		return
	}
	header.Set("Accept", "text/html,application/xhtml+xml")
	header.Set("Sec-Fetch-Dest", "document")
	header.Set("Sec-Fetch-Mode", "navigate")
}

// crossSite reports whether another site is among those that led to a request: the
// page whose form or script it is, and whoever redirected.
func crossSite(r *http.Request) bool {
	host := r.URL.Hostname()
	for r != nil {
		if origin, err := url.Parse(r.Header.Get("Origin")); r.Header.Get("Origin") != "" && (err != nil || origin.Hostname() != host) {
			return true
		}
		if r.URL.Hostname() != host {
			return true
		}
		if r.Response == nil {
			return false
		}
		r = r.Response.Request
	}
	return false
}
