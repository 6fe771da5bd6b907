package token

import (
	"hash/maphash"
	"math/bits"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// DefaultCacheSize is how many tokens a [Cache] remembers unless told otherwise:
	// about 20 MB of session tokens when it is full.
	DefaultCacheSize = 8192

	// maxCachedSize is the size in bytes past which a token is not remembered, so that
	// the number of tokens bounds the memory too.
	maxCachedSize = 4 << 10
	// tagged is how many bytes at the end of a token, of its signature, choose where it
	// is remembered.
	tagged = 32
	// ways is how many tokens share a place.
	ways = 8
)

// Cache remembers tokens that a [Verifier] accepted. Of a token that comes again
// neither the signature is worked out nor the JSON read; every check that depends on
// the time, the options or the keys is made again, on every request:
//
//   - A token is found by all of its bytes, and only after it passed every check.
//     Tokens that are refused are not remembered, so nobody fills a cache with them.
//   - It counts only while its key ID still leads to the very key that verified it: a
//     key that is replaced or withdrawn takes its tokens along.
//   - exp, nbf, iat, aud, azp, iss, sub, typ and cat are checked as if it were new.
//
// A session that was revoked is as valid as without a cache: until its token
// expires. Tokens are in memory until others take their place, at most two minutes'
// worth of traffic in a busy server and longer in an idle one.
//
// The size is fixed: beyond it, newer tokens replace others. There is no lock and no
// goroutine. A Cache is safe for concurrent use and may serve several verifiers. A
// nil Cache remembers nothing.
type Cache struct {
	seed maphash.Seed
	sets []cacheSet
}

// A cacheSet is a place for a few tokens. Tags stand beside the tokens so that a look
// at the set reads two lines of memory; they may lag behind, since all bytes of a
// token are compared anyway.
type cacheSet struct {
	tags   [ways]atomic.Uint64
	tokens [ways]atomic.Pointer[Token]
}

// NewCache returns a cache of at least size tokens, rounded up to a power of two. A
// size of zero or less is [DefaultCacheSize].
func NewCache(size int) *Cache {
	if size <= 0 {
		size = DefaultCacheSize
	}
	sets := 1 << bits.Len(uint((size-1)/ways))
	return &Cache{seed: maphash.MakeSeed(), sets: make([]cacheSet, sets)}
}

// find returns a token that is remembered, nil if it is not.
func (c *Cache) find(text string) *Token {
	if c == nil || len(text) < tagged || len(text) > maxCachedSize {
		return nil
	}
	tag, set := c.place(text)
	for way := range set.tags {
		if set.tags[way].Load() != tag {
			continue
		}
		if found := set.tokens[way].Load(); found != nil && found.text == text {
			return found
		}
	}
	return nil
}

// place returns the tag of a token, and the set that it belongs to.
func (c *Cache) place(text string) (uint64, *cacheSet) {
	tag := maphash.String(c.seed, text[len(text)-tagged:])
	return tag, &c.sets[tag&uint64(len(c.sets)-1)]
}

// add remembers a token that passed every check, by the key that verified it.
func (c *Cache) add(t *Token, key *Key, now time.Time) {
	if c == nil || t.verifiedBy == key || len(t.text) < tagged || len(t.text) > maxCachedSize {
		return
	}
	kept := t.remembered(key)
	tag, set := c.place(kept.text)
	way := set.room(tag, kept.text, now)
	set.tokens[way].Store(kept)
	set.tags[way].Store(tag)
}

// room returns the way that a token is to take: the one it has, one that is free or
// whose token has expired, or one by chance.
func (s *cacheSet) room(tag uint64, text string, now time.Time) int {
	free := -1
	for way := range s.tokens {
		held := s.tokens[way].Load()
		if held != nil && s.tags[way].Load() == tag && held.text == text {
			return way
		}
		if free < 0 && (held == nil || held.UnverifiedClaims().ExpiresAt.Before(now)) {
			free = way
		}
	}
	if free >= 0 {
		return free
	}
	return rand.IntN(ways)
}

// remembered returns a copy of t that shares no memory with the text it was read from,
// which may be a buffer that is used again.
func (t *Token) remembered(key *Key) *Token {
	kept := &Token{
		Header: t.Header, Payload: t.Payload, Signature: t.Signature,
		isNull: t.isNull, payload: t.payload, text: strings.Clone(t.text), verifiedBy: key,
	}
	kept.signed = kept.text[:len(t.signed)]
	kept.claims.Store(t.UnverifiedClaims())
	return kept
}

// Remembered reports whether a [Cache] remembers the token: it was accepted before.
func (t *Token) Remembered() bool { return t.verifiedBy != nil }

// Memo returns what [Token.SetMemo] was last given for this token, nil if nothing.
func (t *Token) Memo() any {
	if kept := t.memo.Load(); kept != nil {
		return *kept
	}
	return nil
}

// SetMemo keeps what a caller worked out from a token, such as who its subject is, for
// as long as a [Cache] remembers the token. It does nothing for one that is not
// remembered. The value is shared between requests; whoever uses it has verified the
// token first, for every request.
func (t *Token) SetMemo(value any) {
	if t.Remembered() {
		t.memo.Store(&value)
	}
}
