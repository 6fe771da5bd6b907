package faults

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
)

// A kind is a kind of request, as often as its weight says.
type kind struct {
	weight int
	// well is the answer where nothing is wrong with the API. ill is one that has to
	// occur where something is; 0 if nothing may change.
	well, ill int
	leaves    bool // does not wait for ever
	// request returns the request of a user, and what judges the answer.
	request func(l *load, user int) (*http.Request, func(reply) bool)
}

var kinds = map[string]kind{
	"good": {weight: 8, well: 200, request: func(l *load, user int) (*http.Request, func(reply) bool) {
		return withBearer(l.app+"/me", l.tokens[user]), says(userID(user))
	}},
	"good, page": {weight: 4, well: 200, request: func(l *load, user int) (*http.Request, func(reply) bool) {
		return withCookies(l.app+"/page", signedIn, "__session="+l.tokens[user]), says(userID(user))
	}},
	"expired":  broken("expired", 401),
	"forged":   broken("forged", 401),
	"tampered": broken("tampered", 401),
	"other instance's": {weight: 1, well: 401, ill: 503, request: func(l *load, user int) (*http.Request, func(reply) bool) {
		return withBearer(l.app+"/me", l.broken["other instance's"][user]), anyOf(401, 503)
	}},
	"garbage": {weight: 1, well: 401, request: func(l *load, _ int) (*http.Request, func(reply) bool) {
		garbage := make([]byte, rand.IntN(2000))
		for i := range garbage {
			garbage[i] = byte('!' + rand.IntN('~'-'!'))
		}
		return withBearer(l.app+"/me", "x"+string(garbage)), anyOf(401)
	}},
	"nothing": {weight: 1, well: 401, request: func(l *load, _ int) (*http.Request, func(reply) bool) {
		return newRequest(context.Background(), http.MethodGet, l.app+"/me", nil), anyOf(401)
	}},
	"API key":     opaque("ak_", ""),
	"M2M token":   opaque("mt_", "mch_"),
	"OAuth token": opaque("oat_", ""),
	"no API key": {weight: 1, well: 401, ill: 503, request: func(l *load, _ int) (*http.Request, func(reply) bool) {
		return withBearer(l.app+"/me", fmt.Sprint("ak_nobody_", rand.Uint64())), anyOf(401, 503)
	}},
	"browser without a session": {weight: 1, well: 307, request: func(l *load, _ int) (*http.Request, func(reply) bool) {
		return withCookies(l.app+"/page", signedIn), l.shakesHands
	}},
	"new browser": {weight: 1, well: 307, request: func(l *load, _ int) (*http.Request, func(reply) bool) {
		r := withCookies(l.app + "/page")
		r.Header.Del("Cookie")
		return r, l.shakesHands
	}},
	"expired, page": {weight: 2, well: 200, ill: 307, request: func(l *load, user int) (*http.Request, func(reply) bool) {
		r := withCookies(l.app+"/page", signedIn, "__session="+l.expired[user], refreshCookie()+"=refresh_1")
		return r, func(got reply) bool {
			if got.status == http.StatusOK {
				return says(userID(user))(got) && strings.Contains(strings.Join(got.header.Values("Set-Cookie"), ";"), l.tokens[user])
			}
			return l.shakesHands(got)
		}
	}},
	"user": {weight: 2, well: 200, ill: 502, request: func(l *load, user int) (*http.Request, func(reply) bool) {
		return withBearer(l.app+"/user", l.tokens[user]), func(got reply) bool {
			nobody := got.is(http.StatusOK) && got.body == "" // of JSON of something else
			return says(userID(user))(got) || got.is(http.StatusBadGateway) || nobody
		}
	}},
	"rotating key": {weight: 3, well: 200, ill: 503, request: func(l *load, _ int) (*http.Request, func(reply) bool) {
		ring := *l.rings.Load()
		if len(ring) == 0 {
			return withBearer(l.app+"/me", l.tokens[0]), says(userID(0))
		}
		g := ring[rand.IntN(len(ring))]
		return withBearer(l.app+"/me", g.token), g.judge()
	}},
	"proxy": {weight: 2, well: 200, ill: 502, leaves: true, request: func(l *load, _ int) (*http.Request, func(reply) bool) {
		said := fmt.Sprint(rand.Uint64())
		return newRequest(context.Background(), http.MethodPost, l.app+"/__clerk/v1/client", strings.NewReader(said)), func(got reply) bool {
			switch {
			case got.leaks():
				return false
			case got.header.Get(halved) != "":
				return got.cut != nil
			case got.header.Get(echoed) != "" && got.cut == nil:
				return got.body == "POST "+frontendPath+"v1/client "+said
			}
			return true // what a faulty Frontend API said
		}
	}},
}

// judge judges an answer to a token of a key that comes and goes: what was known stays
// known, and what was withdrawn stays withdrawn.
func (g *generation) judge() func(reply) bool {
	accepted, refused := g.accepted.Load(), g.refused.Load()
	return func(got reply) bool {
		switch got.status {
		case http.StatusOK:
			g.accepted.Store(true)
			return says(userID(0))(got) && !refused
		case http.StatusUnauthorized:
			if accepted && g.withdrawn.Load() {
				g.refused.Store(true)
			}
		}
		return anyOf(401, 503)(got) && (!accepted || g.withdrawn.Load())
	}
}

// broken is a kind of token that never passes.
func broken(name string, status int) kind {
	return kind{weight: 1, well: status, request: func(l *load, user int) (*http.Request, func(reply) bool) {
		return withBearer(l.app+"/me", l.broken[name][user]), anyOf(status)
	}}
}

// opaque is a kind of token that only Clerk knows.
func opaque(prefix, subject string) kind {
	return kind{weight: 1, well: 200, ill: 503, request: func(l *load, user int) (*http.Request, func(reply) bool) {
		return withBearer(l.app+"/me", prefix+userID(user)), func(got reply) bool {
			return says(subject+userID(user))(got) || got.is(http.StatusServiceUnavailable)
		}
	}}
}

// says holds that an answer names somebody.
func says(subject string) func(reply) bool {
	return func(got reply) bool { return got.is(http.StatusOK) && got.body == subject }
}

// anyOf holds that an answer has one of some statuses.
func anyOf(statuses ...int) func(reply) bool {
	return func(got reply) bool {
		for _, status := range statuses {
			if got.is(status) {
				return true
			}
		}
		return false
	}
}

// shakesHands holds that an answer sends a browser to the Frontend API.
func (l *load) shakesHands(got reply) bool {
	return got.is(http.StatusTemporaryRedirect) && strings.HasPrefix(got.header.Get("Location"), l.app+"/__clerk/v1/client/handshake?")
}

func withBearer(target, jwt string) *http.Request {
	r := newRequest(context.Background(), http.MethodGet, target, nil)
	r.Header.Set("Authorization", "Bearer "+jwt)
	return r
}

// withCookies is a browser loading a page.
func withCookies(target string, cookies ...string) *http.Request {
	r := newRequest(context.Background(), http.MethodGet, target, nil)
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Cookie", strings.Join(append([]string{devBrowser}, cookies...), "; "))
	r.Header.Set("Sec-Fetch-Dest", "document")
	return r
}
