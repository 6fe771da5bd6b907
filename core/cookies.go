package core

import (
	"github.com/clerkgo/clerk-go/core/internal/cookie"
	"github.com/clerkgo/clerk-go/core/internal/pubkey"
)

// cookieNames are the names of the cookies that are read, in the order of
// [visit.readCookies].
type cookieNames [10]string

func namesOf(suffix string) cookieNames {
	return cookieNames{
		cookieClientUAT, cookieDevBrowser, cookieSession,
		pubkey.SuffixedName(cookieClientUAT, suffix), pubkey.SuffixedName(cookieDevBrowser, suffix), pubkey.SuffixedName(cookieSession, suffix),
		cookieHandshake, cookieHandshakeNonce, cookieRedirectCount, pubkey.SuffixedName(cookieRefresh, suffix),
	}
}

// sentCookies are the cookies of a request that say something here. Those that
// instances on one domain overwrite for each other are there twice, of which one set
// counts.
type sentCookies struct {
	plain, suffixed                                   cookieSet
	handshake, handshakeNonce, redirectCount, refresh string
}

// A cookieSet is who is signed in, as cookies say it.
type cookieSet struct {
	clientUAT, devBrowser, session string
	glance                         *glance // at session
}

// readCookies reads a Cookie header.
func (v *visit) readCookies(header string) {
	var values cookieNames
	cookie.Pick(header, v.cookies[:], values[:])
	plain := cookieSet{values[0], values[1], values[2], v.glanceAt(values[2])}
	suffixed := cookieSet{values[3], values[4], values[5], plain.glance}
	if suffixed.session != plain.session {
		suffixed.glance = v.glanceAt(suffixed.session)
	}
	v.sent = sentCookies{plain, suffixed, values[6], values[7], values[8], values[9]}
}
