package clerktest

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/clerkgo/clerk-go/core/backend"
)

// getHandshake tells an application, by way of the browser, who is signed in: it
// sends the browser back with a nonce or a signed token that stand for cookies.
func (i *Instance) getHandshake(r *http.Request) (any, error) {
	query := r.URL.Query()
	target, err := loopbackURL(query.Get("redirect_url"))
	if err != nil {
		return nil, errInvalid("redirect_url", err.Error())
	}
	i.mu.Lock()
	d := i.deviceOf(r)
	if d == nil {
		d = i.newDevice()
	}
	if s := i.activeOf(d); s != nil && query.Has("organization_id") {
		i.setActiveOrganization(s, query.Get("organization_id")) // another's is passed over
	}
	directives, err := i.directives(d, target)
	i.mu.Unlock()
	if err != nil {
		return nil, err
	}
	params := target.Query()
	params.Set(cookieDevBrowser, d.token)
	if query.Get("format") == "nonce" {
		params.Set("__clerk_handshake_nonce", i.newHandshakeNonce(directives))
	} else {
		token, err := i.signingKey().sign(map[string]any{"handshake": directives}, categorySession)
		if err != nil {
			return nil, err
		}
		params.Set("__clerk_handshake", token)
	}
	target.RawQuery = params.Encode()
	return redirect{http.StatusTemporaryRedirect, target.String(), []string{i.deviceCookie(d)}}, nil
}

// directives are the cookies that an application's host is to have. The cookie of
// the session's age is Lax: a browser would not send a Strict one on the way back
// from another site, and the application would take the visitor for signed out. The
// caller holds mu.
func (i *Instance) directives(d *device, target *url.URL) ([]string, error) {
	jwt, refresh := "", ""
	if s := i.activeOf(d); s != nil {
		token, err := i.sessionToken(s, target.Scheme+"://"+target.Host)
		if err != nil {
			return nil, err
		}
		jwt, refresh = token, s.refreshToken()
	}
	domain := "; Domain=" + target.Hostname()
	if strings.Contains(domain, ":") {
		domain = "" // browsers know no Domain that is an IPv6 address
	}
	year := i.now().Add(deviceLifetime).UTC().Format(http.TimeFormat)
	past := time.Unix(0, 0).UTC().Format(http.TimeFormat)
	var all []string
	for _, suffix := range []string{"", "_" + i.suffix()} {
		uat := int64(0)
		if jwt != "" {
			uat = d.uat
		}
		all = append(all,
			cookieDevBrowser+suffix+"="+d.token+"; Path=/; Expires="+year+"; SameSite=Lax",
			"__client_uat"+suffix+"="+strconv.FormatInt(uat, 10)+"; Path=/"+domain+"; Expires="+year+"; SameSite=Lax",
		)
		if jwt == "" {
			all = append(all, "__session"+suffix+"=; Path=/; Expires="+past+"; SameSite=Lax")
			continue
		}
		all = append(all, "__session"+suffix+"="+jwt+"; Path=/; Expires="+year+"; SameSite=Lax")
	}
	name := "__refresh_" + i.suffix()
	if refresh == "" {
		return append(all, name+"=; Path=/; Expires="+past+"; HttpOnly; SameSite=Lax"), nil
	}
	return append(all, name+"="+refresh+"; Path=/; Expires="+year+"; HttpOnly; SameSite=Lax"), nil
}

// sessionToken mints a token of a session for an application. The caller holds mu.
func (i *Instance) sessionToken(s *session, party string) (string, error) {
	shown := s.Session
	options := TokenOptions{
		AuthorizedParty: party, Organization: s.membership.Organization, Permissions: s.membership.Permissions,
		Role: s.membership.Role, Session: &shown,
	}
	if !s.actor.IsZero() {
		actor, err := backend.MetadataAs[map[string]any](s.actor)
		if err != nil {
			return "", err
		}
		options.Claims = map[string]any{"act": actor}
	}
	return i.tokenBy(i.key, &backend.User{ID: s.UserID}, options)
}
