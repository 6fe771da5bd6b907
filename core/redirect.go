package core

import (
	"errors"
	"strings"

	"github.com/clerkgo/clerk-go/core/internal/cookie"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
	"github.com/clerkgo/clerk-go/core/internal/weburl"
)

// redirects builds the URLs of sign-in and sign-up.
type redirects struct {
	instance    pubkey.Key
	base        string // URL of the request
	signInURL   string
	signUpURL   string
	devBrowser  string
	pending     bool // the session has a task left to do
	isSatellite bool
}

// paramReturnURL tells sign-in and sign-up where to go afterwards.
const paramReturnURL = "redirect_url"

var (
	errNoPage     = errors.New("clerk: SignInURL (CLERK_SIGN_IN_URL) or PublishableKey (CLERK_PUBLISHABLE_KEY) is needed to know where users sign in")
	errPageURL    = errors.New("clerk: SignInURL (CLERK_SIGN_IN_URL) or SignUpURL (CLERK_SIGN_UP_URL) is not a valid URL")
	errRequestURL = errors.New("clerk: the URL of the request is not valid")
	errReturnURL  = errors.New("clerk: the URL to return to is not valid")
)

// signIn returns where to sign in and then return to back; empty for nowhere.
func (r redirects) signIn(back string) (string, error) {
	target := r.signInURL
	if target == "" {
		if target = r.portal("/sign-in"); target == "" {
			return "", errNoPage
		}
	}
	return r.build(target, back)
}

// signUp returns where to sign up and then return to back. Without a page of its
// own, sign-up is below sign-in.
func (r redirects) signUp(back string) (string, error) {
	portal := r.portal("/sign-up")
	switch {
	case r.signUpURL != "":
		return r.build(r.signUpURL, back)
	case portal == "":
		return "", errNoPage
	case r.signInURL == "":
		return r.build(portal, back)
	}
	signIn, err := r.resolve(r.signInURL)
	if err != nil {
		return "", err
	}
	signIn.Path += "/create"
	return r.build(signIn.String(), back)
}

// portal returns a page of the instance's account portal, "" without a key.
func (r redirects) portal(path string) string {
	if r.instance.FrontendAPI == "" {
		return ""
	}
	return pubkey.AccountsURL(r.instance.FrontendAPI) + path
}

// resolve reads a URL that may be relative to the request.
func (r redirects) resolve(target string) (weburl.URL, error) {
	base, err := weburl.Parse(r.base)
	if err != nil {
		return weburl.URL{}, errRequestURL
	}
	resolved, err := base.Resolve(target)
	if err != nil {
		return weburl.URL{}, errPageURL
	}
	return resolved, nil
}

// build adds to the URL of a page what it needs to know.
func (r redirects) build(target, back string) (string, error) {
	if r.pending {
		target = withTasks(target)
	}
	if r.base == "" {
		return withoutBase(target, back)
	}
	to, err := r.resolve(target)
	if err != nil {
		return "", err
	}
	base, err := weburl.Parse(r.base)
	if err != nil {
		return "", errRequestURL
	}
	crossOrigin := base.Host() != to.Host()
	if back != "" {
		from, err := base.Resolve(back)
		if err != nil {
			return "", errReturnURL
		}
		if crossOrigin && r.isSatellite {
			from = from.WithParam(paramSynced, "false")
		}
		to = to.WithParam(paramReturnURL, from.String())
	}
	if crossOrigin && !r.instance.Production && r.devBrowser != "" {
		to = to.WithParam(cookieDevBrowser, r.devBrowser)
	}
	return to.String(), nil
}

// withTasks returns the URL of the session tasks below a page.
func withTasks(page string) string {
	if end := strings.IndexAny(page, "?#"); end >= 0 {
		return page[:end] + "/tasks" + page[end:]
	}
	return page + "/tasks"
}

// withoutBase is [redirects.build] where nothing is known about the request: the
// page or the URL to return to must then be absolute.
func withoutBase(target, back string) (string, error) {
	to, err := weburl.Parse(target)
	if err != nil {
		from, err := weburl.Parse(back)
		if err != nil {
			return "", errReturnURL
		}
		if to, err = from.Resolve(target); err != nil {
			return "", errPageURL
		}
	}
	if back != "" {
		to = to.WithParam(paramReturnURL, back)
	}
	return to.String(), nil
}

// redirects returns the builder for a request.
func (a *Authenticator) redirects(request Request, auth *Auth) redirects {
	v := a.visit(request)
	defer v.end()
	devBrowser := v.param(cookieDevBrowser)
	if devBrowser == "" {
		devBrowser, _ = cookie.Find(v.header("Cookie"), cookieDevBrowser)
	}
	return redirects{
		instance:    a.instance,
		base:        v.clerkURL().String(),
		signInURL:   a.client.options.SignInURL,
		signUpURL:   a.client.options.SignUpURL,
		devBrowser:  devBrowser,
		pending:     auth.View().SessionStatus == sessionPending,
		isSatellite: a.client.options.IsSatellite,
	}
}
